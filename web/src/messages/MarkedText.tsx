import { useLingui } from '@lingui/react/macro'
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { Label } from 'react-aria-components/Label'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import { FieldNotes } from '../parts/FieldNotes'
import { FieldLabel, useField, type FieldProps } from '../parts/Form'
import { Icon } from '../parts/Icon'
import { useFormats } from '../parts/useFormats'
import { directionOf } from '../words/languages'
import { noteWords, rangeOf, signOf, type Note } from './noteWords'
import form from '../parts/Form.module.css'
import style from './Editor.module.css'

interface MarkedTextProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  lang: string
  /** What there is to look at, and the text that it is about. */
  notes: Note[]
  noted: string
  /** Without line breaks. */
  single?: boolean
}

/** A text in its own language, with what there is to look at marked in it and
 * said beside the line. */
export function MarkedText({ value, onChange, lang, notes, noted, single = false, ...props }: MarkedTextProps) {
  const { id, errors, invalid, touched } = useField(props)
  const mirror = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const dir = directionOf(lang)
  const current = noted === value ? notes : []
  const change = (text: string) => { touched(); onChange(single ? text.replaceAll('\n', ' ') : text) }
  const go = (note: Note) => {
    const { from, to } = rangeOf(note, noted)
    area.current?.focus()
    area.current?.setSelectionRange(note.length ? from : 0, note.length ? to : noted.length)
  }
  return (
    <div className={style.marked}><div className={style.lines}>
      <TextField id={id} value={value} validationBehavior="aria" isInvalid={invalid} isRequired={props.required} isDisabled={props.disabled}
        className={form.field} onChange={change}>
        <Label><FieldLabel {...props} /></Label>
        <div className={single ? `${style.stack} ${style.single}` : style.stack}>
          <div ref={mirror} aria-hidden="true" className={`${form.input} ${style.mirror}`} lang={lang} dir={dir}><Marks text={value} notes={current} />{'\n'}</div>
          <TextArea ref={area} rows={single ? 1 : 6} lang={lang} dir={dir} className={`${form.input} ${style.area}`} />
        </div>
        <FieldNotes hint={props.hint} errors={errors} />
      </TextField>
      {notes.length > 0 && <MarginNotes notes={notes} text={noted} mirror={mirror} onGo={go} single={single} />}
    </div></div>
  )
}

/** The text again, invisibly, with marks where the notes are. */
function Marks({ text, notes }: { text: string; notes: Note[] }) {
  let at = 0
  const pieces = notes.filter((note) => note.length > 0).map((note, i) => {
    const { from, to } = rangeOf(note, text)
    const start = Math.max(at, from)
    const before = text.slice(at, start)
    at = Math.max(at, to)
    return <span key={i}>{before}<mark data-note={notes.indexOf(note)} className={style[note.severity]}>{text.slice(start, at)}</mark></span>
  })
  return <>{pieces}{text.slice(at)}</>
}

interface MarginProps {
  notes: Note[]
  text: string
  mirror: RefObject<HTMLDivElement | null>
  single: boolean
  onGo: (note: Note) => void
}

/** The notes, each beside its line where there is room; else below. */
function MarginNotes({ notes, text, mirror, onGo, single }: MarginProps) {
  const list = useRef<HTMLUListElement>(null)
  const [tops, setTops] = useState<number[]>([])
  const places = () => { setTops(besides(notes, mirror.current, list.current)) }
  useLayoutEffect(places, [notes, text, mirror])
  useEffect(() => {
    window.addEventListener('resize', places)
    return () => window.removeEventListener('resize', places)
  })
  return (
    <ul ref={list} className={style.margin}>
      {notes.map((note, i) => (
        <li key={i} className={style.note} style={{ insetBlockStart: `${String(tops[i] ?? 0)}px` }}>
          <NoteButton note={note} text={text} single={single} onGo={onGo} />
        </li>
      ))}
    </ul>
  )
}

/** How far down each note stands: at its mark, and below the note before. */
function besides(notes: Note[], mirror: HTMLElement | null, list: HTMLElement | null): number[] {
  let free = 0
  return notes.map((_, i) => {
    const mark = mirror?.querySelector<HTMLElement>(`[data-note="${String(i)}"]`)
    const top = Math.max(free, mark?.offsetTop ?? 0)
    free = top + ((list?.children[i] as HTMLElement | undefined)?.offsetHeight ?? 0) + 4
    return top
  })
}

function NoteButton({ note, text, single, onGo }: { note: Note; text: string; single: boolean; onGo: (note: Note) => void }) {
  const { t, i18n } = useLingui()
  const { count } = useFormats()
  const words = noteWords[note.code]
  const sign = signOf(note, text)
  const line = count(note.line)
  return (
    <button type="button" className={`${style.noteButton} ${style[`${note.severity}Note`]}`} onClick={() => onGo(note)}>
      <Icon name={note.severity === 'error' ? 'danger' : 'warning'} size={16} />
      <span>
        <span className={style.noteTitle}>{words ? i18n._(words.title) : note.code}{sign && <> <code dir="ltr">{sign}</code></>}</span>
        {!single && note.length > 0 && <span className={style.noteLine}> · {t`line ${line}`}</span>}
        {words && <span className={style.noteMore}>{i18n._(words.more)}</span>}
      </span>
    </button>
  )
}

/** Notes on a field that is not marked, under it. */
export function Notes({ notes, text }: { notes: Note[]; text: string }) {
  if (notes.length === 0) return null
  return <ul className={style.below}>{notes.map((note, i) => <li key={i}><NoteButton note={note} text={text} single onGo={() => {}} /></li>)}</ul>
}
