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
  const look = usePost('/channels/{id}/health')
  const sent = useRef(false)
  const answer = look.data?.body ?? end.data?.body
  const channel = end.data?.body.channel
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    end.mutate({ body: { state, code } })
  }, [end, code, state])
  useEffect(() => {
    if (!channel || !answer?.pending || look.isPending) return
    const later = setTimeout(() => look.mutate({ params: { path: { id: channel } } }), 1000)
    return () => clearTimeout(later)
  }, [answer, channel, look])

  return (
    <Page title={t`Access to the account`}>
      <Section>
        {(end.isPending || answer?.pending) && <p role="status">{t`One moment. The platform is being asked.`}</p>}
        {(end.error ?? look.error) && <ProblemNotice problem={(end.error ?? look.error)!} />}
        {answer && !answer.pending && <Health of={answer} />}
        <Buttons><LinkButton to="/channels">{t`To the channels`}</LinkButton></Buttons>
      </Section>
    </Page>
  )
}
