import { useLingui } from '@lingui/react/macro'
import type { FieldProblem, Problem } from '../api/problem'
import { fieldWords, limitWords, problemWords } from '../words/problems'
import { useFormats } from './useFormats'

/** The reader's words for what the service declines, by its codes. A code
 * without words is shown as it is. */
export function useProblemWords() {
  const { i18n, t } = useLingui()
  const { count } = useFormats()
  return {
    problem({ code, status }: Problem): string {
      const words = problemWords[code] ?? (status >= 500 ? problemWords.fault : undefined)
      return words ? i18n._(words) : t`This was refused (${code}).`
    },
    /** Why something stands where it stands, such as a delivery; nothing for a
     * code without words. */
    reason(code: string): string {
      const words = problemWords[code]
      return words ? i18n._(words) : ''
    },
    field({ code, detail }: FieldProblem): string {
      const limit = Number(detail)
      const limited = Number.isNaN(limit) ? undefined : limitWords(code, count(limit))
      const words = limited ?? fieldWords[code] ?? problemWords[code]
      return words ? i18n._(words) : t`This is not accepted (${code}).`
    },
  }
}
