/** A language of the interface. */
export interface InterfaceLanguage {
  tag: string
  native: string
  dir: 'ltr' | 'rtl'
  /** What Intl and the date fields are asked for: calendar and digits included. */
  intl: string
}

/** The languages of the interface, in the order of menus. */
export const languages = [
  { tag: 'en', native: 'English', dir: 'ltr', intl: 'en-GB' },
  { tag: 'ru', native: 'Русский', dir: 'ltr', intl: 'ru-RU' },
  { tag: 'fa-AF', native: 'دری', dir: 'rtl', intl: 'fa-AF-u-ca-persian-nu-arabext' },
] as const satisfies readonly InterfaceLanguage[]

export type LanguageTag = (typeof languages)[number]['tag']

/** The interface language that serves a reader of tag best; English at last. */
export function interfaceLanguage(tag: string): InterfaceLanguage {
  const wanted = tag.toLowerCase()
  const base = wanted.split('-')[0]
  return languages.find((l) => l.tag.toLowerCase() === wanted)
    ?? languages.find((l) => l.tag.split('-')[0] === (base === 'prs' ? 'fa' : base))
    ?? languages[0]
}

// The registry's languages that are written from right to left although their
// tag does not name the script.
const rightToLeft = new Set(['fa', 'prs', 'ps', 'haz', 'uzs', 'aiq', 'bal', 'bgn', 'brh', 'psi', 'psh', 'aee', 'prc'])

/** The direction in which content of a language tag runs. A script in the tag
 * decides; browsers' own locale data is wrong for several of these languages. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  const [base = '', ...rest] = tag.split('-')
  const script = rest.find((part) => part.length === 4)
  if (script) return script === 'Arab' ? 'rtl' : 'ltr'
  return rightToLeft.has(base) ? 'rtl' : 'ltr'
}
