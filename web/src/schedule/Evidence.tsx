import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Time } from '../parts/Time'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import style from './Schedule.module.css'

type Alarm = Schema<'Alarm'>

/** Why the program stopped a campaign: what it counted in both windows, and
 * where the rule drew the line. */
export function Evidence({ of }: { of: Alarm[] }) {
  const { t } = useLingui()
  return (
    <div className={style.stack}>
      <strong>{t`Stopped by the program: people turned against it`}</strong>
      {of.map((alarm) => <One key={alarm.signal} of={alarm} />)}
    </div>
  )
}

function One({ of }: { of: Alarm }) {
  const { t } = useLingui()
  const { count, percent } = useFormats()
  const words = useWords()
  const [line, least, days] = [percent(of.share), count(of.minimum), count(of.days)]
  const sources = count(new Set(of.windows.flatMap((w) => w.sources)).size)
  return (
    <div className={style.stack}>
      <span className={style.name}>{words.term('backlash_signal', of.signal)}</span>
      {of.windows.map((w) => <Window key={w.from} of={w} />)}
      <small className={style.soft}>{t`The rule: ${line} or more, of at least ${least}, twice in a row. Days of a window: ${days}.`}</small>
      <small className={style.soft}>{t`Counted from ${sources} records, seen`} <Time at={of.at} /></small>
    </div>
  )
}

function Window({ of }: { of: Alarm['windows'][number] }) {
  const { t } = useLingui()
  const { count, day, percent } = useFormats()
  const [part, whole, share] = [count(of.count), count(of.of), percent(of.share)]
  return (
    <span>
      {of.from === of.to ? day(of.from) : <>{day(of.from)} – {day(of.to)}</>}: <bdi>{t`${part} of ${whole} (${share})`}</bdi>
    </span>
  )
}
