import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Problem } from '../api/problem'
import { usePost } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Confirm, Dialog } from '../parts/Dialog'
import { ExternalLink } from '../parts/Link'
import { Facts } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { StateChip } from '../parts/StateChip'
import { TextArea } from '../parts/TextField'
import { Time } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { Revise } from './ChannelForm'
import type { Channel } from './Channels'
import { Health, Unused } from './Health'
import { usePlatformWords } from './platformWords'
import style from './Channels.module.css'

/** Everything about one channel, and what can be done with it. */
export function ChannelCard({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const session = useSession()
  const [revising, setRevising] = useState(false)
  if (revising) return <Revise id={channel.id} onClose={() => setRevising(false)} />
  return (
    <Dialog title={channel.name} open onClose={onClose} side>
      <div className={style.detail}>
        <Stopped channel={channel} />
        <Unused of={channel} />
        <About channel={channel} />
        {session.allows('channels.write') && <Doings channel={channel} onRevise={() => setRevising(true)} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

function About({ channel: c }: { channel: Channel }) {
  const { t } = useLingui()
  const { list, country, language, zone, count, wall } = useFormats()
  const platforms = usePlatformWords()
  const { from, to } = c.quiet
  const own = c.disclosure ? <UserText>{c.disclosure}</UserText> : t`The campaign's own line`
  const line = c.tight ? t`No room for one in its posts. The public page of each campaign says so.` : own
  return (
    <Facts of={[
      [t`Status`, <StateChip key="state" of="channel" state={c.state} />],
      [t`Platform`, platforms.platform(c.platform)],
      [t`Countries`, list(c.countries.map(country))],
      [t`Languages`, list(c.languages.map(language))],
      [t`Time zone`, zone(c.zone)],
      [t`Quiet hours`, from === to ? t`None` : `${wall(from)} – ${wall(to)}`],
      [t`Disclosure line`, line],
      [t`Clicks on links`, c.count_clicks ? t`Counted, and nothing about who follows them` : t`They are not counted`],
      [t`Waiting`, count(c.waiting)],
      [t`Last published`, <Time key="last" at={c.last_published_at} />],
      ...(c.looked_at ? [[t`Last checked`, <Time key="looked" at={c.looked_at} />] as const] : []),
      ...(c.remote_name ? [[t`The account answers to`, <bdi key="remote">{c.remote_name}</bdi>] as const] : []),
    ]} />
  )
}

function Doings({ channel, onRevise, onClose }: { channel: Channel; onRevise: () => void; onClose: () => void }) {
  const { t } = useLingui()
  const path = { path: { id: channel.id } }
  const health = usePost('/channels/{id}/health')
  const resume = usePost('/channels/{id}/resumption')
  const archive = usePost('/channels/{id}/archival')
  const grant = usePost('/channels/{id}/grant')
  const [asking, setAsking] = useState<'suspend' | 'resume' | 'archive'>()
  const problem = health.error ?? resume.error ?? grant.error
  const ask = () => grant.mutate({ params: path }, { onSuccess: ({ body }) => window.location.assign(body.address) })
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      {health.data && <Health of={health.data.body} />}
      <Buttons>
        {channel.grantable && <Button look={channel.state === 'expired' ? 'primary' : 'plain'} pending={grant.isPending} onClick={ask}>{t`Get access at the platform`}</Button>}
        <Button icon="refresh" pending={health.isPending} onClick={() => health.mutate({ params: path })}>{t`Check now`}</Button>
        <Button icon="edit" onClick={onRevise}>{t`Edit`}</Button>
        {channel.state === 'suspended'
          ? <Button pending={resume.isPending} onClick={() => (channel.suspended_for ? setAsking('resume') : resume.mutate({ params: path, body: { reason: '' } }))}>{t`Resume`}</Button>
          : <Button icon="stop" look="danger" onClick={() => setAsking('suspend')}>{t`Suspend`}</Button>}
        <Button look="quiet" onClick={() => setAsking('archive')}>{t`Archive`}</Button>
      </Buttons>
      {asking === 'resume' && <Explain channel={channel} onClose={() => setAsking(undefined)} />}
      {asking === 'suspend' && <Suspend id={channel.id} onClose={() => setAsking(undefined)} />}
      <Confirm title={t`Archive the channel?`} open={asking === 'archive'} onClose={() => setAsking(undefined)} confirm={t`Archive`} danger
        pending={archive.isPending} problem={archive.error as Problem | null} onConfirm={() => archive.mutate({ params: path }, { onSuccess: onClose })}>
        <p>{t`Its access is forgotten for good. What was published stays where it is.`}</p>
      </Confirm>
    </>
  )
}

/** Why the program itself lets nothing leave. */
function Stopped({ channel: c }: { channel: Channel }) {
  const { t } = useLingui()
  if (!c.suspended_for) return null
  return c.suspended_for === 'other_account'
    ? <Banner tone="danger" title={t`The platform says that this is another account than before. Nothing leaves over it.`} />
    : (
      <Banner tone="danger" title={t`Something stands on the account that the program did not send. Nothing leaves over it.`}>
        {c.foreign_posts.map((url) => <p key={url}><ExternalLink href={url}>{url}</ExternalLink></p>)}
      </Banner>
    )
}

/** What the program suspended is resumed by somebody who says what it was. */
function Explain({ channel: c, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const resume = usePost('/channels/{id}/resumption')
  return (
    <Confirm title={t`Resume the channel?`} open onClose={onClose} confirm={t`Resume`} pending={resume.isPending} problem={resume.error}
      onConfirm={() => resume.mutate({ params: { path: { id: c.id } }, body: { reason } }, { onSuccess: onClose })}>
      {c.suspended_for === 'other_account' && <p>{t`If you resume it, this account is taken for yours from now on.`}</p>}
      <TextArea label={t`What was it?`} required value={reason} onChange={setReason} rows={2} />
    </Confirm>
  )
}

function Suspend({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const suspend = usePost('/channels/{id}/suspension')
  return (
    <Confirm title={t`Suspend the channel?`} open onClose={onClose} confirm={t`Suspend`} danger pending={suspend.isPending} problem={suspend.error}
      onConfirm={() => suspend.mutate({ params: { path: { id } }, body: { reason } }, { onSuccess: onClose })}>
      <p>{t`Nothing leaves over it until it is resumed. What waits keeps waiting.`}</p>
      <TextArea label={t`Reason`} required value={reason} onChange={setReason} rows={2} />
    </Confirm>
  )
}
