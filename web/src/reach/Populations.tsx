import { useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import type { Schema } from '../api/client'
import { useRead } from '../api/queries'
import { useSession } from '../app/session'
import { usePlatformWords } from '../channels/platformWords'
import { Button, Buttons } from '../parts/Button'
import { Dialog } from '../parts/Dialog'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Page, Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { EnterRate, EnterUniverse } from './ReferenceForms'
import { RateSheet, StandardSheet, UniverseSheet } from './ReferenceSheets'
import { useSegment } from './useSegment'
import { useStandardName } from './useStandardName'
import style from './Reach.module.css'

type Universe = Schema<'Universe'>
type Rate = Schema<'ExchangeRate'>
type Standard = Schema<'StandardPopulation'>

/** What figures are divided by, converted at and standardised to. */
export function Populations() {
  const { t } = useLingui()
  return (
    <Page title={t`Populations and rates`} lead={t`What figures are divided by, converted at and standardised to. Nothing is overwritten: a newer figure counts, and what was frozen keeps the one it was made with.`}>
      <Universes />
      <Rates />
      <Standards />
    </Page>
  )
}

interface WaysProps { enter?: string; form?: (close: () => void) => ReactNode; sheet: (close: () => void) => ReactNode; title: string }

/** The two ways in: by hand, or by a table. */
function Ways({ enter, form, sheet, title }: WaysProps) {
  const session = useSession()
  const [open, setOpen] = useState<'form' | 'sheet'>()
  const close = () => setOpen(undefined)
  if (!session.allows('observations.write')) return null
  return (
    <>
      <Buttons>
        {enter && <Button small icon="add" onClick={() => setOpen('form')}>{enter}</Button>}
        <Button small icon="upload" onClick={() => setOpen('sheet')}>{title}</Button>
      </Buttons>
      {open === 'form' && form && <Dialog title={enter ?? ''} open onClose={close}>{form(close)}</Dialog>}
      {open === 'sheet' && <Dialog title={title} open wide onClose={close}>{sheet(close)}</Dialog>}
    </>
  )
}

function Universes() {
  const { t } = useLingui()
  const { count, country, date } = useFormats()
  const { platform } = usePlatformWords()
  const segment = useSegment()
  const words = useWords()
  const list = useRead('/universes')
  const columns: Column<Universe>[] = [
    { id: 'country', header: t`Country`, card: 'title', cell: (u) => country(u.country) },
    { id: 'kind', header: t`Who is counted`, cell: (u) => <>{words.term('universe_kind', u.kind)}{u.platform && `, ${platform(u.platform)}`} <small className={style.small}>{segment(u.segment)}</small></> },
    { id: 'value', header: t`People`, numeric: true, cell: (u) => <>{count(u.value)}{u.low !== null && <small className={style.small}> ({count(u.low)} – {count(u.high)})</small>}</> },
    { id: 'year', header: t`Year`, numeric: true, cell: (u) => String(u.year) },
    { id: 'source', header: t`Source`, cell: (u) => <><bdi>{u.source}</bdi> <small className={style.small}><bdi>{u.licence}</bdi> · {date(u.retrieved_on)}</small></> },
    { id: 'own', header: t`Who entered it`, cell: (u) => (u.starter ? <Chip tone="waiting">{t`To be replaced`}</Chip> : u.own ? t`We did` : t`The operator`) },
  ]
  return (
    <Section title={t`Populations`} lead={t`Those marked came with the program: a neutral beginning, until you enter your national figures. Yours count before them, and the latest year before earlier ones.`}
      actions={<Ways enter={t`Enter a population`} title={t`Import populations`} form={(close) => <EnterUniverse onClose={close} />} sheet={() => <UniverseSheet />} />}>
      <Loaded of={list}>{({ items }) => <Long label={t`Populations`} columns={columns} rows={[...items].sort((a, b) => Number(a.starter) - Number(b.starter))} />}</Loaded>
    </Section>
  )
}

function Rates() {
  const { t } = useLingui()
  const { date } = useFormats()
  const list = useRead('/exchange_rates')
  const columns: Column<Rate>[] = [
    { id: 'pair', header: t`Rate`, card: 'title', cell: (r) => <bdi dir="ltr">1 {r.base} = {r.rate} {r.quote}</bdi> },
    { id: 'days', header: t`Days`, cell: (r) => (r.first_day === r.last_day ? date(r.first_day) : `${date(r.first_day)} – ${date(r.last_day)}`) },
    { id: 'source', header: t`Source`, cell: (r) => <><bdi>{r.source}</bdi> <small className={style.small}><bdi>{r.licence}</bdi></small></> },
    { id: 'state', header: t`Whether it counts`, cell: (r) => (r.overtaken ? <Chip tone="ended">{t`Corrected by a newer one`}</Chip> : <Chip tone="done">{t`Counts`}</Chip>) },
  ]
  return (
    <Section title={t`Exchange rates`} lead={t`A budget is converted at the rate that holds on its campaign's first day and knows most of its days. Without one it is not converted at all. A correction is a new rate of the same days.`}
      actions={<Ways enter={t`Enter a rate`} title={t`Import rates`} form={(close) => <EnterRate onClose={close} />} sheet={() => <RateSheet />} />}>
      <Loaded of={list}>{({ items }) => (items.length === 0
        ? <EmptyState icon="figures" title={t`No rate is entered yet`}>{t`Costs in different currencies cannot be compared until there is one.`}</EmptyState>
        : <Long label={t`Exchange rates`} columns={columns} rows={items} />)}</Loaded>
    </Section>
  )
}

function Standards() {
  const { t } = useLingui()
  const { list: join, percent } = useFormats()
  const list = useRead('/standard_populations')
  const name = useStandardName()
  const ages = ({ bands }: Standard) => {
    const all = bands.reduce((sum, band) => sum + band.weight, 0)
    return join(bands.map((b) => `\u2068${b.from}${b.to === 0 ? '+' : `–${b.to - 1}`}\u2069 (${percent(b.weight / all, 1)})`))
  }
  const columns: Column<Standard>[] = [
    { id: 'name', header: t`Standard`, card: 'title', cell: (p) => <bdi>{name(p.name)}</bdi> },
    { id: 'ages', header: t`Ages`, cell: (p) => <small className={style.small}>{ages(p)}</small> },
    { id: 'year', header: t`Year`, numeric: true, cell: (p) => String(p.year) },
    { id: 'source', header: t`Source`, cell: (p) => <><bdi>{p.source}</bdi>{p.starter && <small className={style.small}> · {t`came with the program`}</small>}</> },
  ]
  return (
    <Section title={t`Standard populations`} lead={t`The ages that figures per 1,000 people can be standardised to, besides those of all the people compared.`}
      actions={<Ways title={t`Import standards`} sheet={() => <StandardSheet />} />}>
      <Loaded of={list}>{({ items }) => <Long label={t`Standard populations`} columns={columns} rows={items} />}</Loaded>
    </Section>
  )
}

const page = 12

/** A table that begins with so many rows. */
function Long<Row extends { id: string }>({ label, columns, rows }: { label: string; columns: Column<Row>[]; rows: Row[] }) {
  const [most, setMost] = useState(page)
  return <Table label={label} columns={columns} rows={rows.slice(0, most)} rowKey={(row) => row.id} onMore={rows.length > most ? () => setMost(most + 4 * page) : undefined} />
}
