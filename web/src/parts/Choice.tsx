import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { CheckboxGroup as AriaGroup } from 'react-aria-components/CheckboxGroup'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import type { ReactNode } from 'react'
import { FieldNotes } from './FieldNotes'
import { FieldLabel, useField, type FieldProps } from './Form'
import { Icon } from './Icon'
import type { Choice } from './useWords'
import form from './Form.module.css'
import style from './Choice.module.css'

export interface CheckboxProps extends FieldProps {
  value: boolean | null | undefined
  onChange: (value: boolean) => void
}

/** Yes or no, sent with the rest of the form. */
export function Checkbox({ value, onChange, ...props }: CheckboxProps) {
  const { id, errors, invalid, touched } = useField(props)
  return (
    <div className={form.field}>
      <AriaCheckbox id={id} isSelected={value ?? false} isInvalid={invalid} isDisabled={props.disabled} className={style.choice}
        onChange={(next) => { touched(); onChange(next) }}>
        <Tick />
        <span><span className={props.bare ? 'unseen' : undefined}>{props.label}</span>{props.hint && <small className={style.hint}>{props.hint}</small>}</span>
      </AriaCheckbox>
      {errors.length > 0 && <p className={form.error}><Icon name="danger" size={16} /><span>{errors.join(' ')}</span></p>}
    </div>
  )
}

/** The box of a checkbox, for parts that have one of their own. */
export function Tick() {
  return <span className={style.box} aria-hidden="true"><Icon name="check" size={16} /></span>
}

export interface CheckboxGroupProps extends FieldProps {
  choices: Choice[]
  value: readonly string[] | null | undefined
  onChange: (value: string[]) => void
}

/** Any number of a few values, all in sight. */
export function CheckboxGroup({ choices, value, onChange, ...props }: CheckboxGroupProps) {
  const { id, errors, invalid, touched } = useField(props)
  return (
    <AriaGroup id={id} value={[...(value ?? [])]} isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled} validationBehavior="aria"
      className={form.field} onChange={(next) => { touched(); onChange(choices.map((c) => c.id).filter((each) => next.includes(each))) }}>
      <Label><FieldLabel {...props} /></Label>
      <div className={style.flow}>
        {choices.map((choice) => (
          <AriaCheckbox key={choice.id} value={choice.id} className={style.choice}>
            <Tick /><span>{choice.label}{choice.hint && <small className={style.hint}>{choice.hint}</small>}</span>
          </AriaCheckbox>
        ))}
      </div>
      <FieldNotes hint={props.hint} errors={errors} />
    </AriaGroup>
  )
}

export interface SwitchProps {
  label: ReactNode
  value: boolean
  onChange: (value: boolean) => void
  disabled?: boolean
}

/** On or off, in force at once, without sending a form. */
export function Switch({ label, value, onChange, disabled }: SwitchProps) {
  return (
    <AriaSwitch isSelected={value} onChange={onChange} isDisabled={disabled} className={style.choice}>
      <span className={style.track} aria-hidden="true"><span className={style.knob} /></span>
      <span>{label}</span>
    </AriaSwitch>
  )
}

export interface RadioCardsProps extends FieldProps {
  choices: Choice[]
  value: string | null | undefined
  onChange: (value: string) => void
}

/** One of a few values that want explaining: each card says what it means. */
export function RadioCards({ choices, value, onChange, ...props }: RadioCardsProps) {
  const { id, errors, invalid, touched } = useField(props)
  return (
    <RadioGroup id={id} value={value ?? null} isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled} validationBehavior="aria"
      className={form.field} onChange={(next) => { touched(); onChange(next) }}>
      <Label><FieldLabel {...props} /></Label>
      <div className={style.cards}>
        {choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className={style.card}>
            <span className={style.dot} aria-hidden="true" />
            <span><span className={style.name}>{choice.label}</span>{choice.hint && <small className={style.hint}>{choice.hint}</small>}</span>
          </Radio>
        ))}
      </div>
      <FieldNotes hint={props.hint} errors={errors} />
    </RadioGroup>
  )
}
