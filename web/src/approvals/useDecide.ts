import { useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { asksKeys, sign } from '../account/key'
import type { Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { usePost } from '../api/queries'
import { say } from '../parts/toast'

type Word = Schema<'BeginDecisionRequest'>
type Answer = Awaited<ReturnType<typeof sign>>

/** Sends decisions on a submission, signed by a key of the person if one signs
 * already. */
export function useDecide(id: string, signsFrom: string | null) {
  const { t } = useLingui()
  const signing = useMutation<Answer, Problem, Word>({ mutationFn: (word) => sign(id, word) })
  const decide = usePost('/submissions/{id}/decisions', { touches: ['campaigns', 'messages'] })
  const signs = asksKeys() && signsFrom !== null && Date.parse(signsFrom) <= Date.now()
  const record = (word: Word, answer?: Answer) => {
    decide.mutate({ params: { path: { id } }, body: { ...word, ...answer } }, { onSuccess: () => say(t`Your decision is recorded.`) })
  }
  return {
    signs,
    send: (word: Word) => signs ? signing.mutate(word, { onSuccess: (answer) => record(word, answer) }) : record(word),
    problem: signing.error ?? decide.error,
    pending: signing.isPending || decide.isPending,
    reset: () => { signing.reset(); decide.reset() },
  }
}
