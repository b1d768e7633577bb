import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePlatformWords } from '../channels/platformWords'
import { Link } from '../parts/Link'
import { Section } from '../parts/Page'
import { WallTime } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import style from './Home.module.css'

type DueDay = Schema<'DueDay'>

/** What is due in the next seven days, day by day. */
export function Ahead({ of }: { of: DueDay[] }) {
  const { t } = useLingui()
  const days = [...new Set(of.map(({ day }) => day))]
  return (
    <Section title={t`The week ahead`}>
      {days.length === 0
        ? <p className={style.soft}>{t`Nothing is scheduled for the next seven days.`}</p>
        : <ol className={style.days}>{days.map((day) => <Day key={day} day={day} rows={of.filter((row) => row.day === day)} />)}</ol>}
    </Section>
  )
}

function Day({ day, rows }: { day: string; rows: DueDay[] }) {
  const { weekday } = useFormats()
  return (
    <li className={style.day}>
      <h3><time dateTime={day}>{weekday(day)}</time></h3>
      <ul className={style.due}>{rows.map((row) => <Row key={`${row.campaign_id}${row.country}${row.platform}${row.first.zone}`} row={row} />)}</ul>
    </li>
  )
}

function Row({ row }: { row: DueDay }) {
  const { t } = useLingui()
  const { count, country } = useFormats()
  const platforms = usePlatformWords()
  const number = count(row.count)
  const place = country(row.country)
  return (
    <li className={style.dueRow}>
      <Link to={`/campaigns/${row.campaign_id}/plan` as string}><bdi>{row.campaign}</bdi></Link>
      <span className={style.soft}>{place} · {platforms.platform(row.platform)} · {row.count === 1 ? <WallTime time={row.first} /> : <>{t`${number} times, first`} <WallTime time={row.first} /></>}</span>
    </li>
  )
}
