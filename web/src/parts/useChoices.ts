import { countries } from '../words/vocabulary'
import { useFormats } from './useFormats'
import type { Choice } from './useWords'

// The languages that campaigns of the region speak most, in the order of
// menus; the script stands in the tag wherever two are in use.
const spoken = [
  'kk-Cyrl', 'kk-Latn', 'ky', 'tg-Cyrl', 'tk-Latn', 'uz-Latn', 'uz-Cyrl', 'ru', 'fa-AF', 'ps', 'uz-Arab-AF', 'tk-Arab-AF', 'haz',
  'kaa-Cyrl', 'kaa-Latn', 'ug-Cyrl', 'dng-Cyrl', 'tt-Cyrl', 'ko', 'az', 'tr', 'de',
]

/** Countries and languages to choose from, by their names. Values that are
 * chosen already stay in the list, wherever they came from. */
export function useChoices() {
  const { country, language } = useFormats()
  return {
    countries: countries.map((id): Choice => ({ id, label: country(id) })),
    languages: (chosen: readonly string[] = []): Choice[] =>
      [...spoken, ...chosen.filter((tag) => !spoken.includes(tag))].map((id) => ({ id, label: language(id), hint: id })),
  }
}
