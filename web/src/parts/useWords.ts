import { useLingui } from '@lingui/react/macro'
import { states, type Stateful } from '../words/states'
import { vocabulary, type VocabularyName } from '../words/vocabulary'

/** One thing to choose from. */
export interface Choice {
  id: string
  label: string
  hint?: string
}

/** The reader's words for the values of the vocabularies and for states. A
 * value without words is shown as it is. */
export function useWords() {
  const { i18n } = useLingui()
  return {
    /** One value of a closed vocabulary. */
    term(name: VocabularyName, value: string): string {
      const words = vocabulary[name][value]
      return words ? i18n._(words) : value
    },
    /** Every value of a vocabulary, for fields that choose. */
    terms(name: VocabularyName): Choice[] {
      return Object.entries(vocabulary[name]).map(([id, words]) => ({ id, label: i18n._(words) }))
    },
    state(of: Stateful, state: string): string {
      const known = states[of][state]
      return known ? i18n._(known.word) : state
    },
  }
}
