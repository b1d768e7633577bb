import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { describe, expect, test } from 'vitest'

const config = getConfig()
const catalogues = await getCatalogs(config)
const translations = config.locales.filter((locale) => locale !== config.sourceLocale)

/** What stands between braces or is a tag: a translation must keep it. */
function slots(message: string): string[] {
  return (message.match(/\{\w+|<\/?\d+\/?>/g) ?? []).filter((slot, i, all) => all.indexOf(slot) === i).sort()
}

describe.each(catalogues)('the words of $name', (catalogue) => {
  test.each(translations)('are all there in %s', async (locale) => {
    const inSource = await catalogue.collect() ?? {}
    const translated = await catalogue.read(locale) ?? {}
    const missing = Object.entries(inSource).filter(([id]) => !translated[id]?.translation).map(([, { message }]) => message)
    expect(missing, `run "npm run words" and translate src/words/${locale}/${catalogue.name}.po`).toEqual([])
  })

  test.each(translations)('keep their placeholders in %s', async (locale) => {
    const translated = await catalogue.read(locale) ?? {}
    for (const { message, translation } of Object.values(translated)) {
      if (message && translation) expect(slots(translation), message).toEqual(slots(message))
    }
  })
})

test.each(translations)('one message has one translation in %s', async (locale) => {
  const known = new Map<string, string | undefined>()
  for (const catalogue of catalogues) {
    for (const [id, { message, translation }] of Object.entries(await catalogue.read(locale) ?? {})) {
      if (known.has(id)) expect(translation, message).toBe(known.get(id))
      known.set(id, translation)
    }
  }
})
