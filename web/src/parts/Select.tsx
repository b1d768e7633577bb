import { useLingui } from '@lingui/react/macro'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'
import { FieldNotes } from './FieldNotes'
import { FieldLabel, useField, type FieldProps } from './Form'
import { Icon } from './Icon'
import type { Choice } from './useWords'
import form from './Form.module.css'
import style from './Select.module.css'

export interface SelectProps extends FieldProps {
  choices: Choice[]
  value: string | null | undefined
  onChange: (value: string) => void
  placeholder?: string
}

/** One of a few values. For many, or unknown ones, use Finder. */
export function Select({ choices, value, onChange, placeholder, ...props }: SelectProps) {
  const { t } = useLingui()
  const { id, errors, invalid, touched } = useField(props)
  return (
    <AriaSelect id={id} value={value || null} isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled} validationBehavior="aria"
      placeholder={placeholder ?? t`Choose`} className={form.field} onChange={(key) => { if (key !== null) { touched(); onChange(String(key)) } }}>
      <Label><FieldLabel {...props} /></Label>
      <Button className={`${form.input} ${style.button}`}>
        <SelectValue className={style.value} />
        <Icon name="down" size={16} />
      </Button>
      <FieldNotes hint={props.hint} errors={errors} />
      <Popover className={style.popover}><Choices choices={choices} /></Popover>
    </AriaSelect>
  )
}

export interface FinderProps extends FieldProps {
  choices: Choice[]
  value: string | null | undefined
  onChange: (value: string | null) => void
  /** Called while the person types, for choices that the service searches. */
  onSearch?: (words: string) => void
}

/** One of many values, found by typing. */
export function Finder({ choices, value, onChange, onSearch, ...props }: FinderProps) {
  const { t } = useLingui()
  const { id, errors, invalid, touched } = useField(props)
  return (
    <ComboBox id={id} value={value || null} defaultItems={choices} isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled}
      menuTrigger="focus" allowsEmptyCollection validationBehavior="aria" className={form.field} onInputChange={onSearch}
      onChange={(key) => { touched(); onChange(key === null ? null : String(key)) }}>
      <Label><FieldLabel {...props} /></Label>
      <div className={form.joined}>
        <Input className={form.input} dir="auto" />
        <span className={form.inside}><Button className={style.open} aria-label={t`Show the choices`}><Icon name="down" size={16} /></Button></span>
      </div>
      <FieldNotes hint={props.hint} errors={errors} />
      <Popover className={style.popover}><Choices /></Popover>
    </ComboBox>
  )
}

/** The list of a popover. Without choices it draws those of the field around
 * it. */
export function Choices({ choices }: { choices?: Choice[] }) {
  const { t } = useLingui()
  return (
    <ListBox items={choices} className={style.list} renderEmptyState={() => <p className={style.none}>{t`Nothing matches.`}</p>}>
      {(choice: Choice) => (
        <ListBoxItem id={choice.id} textValue={choice.label} className={style.item}>
          {({ isSelected }) => (
            <>
              <span className={style.words}>
                <Text slot="label">{choice.label}</Text>
                {choice.hint && <Text slot="description" className={style.hint}>{choice.hint}</Text>}
              </span>
              {isSelected && <Icon name="check" size={18} />}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  )
}
