import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Link } from '../parts/Link'
import { Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useItemName } from './Answer'
import style from './Reach.module.css'

type Cost = Schema<'ItemCost'>

/** What was budgeted, as it stands in the plans, and the rates it was
 * converted at; where one is lacking, which. */
export function Costs({ of, answer }: { of: Cost[]; answer: Schema<'Answer'> }) {
  const { t } = useLingui()
  const { date, money } = useFormats()
  const name = useItemName(answer)
  const currency = answer.question.currency ?? ''
  const days = (first: string, last: string) => (first === last ? date(first) : `${date(first)} – ${date(last)}`)
  const columns: Column<Cost>[] = [
    { id: 'item', header: t`Of`, card: 'title', cell: (row) => <bdi>{name(row.item)}</bdi> },
    { id: 'budgeted', header: t`Budgeted`, numeric: true, cell: (row) => money(row.budgeted) },
    { id: 'converted', header: t`Converted`, numeric: true, cell: (row) => (row.converted ? money(row.converted) : t`not comparable`) },
    { id: 'rate', header: t`At the rate`, cell: (row) => <RateOf cost={row} currency={currency} days={days} /> },
  ]
  return (
    <Section title={t`What was budgeted`} lead={t`Money is converted once, at a stored rate that holds on the campaign's first day, and never over a third currency.`}>
      <Table label={t`What was budgeted`} columns={columns} rows={of} rowKey={(row) => row.item + row.budgeted.currency} />
    </Section>
  )
}

function RateOf({ cost: { budgeted, rate, converted, day }, currency, days }: { cost: Cost; currency: string; days: (first: string, last: string) => string }) {
  const { t } = useLingui()
  const { date } = useFormats()
  if (rate) return <><bdi dir="ltr">1 {rate.base} = {rate.rate} {rate.quote}</bdi> <small className={style.small}>{days(rate.first_day, rate.last_day)} · <bdi>{rate.source}</bdi></small></>
  if (converted) return <span>{t`none was needed`}</span>
  const from = budgeted.currency
  const on = date(day)
  return <span>{t`There is no rate between ${from} and ${currency} for ${on}.`} <Link to="/populations">{t`Enter one`}</Link></span>
}
