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
import { FieldLabel, useField } from './Form'
import { Icon } from './Icon'
import type { FinderProps, SelectProps } from './Select'
import type { TagPickerProps } from './TagPicker'
import { useFormats } from './useFormats'
import type { Choice } from './useWords'
import form from './Form.module.css'
import style from './Select.module.css'
import tags from './TagPicker.module.css'

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
      <Button className={`${form.input} ${style.button}`}>
        <span className={chosen.length === 0 ? tags.none : undefined}>{chosen.length === 0 ? t`Choose any` : t`${number} chosen`}</span>
        <Icon name="down" size={16} />
      </Button>
      {chosen.length > 0 && (
        <ul className={tags.tags}>
          {chosen.map((each) => <Tag key={each} label={nameOf(choices, each)} onRemove={() => change(chosen.filter((other) => other !== each))} />)}
        </ul>
      )}
      <FieldNotes hint={props.hint} errors={errors} />
      <Popover className={style.popover}><Choices choices={choices} /></Popover>
    </AriaSelect>
  )
}

function Tag({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useLingui()
  return (
    <li className={tags.tag}>
      <span>{label}</span>
      {/* Outside the field's own button, so that it does not open the list. */}
      <button type="button" aria-label={t`Remove ${label}`} className={tags.remove} onClick={onRemove}><Icon name="close" size={12} /></button>
    </li>
  )
}

/** The list of a popover. Without choices it draws those of the field around
 * it. */
function Choices({ choices }: { choices?: Choice[] }) {
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

function nameOf(choices: Choice[], id: string): string {
  return choices.find((choice) => choice.id === id)?.label ?? id
}

// Values stand in the order of the menu, whatever the order of choosing, so
// that an unchanged document is sent unchanged.
function inOrder(choices: Choice[], keys: string[]): string[] {
  const known = choices.map(({ id }) => id).filter((id) => keys.includes(id))
  return [...known, ...keys.filter((key) => !known.includes(key))]
}
