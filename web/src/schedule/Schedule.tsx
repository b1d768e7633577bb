import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { useList } from '../api/queries'
import { useSession } from '../app/session'
import { useCampaign } from '../campaigns/useCampaign'
import { Button, IconButton } from '../parts/Button'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Select } from '../parts/Select'
import { useFormats } from '../parts/useFormats'
import { Month, Rows, Week } from './Calendar'
import { begins, daysFrom, first, monday, plus, plusMonths, today, type Day } from './days'
import { DeliveryCard } from './DeliveryCard'
import { ScheduleDialog } from './ScheduleDialog'
import style from './Schedule.module.css'

export type Delivery = Schema<'Delivery'>
export type View = 'month' | 'week' | 'list'

/** When what leaves over which channel, by the clock of its audience. */
export function Schedule() {
  const { t } = useLingui()
  const session = useSession()
  const { campaign } = useCampaign()
  const [view, setView] = useState<View>('week')
  const [at, setAt] = useState<Day>(() => within(today(), campaign.starts_on, campaign.ends_on))
  const [adding, setAdding] = useState(false)
  const [open, setOpen] = useState<string>()
  const days = spanOf(view, at)
  const deliveries = useDeliveries(campaign.id, days)
  const channels = useList('/channels', {})
  const chosen = deliveries.data?.find(({ id }) => id === open)
  const add = session.allows('deliveries.write') && <Button look="primary" icon="add" onClick={() => setAdding(true)}>{t`Schedule`}</Button>
  return (
    <Section title={t`Schedule`} lead={t`Every time is told by the clock of the channel's audience.`} actions={add}>
      <Turner view={view} onView={setView} at={at} onAt={setAt} days={days} />
      <Loaded of={deliveries}>
        {(rows) => {
          const shown = { deliveries: rows, channels: channels.data ?? [], days, silent: campaign.blackout_dates, open: setOpen }
          if (view === 'list') return <Rows {...shown} />
          return view === 'week' ? <Week {...shown} /> : <Month {...shown} month={at.slice(0, 7)} />
        }}
      </Loaded>
      {adding && <ScheduleDialog campaign={campaign} onClose={() => setAdding(false)} />}
      {chosen && <DeliveryCard delivery={chosen} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function useDeliveries(campaign: string, days: Day[]) {
  const [from, to] = [plus(days[0] ?? today(), -1), plus(days.at(-1) ?? today(), 2)]
  return useList('/deliveries', { query: { campaign_id: campaign, from: begins(from), to: begins(to), limit: 200 } })
}

/** The days that a view shows. */
function spanOf(view: View, at: Day): Day[] {
  if (view === 'week') return daysFrom(monday(at), 7)
  const begin = monday(first(at))
  return view === 'month' ? daysFrom(begin, 42) : daysFrom(first(at), 31).filter((day) => day.slice(0, 7) === at.slice(0, 7))
}

function within(day: Day, from: Day, to: Day): Day {
  if (day < from) return from
  return day > to ? to : day
}

interface TurnerProps { view: View; onView: (view: View) => void; at: Day; onAt: (at: Day) => void; days: Day[] }

function Turner({ view, onView, at, onAt, days }: TurnerProps) {
  const { t } = useLingui()
  const { date } = useFormats()
  const by = (step: number) => (view === 'week' ? plus(at, 7 * step) : plusMonths(at, step))
  const span = view === 'week' ? `${date(days[0])} – ${date(days.at(-1))}` : date(first(at))
  const views = [{ id: 'month', label: t`Month` }, { id: 'week', label: t`Week` }, { id: 'list', label: t`List` }]
  return (
    <div className={style.bar}>
      <div className={style.turn}>
        <IconButton icon="back" label={t`Earlier`} onClick={() => onAt(by(-1))} />
        <span className={style.span} aria-live="polite">{span}</span>
        <IconButton icon="next" label={t`Later`} onClick={() => onAt(by(1))} />
        <Button small onClick={() => onAt(today())}>{t`Today`}</Button>
      </div>
      <Select label={t`View`} bare choices={views} value={view} onChange={(next) => onView(next as View)} />
    </div>
  )
}
