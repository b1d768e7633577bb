import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { ringConfirmed } from '../app/door'
import { useReturn } from '../app/session'
import { Banner } from '../parts/Banner'
import { LinkButton } from '../parts/Link'
import { ProblemNotice } from '../parts/ProblemNotice'
import { useTitle } from '../parts/useTitle'
import { Doorway } from './Doorway'
import { takeNext } from './next'

const route = getRouteApi('/sign-in/return')

/** Where a provider sends people back to: to sign in, or to the window in which
 * they were asked whether it still is them. */
export function Return() {
  const { t } = useLingui()
  const { code, state } = route.useSearch()
  const navigate = useNavigate()
  const confirming = state.startsWith('confirm.')
  const back = useReturn(confirming)
  const sent = useRef(false)
  const title = confirming ? t`Confirm that it is you` : t`Sign in`
  useTitle(title)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    back.mutate({ code, state }, {
      onSuccess: () => { if (confirming) ringConfirmed(); else void navigate({ href: takeNext(), replace: true }) },
    })
  }, [back, code, state, confirming, navigate])

  return (
    <Doorway title={title}>
      {back.error && <ProblemNotice problem={back.error} />}
      {back.error && !confirming && <LinkButton to="/sign-in">{t`Try again`}</LinkButton>}
      {back.isSuccess && confirming && <Banner tone="done" title={t`It is you. Close this window, and go on in the other.`} />}
      {!back.error && !(back.isSuccess && confirming) && <p role="status">{t`One moment. Your provider is being asked.`}</p>}
    </Doorway>
  )
}
