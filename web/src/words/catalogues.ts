import { i18n, type Messages } from '@lingui/core'
import type { LanguageTag } from './languages'

interface Catalogue { messages: Messages }
type Loader = () => Promise<{ parts: Record<string, Catalogue> }>

// Every folder of src has a catalogue of its own; a few files hold those of a
// language. A page before signing in is spared the words of the screens.
const load: Record<LanguageTag, { first: Loader; screens: Loader[] }> = {
  'en': { first: () => import('./en'), screens: [() => import('./en/plan'), () => import('./en/run'), () => import('./en/measure')] },
  'ru': { first: () => import('./ru'), screens: [() => import('./ru/plan'), () => import('./ru/run'), () => import('./ru/measure')] },
  'fa-AF': { first: () => import('./fa-AF'), screens: [() => import('./fa-AF/plan'), () => import('./fa-AF/run'), () => import('./fa-AF/measure')] },
}

let spoken: LanguageTag = 'en'
let withScreens = false

/** Makes tag the language of every message. Resolves when its words are there. */
export async function activate(tag: LanguageTag): Promise<void> {
  const { first, screens } = load[tag]
  i18n.loadAndActivate({ locale: tag, messages: await joined([first, ...withScreens ? screens : []]) })
  spoken = tag
}

/** Brings the words of the screens, from now on in every language. */
export async function loadScreenWords(): Promise<void> {
  if (withScreens) return
  i18n.load(spoken, await joined(load[spoken].screens))
  withScreens = true
}

async function joined(files: Loader[]): Promise<Messages> {
  const loaded = await Promise.all(files.map((file) => file()))
  return Object.assign({}, ...loaded.flatMap(({ parts }) => Object.values(parts).map((part) => part.messages)))
}
