import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { usePlatformWords } from '../channels/platformWords'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Confirm, Dialog } from '../parts/Dialog'
import { ExternalLink, LinkButton } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Facts, Section } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { StateChip } from '../parts/StateChip'
import { TextArea, TextField } from '../parts/TextField'
import { Time, WallTime } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useReason } from './reasons'
import type { Delivery } from './Schedule'
import style from './Schedule.module.css'

/** Everything about one delivery, and the one right thing to do about it. */
export function DeliveryCard({ delivery: d, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { t } = useLingui()
  const reason = useReason()
  const session = useSession()
  const platforms = usePlatformWords()
  const { language } = useFormats()
  return (
    <Dialog title={d.title || t`Delivery`} open onClose={onClose} side>
      <div className={style.detail}>
        {d.reason && <Banner tone={d.state === 'failed' || d.state === 'takedown_failed' ? 'danger' : 'info'} title={reason(d.reason)} />}
        {d.at_risk && <Banner tone="warning" title={t`It may not leave in time`}><p>{reason(d.at_risk)}</p></Banner>}
        <Facts of={[
          [t`Status`, <StateChip key="state" of="delivery" state={d.state} />],
          [t`When`, <WallTime key="at" time={d.at} />],
          [t`In your time`, <Time key="utc" at={d.not_before} />],
          [t`Not later than`, <Time key="after" at={d.not_after} />],
          [t`Platform`, platforms.platform(d.platform)],
          [t`Language`, language(d.language)],
          [t`Post`, d.remote_url ? <ExternalLink key="url" href={d.remote_url}>{t`Open the post`}</ExternalLink> : t`Not there yet`],
          ...(d.counted_link ? [[t`Link whose clicks are counted`, <code key="link" dir="ltr">{d.counted_link}</code>] as const] : []),
        ]} />
        {d.unwanted > 0 && <Unwanted of={d} />}
        {session.allows('deliveries.write') && <Doing of={d} />}
        <Section title={t`Text`}><UserText lang={d.language} block>{d.body}</UserText></Section>
        <Attempts id={d.id} />
      </div>
    </Dialog>
  )
}

/** Posts of the delivery that are out and should not be. */
function Unwanted({ of: d }: { of: Delivery }) {
  const { t } = useLingui()
  const posts = useRead('/deliveries/{id}/posts', { path: { id: d.id } }, { follows: ['deliveries'] })
  return posts.data?.items.filter(({ removal }) => removal === 'pending' || removal === 'by_hand').map((post) => (
    <Banner key={post.remote_id} tone="danger" title={post.duplicate_of ? t`It is out twice` : t`It came out after all`}
      action={post.removal === 'by_hand' && <Gone id={d.id} url={post.url} />}>
      <p>{post.removal === 'pending' ? t`The extra post is being taken down.` : t`The extra post could not be taken down from here. Remove it on the platform, then say so.`}</p>
      {post.url && <p><ExternalLink href={post.url}>{t`Open the post`}</ExternalLink></p>}
    </Banner>
  ))
}

/** A person's word that a post is gone that only they could remove. */
function Gone({ id, url }: { id: string; url: string }) {
  const { t } = useLingui()
  const resolve = usePost('/deliveries/{id}/resolution')
  return (
    <>
      {resolve.error && <ProblemNotice problem={resolve.error} />}
      <Button icon="check" pending={resolve.isPending} onClick={() => resolve.mutate({ params: { path: { id } }, body: { verdict: 'removed', url } })}>{t`It is gone`}</Button>
    </>
  )
}

function Attempts({ id }: { id: string }) {
  const { t } = useLingui()
  const reason = useReason()
  const attempts = useRead('/deliveries/{id}/attempts', { path: { id } })
  return (
    <Section title={t`Attempts`}>
      <Loaded of={attempts}>
        {({ items }) => (items.length === 0 ? <p className={style.soft}>{t`None yet.`}</p> : (
          <ol className={style.stack}>
            {items.map((a) => (
              <li key={a.n}><Time at={a.started_at} /> · {a.outcome === '' ? t`may still land` : a.outcome === 'accepted' ? t`accepted` : reason(a.class)}</li>
            ))}
          </ol>
        ))}
      </Loaded>
    </Section>
  )
}

/** What can be done about a delivery in its state. */
export function Doing({ of: d }: { of: Delivery }) {
  const { t } = useLingui()
  const path = { path: { id: d.id } }
  const again = usePost('/deliveries/{id}/retry')
  const [asking, setAsking] = useState<'cancel' | 'retract' | 'seen' | 'not_there' | 'drop'>()
  const close = () => setAsking(undefined)
  const retry = () => again.mutate({ params: path }, { onSuccess: () => say(t`It is tried again now.`) })
  return (
    <>
      {again.error && <ProblemNotice problem={again.error} />}
      <Buttons>
        {['retry_wait', 'planned', 'failed', 'expired'].includes(d.state) && <Button look="primary" icon="refresh" pending={again.isPending} onClick={retry}>{t`Try again now`}</Button>}
        {d.state === 'unknown_human' && d.needs_person && <LinkButton to="/log" look="primary" icon="offline">{t`Log the airing`}</LinkButton>}
        {d.state === 'unknown_human' && !d.needs_person && <Button look="primary" icon="check" onClick={() => setAsking('seen')}>{t`It is live`}</Button>}
        {d.state === 'unknown_human' && <Button onClick={() => setAsking('not_there')}>{t`It is not there`}</Button>}
        {d.state === 'unknown_human' && <Button look="quiet" onClick={() => setAsking('drop')}>{t`Give up`}</Button>}
        {['planned', 'ready', 'retry_wait'].includes(d.state) && <Button icon="close" onClick={() => setAsking('cancel')}>{t`Cancel the delivery`}</Button>}
        {d.state === 'takedown_failed' && d.remote_url && <Gone id={d.id} url={d.remote_url} />}
        {['published', 'takedown_failed'].includes(d.state) && <Button look="danger" icon="trash" onClick={() => setAsking('retract')}>{t`Take down`}</Button>}
      </Buttons>
      {(asking === 'cancel' || asking === 'retract') && <Ending id={d.id} what={asking} onClose={close} />}
      {(asking === 'seen' || asking === 'not_there' || asking === 'drop') && <Finding id={d.id} verdict={asking} onClose={close} />}
    </>
  )
}

function Ending({ id, what, onClose }: { id: string; what: 'cancel' | 'retract'; onClose: () => void }) {
  const { t } = useLingui()
  const [reason, setReason] = useState('')
  const cancel = usePost('/deliveries/{id}/cancellation')
  const retract = usePost('/deliveries/{id}/retraction')
  const [title, verb, follows, change] = what === 'cancel'
    ? [t`Cancel the delivery?`, t`Cancel it`, t`It will not leave. Its time is free again.`, cancel] as const
    : [t`Take the post down?`, t`Take it down`, t`The platform is asked to remove it. What people have copied stays with them.`, retract] as const
  return (
    <Confirm title={title} open onClose={onClose} confirm={verb} danger pending={change.isPending} problem={change.error}
      onConfirm={() => change.mutate({ params: { path: { id } }, body: { reason } }, { onSuccess: onClose })}>
      <p>{follows}</p>
      <TextArea label={t`Reason`} required rows={2} value={reason} onChange={setReason} />
    </Confirm>
  )
}

function Finding({ id, verdict, onClose }: { id: string; verdict: 'seen' | 'not_there' | 'drop'; onClose: () => void }) {
  const { t } = useLingui()
  const [said, setSaid] = useState('')
  const resolve = usePost('/deliveries/{id}/resolution')
  const body = verdict === 'seen' ? { verdict, url: said } : { verdict, reason: said }
  const title = { seen: t`Where is it live?`, not_there: t`It is not there?`, drop: t`Give up?` }[verdict]
  return (
    <Confirm title={title} open onClose={onClose} confirm={verdict === 'seen' ? t`It is live` : verdict === 'drop' ? t`Give up` : t`It is not there`}
      danger={verdict !== 'seen'} pending={resolve.isPending} problem={resolve.error}
      onConfirm={() => resolve.mutate({ params: { path: { id } }, body }, { onSuccess: onClose })}>
      {verdict === 'not_there' && <p>{t`It is then sent again. Where the platform cannot tell copies apart, a second person has to say the same.`}</p>}
      {verdict === 'seen'
        ? <TextField label={t`Address of the post`} required type="url" value={said} onChange={setSaid} />
        : <TextArea label={t`Reason`} required rows={2} value={said} onChange={setSaid} />}
    </Confirm>
  )
}
