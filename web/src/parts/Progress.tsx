import { useLingui } from '@lingui/react/macro'
import { Icon } from './Icon'
import { useFormats } from './useFormats'
import style from './Progress.module.css'

export interface ProgressProps {
  /** What is being completed, for screen readers. */
  label: string
  done: number
  of: number
}

const around = 2 * Math.PI * 15

/** How much of a thing is filled in, as a ring with the figures in it. */
export function ProgressRing({ label, done, of }: ProgressProps) {
  const { t } = useLingui()
  const { count } = useFormats()
  const share = of === 0 ? 1 : Math.min(1, done / of)
  const has = count(done)
  const wants = count(of)
  return (
    <span className={style.ring} role="img" aria-label={t`${label}: ${has} of ${wants}`}>
      <svg viewBox="0 0 36 36" width="36" height="36" aria-hidden="true">
        <circle cx="18" cy="18" r="15" className={style.rail} />
        <circle cx="18" cy="18" r="15" className={style.run} strokeDasharray={`${share * around} ${around}`} transform="rotate(-90 18 18)" />
      </svg>
      <span className={style.inside} aria-hidden="true">{share === 1 ? <Icon name="check" size={16} /> : `${has}/${wants}`}</span>
    </span>
  )
}

/** How far work in progress has come, as a bar with its figures. */
export function ProgressBar({ label, done, of }: ProgressProps) {
  const { count, percent } = useFormats()
  const share = of === 0 ? 0 : Math.min(1, done / of)
  return (
    <div className={style.work}>
      <div className={style.words}><span>{label}</span><span>{count(done)} / {count(of)} · {percent(share, 0)}</span></div>
      <div className={style.bar} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={of} aria-valuenow={done}>
        <div className={style.fill} style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  )
}
