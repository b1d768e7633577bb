import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { useCampaign } from '../campaigns/useCampaign'
import { usePlatformWords } from '../channels/platformWords'
import { KeyFigure, KeyFigures } from '../parts/Amount'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { ExternalLink, Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { ProgressBar } from '../parts/Progress'
import { StateChip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { Time, WallTime } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { DeliveryCard } from './DeliveryCard'
import { Evidence } from './Evidence'
import { useReason } from './reasons'
import type { Delivery } from './Schedule'
import { Stop } from './Stop'
import style from './Schedule.module.css'

const troubled = ['failed', 'unknown', 'unknown_human', 'takedown_failed', 'expired']

/** How the distribution of a campaign goes, as it happens. */
export function Live() {
  const { t } = useLingui()
  const session = useSession()
  const { campaign } = useCampaign()
  const [stopping, setStopping] = useState(false)
  const progress = useRead('/campaigns/{id}/progress', { path: { id: campaign.id } }, { follows: ['deliveries'] })
  const stop = session.allows('holds.close') && <Button look="danger" icon="stop" onClick={() => setStopping(true)}>{t`Stop`}</Button>
  return (
    <>
      <Section title={t`As it happens`} actions={stop}>
        <Stopped campaign={campaign.id} />
        <Loaded of={progress}>{(p) => (p.total === 0 ? <EmptyState icon="live" title={t`Nothing is scheduled yet`} /> : <Standing of={p} />)}</Loaded>
      </Section>
      <Deliveries campaign={campaign.id} />
      {stopping && <Stop campaign={campaign} onClose={() => setStopping(false)} />}
    </>
  )
}

function Stopped({ campaign }: { campaign: string }) {
  const { t } = useLingui()
  const holds = useRead('/holds', {}, { every: 30_000 })
  const here = holds.data?.items.filter(({ scope, scope_id }) => scope !== 'campaign' || scope_id === campaign) ?? []
  if (here.length === 0) return null
  return (
    <Banner tone="danger" title={t`Sending is stopped`} action={<Link to="/holds">{t`See what is stopped`}</Link>}>
      {here[0] && (here[0].evidence.length > 0 ? <Evidence of={here[0].evidence} /> : <UserText>{here[0].reason}</UserText>)}
    </Banner>
  )
}

function Standing({ of }: { of: Schema<'Progress'> }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const n = (...states: string[]) => of.states.filter(({ state }) => states.includes(state)).reduce((sum, each) => sum + each.count, 0)
  return (
    <>
      <KeyFigures>
        <KeyFigure label={t`Deliveries`}>{count(of.total)}</KeyFigure>
        <KeyFigure label={t`Published`}>{count(n('published'))}</KeyFigure>
        <KeyFigure label={t`Still to leave`} note={of.next_at && <>{t`next`} <Time at={of.next_at} /></>}>{count(n('planned', 'ready', 'claimed', 'sending', 'retry_wait'))}</KeyFigure>
        <KeyFigure label={t`Need a look`}>{count(n(...troubled))}</KeyFigure>
      </KeyFigures>
      <div className={style.platforms}>{of.platforms.map((p) => <Platform key={p.platform} of={p} />)}</div>
    </>
  )
}

function Platform({ of }: { of: Schema<'PlatformProgress'> }) {
  const platforms = usePlatformWords()
  const { count } = useFormats()
  const published = of.states.find(({ state }) => state === 'published')?.count ?? 0
  return (
    <div className={style.platform}>
      <ProgressBar label={platforms.platform(of.platform)} done={published} of={of.total} />
      <div className={style.counts}>{of.states.map(({ state, count: n }) => <span key={state}><StateChip of="delivery" state={state} /> {count(n)}</span>)}</div>
    </div>
  )
}

function Deliveries({ campaign }: { campaign: string }) {
  const { t } = useLingui()
  const [open, setOpen] = useState<string>()
  const list = useList('/deliveries', { query: { campaign_id: campaign, limit: 100 } })
  const columns = useColumns(setOpen)
  const chosen = list.data?.find(({ id }) => id === open)
  const first = (d: Delivery) => (troubled.includes(d.state) || d.unwanted > 0 ? 0 : 1)
  return (
    <Section title={t`Deliveries`} lead={t`Those that need a look stand first.`}>
      <Loaded of={list} empty={<EmptyState icon="inbox" title={t`No deliveries`} />}>
        {(rows) => (
          <Table label={t`Deliveries`} columns={columns} rows={[...rows].sort((a, b) => first(a) - first(b) || b.not_before.localeCompare(a.not_before))} rowKey={({ id }) => id}
            onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
        )}
      </Loaded>
      {chosen && <DeliveryCard delivery={chosen} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function useColumns(open: (id: string) => void): Column<Delivery>[] {
  const { t } = useLingui()
  const reason = useReason()
  const platforms = usePlatformWords()
  const { language, count } = useFormats()
  return [
    { id: 'text', header: t`Text`, card: 'title', cell: (d) => (
      <div className={style.stack}>
        <button type="button" className={style.opener} onClick={() => open(d.id)}><UserText lang={d.language}>{d.title || d.body.slice(0, 60)}</UserText></button>
        <span className={style.soft}>{language(d.language)} · {platforms.platform(d.platform)}</span>
      </div>
    ) },
    { id: 'state', header: t`Status`, card: 'aside', cell: (d) => <StateChip of="delivery" state={d.state} /> },
    { id: 'at', header: t`When`, cell: (d) => <WallTime time={d.at} /> },
    { id: 'attempts', header: t`Attempts`, numeric: true, cell: (d) => count(d.attempts) },
    { id: 'why', header: t`What happened`, cell: (d) => (d.reason ? reason(d.reason) : d.remote_url ? <ExternalLink href={d.remote_url}>{t`Open the post`}</ExternalLink> : '') },
  ]
}
