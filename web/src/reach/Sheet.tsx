import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../api/client'
import type { Problem } from '../api/problem'
import { refresh } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { FileField } from '../parts/FileField'
import { Form } from '../parts/Form'
import { Table, type Column } from '../parts/Table'
import { TextArea } from '../parts/TextField'
import { useFormats } from '../parts/useFormats'
import { useProblemWords } from '../parts/useProblemWords'
import style from './Reach.module.css'

export interface SheetProps {
  /** Where the table is sent, such as /universes/csv. */
  path: string
  /** What the service has of it afterwards that is different. */
  touches: string[]
  /** What stands in each column, in the reader's words. */
  guide: Record<string, string>
  /** A table to begin with. */
  begin: { label: string; table: () => string }
  /** It cannot be taken in part. */
  whole?: boolean
  onKept?: () => void
}

interface Fault { pointer: string; code: string; detail?: string; allowed?: string[] }
interface Done { taken?: number; observations?: number; refused: number; faults: Fault[]; known: boolean; dry_run: boolean }

/** Many figures at once, pasted from a spreadsheet or from a CSV file. They
 * are checked first; then all are kept, or the lines that are right. */
export function Sheet({ path, touches, guide, begin, whole = false, onKept }: SheetProps) {
  const { t } = useLingui()
  const { count } = useFormats()
  const [table, setTable] = useState('')
  const send = useSheet(path, touches)
  const change = (text: string) => { setTable(text); send.reset() }
  const open = async (file: File | null) => { if (file) change(await file.text()) }
  const done = send.data
  const wrong = done?.faults ?? (send.error?.errors ?? []).filter(({ pointer }) => pointer.startsWith('/lines/'))
  const n = count(done ? done.taken ?? done.observations ?? 0 : 0)
  const bad = count(done?.refused ?? 0)
  const keep = (label: string) => (
    <Button small look="primary" pending={send.isPending} onClick={() => send.mutate({ table, partial: !whole, dryRun: false }, { onSuccess: onKept })}>{label}</Button>
  )
  return (
    <Form onSubmit={() => send.mutate({ table, partial: !whole, dryRun: true })} problem={wrong.length > 0 ? null : send.error}>
      <Guide of={guide} />
      <TextArea label={t`Table`} value={table} onChange={change} rows={8} lang="en" />
      <FileField label={t`CSV file`} accept={['text/csv']} value={null} onChange={(file) => { void open(file) }} />
      {done?.dry_run && done.refused === 0 && <Banner tone="done" alert title={t`${n} figures are right. Nothing is written yet.`} action={keep(t`Keep them`)} />}
      {done?.dry_run && done.refused > 0 && <Banner tone="warning" alert title={t`Right lines: ${n}. Wrong lines: ${bad}. Nothing is written yet.`} action={keep(t`Keep the right lines`)}>{t`Or mend the lines below and check again.`}</Banner>}
      {done && !done.dry_run && <Banner tone="done" alert title={done.known ? t`This table was taken before; nothing was written.` : t`${n} figures are kept.`} />}
      {send.error && wrong.length > 0 && <Banner tone="danger" alert title={whole ? t`It cannot be kept like this. Nothing is written.` : t`No line is right. Nothing is written.`} />}
      {wrong.length > 0 && <Faults of={wrong} table={table} guide={guide} />}
      <div className={style.ways}>
        <Button type="submit" icon="check" pending={send.isPending} disabled={table.trim() === ''}>{t`Check the table`}</Button>
        <Button look="quiet" icon="table" onClick={() => change(begin.table())}>{begin.label}</Button>
      </div>
    </Form>
  )
}

function Guide({ of }: { of: Record<string, string> }) {
  const { t } = useLingui()
  return (
    <details>
      <summary>{t`What stands in the columns`}</summary>
      <dl className={style.guide}>
        {Object.entries(of).map(([column, says]) => <div key={column}><dt><code dir="ltr">{column}</code></dt><dd>{says}</dd></div>)}
      </dl>
    </details>
  )
}

/** The lines that are wrong, as they stand in the table, and how to mend them. */
function Faults({ of, table, guide }: { of: Fault[]; table: string; guide: Record<string, string> }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const words = useProblemWords()
  const lines = table.split('\n')
  const rows = of.map((fault, i) => {
    const [, , line = '', column = ''] = fault.pointer.split('/')
    return { ...fault, key: `${i} ${fault.pointer}`, line: Number(line), column }
  })
  const cure = (row: typeof rows[number]) => {
    if (row.allowed?.length) return row.allowed.join(', ')
    if (row.code !== 'invalid_request') return words.field({ pointer: row.pointer, code: row.code, detail: '' })
    return guide[row.column] ?? t`Its cells do not fit the header, or it says the same as another line.`
  }
  const columns: Column<typeof rows[number]>[] = [
    { id: 'line', header: t`Line`, card: 'title', cell: (row) => <>{count(row.line)} <code dir="ltr">{row.column}</code></> },
    { id: 'text', header: t`As it stands`, cell: (row) => <code className={style.digest} dir="ltr">{lines[row.line - 1]}</code> },
    { id: 'cure', header: t`What it has to be`, cell: (row) => <bdi>{cure(row)}</bdi> },
  ]
  return <Table label={t`Lines that are wrong`} columns={columns} rows={rows} rowKey={(row) => row.key} />
}

function useSheet(path: string, touches: string[]) {
  const client = useQueryClient()
  return useMutation<Done, Problem, { table: string; partial: boolean; dryRun: boolean }>({
    mutationFn: async ({ table, partial, dryRun }) => (await ask<Done>('post', path, { params: { query: { dry_run: dryRun, ...(partial && { partial }) } }, table })).body,
    onSuccess: (done) => { if (!done.dry_run) for (const kind of touches) void refresh(client, kind) },
  })
}
