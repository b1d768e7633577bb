import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Link } from '../parts/Link'
import { Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { useItemName } from './Answer'
import style from './Reach.module.css'

type Cost = Schema<'ItemCost'>

/** What was budgeted and spent, as it stands in the plans, and the rates that
 * what is asked for was converted at; where one is lacking, which. */
export function Costs({ of, answer }: { of: Cost[]; answer: Schema<'Answer'> }) {
  const { t } = useLingui()
  const { date, list, money } = useFormats()
  const words = useWords()
  const name = useItemName(answer)
  const currency = answer.question.currency ?? ''
  const days = (first: string, last: string) => (first === last ? date(first) : `${date(first)} – ${date(last)}`)
  const columns: Column<Cost>[] = [
    { id: 'item', header: t`Of`, card: 'title', cell: (row) => <bdi>{name(row.item)}</bdi> },
    { id: 'budgeted', header: t`Budgeted`, numeric: true, cell: (row) => money(row.budgeted) },
    { id: 'spent', header: t`Spent`, numeric: true, cell: (row) => (row.spent ? money(row.spent) : t`not known`) },
    { id: 'scopes', header: t`For what`, cell: (row) => (row.scopes?.length ? list(row.scopes.map((scope) => words.term('cost_scope', scope))) : t`not stated`) },
    { id: 'converted', header: t`Converted`, numeric: true, cell: (row) => (row.converted ? money(row.converted) : '–') },
    { id: 'rate', header: t`At the rate`, cell: (row) => <RateOf cost={row} currency={currency} days={days} unknown={answer.question.metric === 'spent' && !row.spent} /> },
  ]
  return (
    <Section title={t`What was budgeted and spent`} lead={t`Money is converted once, at a stored rate that holds on the campaign's first day, and never over a third currency.`}>
      <Table label={t`What was budgeted and spent`} columns={columns} rows={of} rowKey={(row) => row.item + row.budgeted.currency} />
    </Section>
  )
}

function RateOf({ cost: { budgeted, rate, converted, day }, currency, days, unknown }: { cost: Cost; currency: string; days: (first: string, last: string) => string; unknown: boolean }) {
  const { t } = useLingui()
  const { date } = useFormats()
  if (rate) return <><bdi dir="ltr">1 {rate.base} = {rate.rate} {rate.quote}</bdi> <small className={style.small}>{days(rate.first_day, rate.last_day)} · <bdi>{rate.source}</bdi></small></>
  if (unknown) return <span>{t`Not every line of the budget says what was spent.`}</span>
  if (converted) return <span>{t`none was needed`}</span>
  const from = budgeted.currency
  const on = date(day)
  return <span>{t`There is no rate between ${from} and ${currency} for ${on}.`} <Link to="/populations">{t`Enter one`}</Link></span>
}
