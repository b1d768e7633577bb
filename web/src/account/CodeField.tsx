import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Problem } from '../api/problem'
import { Button } from '../parts/Button'
import { TextField } from '../parts/TextField'
import { asksKeys } from './key'

/** Whether a second factor is asked for, and whether it may be a security key:
 * from the first time that the service wants it. That it does is no fault of
 * the person's. */
export function useCodeAsked(problem: Problem | null, already = false, keyed = false) {
  const [asked, setAsked] = useState(already || keyed)
  const [byKey, setByKey] = useState(keyed)
  const wanted = problem?.code === 'code_required' || problem?.code === 'key_required'
  if (wanted && !asked) setAsked(true)
  if (problem?.code === 'key_required' && !byKey) setByKey(true)
  return { asked, byKey, problem: wanted ? null : problem }
}

/** The code of a second factor. */
export function CodeField({ hint, optional, value, onChange }: { hint?: string; optional?: boolean; value: string; onChange: (value: string) => void }) {
  const { t } = useLingui()
  return <TextField label={t`Code`} hint={hint ?? t`Six digits from your app, or one of your recovery codes.`} autoComplete="one-time-code" lang="en" autoFocus={!optional} required={!optional} pointer="/code" value={value} onChange={onChange} />
}

/** Proves with a security key, above the field for a code. */
export function KeyButton({ pending, onClick }: { pending: boolean; onClick: () => void }) {
  const { t } = useLingui()
  if (!asksKeys()) return <p>{t`This browser cannot ask your security key here. Use a recovery code, or the address of the service with its name.`}</p>
  return <Button icon="lock" autoFocus look="primary" pending={pending} onClick={onClick}>{t`Use your security key`}</Button>
}
