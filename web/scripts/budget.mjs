// Weighs the build as it travels (brotli) and fails when it is over budget.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const limits = { shell: 120, route: 75, style: 20, font: 60, words: 15 } // kB
const kB = 1000

function weigh(file) {
  const packed = new URL(`${file}.br`, dist)
  return statSync(existsSync(packed) ? packed : new URL(file, dist)).size / kB
}

/** Everything that has to arrive before a chunk runs. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) closure(next, seen)
  return seen
}

const sum = (keys) => [...keys].reduce((total, key) => total + weigh(manifest[key].file), 0)
const isWords = (key) => /^src\/words\/[^/]+\/(index|plan|run|measure)\.ts$/.test(key)

const shell = new Set(['index.html', 'src/app/Shell.tsx'].flatMap((key) => [...closure(key)]))
const rows = [['shell', sum(shell), limits.shell]]
for (const key of Object.keys(manifest)) {
  if (!manifest[key].isDynamicEntry || shell.has(key)) continue
  const more = new Set([...closure(key)].filter((each) => !shell.has(each)))
  rows.push([key.replace(/^src\//, ''), sum(more), isWords(key) ? limits.words : limits.route])
}

const styles = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.css'))
rows.push(['styles', styles.reduce((total, name) => total + weigh(`assets/${name}`), 0), limits.style])

const fonts = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.woff2'))
for (const script of ['latin', 'cyrillic', 'arabic']) {
  const files = fonts.filter((name) => name.startsWith(script))
  rows.push([`font ${script}`, files.reduce((total, name) => total + weigh(`assets/${name}`), 0), limits.font])
}

let over = false
for (const [name, size, limit] of rows) {
  const mark = size > limit ? 'OVER' : ''
  over ||= size > limit
  console.log(`${name.padEnd(36)} ${size.toFixed(1).padStart(7)} kB  of ${String(limit).padStart(3)}  ${mark}`)
}
process.exit(over ? 1 : 0)
