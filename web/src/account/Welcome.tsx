import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useWelcome } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { PasswordField } from '../parts/TextField'
import { useTitle } from '../parts/useTitle'
import { CodeField, useCodeAsked } from './CodeField'
import { Doorway } from './Doorway'
import { Providers } from './Providers'

/** Lets a person who was sent a one-time link choose a password. */
export function Welcome() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const token = useOneTimeToken()
  const draft = useDraft({ password: '', code: '' })
  const welcome = useWelcome()
  const code = useCodeAsked(welcome.error)
  useTitle(t`Welcome`)

  return (
    <Doorway title={t`Welcome`} lead={t`Choose the password you will sign in with. This link then stops working.`}>
      {token === ''
        ? <Banner tone="warning" title={t`The address has no link in it`}>{t`Open the whole address that you were sent.`}</Banner>
        : (
          <><Form problem={code.problem} onSubmit={() => welcome.mutate({ token, ...draft.value }, { onSuccess: () => { void navigate({ to: '/', replace: true }) } })}>
            <PasswordField label={t`Password`} autoComplete="new-password" autoFocus required hint={t`12 to 128 characters. A sentence is easier to remember than signs.`} {...draft.bind('/password')} />
            {code.asked && <CodeField hint={code.byKey ? t`One of your recovery codes: a link is not opened with a security key.` : undefined} {...draft.bind('/code')} />}
            <Button type="submit" look="primary" pending={welcome.isPending}>{t`Begin`}</Button>
          </Form>
          <Providers token={token} /></>
        )}
    </Doorway>
  )
}

/** The token of the address, which is then taken out of it, so that it stays
 * in no history and is sent nowhere. */
function useOneTimeToken(): string {
  const [token] = useState(() => window.location.hash.slice(1))
  useEffect(() => { window.history.replaceState(window.history.state, '', window.location.pathname) }, [])
  return token
}
