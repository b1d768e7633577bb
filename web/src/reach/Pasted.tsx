import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, type Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { refresh } from '../api/queries'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { FileField } from '../parts/FileField'
import { Form } from '../parts/Form'
import { Section } from '../parts/Page'
import { TextArea } from '../parts/TextField'
import { useFormats } from '../parts/useFormats'
import { template, type OpenRow } from './openRows'
import style from './Reach.module.css'

/** Many figures at once, pasted from a spreadsheet or from a CSV file. They
 * are checked first and taken together or not at all. */
export function Pasted({ rows }: { rows: OpenRow[] }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const [table, setTable] = useState('')
  const send = useImport()
  const done = send.data
  const n = count(done?.observations ?? 0)
  const open = async (file: File | null) => { if (file) setTable(await file.text()) }
  return (
    <Form onSubmit={() => send.mutate({ table, dryRun: true })} problem={send.error}>
      <Section title={t`From a spreadsheet`} lead={t`Paste cells with their header, or choose a CSV file. Lines without a value or a reason are refused, so delete those that stay open.`} sheet>
        <TextArea label={t`Table`} value={table} onChange={(text) => { setTable(text); send.reset() }} rows={8} lang="en" />
        <FileField label={t`CSV file`} accept={['text/csv']} value={null} onChange={(file) => { void open(file) }} />
        {done && (
          <Banner tone="done" alert title={done.dry_run ? t`${n} figures are right. Nothing is written yet.` : done.known ? t`This table was taken before; nothing was written.` : t`${n} figures are kept.`}
            action={done.dry_run && <Button small look="primary" pending={send.isPending} onClick={() => send.mutate({ table, dryRun: false })}>{t`Keep them`}</Button>} />
        )}
        <div className={style.ways}>
          <Button type="submit" icon="check" pending={send.isPending} disabled={table.trim() === ''}>{t`Check the table`}</Button>
          <Button look="quiet" icon="table" onClick={() => setTable(template(rows))}>{t`Begin with the open rows`}</Button>
        </div>
      </Section>
    </Form>
  )
}

function useImport() {
  const client = useQueryClient()
  return useMutation<Schema<'Imported'>, Problem, { table: string; dryRun: boolean }>({
    mutationFn: async ({ table, dryRun }) => (await ask<Schema<'Imported'>>('post', '/observations/csv', { params: { query: { dry_run: dryRun } }, table })).body,
    onSuccess: (done) => { if (!done.dry_run) for (const kind of ['observations', 'campaigns', 'comparisons']) void refresh(client, kind) },
  })
}
