import { useLingui } from '@lingui/react/macro'
import { createContext, useCallback, useContext, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import type { Problem } from '../api/problem'
import { ProblemNotice } from './ProblemNotice'
import { useProblemWords } from './useProblemWords'
import style from './Form.module.css'

interface FormState {
  problem: Problem | null
  mended: ReadonlySet<string>
  mend: (pointer: string) => void
  claim: (pointer: string, field: Claim) => () => void
}

interface Claim { id: string; label: string }

const FormContext = createContext<FormState>({ problem: null, mended: new Set(), mend: () => {}, claim: () => () => {} })

export interface FormProps {
  onSubmit: () => void
  /** What came back from the last attempt: mutation.error. */
  problem?: Problem | null
  children: ReactNode
}

/** A form whose fields show what the service says about them, each by its
 * pointer. Above them stands one list of everything that is wrong. */
export function Form({ onSubmit, problem = null, children }: FormProps) {
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set())
  const claims = useRef(new Map<string, Claim>())
  const notice = useRef<HTMLDivElement>(null)

  useEffect(() => {
    setMended(new Set())
    if (problem) notice.current?.focus()
  }, [problem])

  const mend = useCallback((pointer: string) => setMended((before) => new Set(before).add(pointer)), [])
  const claim = useCallback((pointer: string, field: Claim) => {
    claims.current.set(pointer, field)
    return () => { claims.current.delete(pointer) }
  }, [])
  const state = useMemo(() => ({ problem, mended, mend, claim }), [problem, mended, mend, claim])

  return (
    <FormContext value={state}>
      <form noValidate className={style.form} onSubmit={(event) => { event.preventDefault(); onSubmit() }}>
        <div ref={notice} tabIndex={-1} className={style.notice}>
          {problem && <ProblemNotice problem={problem} field={(pointer) => nearest(claims.current, pointer)} />}
        </div>
        {children}
      </form>
    </FormContext>
  )
}

/** The field that stands at a pointer, or at the nearest place around it. */
function nearest(claims: Map<string, Claim>, pointer: string): Claim | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const claim = claims.get(at)
    if (claim) return claim
  }
}

/** What every field of a form takes. */
export interface FieldProps {
  label: string
  /** One sentence under the field: what to write, not what went wrong. */
  hint?: ReactNode
  /** Where the value stands in what is sent; brings its problems here. */
  pointer?: string
  /** Said beside the label; the service checks. */
  required?: boolean
  disabled?: boolean
  /** Keeps the label for screen readers only, as in a row of a table. */
  bare?: boolean
}

/** What is wrong with a field, in the reader's words, and its id for links to
 * it. A value with parts also collects the problems of its parts. */
export function useField({ pointer, label }: Pick<FieldProps, 'pointer' | 'label'>) {
  const { problem, mended, mend, claim } = useContext(FormContext)
  const words = useProblemWords()
  const id = useId()

  useEffect(() => (pointer === undefined ? undefined : claim(pointer, { id, label })), [claim, pointer, id, label])

  const live = pointer !== undefined && problem !== null && !mended.has(pointer)
  const errors = live
    ? problem.errors.filter((e) => e.pointer === pointer || e.pointer.startsWith(`${pointer}/`)).map((e) => words.field(e))
    : []
  return { id, errors, invalid: errors.length > 0, touched: () => { if (pointer !== undefined) mend(pointer) } }
}

/** The words around a field: label above, hint and problems below. */
export function FieldLabel({ label, required, bare }: Pick<FieldProps, 'label' | 'required' | 'bare'>) {
  const { t } = useLingui()
  return (
    <span className={bare ? 'unseen' : style.label}>
      {label}
      {required && <span className={style.required}> · {t`required`}</span>}
    </span>
  )
}

/** Fields side by side where there is room. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={style.fields}>{children}</div>
}

/** A group of fields with a heading of its own. */
export function FieldSet({ legend, hint, children }: { legend: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={style.set}>
      <legend className={style.legend}>{legend}</legend>
      {hint && <p className={style.hint}>{hint}</p>}
      <div className={style.form}>{children}</div>
    </fieldset>
  )
}
