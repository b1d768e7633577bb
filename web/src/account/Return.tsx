import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useReturn } from '../app/session'
import { LinkButton } from '../parts/Link'
import { ProblemNotice } from '../parts/ProblemNotice'
import { useTitle } from '../parts/useTitle'
import { Doorway } from './Doorway'
import { takeNext } from './next'

const route = getRouteApi('/sign-in/return')

/** Where a provider sends people back to. */
export function Return() {
  const { t } = useLingui()
  const { code, state } = route.useSearch()
  const navigate = useNavigate()
  const back = useReturn()
  const sent = useRef(false)
  useTitle(t`Sign in`)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    back.mutate({ code, state }, { onSuccess: () => { void navigate({ href: takeNext(), replace: true }) } })
  }, [back, code, state, navigate])

  return (
    <Doorway title={t`Sign in`}>
      {back.error
        ? <><ProblemNotice problem={back.error} /><LinkButton to="/sign-in">{t`Try again`}</LinkButton></>
        : <p role="status">{t`One moment. Your provider is being asked.`}</p>}
    </Doorway>
  )
}
