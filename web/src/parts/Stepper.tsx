import { useLingui } from '@lingui/react/macro'
import { Icon } from './Icon'
import { useFormats } from './useFormats'
import style from './Stepper.module.css'

export interface Step {
  id: string
  label: string
  state: 'done' | 'here' | 'ahead' | 'stopped'
  /** Such as who did it and when. */
  note?: string
}

/** Where a thing stands on its way. */
export function Stepper({ label, steps }: { label: string; steps: Step[] }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const says = { done: t`done`, here: t`now`, ahead: t`to come`, stopped: t`stopped` }
  return (
    <ol aria-label={label} className={style.steps}>
      {steps.map((step, i) => (
        <li key={step.id} className={`${style.step} ${style[step.state]}`} aria-current={step.state === 'here' ? 'step' : undefined}>
          <span className={style.mark} aria-hidden="true">
            {step.state === 'done' ? <Icon name="check" size={16} /> : step.state === 'stopped' ? <Icon name="close" size={16} /> : count(i + 1)}
          </span>
          <span className={style.words}>
            <span className={style.name}>{step.label} <span className="unseen">({says[step.state]})</span></span>
            {step.note && <small className={style.note}>{step.note}</small>}
          </span>
        </li>
      ))}
    </ol>
  )
}
