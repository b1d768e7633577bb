import { useLingui } from '@lingui/react/macro'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect } from 'react-aria-components/Select'
import { FieldNotes } from './FieldNotes'
import { FieldLabel, useField, type FieldProps } from './Form'
import { Icon } from './Icon'
import { Choices } from './Select'
import { useFormats } from './useFormats'
import type { Choice } from './useWords'
import form from './Form.module.css'
import select from './Select.module.css'
import style from './TagPicker.module.css'

export interface TagPickerProps extends FieldProps {
  choices: Choice[]
  value: readonly string[] | null | undefined
  onChange: (value: string[]) => void
}

/** Any number of values of a list; what is chosen stands as tags under it. */
export function TagPicker({ choices, value, onChange, ...props }: TagPickerProps) {
  const { t } = useLingui()
  const { count } = useFormats()
  const { id, errors, invalid, touched } = useField(props)
  const chosen = value ?? []
  const change = (next: string[]) => { touched(); onChange(next) }
  const number = count(chosen.length)
  return (
    <AriaSelect id={id} selectionMode="multiple" value={chosen} isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled}
      validationBehavior="aria" className={form.field} onChange={(keys) => change(inOrder(choices, keys.map(String)))}>
      <Label><FieldLabel {...props} /></Label>
      <Button className={`${form.input} ${select.button}`}>
        <span className={chosen.length === 0 ? style.none : undefined}>{chosen.length === 0 ? t`Choose any` : t`${number} chosen`}</span>
        <Icon name="down" size={16} />
      </Button>
      {chosen.length > 0 && (
        <ul className={style.tags}>
          {chosen.map((each) => <Tag key={each} label={nameOf(choices, each)} onRemove={() => change(chosen.filter((other) => other !== each))} />)}
        </ul>
      )}
      <FieldNotes hint={props.hint} errors={errors} />
      <Popover className={select.popover}><Choices choices={choices} /></Popover>
    </AriaSelect>
  )
}

function Tag({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useLingui()
  return (
    <li className={style.tag}>
      <span>{label}</span>
      {/* Outside the field's own button, so that it does not open the list. */}
      <button type="button" aria-label={t`Remove ${label}`} className={style.remove} onClick={onRemove}><Icon name="close" size={12} /></button>
    </li>
  )
}

/** Words that describe a thing, such as its themes. */
export function Tags({ of }: { of: string[] }) {
  return <ul className={style.tags}>{of.map((word) => <li key={word} className={style.tag}>{word}</li>)}</ul>
}

function nameOf(choices: Choice[], id: string): string {
  return choices.find((choice) => choice.id === id)?.label ?? id
}

// Values stand in the order of the menu, whatever the order of choosing, so
// that an unchanged document is sent unchanged.
function inOrder(choices: Choice[], keys: string[]): string[] {
  const known = choices.map(({ id }) => id).filter((id) => keys.includes(id))
  return [...known, ...keys.filter((key) => !known.includes(key))]
}
