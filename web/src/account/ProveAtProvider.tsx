import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask, type Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { onConfirmed } from '../app/door'
import { meQuery, useSession, useSessionChange } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { Form } from '../parts/Form'
import { CodeField, KeyButton, useCodeAsked } from './CodeField'
import { proveWithKey } from './key'

/** Has somebody without a password sign in anew at their provider, in another
 * window, so that nothing in this one is lost. */
export function ProveAtProvider({ onProved }: { onProved: () => void }) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const client = useQueryClient()
  const begin = useMutation<Schema<'Begun'>, Problem, Window | null>({
    mutationFn: async () => (await ask<Schema<'Begun'>>('post', '/session/confirmation/provider', { body: { code: typed } })).body,
    onSuccess: ({ url }, window) => { if (window) window.location.href = url; else location.assign(url) },
    onError: (_, window) => window?.close(),
  })
  const me = useSession()
  const byKey = useSessionChange<void>(() => proveWithKey(me, ''))
  const code = useCodeAsked(begin.error)
  useEffect(() => onConfirmed(() => { void client.invalidateQueries({ queryKey: meQuery.queryKey }); onProved() }), [client, onProved])
  return (
    <Form problem={byKey.error ?? code.problem} onSubmit={() => begin.mutate(window.open())}>
      <p>{t`What you are about to do asks you to sign in at your provider again, in another window. Then it goes on here by itself.`}</p>
      {code.byKey && <KeyButton pending={byKey.isPending} onClick={() => byKey.mutate(undefined, { onSuccess: onProved })} />}
      {code.asked && <CodeField optional={code.byKey} value={typed} onChange={setTyped} />}
      {begin.isSuccess && <p role="status">{t`Waiting for the other window.`}</p>}
      <Buttons end><Button type="submit" look="primary" icon="lock" pending={begin.isPending}>{t`Sign in at the provider`}</Button></Buttons>
    </Form>
  )
}
