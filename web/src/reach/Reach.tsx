import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { useRead } from '../api/queries'
import { DailyMultiples } from '../chart/DailyMultiples'
import { RangeBar } from '../chart/RangeBar'
import { Count, KeyFigure, KeyFigures } from '../parts/Amount'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import type { ReachLabel } from '../words/reach'
import { Gaps, Pretests, Surveys, Trust } from './Remarks'
import { claims } from './claims'
import { Notes } from './Notes'
import { endOf, useSentences } from './useSentences'
import style from './Reach.module.css'

export type CampaignReach = Schema<'CampaignReach'>
type Audience = Schema<'AudienceReach'>
type Platform = Schema<'PlatformFigures'>

const route = getRouteApi('/staff/campaigns/$campaignId/reach')

/** Whom the campaign reached, what they did, and what nobody knows. */
export function Reach() {
  const { t } = useLingui()
  const { campaignId } = route.useParams()
  const reach = useRead('/campaigns/{id}/reach', { path: { id: campaignId } }, { follows: ['observations', 'batch', 'deliveries', 'universes', 'surveys'], every: 60_000 })
  return (
    <Loaded of={reach} shape="form">
      {(r) => (r.posts === 0
        ? <EmptyState icon="reach" title={t`Nothing has been published yet`}>{t`As soon as a post is live its figures are gathered, and this page says whom it reached.`}</EmptyState>
        : <Known of={r} />)}
    </Loaded>
  )
}

function Known({ of: r }: { of: CampaignReach }) {
  return (
    <>
      <People of={r} />
      <When of={r} />
      <Engaged of={r} />
      <Surveys of={r.surveys} />
      <Pretests of={r.pretests} />
      <Gaps of={r} />
      <Trust of={r} />
    </>
  )
}

function People({ of: { total, countries, evidence_level: level, as_of: asOf } }: { of: CampaignReach }) {
  const { t, i18n } = useLingui()
  const claim = claims[level]
  const { count, country, moment } = useFormats()
  const { sentence, write, range } = useSentences()
  const words = useWords()
  const ranges = [{ name: t`All countries`, of: total }, ...countries.map((c) => ({ name: country(c.country), of: c }))]
  const day = moment(asOf)
  const shown = countries.length > 1 ? ranges : ranges.slice(1)
  return (
    <Section title={t`How many people`} lead={asOf ? t`As far as was known on ${day}.` : undefined} sheet>
      <KeyFigures>
        <KeyFigure label={t`At least`}>{count(total.reach.low)}</KeyFigure>
        <KeyFigure label={t`Estimate`} note={total.reach.value === null ? t`None that would be honest` : undefined}>{count(total.reach.value)}</KeyFigure>
        <KeyFigure label={t`At most`} note={total.reach.high !== endOf(total.reach) ? t`The whole population, since a source is missing` : undefined}>{count(total.reach.high)}</KeyFigure>
        <KeyFigure label={t`Per 1,000 people`} note={range(total.per_thousand)}>{write('per_1000', total.per_thousand.value)}</KeyFigure>
        <KeyFigure label={t`Most that can be claimed`} note={claim && i18n._(claim)}><span className={style.word}>{words.term('evidence_level', level)}</span></KeyFigure>
      </KeyFigures>
      <RangeBar title={t`People reached`} sentence={sentence(total.reach)}
        ranges={shown.map(({ name, of }) => ({ id: of.country || 'all', name, low: of.reach.low, point: of.reach.value, high: endOf(of.reach), label: of.reach.label as ReachLabel }))} />
      <Notes of={total.reach} />
      <Countries of={countries} />
    </Section>
  )
}

function Countries({ of }: { of: Audience[] }) {
  const { t } = useLingui()
  const { country, count } = useFormats()
  const { sentence, range, write } = useSentences()
  const columns: Column<Audience>[] = [
    { id: 'country', header: t`Country`, card: 'title', cell: (row) => country(row.country) },
    { id: 'reach', header: t`Estimate`, numeric: true, cell: (row) => count(row.reach.value) },
    { id: 'range', header: t`At least – at most`, numeric: true, tight: true, cell: (row) => range(row.reach) },
    { id: 'per', header: t`Per 1,000 people`, numeric: true, cell: (row) => (row.per_thousand.value === null ? range(row.per_thousand) : write('per_1000', row.per_thousand.value)) },
    { id: 'share', header: t`Of the target audience`, numeric: true, cell: (row) => (row.target_share.value === null ? range(row.target_share) : write('share', row.target_share.value)) },
    { id: 'by', header: t`Divided by`, cell: (row) => <Denominators of={row.denominators} /> },
    { id: 'how', header: t`How it came about`, cell: (row) => <small className={style.small}>{sentence(row.reach)}</small> },
  ]
  return <Table label={t`People reached by country`} columns={columns} rows={of} rowKey={(row) => row.country} />
}

/** What a share was divided by, with its year and source. */
export function Denominators({ of }: { of: Schema<'Denominator'>[] }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const words = useWords()
  if (of.length === 0) return <span>{t`not known`}</span>
  return (
    <ul className={style.plain}>
      {of.map((d) => (
        <li key={d.kind}>
          {words.term('universe_kind', d.kind)}: {count(d.value)}
          <small className={style.small}> · {String(d.year)} · <bdi>{d.source}</bdi>{d.starter && <> · {t`came with the program`}</>}</small>
        </li>
      ))}
    </ul>
  )
}

function When({ of: { growth } }: { of: CampaignReach }) {
  const { t } = useLingui()
  const words = useWords()
  const { platform } = usePlatformWords()
  const metrics: string[] = [...new Set(growth.map((g) => g.metric))]
  const [metric, setMetric] = useState(metrics.includes('views') ? 'views' : metrics[0])
  if (!metric) return null
  const mark = (d: Schema<'GrowthDay'>) => (d.suspect > 0 ? t`suspect` : (d.increment ?? 0) < 0 ? t`corrected by the platform` : undefined)
  const name = words.term('metric', metric)
  const series = growth.filter((g) => g.metric === metric).map((g) => ({
    id: String(g.definition_id), name: `${platform(g.platform)} · ${g.native_name}`,
    days: g.days.map((d) => ({ age: d.age, value: d.increment, flag: mark(d) })),
  }))
  return (
    <Section title={t`When it happened`} sheet actions={metrics.length > 1 &&
      <Select bare label={t`Metric`} value={metric} onChange={setMetric} choices={metrics.map((id) => ({ id, label: words.term('metric', id) }))} />}>
      <DailyMultiples title={t`Added each day: ${name}`} series={series}
        sentence={t`Days are those of the country, counted from the first day with figures. A day without a reading is a gap, not a zero.`} />
    </Section>
  )
}

function Engaged({ of: { platforms } }: { of: CampaignReach }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const { write, range, sentence } = useSentences()
  const words = useWords()
  const rate = (f: Platform['engagement_per_post']) => f && f.value !== null
    ? <>{write(f.unit, f.value)}{f.low !== null && <small className={style.small}> ({range(f)})</small>}</> : <Count value={null} missing={f ? 'not_measured' : 'not_supported'} />
  const total = (f: Schema<'Figure'>) => {
    const known = write(f.unit, f.value ?? f.low)
    return f.value === null ? t`at least ${known}` : known
  }
  const { platform } = usePlatformWords()
  const columns: Column<Platform>[] = [
    { id: 'platform', header: t`Platform`, card: 'title', cell: (row) => platform(row.platform) },
    { id: 'posts', header: t`Posts`, numeric: true, cell: (row) => count(row.posts) },
    {
      id: 'counts', header: t`Counted`, cell: (row) => (row.counts.length === 0 ? <Count value={null} missing="not_measured" /> : (
        <ul className={style.plain}>{row.counts.map((c) => <li key={c.definition_id} title={c.threshold}>{words.term('metric', c.metric)}: {total(c.figure)}</li>)}</ul>
      )),
    },
    { id: 'post', header: t`Engagement per post`, numeric: true, cell: (row) => rate(row.engagement_per_post) },
    { id: 'shown', header: t`Engagement per view`, numeric: true, cell: (row) => rate(row.engagement_per_shown) },
    { id: 'how', header: t`How it came about`, cell: (row) => <small className={style.small}>{row.engagement_per_post ? sentence(row.engagement_per_post) : t`This platform counts no engagement.`}</small> },
  ]
  return (
    <Section title={t`What people did`} lead={t`Platforms count differently, so they are never added up. The post is the unit of evidence: intervals come from how much posts differ.`}>
      <Table label={t`Engagement by platform`} columns={columns} rows={platforms} rowKey={(row) => row.platform} />
    </Section>
  )
}
