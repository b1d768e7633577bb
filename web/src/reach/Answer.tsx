import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { DotPlot, type DotRow } from '../chart/DotPlot'
import { EmptyState } from '../parts/EmptyState'
import { Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { Costs } from './Costs'
import { Funnel } from './Funnel'
import { ofMoney } from './question'
import { useGapColumns, gapKey } from './Remarks'
import { endOf, useSentences } from './useSentences'
import { useStandardName } from './useStandardName'
import style from './Reach.module.css'

type Answer = Schema<'Answer'>
type Panel = Schema<'Panel'>
type Row = Schema<'Row'>

/** A comparison with everything that is needed to read it. */
export function AnswerView({ of: answer }: { of: Answer }) {
  const { t } = useLingui()
  const { multiplicity: m } = answer
  const name = useItemName(answer)
  const [first, ...others] = answer.panels
  if (!first) return <EmptyState icon="compare" title={t`Nothing to compare`}>{t`None of the platforms used counts this.`}</EmptyState>
  return (
    <>
      <OnePanel panel={first} answer={answer} />
      {others.length > 0 && (
        <Section title={first.scope === 'platform' ? t`The other platforms` : t`Other ways to look at it`} lead={t`Different platforms mean different things by the same word, so they stand apart.`}>
          <div className={style.multiples}>{others.map((panel) => <OnePanel key={panel.scope + panel.platforms.join()} panel={panel} answer={answer} small />)}</div>
        </Section>
      )}
      {m.comparisons > 0 && <Contrasts answer={answer} />}
      {answer.costs && <Costs of={answer.costs} answer={answer} />}
      <Funnel answer={answer} name={name} />
      <Basis answer={answer} />
    </>
  )
}

function OnePanel({ panel, answer, small = false }: { panel: Panel; answer: Answer; small?: boolean }) {
  const { t } = useLingui()
  const words = useWords()
  const { count } = useFormats()
  const name = useItemName(answer)
  const { reason, range } = useSentences()
  const { metric, denominator } = answer.question
  const title = useScopes()(panel)
  const places = count(panel.rows.length)
  const rank = (low: string, high: string) => (low === high ? t`place ${low} of ${places}` : t`place ${low}–${high} of ${places}`)
  const rows: DotRow[] = panel.rows.map((row) => ({
    id: row.item, name: name(row.item), point: row.figure.value, low: row.figure.low, high: endOf(row.figure), said: row.figure.value === null ? range(row.figure) : undefined,
    rank: row.rank_low === null || row.rank_high === null ? undefined : rank(count(row.rank_low), count(row.rank_high)),
    standardised: row.standardised ? { point: row.standardised.value, low: row.standardised.low, high: endOf(row.standardised) } : undefined,
    apart: row.comparable !== 'no' ? undefined : (ofMoney(metric) ? '' : row.reasons.map(reason).join(' ')) || t`not comparable`,
  }))
  const ranking = ofMoney(metric) ? t`Costs are not ranked: the cheapest is not the best.` : panel.ranked ? t`Places are ranges: the intervals allow no closer order.` : t`Nothing is ranked: the intervals do not separate the rows, or there are none.`
  return (
    <Section sheet title={title}>
      <DotPlot title={[words.term('comparison_metric', metric), words.term('comparison_denominator', denominator), answer.question.currency].filter(Boolean).join(' · ')}
        unit={unitOf(panel)} rows={rows} sentence={ranking} />
      {!small && <Rows panel={panel} answer={answer} />}
      {!small && panel.standard && <Standardised to={panel.standard} />}
    </Section>
  )
}

/** To which ages figures were standardised, or why they were not. */
function Standardised({ to }: { to: NonNullable<Panel['standard']> }) {
  const { t } = useLingui()
  const { percent, list } = useFormats()
  const { reason } = useSentences()
  const name = useStandardName()(to.name)
  const ages = list(to.bands.map((band) => `\u2068${band.ages}\u2069 (${percent(band.weight, 0)})`))
  return <p className={style.small}>{to.reason ? <>{t`Not standardised for age.`} {reason(to.reason)}</> : t`Standardised: what it would be if the people had the ages of the standard. ${name}: ${ages}.`}</p>
}

type Contrast = Panel['contrasts'][number]

/** Every two against each other, with what so many tests find by chance taken
 * back. */
function Contrasts({ answer }: { answer: Answer }) {
  const { t } = useLingui()
  const { count, decimal, percent } = useFormats()
  const name = useItemName(answer)
  const { multiplicity: m, panels } = answer
  const rows = panels.flatMap((panel) => panel.contrasts.map((c) => ({ ...c, id: [panel.platforms.join(), c.item, c.against].join(), panel })))
  const chance = (p: number | null) => (p === null ? t`not known` : p < 0.001 ? `< ${decimal(0.001, 3)}` : decimal(p, 3))
  const scope = useScopes()
  const columns: Column<Contrast & { id: string; panel: Panel }>[] = [
    { id: 'pair', header: t`Compared`, card: 'title', cell: (row) => <><bdi>{name(row.item)}</bdi> : <bdi>{name(row.against)}</bdi></> },
    { id: 'where', header: t`Platform`, cell: (row) => scope(row.panel) },
    { id: 'ratio', header: t`Times as much`, numeric: true, cell: (row) => decimal(row.ratio, 2) },
    { id: 'range', header: t`Interval`, numeric: true, tight: true, cell: (row) => (row.low === null ? '–' : `${decimal(row.low, 2)} – ${decimal(row.high, 2)}`) },
    { id: 'p', header: t`By chance (p)`, numeric: true, cell: (row) => chance(row.p_value) },
    { id: 'holm', header: t`p after Holm`, numeric: true, cell: (row) => chance(row.p_holm) },
    { id: 'bh', header: t`p after Benjamini-Hochberg`, numeric: true, cell: (row) => chance(row.p_bh) },
  ]
  const tests = count(m.comparisons)
  const alike = count(m.alike)
  const level = percent(m.level, 0)
  return (
    <Section title={t`Pair by pair`} lead={t`Tested together: ${tests}. Whoever tests so often finds something by chance, so p-values are adjusted for it; ${alike} cannot be told apart. Places come from intervals that hold together at ${level}.`}>
      <Table label={t`Pair by pair`} columns={columns} rows={rows} rowKey={(row) => row.id} />
    </Section>
  )
}

function unitOf({ rows }: Panel): 'share' | 'number' | 'count' {
  const unit = rows.find((row) => row.figure.unit)?.figure.unit ?? ''
  return unit === 'share' || unit === 'per_shown' || unit === 'per_reached' ? 'share' : unit === 'money' || unit.startsWith('per_') ? 'number' : 'count'
}

/** Says of which platforms a panel is. */
export function useScopes(): (panel: Pick<Panel, 'scope' | 'platforms'>) => string {
  const { t } = useLingui()
  const { list } = useFormats()
  const { platform } = usePlatformWords()
  return ({ scope, platforms }) => {
    if (scope === 'all') return t`All platforms of each`
    const names = list(platforms.map(platform))
    return scope === 'common' ? t`The platforms that all used: ${names}` : names
  }
}

/** Names what is compared. */
export function useItemName(answer: Answer): (id: string) => string {
  const { country, language } = useFormats()
  const { platform } = usePlatformWords()
  const words = useWords()
  return (id) => {
    switch (answer.question.by) {
      case 'countries': return country(id)
      case 'languages': return language(id)
      case 'platforms': return platform(id)
      case 'messengers': return words.term('messenger_type', id)
      case 'message_types': return words.term('message_type', id)
      default: return answer.items.find((item) => item.id === id)?.name ?? id
    }
  }
}

function Rows({ panel, answer }: { panel: Panel; answer: Answer }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const name = useItemName(answer)
  const { write, range, sentence, reason } = useSentences()
  const columns: Column<Row>[] = [
    { id: 'item', header: t`Compared`, card: 'title', cell: (row) => <bdi>{name(row.item)}</bdi> },
    { id: 'value', header: t`Value`, numeric: true, cell: (row) => write(row.figure.unit, row.figure.value) },
    { id: 'range', header: t`At least – at most`, numeric: true, tight: true, cell: (row) => range(row.figure) },
    ...(panel.rows.some((row) => row.standardised) ? [{
      id: 'standardised', header: t`Standardised`, numeric: true, cell: ({ standardised: s }: Row) => (s ? <>{write(s.unit, s.value)} <small className={style.small}>({range(s)})</small></> : '–'),
    }] : []),
    { id: 'posts', header: t`Posts`, numeric: true, cell: (row) => count(row.figure.n_deliveries) },
    {
      id: 'comparable', header: t`Comparable`, cell: (row) => (
        <>
          {row.comparable === 'no' ? t`No` : row.comparable === 'yes' ? t`Yes` : t`With caveats`}
          {row.reasons.length > 0 && <small className={style.small}> {row.reasons.map(reason).join(' ')}</small>}
        </>
      ),
    },
    { id: 'how', header: t`How it came about`, cell: (row) => <small className={style.small}>{sentence(row.figure)}</small> },
  ]
  return <Table label={t`What is compared`} columns={columns} rows={panel.rows} rowKey={(row) => row.item} />
}

/** Denominators, what is missing and what the figures mean. */
function Basis({ answer }: { answer: Answer }) {
  const { t } = useLingui()
  const { count, date } = useFormats()
  const words = useWords()
  const { platform } = usePlatformWords()
  const name = useItemName(answer)
  const gapColumns = useGapColumns()
  const meanings: Column<Schema<'Meaning'>>[] = [
    { id: 'metric', header: t`Figure`, card: 'title', cell: (row) => words.term('metric', row.metric) },
    { id: 'platform', header: t`Platform`, cell: (row) => `${platform(row.platform)} · ${row.native_name}` },
    { id: 'threshold', header: t`What is counted`, cell: (row) => <bdi>{row.threshold}</bdi> },
    { id: 'unit', header: t`Unit`, cell: (row) => row.unit },
    { id: 'since', header: t`Since`, tight: true, cell: (row) => date(row.valid_from) },
  ]
  const divided: Column<Schema<'ItemUniverse'>>[] = [
    { id: 'item', header: t`Of`, card: 'title', cell: (row) => <bdi>{name(row.item)}</bdi> },
    { id: 'kind', header: t`Divided by`, cell: ({ denominator: d }) => words.term('universe_kind', d.kind) },
    { id: 'value', header: t`People`, numeric: true, cell: ({ denominator: d }) => count(d.value) },
    { id: 'year', header: t`Year`, numeric: true, cell: ({ denominator: d }) => String(d.year) },
    { id: 'source', header: t`Source`, cell: ({ denominator: d }) => <><bdi>{d.source}</bdi>{d.starter && <small className={style.small}> · {t`came with the program`}</small>}</> },
  ]
  return (
    <>
      {answer.denominators.length > 0 && <Section title={t`Denominators`}><Table label={t`Denominators`} columns={divided} rows={answer.denominators} rowKey={(row) => row.item + row.denominator.country} /></Section>}
      {answer.gaps.length > 0 && (
        <Section title={t`What is missing, and why`} lead={t`Missing is not zero. Nothing below was counted as nobody.`}>
          <Table label={t`What is missing`} rowKey={({ item, gap }) => item + gapKey(gap)} rows={answer.gaps}
            columns={[{ id: 'item', header: t`Of`, card: 'title', cell: (row) => <bdi>{name(row.item)}</bdi> },
              ...gapColumns.map(({ cell, ...column }) => ({ ...column, card: undefined, cell: (row: Schema<'ItemGap'>) => cell(row.gap) }))]} />
        </Section>
      )}
      {answer.definitions.length > 0 && <Section title={t`What the figures mean`}><Table label={t`What the figures mean`} columns={meanings} rows={answer.definitions} rowKey={(row) => String(row.id)} /></Section>}
    </>
  )
}
