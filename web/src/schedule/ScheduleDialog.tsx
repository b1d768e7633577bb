import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList, usePost, useRead } from '../api/queries'
import type { Campaign } from '../campaigns/useCampaign'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Checkbox, CheckboxGroup } from '../parts/Choice'
import { LocalTimeField } from '../parts/DateField'
import { Dialog } from '../parts/Dialog'
import { Fields, Form } from '../parts/Form'
import { Loaded } from '../parts/Loaded'
import { Select } from '../parts/Select'
import { Chip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { NumberField } from '../parts/TextField'
import { WallTime } from '../parts/Time'
import { say } from '../parts/toast'
import { useFormats } from '../parts/useFormats'
import { useProblemWords } from '../parts/useProblemWords'
import { Problem } from '../api/problem'
import { anyMonday, asDate, daysFrom, nowhere, plus, today, wall } from './days'
import style from './Schedule.module.css'

type Request = Schema<'ScheduleRequest'>
type Occurrence = Schema<'Occurrence'>
type Channel = Schema<'Channel'>

/** Schedules approved texts on channels: first what it would make, then making it. */
export function ScheduleDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const { t } = useLingui()
  const messages = useList('/messages', { query: { campaign_id: campaign.id } })
  const channels = useList('/channels', {})
  return (
    <Dialog title={t`Schedule`} open onClose={onClose} wide>
      <Loaded of={messages} shape="form">
        {(written) => <Loaded of={channels} shape="form">{(all) => <Asking messages={written} channels={all} onDone={onClose} />}</Loaded>}
      </Loaded>
    </Dialog>
  )
}

interface AskingProps { messages: Schema<'Message'>[]; channels: Channel[]; onDone: () => void }

function Asking({ messages, channels, onDone }: AskingProps) {
  const { t } = useLingui()
  const { count } = useFormats()
  const [message, setMessage] = useState(messages.find(({ last_version }) => last_version)?.id)
  const [request, setRequest] = useState<Omit<Request, 'version_id'>>({
    channel_ids: [], languages: [], start: { local: wall(plus(today(), 1), '19:30'), zone: '' }, repeat: { weekdays: [], weeks: 1 }, move_quiet: false,
  })
  const preview = usePost('/deliveries/preview')
  const schedule = usePost('/deliveries')
  const version = useApproved(message)
  const change = (next: Partial<Request>) => { setRequest({ ...request, ...next }); preview.reset(); schedule.reset() }
  const body = { ...request, version_id: version?.id ?? '' }
  const seen = preview.data?.body
  const fit = count(seen?.fit)
  const choices = messages.filter(({ last_version }) => last_version).map(({ id, title }) => ({ id, label: title }))
  const commit = () => schedule.mutate({ body }, { onSuccess: ({ body: { items } }) => { const n = count(items.length); say(t`Scheduled: ${n}`); onDone() } })
  if (choices.length === 0) return <Banner title={t`No message of this campaign has a frozen version yet.`} />
  return (
    <Form onSubmit={() => preview.mutate({ body })} problem={schedule.error ?? preview.error}>
      <Fields>
        <Select label={t`Message`} required choices={choices} value={message} onChange={(id) => { setMessage(id); change({ languages: [] }) }} pointer="/version_id" />
        <Languages of={version?.languages ?? []} value={request.languages ?? []} onChange={(languages) => change({ languages })} />
      </Fields>
      <CheckboxGroup label={t`Channels`} required pointer="/channel_ids" value={request.channel_ids} onChange={(channel_ids) => change({ channel_ids })}
        choices={channels.map(({ id, name }) => ({ id, label: name }))} />
      <Times request={request} onChange={change} />
      <Checkbox label={t`Move what falls into quiet hours to their end`} value={request.move_quiet} onChange={(move_quiet) => change({ move_quiet })} />
      {seen && <Foreseen items={seen.items} fit={seen.fit} refused={seen.refused} leftOut={seen.left_out} channels={channels} />}
      <Buttons end>
        <Button onClick={onDone}>{t`Go back`}</Button>
        {seen && seen.fit > 0 && seen.refused === 0
          ? <Button look="primary" pending={schedule.isPending} onClick={commit}>{t`Schedule ${fit}`}</Button>
          : <Button look="primary" type="submit" pending={preview.isPending}>{t`Show what it makes`}</Button>}
      </Buttons>
    </Form>
  )
}

/** The newest version of a message that has not lost its force. */
function useApproved(message: string | undefined) {
  const versions = useRead('/messages/{id}/versions', { path: { id: message ?? '' } }, { enabled: message !== undefined })
  return versions.data?.items.find(({ voided_at }) => !voided_at)
}

function Languages({ of, value, onChange }: { of: string[]; value: string[]; onChange: (value: string[]) => void }) {
  const { t } = useLingui()
  const { language } = useFormats()
  return (
    <CheckboxGroup label={t`Languages`} hint={t`None chosen: all that a channel carries.`} pointer="/languages" value={value} onChange={onChange}
      choices={of.map((id) => ({ id, label: language(id) }))} />
  )
}

const weekdayIds = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

function Times({ request, onChange }: { request: Omit<Request, 'version_id'>; onChange: (next: Partial<Request>) => void }) {
  const { t } = useLingui()
  const { reader } = useFormats()
  const name = new Intl.DateTimeFormat(reader.intl, { weekday: 'long', timeZone: nowhere })
  const days = daysFrom(anyMonday, 7).map((day, i) => ({ id: weekdayIds[i] ?? '', label: name.format(asDate(day)) }))
  const { local = '' } = request.start ?? {}
  const { weekdays = [], weeks = 1 } = request.repeat ?? {}
  return (
    <>
      <LocalTimeField label={t`First on`} required pointer="/start" zone="" value={{ local, zone: '' }}
        hint={t`By the clock of each channel's audience.`} onChange={(next) => onChange({ start: { local: next?.local ?? '', zone: '' } })} />
      <CheckboxGroup label={t`Repeat every`} hint={t`None chosen: once.`} pointer="/repeat/weekdays" choices={days} value={weekdays}
        onChange={(next) => onChange({ repeat: { weekdays: next, weeks } })} />
      {weekdays.length > 0 && (
        <NumberField label={t`For how many weeks`} min={1} max={52} pointer="/repeat/weeks" value={weeks}
          onChange={(next) => onChange({ repeat: { weekdays, weeks: next ?? 1 } })} />
      )}
    </>
  )
}

interface ForeseenProps { items: Occurrence[]; fit: number; refused: number; leftOut: number; channels: Channel[] }

/** What would be made, and what is in the way. */
function Foreseen({ items, fit, refused, leftOut, channels }: ForeseenProps) {
  const { t } = useLingui()
  const { language, moment } = useFormats()
  const columns: Column<Occurrence & { key: string }>[] = [
    { id: 'at', header: t`When`, card: 'title', tight: true, cell: (o) => <WallTime time={o.at} /> },
    { id: 'utc', header: t`In your time`, tight: true, cell: (o) => moment(o.not_before) },
    { id: 'channel', header: t`Channel`, cell: (o) => <bdi>{channels.find(({ id }) => id === o.channel_id)?.name}</bdi> },
    { id: 'language', header: t`Language`, cell: (o) => (o.language ? language(o.language) : '') },
    { id: 'verdict', header: t`What happens`, card: 'aside', cell: (o) => <Verdict of={o} /> },
  ]
  return (
    <section className={style.stack} aria-label={t`What it makes`}>
      <div className={style.counts}>
        <Chip tone="done">{t`${fit} can be scheduled`}</Chip>
        {leftOut > 0 && <Chip tone="ended">{t`${leftOut} left out: the campaign is silent`}</Chip>}
        {refused > 0 && <Chip tone="danger">{t`${refused} refused: mend them, or choose other times`}</Chip>}
      </div>
      <Table label={t`What it makes`} columns={columns} rows={items.map((o) => ({ ...o, key: `${o.channel_id} ${o.language} ${o.at.local}` }))} rowKey={({ key }) => key} />
    </section>
  )
}

function Verdict({ of: o }: { of: Occurrence }) {
  const { t } = useLingui()
  const words = useProblemWords()
  const { wall } = useFormats()
  const others = o.clashes.map(({ title, at }) => `${wall(at.local.slice(11, 16))} ${title}`).join(', ')
  return (
    <div className={style.stack}>
      {o.verdict === 'refused' && <Chip tone="danger">{words.problem(new Problem({ status: 422, code: o.problem }))}</Chip>}
      {o.verdict === 'left_out' && <Chip tone="ended">{t`Left out: the campaign is silent`}</Chip>}
      {o.verdict === 'fits' && <Chip tone="done">{t`Fits`}</Chip>}
      {o.moved && <span className={style.soft}>{t`Moved to the end of the quiet hours`}</span>}
      {o.adjusted && <span className={style.soft}>{t`The clock skips this minute: it leaves at the first one after`}</span>}
      {o.twice && <span className={style.soft}>{t`The clock shows this minute twice: it leaves at the first`}</span>}
      {o.clashes.length > 0 && <span className={style.soft}>{t`Close to: ${others}`}</span>}
    </div>
  )
}
