import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { useRead } from '../api/queries'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'

type Times = Schema<'DecisionTimes'>

/** How long the authorities of each country take, and why they refuse. */
export function DecisionTimes() {
  const { t } = useLingui()
  const times = useRead('/decision_times')
  const columns = useTimesColumns()
  return (
    <Section title={t`Days to a decision`}
      lead={t`From submission to decision, as the submissions themselves say. Withdrawn ones, and those void before a decision, are left out; what the rule decided by silence is counted apart. Fewer than five decisions have no median.`}>
      <Loaded of={times}>
        {({ items }) => (items.length === 0
          ? <EmptyState icon="approvals" title={t`Nothing was submitted yet`} />
          : <Table label={t`Days to a decision`} columns={columns} rows={items} rowKey={(row) => row.country} />)}
      </Loaded>
    </Section>
  )
}

function useTimesColumns(): Column<Times>[] {
  const { t } = useLingui()
  const words = useWords()
  const { country, count, list } = useFormats()
  return [
    { id: 'country', header: t`Country`, card: 'title', cell: (row) => country(row.country) },
    { id: 'median', header: t`Median, days`, numeric: true, cell: (row) => (row.median_days === null ? t`Too few` : count(Math.round(row.median_days * 10) / 10)) },
    { id: 'decided', header: t`Decided`, numeric: true, cell: (row) => count(row.decided) },
    { id: 'open', header: t`Still open`, numeric: true, cell: (row) => count(row.open) },
    { id: 'overdue', header: t`Overdue`, numeric: true, cell: (row) => count(row.overdue) },
    { id: 'silence', header: t`By silence`, numeric: true, cell: (row) => count(row.by_silence) },
    { id: 'left_out', header: t`Not counted`, numeric: true, cell: (row) => count(row.left_out) },
    {
      id: 'refusals', header: t`Refusals by ground`,
      cell: (row) => (row.refusals.length === 0 ? t`None` : list(row.refusals.map((each) => `${words.term('refusal_ground', each.ground)}: ${count(each.count)}`))),
    },
  ]
}
