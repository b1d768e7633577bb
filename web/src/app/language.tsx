import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { I18nProvider as AriaI18nProvider } from 'react-aria-components/I18nProvider'
import { FormatsContext } from '../parts/useFormats'
import { activate } from '../words/catalogues'
import { formats } from '../words/format'
import { interfaceLanguage, type LanguageTag } from '../words/languages'
import { follow, recall, remember } from './preference'

let present = interfaceLanguage('en')
const listeners = new Set<() => void>()

/** Chooses the language to begin with: what this browser chose before, else
 * what it asks for. Resolves when the words are there. What is chosen in
 * another window is followed. */
export function beginLanguage(): Promise<void> {
  follow('language', (elsewhere) => void switchLanguage(interfaceLanguage(elsewhere).tag as LanguageTag))
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
  const written = useMemo(() => formats({ intl: language.intl, zone: Intl.DateTimeFormat().resolvedOptions().timeZone }), [language])
  return (
    <I18nProvider i18n={i18n}>
      <AriaI18nProvider locale={language.intl}>
        <FormatsContext value={written}>{children}</FormatsContext>
      </AriaI18nProvider>
    </I18nProvider>
  )
}
