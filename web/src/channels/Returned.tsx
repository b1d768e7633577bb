import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { usePost } from '../api/queries'
import { Buttons } from '../parts/Button'
import { LinkButton } from '../parts/Link'
import { Page, Section } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { Health } from './Health'

const route = getRouteApi('/staff/channels/return')

/** Where a platform sends back whoever was asked to let an account be used. */
export function Returned() {
  const { t } = useLingui()
  const { code, state } = route.useSearch()
  const end = usePost('/channel-grants')
  const sent = useRef(false)
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    end.mutate({ body: { state, code } })
  }, [end, code, state])

  return (
    <Page title={t`Access to the account`}>
      <Section>
        {end.isPending && <p role="status">{t`One moment. The platform is being asked.`}</p>}
        {end.error && <ProblemNotice problem={end.error} />}
        {end.data && <Health of={end.data.body} />}
        <Buttons><LinkButton to="/channels">{t`To the channels`}</LinkButton></Buttons>
      </Section>
    </Page>
  )
}
