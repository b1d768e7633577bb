import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// A side that has a name of its own in the text's direction must be called by
// it, or the screen is not mirrored for right-to-left readers.
const physical = new RegExp([
  String.raw`(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b`,
  String.raw`(?<![\w-])(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:(?!.*\)\s*\{)`,
  String.raw`(?:text-align|float|clear)\s*:\s*(?:left|right)`,
  String.raw`border-(?:top|bottom)-(?:left|right)-radius`,
].join('|'))

const sheets = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css') && !path.includes('fonts'))

test.each(sheets)('%s names sides by the direction of the text', (path) => {
  const lines = readFileSync(`src/${path}`, 'utf8').split('\n')
  const found = lines.filter((line) => !line.trimStart().startsWith('@') && physical.test(line.replace(/env\([\w-]+\)/g, '')))
  expect(found).toEqual([])
})
