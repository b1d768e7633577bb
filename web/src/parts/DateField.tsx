import { parseDate, parseDateTime, toCalendarDateTime } from '@internationalized/date'
import { useLingui } from '@lingui/react/macro'
import type { LocalTime } from '../words/format'
import type { PickerProps } from './DatePicker'
import type { FieldProps } from './Form'
import { lateField } from './lateField'
import { Select } from './Select'
import { useFormats } from './useFormats'
import style from './DateField.module.css'

const Picker = lateField<PickerProps>(() => import('./DatePicker').then(({ DatePicker }) => DatePicker))

export interface DateFieldProps extends FieldProps {
  /** A date such as 2027-03-21, whatever calendar the reader sees. */
  value: string | null | undefined
  onChange: (value: string | null) => void
  min?: string
  max?: string
}

/** A day, in the reader's calendar. */
export function DateField({ value, onChange, min, max, ...props }: DateFieldProps) {
  return (
    <Picker {...props} granularity="day" value={value ? parseDate(value.slice(0, 10)) : null}
      min={min ? parseDate(min) : undefined} max={max ? parseDate(max) : undefined}
      onChange={(next) => onChange(next ? next.toString().slice(0, 10) : null)} />
  )
}

export interface LocalTimeFieldProps extends FieldProps {
  /** A time on the wall and the zone of that wall. */
  value: LocalTime | null | undefined
  onChange: (value: LocalTime | null) => void
  /** The zone of a new value: the audience's, not the reader's. Empty where
   * there are several; the hint says so. */
  zone: string
  /** The zones to choose from; without them it cannot be changed. */
  zones?: readonly string[]
}

/** A day and time where the audience is. The zone is always in sight. */
export function LocalTimeField({ value, onChange, zone, zones, ...props }: LocalTimeFieldProps) {
  const { t } = useLingui()
  const formats = useFormats()
  const here = value?.zone ?? zone
  const local = value?.local ? parseDateTime(value.local.slice(0, 16)) : null
  return (
    <div className={style.zoned}>
      <Picker {...props} granularity="minute" value={local}
        onChange={(next) => onChange(next ? { local: toCalendarDateTime(next).toString().slice(0, 16), zone: here } : null)} />
      {zones
        ? <Select label={t`Time zone`} value={here} choices={zones.map((id) => ({ id, label: formats.zone(id) }))}
            onChange={(next) => { if (value) onChange({ ...value, zone: next }) }} disabled={props.disabled || !value} />
        : here && <p className={style.zone}>{formats.zone(here)}</p>}
    </div>
  )
}
