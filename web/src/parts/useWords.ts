import { useLingui } from '@lingui/react/macro'
import { fieldWords, limitWords, problemWords } from '../words/problems'
import { states, type Stateful } from '../words/states'
import { vocabulary, type VocabularyName } from '../words/vocabulary'
import type { FieldProblem, Problem } from '../api/problem'
import { useFormats } from './useFormats'

/** The reader's words for what the service says in codes. A code without
 * words is shown as it is. */
export function useWords() {
  const { i18n, t } = useLingui()
  const { count } = useFormats()

  function ofField({ code, param }: FieldProblem): string {
    const limited = param === undefined ? undefined : limitWords(code, Number.isNaN(Number(param)) ? param : count(Number(param)))
    const words = limited ?? fieldWords[code] ?? problemWords[code]
    return words ? i18n._(words) : t`This is not accepted (${code}).`
  }

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
    problem({ code, status }: Problem): string {
      const words = problemWords[code] ?? (status >= 500 ? problemWords.fault : undefined)
      return words ? i18n._(words) : t`This was refused (${code}).`
    },
    field: ofField,
  }
}

/** One thing to choose from. */
export interface Choice {
  id: string
  label: string
  hint?: string
}
