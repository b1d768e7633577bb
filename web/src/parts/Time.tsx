import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { LocalTime } from '../words/format'
import { Chip } from './StateChip'
import { useFormats } from './useFormats'

/** An instant, told in the reader's own zone. */
export function Time({ at }: { at: string | null | undefined }) {
  const { moment } = useFormats()
  return at ? <time dateTime={at}>{moment(at)}</time> : <span>{moment(null)}</span>
}

/** A time where the audience is; the zone is named unless it is the reader's. */
export function WallTime({ time }: { time: LocalTime }) {
  const { local } = useFormats()
  return <time dateTime={time.local}>{local(time)}</time>
}

export interface DeadlineProps {
  at: string
  /** How many hours before it counts as near. */
  nearHours?: number
}

/** The clock of a thing that is due: how long is left, and when exactly. */
export function Deadline({ at, nearHours = 24 }: DeadlineProps) {
  const { t } = useLingui()
  const { relative, moment } = useFormats()
  const now = useNow()
  const left = Date.parse(at) - now
  const near = left < nearHours * 3_600_000
  const says = relative(at, now)
  return (
    <time dateTime={at} title={moment(at)}>
      <Chip tone={left < 0 ? 'danger' : near ? 'warning' : 'waiting'}>{left < 0 ? t`Overdue: ${says}` : t`Due ${says}`}</Chip>
    </time>
  )
}

/** How long ago something was. */
export function Ago({ at }: { at: string }) {
  const { relative, moment } = useFormats()
  const now = useNow()
  return <time dateTime={at} title={moment(at)}>{relative(at, now)}</time>
}

/** The present, in milliseconds, refreshed every half minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(ticking)
  }, [])
  return now
}
