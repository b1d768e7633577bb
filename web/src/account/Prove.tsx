import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import { prove, type Asked, type Proof } from '../app/door'
import { useSessionChange, type Me } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { PasswordField } from '../parts/TextField'
import { CodeField, KeyButton, useCodeAsked } from './CodeField'
import { proveWithKey } from './key'
import { ProveAtProvider } from './ProveAtProvider'

/** Asks somebody to prove that it still is them, over what they were doing. */
export function Prove({ asked: { me, over, settle } }: { asked: Asked }) {
  const { t } = useLingui()
  const proved = useCallback(() => settle(true), [settle])
  return (
    <Dialog open title={over ? t`Your session has ended` : t`Confirm that it is you`} onClose={() => settle(false)}>
      {me.by_provider && !over ? <ProveAtProvider onProved={proved} /> : <ByPassword me={me} over={over} onProved={proved} />}
    </Dialog>
  )
}

function ByPassword({ me, over, onProved }: { me: Me; over: boolean; onProved: () => void }) {
  const { t } = useLingui()
  const draft = useDraft<Proof>({ password: '', code: '' })
  const proving = useSessionChange<Proof>(async (proof) => ({ body: await prove(me, proof) }))
  const byKey = useSessionChange<void>(() => proveWithKey(me, draft.value.password))
  const code = useCodeAsked(proving.error, me.second_factor && !me.by_key, me.by_key)
  const { email } = me
  return (
    <Form problem={byKey.error ?? code.problem} onSubmit={() => proving.mutate(draft.value, { onSuccess: onProved })}>
      <p>{over ? t`Sign in as ${email} to go on. What you wrote is still here.` : t`What you are about to do asks for the password of ${email} again. Then it goes on by itself.`}</p>
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField label={t`Password`} autoComplete="current-password" autoFocus required {...draft.bind('/password')} />
      {code.byKey && <KeyButton pending={byKey.isPending} onClick={() => byKey.mutate(undefined, { onSuccess: onProved })} />}
      {code.asked && <CodeField optional={code.byKey} {...draft.bind('/code')} />}
      {me.by_provider && <p><a href="/sign-in" target="_blank" rel="noreferrer">{t`Or sign in at your provider in another window, and come back.`}</a> <Button small onClick={onProved}>{t`I am back`}</Button></p>}
      <Buttons end><Button type="submit" look={code.byKey ? undefined : 'primary'} pending={proving.isPending}>{over ? t`Sign in` : t`Go on`}</Button></Buttons>
    </Form>
  )
}
