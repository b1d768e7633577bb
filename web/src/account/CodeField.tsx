import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Problem } from '../api/problem'
import { TextField } from '../parts/TextField'

/** Whether the code of a second factor is asked for: from the first time that
 * the service wants it. That it does is no fault of the person's. */
export function useCodeAsked(problem: Problem | null, already = false) {
  const [asked, setAsked] = useState(already)
  const wanted = problem?.code === 'code_required'
  if (wanted && !asked) setAsked(true)
  return { asked, problem: wanted ? null : problem }
}

/** The code of a second factor. */
export function CodeField({ hint, value, onChange }: { hint?: string; value: string; onChange: (value: string) => void }) {
  const { t } = useLingui()
  return <TextField label={t`Code`} hint={hint ?? t`Six digits from your app, or one of your recovery codes.`} autoComplete="one-time-code" lang="en" autoFocus required pointer="/code" value={value} onChange={onChange} />
}
