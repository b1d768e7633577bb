import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { EmptyState } from '../parts/EmptyState'
import { Icon } from '../parts/Icon'
import { Chip, StateChip } from '../parts/StateChip'
import { Table, type Column } from '../parts/Table'
import { WallTime } from '../parts/Time'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { asDate, daysFrom, monday, nowhere, today, type Day } from './days'
import type { Delivery } from './Schedule'
import style from './Schedule.module.css'

interface Shown {
  deliveries: Delivery[]
  channels: Schema<'Channel'>[]
  days: Day[]
  /** Days on which the campaign is silent. */
  silent: Day[]
  open: (id: string) => void
}

const dayOf = (d: Delivery) => d.at.local.slice(0, 10)
const byTime = (a: Delivery, b: Delivery) => a.at.local.localeCompare(b.at.local)

/** A week: channels down, days across. */
export function Week({ deliveries, channels, days, silent, open }: Shown) {
  const { t } = useLingui()
  const used = channels.filter(({ id }) => deliveries.some((d) => d.channel_id === id))
  if (used.length === 0) return <Nothing silent={silent.filter((day) => days.includes(day))} />
  return (
    <div className={style.scroll} tabIndex={0} role="region" aria-label={t`Week`}>
      <table className={style.week}>
        <thead><tr><th scope="col">{t`Channel`}</th>{days.map((day) => <DayHead key={day} day={day} silent={silent.includes(day)} />)}</tr></thead>
        <tbody>
          {used.map((channel) => (
            <tr key={channel.id}>
              <ChannelHead of={channel} />
              {days.map((day) => (
                <td key={day} className={silent.includes(day) ? style.silent : undefined}>
                  {deliveries.filter((d) => d.channel_id === channel.id && dayOf(d) === day).sort(byTime).map((d) => <Entry key={d.id} of={d} open={open} />)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DayHead({ day, silent }: { day: Day; silent: boolean }) {
  const { t } = useLingui()
  const { reader } = useFormats()
  const text = new Intl.DateTimeFormat(reader.intl, { weekday: 'short', day: 'numeric', month: 'short', timeZone: nowhere }).format(asDate(day))
  return (
    <th scope="col">
      <span className={day === today() ? style.now : undefined}>{text}</span>
      {silent && <> <span className={style.silentWord}>{t`Silent`}</span></>}
    </th>
  )
}

function ChannelHead({ of }: { of: Schema<'Channel'> }) {
  const { t } = useLingui()
  const platforms = usePlatformWords()
  const { zone, wall } = useFormats()
  const from = wall(of.quiet.from || null), to = wall(of.quiet.to || null)
  return (
    <th scope="row">
      <div className={style.stack}>
        <bdi className={style.name}>{of.name}</bdi>
        <span className={style.soft}>{platforms.platform(of.platform)}</span>
        <span className={style.soft}>{zone(of.zone)}</span>
        {from !== to && <span className={style.soft}>{t`Quiet ${from} to ${to}`}</span>}
      </div>
    </th>
  )
}

/** A month: a cell for each day. */
export function Month({ deliveries, days, silent, open, month }: Shown & { month: string }) {
  const { t } = useLingui()
  const { reader } = useFormats()
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(reader.intl, { ...options, timeZone: nowhere })
  const weekday = part({ weekday: 'short' }), ofMonth = part({ month: 'short' }), number = part({ day: 'numeric' }), first = part({ day: 'numeric', month: 'short' })
  // A month of the reader's calendar may begin anywhere.
  const begins = (i: number) => i === 0 || ofMonth.format(asDate(days[i] ?? '')) !== ofMonth.format(asDate(days[i - 1] ?? ''))
  return (
    <div className={style.scroll} tabIndex={0} role="region" aria-label={t`Month`}>
      <div className={style.month}>
        {daysFrom(monday(today()), 7).map((day) => <div key={day} className={style.weekday}>{weekday.format(asDate(day))}</div>)}
        {days.map((day, i) => {
          const quiet = silent.includes(day)
          const classes = [style.cell, day.slice(0, 7) !== month && style.other, quiet && style.silent].filter(Boolean).join(' ')
          return (
            <div key={day} className={classes}>
              <span className={day === today() ? `${style.date} ${style.now}` : style.date}>{(begins(i) ? first : number).format(asDate(day))} {quiet && <span className={style.silentWord}>{t`Silent`}</span>}</span>
              {deliveries.filter((d) => dayOf(d) === day).sort(byTime).map((d) => <Entry key={d.id} of={d} open={open} />)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

const ended = ['cancelled', 'expired', 'taken_down']
const trouble = ['failed', 'unknown', 'unknown_human', 'takedown_failed']

function Entry({ of, open }: { of: Delivery; open: (id: string) => void }) {
  const words = useWords()
  const { language, wall } = useFormats()
  const look = ended.includes(of.state) ? style.ended : trouble.includes(of.state) ? style.trouble : of.state === 'published' ? style.out : undefined
  const state = words.state('delivery', of.state)
  return (
    <button type="button" className={[style.entry, look].filter(Boolean).join(' ')} onClick={() => open(of.id)} title={state}>
      <span>{wall(of.at.local.slice(11, 16))} · {state}</span>
      <span className={style.entryTitle}><UserText lang={of.language}>{of.title || of.body}</UserText></span>
      <span className={style.soft}>{language(of.language)}{of.adjusted && <> <Icon name="clock" size={12} /></>}</span>
    </button>
  )
}

/** Everything of the time shown, one line each. */
export function Rows({ deliveries, channels, days, silent, open }: Shown) {
  const { t } = useLingui()
  const { language } = useFormats()
  const shown = deliveries.filter((d) => days.includes(dayOf(d))).sort(byTime)
  if (shown.length === 0) return <Nothing silent={silent.filter((day) => days.includes(day))} />
  const columns: Column<Delivery>[] = [
    { id: 'at', header: t`When`, card: 'title', cell: (d) => <button type="button" className={style.opener} onClick={() => open(d.id)}><WallTime time={d.at} /></button> },
    { id: 'text', header: t`Text`, cell: (d) => <UserText lang={d.language}>{d.title || d.body}</UserText> },
    { id: 'language', header: t`Language`, cell: (d) => language(d.language) },
    { id: 'channel', header: t`Channel`, cell: (d) => <bdi>{channels.find(({ id }) => id === d.channel_id)?.name}</bdi> },
    { id: 'state', header: t`Status`, card: 'aside', cell: (d) => (d.at_risk ? <Chip tone="warning">{t`At risk`}</Chip> : <StateChip of="delivery" state={d.state} />) },
  ]
  return <Table label={t`Deliveries`} columns={columns} rows={shown} rowKey={({ id }) => id} />
}

function Nothing({ silent }: { silent: Day[] }) {
  const { t } = useLingui()
  const { list, date } = useFormats()
  const days = list(silent.map((day) => date(day)))
  return (
    <EmptyState icon="schedule" title={t`Nothing leaves in this time`}>
      {silent.length > 0 ? t`The campaign is silent on ${days}.` : t`What is approved can be scheduled.`}
    </EmptyState>
  )
}
