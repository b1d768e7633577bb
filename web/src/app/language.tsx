import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { I18nProvider as AriaI18nProvider } from 'react-aria-components/I18nProvider'
import { FormatsContext } from '../parts/useFormats'
import { activate } from '../words/catalogues'
import { formats } from '../words/format'
import { interfaceLanguage, type LanguageTag } from '../words/languages'
import { recall, remember } from './preference'
import { meQuery } from './session'

let present = interfaceLanguage('en')
const listeners = new Set<() => void>()

/** Chooses the language to begin with: what this browser chose before, else
 * what it asks for. Resolves when the words are there. */
export function beginLanguage(): Promise<void> {
  const wanted = recall('language') ?? navigator.languages.find((tag) => interfaceLanguage(tag).tag.startsWith(tag.slice(0, 2))) ?? 'en'
  return switchLanguage(interfaceLanguage(wanted).tag as LanguageTag)
}

/** Turns the whole app to another language and direction. */
export async function switchLanguage(tag: LanguageTag): Promise<void> {
  await activate(tag)
  present = interfaceLanguage(tag)
  document.documentElement.lang = present.tag
  document.documentElement.dir = present.dir
  for (const listener of listeners) listener()
}

/** Switches, and keeps the choice in this browser. */
export async function chooseLanguage(tag: LanguageTag): Promise<void> {
  await switchLanguage(tag)
  remember('language', tag)
}

/** Follows the language a person set in their account, unless this browser
 * was told otherwise. */
export async function followLocale(locale: string): Promise<void> {
  const { tag } = interfaceLanguage(locale)
  if (recall('language') === null && tag !== present.tag) await switchLanguage(tag as LanguageTag)
}

export function useLanguage() {
  return useSyncExternalStore(subscribe, () => present)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

/** Gives everything below it the reader's words, digits, calendar and zone. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const language = useLanguage()
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const zone = me?.user.zone || Intl.DateTimeFormat().resolvedOptions().timeZone
  const written = useMemo(() => formats({ intl: language.intl, zone }), [language, zone])
  return (
    <I18nProvider i18n={i18n}>
      <AriaI18nProvider locale={language.intl}>
        <FormatsContext value={written}>{children}</FormatsContext>
      </AriaI18nProvider>
    </I18nProvider>
  )
}
