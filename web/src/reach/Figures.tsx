import { useLingui } from '@lingui/react/macro'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { useList, usePost, useRead } from '../api/queries'
import { Button } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { EmptyState } from '../parts/EmptyState'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Filters, Page, Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Table, type Column } from '../parts/Table'
import { TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { Pasted } from './Pasted'
import { entryOf, keyOf, openRows, yesterday, type Cell, type OpenRow } from './openRows'
import style from './Reach.module.css'

const route = getRouteApi('/staff/figures')

/** What no platform tells a program: channel by metric, with a value or the
 * reason for the gap. */
export function Figures() {
  const { t } = useLingui()
  const { campaign } = route.useSearch()
  const navigate = useNavigate()
  const campaigns = useList('/campaigns', { query: { limit: 200 } })
  return (
    <Page title={t`Figures`} lead={t`What could not be gathered by itself. Give a value, or choose why there is none; an empty cell is never a zero.`}>
      <Filters>
        <Select label={t`Campaign`} value={campaign} choices={(campaigns.data ?? []).map(({ id, title }) => ({ id, label: title }))}
          onChange={(id) => { void navigate({ to: '/figures', search: { campaign: id }, replace: true }) }} />
      </Filters>
      {campaign
        ? <Grid key={campaign} campaign={campaign} />
        : <EmptyState icon="figures" title={t`Choose a campaign`}>{t`Then its posts stand here with the figures that a person has to enter.`}</EmptyState>}
    </Page>
  )
}

function Grid({ campaign }: { campaign: string }) {
  const { t } = useLingui()
  const deliveries = useList('/deliveries', { query: { campaign_id: campaign, limit: 200 } as never })
  const metrics = useRead('/metrics')
  const observations = useList('/observations', { query: { campaign_id: campaign, limit: 200 } })
  return (
    <Loaded of={deliveries}>{(posts) => (
      <Loaded of={metrics}>{({ items }) => {
        const rows = openRows(posts, items, observations.data ?? [])
        return rows.length === 0
          ? <EmptyState icon="check" title={t`Nothing to enter`}>{t`Everything that was published in this campaign is measured by itself.`}</EmptyState>
          : <><Enter rows={rows} /><Pasted rows={rows} /></>
      }}</Loaded>
    )}</Loaded>
  )
}

const page = 15

function Enter({ rows }: { rows: OpenRow[] }) {
  const { t } = useLingui()
  const [day, setDay] = useState<string | null>(yesterday)
  const [most, setMost] = useState(page)
  const [cells, setCells] = useState<Record<string, Cell>>({})
  const enter = usePost('/observations', { touches: ['campaigns', 'comparisons'] })
  const columns = useColumns(cells, (key, cell) => setCells((before) => ({ ...before, [key]: { ...before[key], ...cell } })))
  const items = rows.flatMap((row) => entryOf(row, cells[keyOf(row)], day))
  const save = () => enter.mutate({ body: { items } as Schema<'EnterFiguresRequest'> }, {
    onSuccess: ({ body }) => { setCells({}); say(body.known ? t`These figures were there already.` : t`The figures are kept.`) },
  })
  return (
    <Form onSubmit={save} problem={enter.error}>
      <Section title={t`By hand`} lead={t`Corrections are new figures; nothing that was entered is overwritten.`}>
        <Filters><DateField label={t`True at the end of`} value={day} onChange={setDay} max={yesterday()} required /></Filters>
        <Table label={t`Figures to enter`} columns={columns} rows={rows.slice(0, most)} rowKey={keyOf} onMore={rows.length > most ? () => setMost(most + page) : undefined} />
        <div><Button look="primary" type="submit" icon="check" pending={enter.isPending} disabled={items.length === 0 || !day}>{t`Keep these figures`}</Button></div>
      </Section>
    </Form>
  )
}

function useColumns(cells: Record<string, Cell>, change: (key: string, cell: Cell) => void): Column<OpenRow>[] {
  const { t } = useLingui()
  const { count, country, day } = useFormats()
  const { platform } = usePlatformWords()
  const words = useWords()
  const reasons = [{ id: '', label: t`There is a value` }, ...words.terms('missing_reason')]
  const number = (row: OpenRow, name: 'value' | 'low' | 'high', label: string) => (
    <TextField bare label={label} placeholder={label} inputMode="numeric" value={cells[keyOf(row)]?.[name] ?? ''} onChange={(text) => change(keyOf(row), { [name]: text })}
      pointer={undefined} disabled={Boolean(cells[keyOf(row)]?.reason)} />
  )
  return [
    { id: 'metric', header: t`Figure`, card: 'title', cell: (row) => words.term('metric', row.definition.metric) },
    { id: 'post', header: t`Post`, cell: ({ delivery: d }) => <><bdi>{d.title || d.platform}</bdi> <small className={style.small}>{platform(d.platform)}, {country(d.country)}, {day(d.published_at)}</small></> },
    { id: 'last', header: t`Last known`, numeric: true, cell: ({ last }) => (last === undefined ? t`never` : last.value === null ? words.term('missing_reason', last.missing_reason) : count(last.value)) },
    {
      id: 'value', header: t`Value`, cell: (row) => (
        <div className={style.entry}>
          {number(row, 'value', t`Value`)}
          {row.ranged && <>{number(row, 'low', t`At least`)}{number(row, 'high', t`At most`)}</>}
        </div>
      ),
    },
    { id: 'reason', header: t`Or why not`, cell: (row) => <Select bare label={t`Why there is no value`} placeholder={t`There is a value`} choices={reasons} value={cells[keyOf(row)]?.reason} onChange={(reason) => change(keyOf(row), { reason })} /> },
  ]
}
