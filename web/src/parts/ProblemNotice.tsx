import { useLingui } from '@lingui/react/macro'
import type { FieldProblem, Problem } from '../api/problem'
import { Banner } from './Banner'
import { Link } from './Link'
import { useFormats } from './useFormats'
import { useProblemWords } from './useProblemWords'
import style from './ProblemNotice.module.css'

export interface ProblemNoticeProps {
  problem: Problem
  /** The field that a pointer belongs to, where the screen has one. */
  field?: (pointer: string) => { id: string; label: string } | undefined
  /** Further things to do about it, such as trying again. */
  children?: React.ReactNode
}

/** What the service declined, in the reader's words, with each field that is
 * wrong and a way to it. */
export function ProblemNotice({ problem, field = () => undefined, children }: ProblemNoticeProps) {
  const { t } = useLingui()
  const { count } = useFormats()
  const words = useProblemWords()
  const seconds = count(problem.retryAfter)
  return (
    <Banner tone={problem.passing ? 'warning' : 'danger'} title={words.problem(problem)} alert>
      {problem.errors.length > 0 && (
        <ul className={style.list}>
          {problem.errors.map((error) => <FieldLine key={`${error.pointer} ${error.code}`} error={error} field={field(error.pointer)} />)}
        </ul>
      )}
      {problem.retryAfter !== undefined && <p>{t`Try again in ${seconds} seconds.`}</p>}
      {problem.requestId && problem.status >= 500 && <p className={style.reference}>{t`Reference for the operator:`} <code dir="ltr">{problem.requestId}</code></p>}
      {problem.code === 'second_factor_required' && <p><Link to="/security">{t`Set a second factor up`}</Link></p>}
      {children}
    </Banner>
  )
}

function FieldLine({ error, field }: { error: FieldProblem; field: { id: string; label: string } | undefined }) {
  const words = useProblemWords()
  const says = words.field(error)
  if (!field) return <li><code dir="ltr">{error.parameter ?? error.pointer}</code> {says}</li>
  return (
    <li>
      <a href={`#${field.id}`} className={style.link} onClick={(event) => { event.preventDefault(); goTo(field.id) }}>{field.label}</a>
      {': '}{says}
    </li>
  )
}

/** Puts the reader's cursor into a field of the form. */
function goTo(id: string) {
  const place = document.getElementById(id)
  const control = place?.matches('input, textarea, button') ? place : place?.querySelector<HTMLElement>('input, textarea, button, [tabindex="0"]')
  place?.scrollIntoView({ block: 'center' });
  (control as HTMLElement | null | undefined)?.focus()
}
