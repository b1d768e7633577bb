import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { describe, expect, test } from 'vitest'
import { evidence_level, survey_design } from '../words/measures'
import { claims } from './claims'

const config = getConfig()
const catalogues = await Promise.all((await getCatalogs(config)).filter(({ name }) => name === 'reach' || name === 'words')
  .map(async (catalogue) => ({ name: catalogue.name, catalogue, source: await catalogue.collect() ?? {} })))

/** Words that claim a cause, in each language of the app. */
const causal: Record<string, RegExp> = {
  en: /\b(effect|impact|caus(e|es|ed|ing)\b)/i,
  ru: /эффект|влияни|повлиял|воздейств|вызва|привел[аои]? к|привёл к/i,
  'fa-AF': /(^|[\s«])(اثر(ات|ی|ش)?|تأثیر|تاثیر|باعث|سبب|موجب)([\s.،:»]|$)/,
}

/** The rungs without a comparison group, and what is said on them. */
const below = ['output', 'awareness', 'engagement', 'self_reported']
const lower = [...below.flatMap((rung) => [claims[rung], evidence_level[rung]]), survey_design.single_round, survey_design.pre_post]

/** What reports say of a randomised trial, and of nothing else. */
const printedOnTheHighest = 'It caused a change.'

describe.each(config.locales)('the words of evidence in %s', (locale) => {
  test('name no cause below a comparison group', async () => {
    const said = await wordsOf(locale)
    for (const words of lower) {
      const text = said.get(words?.id ?? '')
      expect(text, words?.message).toBeTruthy()
      expect(text).not.toMatch(causal[locale] ?? /$^/)
    }
  })

  test('name a cause nowhere on the screens of evaluation but on the highest rung', async () => {
    const [reach, source] = [await wordsOf(locale, 'reach'), await wordsOf(config.sourceLocale ?? 'en', 'reach')]
    const naming = [...reach].filter(([, text]) => causal[locale]?.test(text)).map(([id]) => source.get(id))
    expect(naming.sort()).toEqual([printedOnTheHighest, claims.randomised?.message])
  })
})

async function wordsOf(locale: string, name?: string): Promise<Map<string, string>> {
  const said = new Map<string, string>()
  for (const { catalogue, source } of catalogues.filter((one) => name === undefined || one.name === name)) {
    const translated = await catalogue.read(locale) ?? {}
    for (const [id, { message }] of Object.entries(source)) said.set(id, (locale === config.sourceLocale ? message : translated[id]?.translation) ?? '')
  }
  return said
}
