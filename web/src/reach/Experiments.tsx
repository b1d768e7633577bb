import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Looks } from '../chart/Looks'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Facts, Filters, Page, Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Table, type Column } from '../parts/Table'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { claims } from './claims'
import { AddLook, RegisterExperiment } from './ExperimentForm'

type Experiment = Schema<'ExperimentResult'>

const route = getRouteApi('/staff/experiments')

/** Trials that were written down before they began. */
export function Experiments() {
  const { t } = useLingui()
  const { campaign } = route.useSearch()
  const session = useSession()
  const navigate = useNavigate()
  const campaigns = useList('/campaigns', { query: { limit: 200 } })
  const [registering, setRegistering] = useState(false)
  const may = campaign !== undefined && session.allows('observations.write')
  return (
    <Page title={t`Experiments`} lead={t`Written down before they begin, and never changed after. Look as often as you like: the intervals hold all the same.`}
      actions={may && !registering && <Button look="primary" icon="add" onClick={() => setRegistering(true)}>{t`Register an experiment`}</Button>}>
      <Filters>
        <Select label={t`Campaign`} value={campaign} choices={(campaigns.data ?? []).map(({ id, title }) => ({ id, label: title }))}
          onChange={(id) => { setRegistering(false); void navigate({ to: '/experiments', search: { campaign: id }, replace: true }) }} />
      </Filters>
      {campaign === undefined && <EmptyState icon="chart" title={t`Choose a campaign`}>{t`Then its experiments stand here.`}</EmptyState>}
      {campaign !== undefined && registering && <RegisterExperiment campaign={campaign} onDone={() => setRegistering(false)} />}
      {campaign !== undefined && <Registered campaign={campaign} may={may} />}
    </Page>
  )
}

function Registered({ campaign, may }: { campaign: string; may: boolean }) {
  const { t } = useLingui()
  const list = useRead('/experiments', { query: { campaign_id: campaign } })
  return (
    <Loaded of={list} shape="form">{({ items }) => (items.length === 0
      ? <EmptyState icon="chart" title={t`No experiment is registered`}>{t`One post on Monday and another on Tuesday are compared as posts, under Compare. An experiment needs chance to decide who sees what.`}</EmptyState>
      : items.map((one) => <OneExperiment key={one.id} of={one} may={may} />))}</Loaded>
  )
}

function OneExperiment({ of: e, may }: { of: Experiment; may: boolean }) {
  const { t, i18n } = useLingui()
  const { count, date, moment, percent } = useFormats()
  const words = useWords()
  const [looking, setLooking] = useState(false)
  const claim = e.differences.some(({ decided }) => decided) ? claims[e.evidence_level] : undefined
  return (
    <Section sheet title={e.title} lead={<UserText>{e.hypothesis}</UserText>}
      actions={may && <Button small icon="add" onClick={() => setLooking(true)}>{t`Add a look`}</Button>}>
      <Verdict of={e} />
      {claim && <p><strong>{i18n._(claim)}</strong></p>}
      {e.differences.map((d) => <Difference key={d.arm} of={d} control={e.arms[0]?.name ?? ''} smallest={e.smallest} />)}
      <Arms of={e} />
      <Facts of={[
        [t`What counts as a yes`, <UserText key="outcome">{e.outcome}</UserText>],
        [t`Who let chance decide`, words.term('randomiser', e.randomiser)],
        [t`How people came into the arms`, <UserText key="procedure">{e.procedure}</UserText>],
        [t`Registered`, moment(e.registered_at)],
        [t`From – to`, `${date(e.starts_on)} – ${date(e.ends_on)}`],
        [t`Expected share of the control`, percent(e.baseline)],
        [t`Smallest difference that matters`, percent(e.smallest)],
        [t`People that each arm needs`, count(e.sample_size)],
        [t`Looks`, e.looked_at === null ? t`none yet` : `${count(e.looks)} · ${moment(e.looked_at)}`],
      ]} />
      {looking && <AddLook of={e} onClose={() => setLooking(false)} />}
    </Section>
  )
}

/** Whether anything may be said at all, and whether chance kept to the plan. */
function Verdict({ of: { blocked, split, complete } }: { of: Experiment }) {
  const { t } = useLingui()
  const { decimal } = useFormats()
  const p = split === null || split.p_value === null ? '–' : split.p_value < 0.001 ? `< ${decimal(0.001, 3)}` : decimal(split.p_value, 3)
  switch (blocked) {
    case 'no_data': return <Banner title={t`Nobody has looked yet.`} />
    case 'not_randomised': return <Banner tone="warning" title={t`Nobody let chance decide, so nothing is said of a difference.`}>{t`Compare the posts instead.`}</Banner>
    case 'sample_ratio_mismatch': return <Banner tone="danger" title={t`People did not come into the arms as planned (p = ${p}).`}>{t`Something sorts them, so no difference can be read. Find out what, and register a new experiment.`}</Banner>
  }
  return (
    <Banner tone="done" title={t`People came into the arms as planned (p = ${p})`}>
      {complete ? t`As many people as planned` : t`Fewer people than planned so far`}
    </Banner>
  )
}

/** One arm against the control, look by look. */
function Difference({ of: d, control, smallest }: { of: Experiment['differences'][number]; control: string; smallest: number }) {
  const { t } = useLingui()
  const { percent } = useFormats()
  const { arm } = d
  const level = percent(d.level, 1)
  const low = percent(d.low)
  const high = percent(d.high)
  const matters = percent(smallest)
  const sentence = d.decided ? t`It differs: between ${low} and ${high}, at ${level}. Looking again cannot take that back. What matters was fixed beforehand: ${matters}.`
    : t`It cannot be told from none so far: between ${low} and ${high}, at ${level}. What matters was fixed beforehand: ${matters}.`
  return <Looks title={t`${arm} against ${control}`} sentence={sentence} looks={d.steps.map((step) => ({ at: step.looked_at, ...step }))} />
}

function Arms({ of: e }: { of: Experiment }) {
  const { t } = useLingui()
  const { count, percent } = useFormats()
  const all = e.arms.reduce((sum, arm) => sum + arm.share, 0)
  const rows = e.arms.map((arm, i) => ({ ...arm, control: i === 0, counted: e.counts[i] }))
  const columns: Column<typeof rows[number]>[] = [
    { id: 'name', header: t`Arm`, card: 'title', cell: (row) => <><bdi>{row.name}</bdi>{row.control && ` · ${t`control`}`}</> },
    { id: 'planned', header: t`Planned part`, numeric: true, cell: (row) => percent(row.share / all) },
    { id: 'people', header: t`People`, numeric: true, cell: (row) => count(row.counted?.people ?? null) },
    { id: 'yes', header: t`Said yes`, numeric: true, cell: (row) => count(row.counted?.yes ?? null) },
    { id: 'share', header: t`Share`, numeric: true, cell: (row) => (row.counted && row.counted.people > 0 ? percent(row.counted.yes / row.counted.people) : '–') },
  ]
  return <Table label={t`Arms`} columns={columns} rows={rows} rowKey={(row) => row.name} />
}
