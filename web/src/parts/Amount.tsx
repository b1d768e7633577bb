import { useLingui } from '@lingui/react/macro'
import type { Money as MoneyValue } from '../words/format'
import { useFormats } from './useFormats'
import { useWords } from './useWords'
import style from './Amount.module.css'

export interface CountProps {
  /** null is not known. */
  value: number | null | undefined
  /** Why it is not known, of the vocabulary missing_reason. */
  missing?: string | null
}

/** A number in the reader's digits. What is not known is a dash with its
 * reason, never 0. */
export function Count({ value, missing }: CountProps) {
  const { t } = useLingui()
  const { count } = useFormats()
  const words = useWords()
  if (value != null) return <span className={style.number}>{count(value)}</span>
  const reason = missing ? words.term('missing_reason', missing) : t`not known`
  return <span className={style.unknown} title={reason}>{count(null)}<span className="unseen"> ({reason})</span></span>
}

/** An amount in its own currency, which is always named. */
export function Money({ value }: { value: MoneyValue | null | undefined }) {
  const { money } = useFormats()
  return <span className={style.number}>{money(value)}</span>
}

/** One figure that sums a screen up, with what it counts. */
export function KeyFigure({ label, children, note }: { label: string; children: React.ReactNode; note?: React.ReactNode }) {
  return (
    <div className={style.key}>
      <span className={style.label}>{label}</span>
      <span className={style.value}>{children}</span>
      {note && <span className={style.note}>{note}</span>}
    </div>
  )
}

/** Key figures side by side. */
export function KeyFigures({ children }: { children: React.ReactNode }) {
  return <div className={style.keys}>{children}</div>
}
