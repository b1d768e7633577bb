import { i18n, type Messages } from '@lingui/core'
import type { LanguageTag } from './languages'

interface Catalogue { messages: Messages }

// Every folder of src has a catalogue of its own; a reader loads those of one
// language as a single file.
const load: Record<LanguageTag, () => Promise<{ parts: Record<string, Catalogue> }>> = {
  'en': () => import('./en'),
  'ru': () => import('./ru'),
  'fa-AF': () => import('./fa-AF'),
}

/** Makes tag the language of every message. Resolves when its words are there. */
export async function activate(tag: LanguageTag): Promise<void> {
  const { parts } = await load[tag]()
  const messages = Object.assign({}, ...Object.values(parts).map((part) => part.messages))
  i18n.loadAndActivate({ locale: tag, messages })
}
