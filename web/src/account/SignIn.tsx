import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button } from '../parts/Button'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { PasswordField, TextField } from '../parts/TextField'
import { useTitle } from '../parts/useTitle'
import { useSessionChange, useSignIn } from '../app/session'
import { CodeField, KeyButton, useCodeAsked } from './CodeField'
import { Doorway } from './Doorway'
import { signInWithKey } from './key'
import { Providers } from './Providers'

const route = getRouteApi('/sign-in')

/** Signs a person in, and goes where they wanted to go. */
export function SignIn() {
  const { t } = useLingui()
  const { next } = route.useSearch()
  const navigate = useNavigate()
  const draft = useDraft({ email: '', password: '', code: '' })
  const signIn = useSignIn()
  const byKey = useSessionChange<void>(() => signInWithKey(draft.value.email, draft.value.password))
  const code = useCodeAsked(signIn.error)
  const onSuccess = () => { void navigate({ href: next ?? '/', replace: true }) }
  useTitle(t`Sign in`)

  return (
    <Doorway title={t`Sign in`} foot={t`Accounts are opened by the administrator of your organisation.`}>
      <Form problem={byKey.error ?? code.problem} onSubmit={() => { byKey.reset(); signIn.mutate(draft.value, { onSuccess }) }}>
        <TextField label={t`E-mail address`} type="email" autoComplete="username" autoFocus {...draft.bind('/email')} />
        <PasswordField label={t`Password`} autoComplete="current-password" {...draft.bind('/password')} />
        {code.byKey && <KeyButton pending={byKey.isPending} onClick={() => byKey.mutate(undefined, { onSuccess })} />}
        {code.asked && <CodeField optional={code.byKey} {...draft.bind('/code')} />}
        <Button type="submit" look={code.byKey ? undefined : 'primary'} pending={signIn.isPending}>{t`Sign in`}</Button>
      </Form>
      <Providers next={next} />
    </Doorway>
  )
}
