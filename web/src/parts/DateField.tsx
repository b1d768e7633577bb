import { parseDate, parseDateTime, toCalendarDateTime, type DateValue } from '@internationalized/date'
import { useLingui } from '@lingui/react/macro'
import { Button } from 'react-aria-components/Button'
import { Calendar, CalendarCell, CalendarGrid } from 'react-aria-components/Calendar'
import { DateInput, DateSegment } from 'react-aria-components/DateField'
import { DatePicker } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Heading } from 'react-aria-components/Heading'
import { Label } from 'react-aria-components/Label'
import { Popover } from 'react-aria-components/Popover'
import type { LocalTime } from '../words/format'
import { FieldNotes } from './FieldNotes'
import { FieldLabel, useField, type FieldProps } from './Form'
import { Icon } from './Icon'
import { Select } from './Select'
import { useFormats } from './useFormats'
import form from './Form.module.css'
import select from './Select.module.css'
import style from './DateField.module.css'

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
  /** The zone of a new value: the audience's, not the reader's. */
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
        : <p className={style.zone}>{formats.zone(here)}</p>}
    </div>
  )
}

interface PickerProps extends FieldProps {
  granularity: 'day' | 'minute'
  value: DateValue | null
  onChange: (value: DateValue | null) => void
  min?: DateValue
  max?: DateValue
}

function Picker({ granularity, value, onChange, min, max, ...props }: PickerProps) {
  const { t } = useLingui()
  const { id, errors, invalid, touched } = useField(props)
  return (
    <DatePicker id={id} granularity={granularity} hourCycle={24} value={value} minValue={min} maxValue={max} validationBehavior="aria"
      isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled} shouldForceLeadingZeros className={form.field}
      onChange={(next) => { touched(); onChange(next) }}>
      <Label><FieldLabel {...props} /></Label>
      <Group className={`${form.input} ${style.group}`}>
        <DateInput className={style.segments}>{(segment) => <DateSegment segment={segment} className={style.segment} />}</DateInput>
        <Button className={select.open} aria-label={t`Open the calendar`}><Icon name="schedule" size={18} /></Button>
      </Group>
      <FieldNotes hint={props.hint} errors={errors} />
      <Popover className={style.popover}>
        <Dialog className={style.dialog}><Month /></Dialog>
      </Popover>
    </DatePicker>
  )
}

function Month() {
  return (
    <Calendar>
      <header className={style.head}>
        <Button slot="previous" className={style.turn}><Icon name="back" size={18} /></Button>
        <Heading className={style.month} />
        <Button slot="next" className={style.turn}><Icon name="next" size={18} /></Button>
      </header>
      <CalendarGrid className={style.grid} weekdayStyle="short">{(date) => <CalendarCell date={date} className={style.day} />}</CalendarGrid>
    </Calendar>
  )
}
