import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField'
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { directionOf } from '../words/languages'
import { IconButton } from './Button'
import { FieldNotes } from './FieldNotes'
import { FieldLabel, useField, type FieldProps } from './Form'
import { Icon } from './Icon'
import { useFormats } from './useFormats'
import style from './Form.module.css'

interface TextProps extends FieldProps {
  value: string | null | undefined
  onChange: (value: string) => void
  /** The language of the content, which sets its direction. Without it the
   * text itself decides. */
  lang?: string
  placeholder?: string
  autoFocus?: boolean
}

export interface TextFieldProps extends TextProps {
  type?: 'text' | 'email' | 'url' | 'tel'
  autoComplete?: string
  inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url'
}

/** One line of text. */
export function TextField({ type = 'text', autoComplete = 'off', inputMode, ...props }: TextFieldProps) {
  const { id, errors, invalid, touched } = useField(props)
  return (
    <AriaTextField id={id} type={type} autoComplete={autoComplete} inputMode={inputMode} value={props.value ?? ''} validationBehavior="aria"
      isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled} autoFocus={props.autoFocus} className={style.field}
      onChange={(value) => { touched(); props.onChange(value) }}>
      <Label><FieldLabel {...props} /></Label>
      <Input className={style.input} placeholder={props.placeholder} {...written(props.lang, type)} />
      <FieldNotes hint={props.hint} errors={errors} />
    </AriaTextField>
  )
}

export interface TextAreaProps extends TextProps {
  rows?: number
  /** How many characters fit, counted as people see them; shown, not forced. */
  limit?: number
}

/** Text of several lines; grows with what is written. */
export function TextArea({ rows = 3, limit, ...props }: TextAreaProps) {
  const { id, errors, invalid, touched } = useField(props)
  return (
    <AriaTextField id={id} value={props.value ?? ''} validationBehavior="aria" isInvalid={invalid} isRequired={props.required}
      isDisabled={props.disabled} autoFocus={props.autoFocus} className={style.field}
      onChange={(value) => { touched(); props.onChange(value) }}>
      <Label><FieldLabel {...props} /></Label>
      <AriaTextArea rows={rows} placeholder={props.placeholder} className={`${style.input} ${style.area}`} {...written(props.lang, 'text')} />
      <div className={style.foot}>
        <div><FieldNotes hint={props.hint} errors={errors} /></div>
        {limit !== undefined && <Length text={props.value ?? ''} limit={limit} />}
      </div>
    </AriaTextField>
  )
}

function Length({ text, limit }: { text: string; limit: number }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const length = countGraphemes(text)
  const used = count(length)
  const most = count(limit)
  return <span className={length > limit ? `${style.limit} ${style.over}` : style.limit}>{t`${used} of ${most}`}</span>
}

/** The number of characters as a reader counts them. */
export function countGraphemes(text: string): number {
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].length
}

/** A password, which the person may look at. */
export function PasswordField({ autoComplete, ...props }: TextProps & { autoComplete: 'current-password' | 'new-password' }) {
  const { t } = useLingui()
  const { id, errors, invalid, touched } = useField(props)
  const [shown, setShown] = useState(false)
  return (
    <AriaTextField id={id} type={shown ? 'text' : 'password'} autoComplete={autoComplete} value={props.value ?? ''} validationBehavior="aria"
      isInvalid={invalid} isRequired={props.required} autoFocus={props.autoFocus} className={style.field}
      onChange={(value) => { touched(); props.onChange(value) }}>
      <Label><FieldLabel {...props} /></Label>
      <div className={style.joined}>
        <Input className={style.input} dir="ltr" spellCheck="false" autoCapitalize="none" />
        <span className={style.inside}>
          <IconButton small icon={shown ? 'hide' : 'show'} label={shown ? t`Hide the password` : t`Show the password`} onClick={() => setShown(!shown)} />
        </span>
      </div>
      <FieldNotes hint={props.hint} errors={errors} />
    </AriaTextField>
  )
}

export interface NumberFieldProps extends FieldProps {
  /** null is not known, and differs from 0. */
  value: number | null | undefined
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  format?: Intl.NumberFormatOptions
}

/** A number in the reader's digits; other digits are understood too. */
export function NumberField({ min, max, step, format, ...props }: NumberFieldProps) {
  const { id, errors, invalid, touched } = useField(props)
  return (
    <AriaNumberField id={id} value={props.value ?? NaN} minValue={min} maxValue={max} step={step} formatOptions={format} validationBehavior="aria"
      isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled} className={style.field}
      onChange={(value) => { touched(); props.onChange(Number.isNaN(value) ? null : value) }}>
      <Label><FieldLabel {...props} /></Label>
      <Input className={`${style.input} ${style.numeric}`} />
      <FieldNotes hint={props.hint} errors={errors} />
    </AriaNumberField>
  )
}

export interface SearchFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** Words to look for; the label is inside. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const { t } = useLingui()
  return (
    <AriaSearchField aria-label={label} value={value} onChange={onChange} className={style.joined}>
      <span className={style.searchSign}><Icon name="search" size={18} /></span>
      <Input placeholder={label} className={`${style.input} ${style.search}`} dir="auto" />
      {value !== '' && <span className={style.inside}><Button aria-label={t`Clear`} className={style.clear}><Icon name="close" size={16} /></Button></span>}
    </AriaSearchField>
  )
}

function written(lang: string | undefined, type: string) {
  if (type === 'email' || type === 'url' || type === 'tel') return { dir: 'ltr' as const, spellCheck: 'false' as const }
  return { lang, dir: lang ? directionOf(lang) : ('auto' as const) }
}
