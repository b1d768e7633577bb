import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button } from '../parts/Button'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { PasswordField, TextField } from '../parts/TextField'
import { useTitle } from '../parts/useTitle'
import { useSignIn } from '../app/session'
import { CodeField, useCodeAsked } from './CodeField'
import { Doorway } from './Doorway'
import { Providers } from './Providers'

const route = getRouteApi('/sign-in')

/** Signs a person in, and goes where they wanted to go. */
export function SignIn() {
  const { t } = useLingui()
  const { next } = route.useSearch()
  const navigate = useNavigate()
  const draft = useDraft({ email: '', password: '', code: '' })
  const signIn = useSignIn()
  const code = useCodeAsked(signIn.error)
  useTitle(t`Sign in`)

  return (
    <Doorway title={t`Sign in`} foot={t`Accounts are opened by the administrator of your organisation.`}>
      <Form problem={code.problem} onSubmit={() => signIn.mutate(draft.value, { onSuccess: () => { void navigate({ href: next ?? '/', replace: true }) } })}>
        <TextField label={t`E-mail address`} type="email" autoComplete="username" autoFocus {...draft.bind('/email')} />
        <PasswordField label={t`Password`} autoComplete="current-password" {...draft.bind('/password')} />
        {code.asked && <CodeField {...draft.bind('/code')} />}
        <Button type="submit" look="primary" pending={signIn.isPending}>{t`Sign in`}</Button>
      </Form>
      <Providers next={next} />
    </Doorway>
  )
}
