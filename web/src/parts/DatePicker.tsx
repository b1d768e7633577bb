import type { DateValue } from '@internationalized/date'
import { useLingui } from '@lingui/react/macro'
import { Button } from 'react-aria-components/Button'
import { Calendar, CalendarCell, CalendarGrid } from 'react-aria-components/Calendar'
import { DateInput, DateSegment } from 'react-aria-components/DateField'
import { DatePicker as Picker } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Heading } from 'react-aria-components/Heading'
import { Label } from 'react-aria-components/Label'
import { Popover } from 'react-aria-components/Popover'
import { FieldNotes } from './FieldNotes'
import { FieldLabel, useField, type FieldProps } from './Form'
import { Icon } from './Icon'
import form from './Form.module.css'
import select from './Select.module.css'
import style from './DateField.module.css'

export interface PickerProps extends FieldProps {
  granularity: 'day' | 'minute'
  value: DateValue | null
  onChange: (value: DateValue | null) => void
  min?: DateValue
  max?: DateValue
}

/** A field for a day, or a day and a time, with a calendar beside it. */
export function DatePicker({ granularity, value, onChange, min, max, ...props }: PickerProps) {
  const { t } = useLingui()
  const { id, errors, invalid, touched } = useField(props)
  return (
    <Picker id={id} granularity={granularity} hourCycle={24} value={value} minValue={min} maxValue={max} validationBehavior="aria"
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
    </Picker>
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
