import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, IconButton } from '../parts/Button'
import { DateField } from '../parts/DateField'
import { useFormats } from '../parts/useFormats'
import type { BoxProps } from './PlanForm'
import style from './Plan.module.css'
import form from '../parts/TagPicker.module.css'

/** Days on which nothing is sent: mourning, elections, fast. */
export function Blackouts({ draft, disabled }: BoxProps) {
  const { t } = useLingui()
  const { date } = useFormats()
  const [day, setDay] = useState<string | null>(null)
  const days = draft.value.blackout_dates
  const add = () => {
    if (day !== null && !days.includes(day)) draft.set('/blackout_dates', [...days, day].sort())
    setDay(null)
  }
  return (
    <div className={style.lines}>
      {!disabled && (
        <div className={style.days}>
          <DateField label={t`Silent days`} hint={t`Nothing is sent on them: elections, mourning, holidays.`} value={day} onChange={setDay} />
          <Button icon="add" onClick={add} disabled={day === null}>{t`Add the day`}</Button>
        </div>
      )}
      {days.length > 0 && (
        <ul className={form.tags} aria-label={t`Silent days`}>
          {days.map((each) => {
            const name = date(each)
            return (
              <li key={each} className={form.tag}>
                <time dateTime={each}>{name}</time>
                {!disabled && <IconButton small icon="close" label={t`Remove ${name}`} onClick={() => draft.set('/blackout_dates', days.filter((other) => other !== each))} />}
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
