import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { Button, Buttons } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { Dialog } from '../parts/Dialog'
import { useDraft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { Table, type Column } from '../parts/Table'
import { NumberField } from '../parts/TextField'
import { useFormats } from '../parts/useFormats'
import style from './Plan.module.css'

type Tally = Schema<'Tally'>

/** What moderators counted of the answers. Counts alone: no answer, and nobody
 * who gave one. */
export function Tallies({ campaign }: { campaign: string }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const writes = useSession().allows('tallies.write')
  const reading = useRead('/campaigns/{id}/tallies', { path: { id: campaign } })
  const columns = useColumns()
  return (
    <Section title={t`How people answer`} lead={t`Moderators count, by day and channel. No answer is kept here, and nobody who gave one.`}
      actions={writes && <Button small icon="add" onClick={() => setOpen(true)}>{t`Enter counts`}</Button>}>
      <Loaded of={reading}>
        {({ items }) => (items.length === 0
          ? <p className={style.soft}>{t`Nothing is counted yet.`}</p>
          : <Table label={t`How people answer`} columns={columns} rows={items} rowKey={({ id }) => id} />)}
      </Loaded>
      <Dialog title={t`Enter counts`} open={open} onClose={() => setOpen(false)}><NewTally campaign={campaign} onDone={() => setOpen(false)} /></Dialog>
    </Section>
  )
}

function useColumns(): Column<Tally>[] {
  const { t } = useLingui()
  const { count, day, percent } = useFormats()
  const channels = useList('/channels')
  return [
    { id: 'day', header: t`Day`, card: 'title', cell: (each) => day(each.day) },
    { id: 'channel', header: t`Channel`, cell: (each) => <bdi>{channels.data?.find(({ id }) => id === each.channel_id)?.name ?? '–'}</bdi> },
    { id: 'seen', header: t`Answers seen`, numeric: true, cell: (each) => count(each.seen) },
    { id: 'hostile', header: t`Hostile`, numeric: true, cell: (each) => <>{count(each.hostile)}{each.seen > 0 && ` (${percent(each.hostile / each.seen)})`}</> },
    { id: 'alarming', header: t`With an alarm word`, numeric: true, cell: (each) => count(each.alarming) },
    { id: 'reports', header: t`Report notices`, numeric: true, cell: (each) => count(each.reports) },
  ]
}

function NewTally({ campaign, onDone }: { campaign: string; onDone: () => void }) {
  const { t } = useLingui()
  const draft = useDraft({ day: '', channel_id: '', seen: 0, hostile: 0, alarming: 0, reports: 0 })
  const channels = useList('/channels')
  const enter = usePost('/campaigns/{id}/tallies', { touches: ['holds'] })
  const number = (pointer: '/seen' | '/hostile' | '/alarming' | '/reports') => ({ ...draft.bind(pointer), onChange: (value: number | null) => draft.set(pointer, value ?? 0) })
  return (
    <Form problem={enter.error} onSubmit={() => enter.mutate({ params: { path: { id: campaign } }, body: draft.value }, { onSuccess: onDone })}>
      <DateField label={t`Day`} required {...draft.bind('/day')} onChange={(day) => draft.set('/day', day ?? '')} />
      <Select label={t`Channel`} required choices={(channels.data ?? []).map(({ id, name }) => ({ id, label: name }))} {...draft.bind('/channel_id')} />
      <NumberField label={t`Answers seen`} required min={0} {...number('/seen')} />
      <NumberField label={t`Hostile`} min={0} hint={t`Of those seen: threats, insults, calls to harm.`} {...number('/hostile')} />
      <NumberField label={t`With an alarm word`} min={0} hint={t`Of those seen, with a word that you listen for. The word is not written down.`} {...number('/alarming')} />
      <NumberField label={t`Report notices`} min={0} hint={t`That the platform sent about posts of yours.`} {...number('/reports')} />
      <p className={style.soft}>{t`Counts of the same day and channel replace the earlier ones.`}</p>
      <Buttons end><Button type="submit" look="primary" pending={enter.isPending}>{t`Keep`}</Button></Buttons>
    </Form>
  )
}
