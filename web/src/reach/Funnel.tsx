import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { Section } from '../parts/Page'
import { Table, type Column } from '../parts/Table'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { useSentences } from './useSentences'
import style from './Reach.module.css'

type Step = Schema<'FunnelStep'>

/** From being shown to having changed something: a table and no picture, for
 * its rows count different things. What was frozen before it was kept has none. */
export function Funnel({ answer, name }: { answer: Schema<'Answer'>; name: (id: string) => string }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const words = useWords()
  const { platform } = usePlatformWords()
  const { write, range, sentence, reason } = useSentences()
  const steps = (answer.funnel as Step[] | undefined) ?? []
  if (steps.length === 0) return null
  const title = t`From reach to change`
  const called = (step: Step) => (step.metric === 'survey' ? `${t`Survey`}: ${step.name}` : step.metric === 'engagement' ? words.term('comparison_metric', step.metric) : words.term('metric', step.metric))
  const columns: Column<Step>[] = [
    { id: 'item', header: t`Compared`, card: 'title', cell: (row) => <bdi>{name(row.item)}</bdi> },
    {
      id: 'figure', header: t`Figure`, cell: (row) => (
        <><bdi>{called(row)}</bdi> <small className={style.small}>{row.platform ? platform(row.platform) : t`All`} · {words.term('evidence_level', row.level)}</small></>
      ),
    },
    { id: 'value', header: t`Value`, numeric: true, cell: ({ figure: f }) => write(f.unit, f.value) },
    { id: 'range', header: t`At least – at most`, numeric: true, tight: true, cell: (row) => range(row.figure) },
    { id: 'posts', header: t`Posts`, numeric: true, cell: (row) => count(row.figure.n_deliveries) },
    { id: 'how', header: t`How it came about`, cell: ({ figure: f }) => <small className={style.small}>{sentence(f)} {f.caveats.map(reason).join(' ')}</small> },
  ]
  return (
    <Section title={title} lead={t`Each row counts something else, so none is divided by the one above it, and platforms are not added up.`}>
      <Table label={title} columns={columns} rows={steps} rowKey={(row) => [row.item, row.metric, row.platform, row.name].join()} />
    </Section>
  )
}
