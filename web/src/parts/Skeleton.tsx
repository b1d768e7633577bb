import { useLingui } from '@lingui/react/macro'
import style from './Skeleton.module.css'

export interface SkeletonProps {
  /** What the shape announces: rows of a table, a text, or a form. */
  shape?: 'rows' | 'text' | 'form'
}

const lines = { rows: 6, text: 4, form: 5 }

/** The outline of what is being read. */
export function Skeleton({ shape = 'rows' }: SkeletonProps) {
  const { t } = useLingui()
  return (
    <div className={`${style.skeleton} ${style[shape]}`} role="status">
      <span className="unseen">{t`Loading`}</span>
      {Array.from({ length: lines[shape] }, (_, i) => <span key={i} className={style.line} aria-hidden="true" />)}
    </div>
  )
}
