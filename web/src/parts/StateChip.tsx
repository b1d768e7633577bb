import { states, type Stateful, type Tone } from '../words/states'
import { Icon, type IconName } from './Icon'
import { useWords } from './useWords'
import style from './StateChip.module.css'

const sign: Record<Tone, IconName> = {
  idle: 'idle', waiting: 'waiting', going: 'going', done: 'check', warning: 'warning', danger: 'danger', ended: 'ended',
}

export interface StateChipProps {
  of: Stateful
  state: string
}

/** The state of a thing: a sign, a word and a colour that all say the same. */
export function StateChip({ of, state }: StateChipProps) {
  const words = useWords()
  return <Chip tone={states[of][state]?.tone ?? 'idle'}>{words.state(of, state)}</Chip>
}

/** A word with a tone, where no state of the vocabulary fits. */
export function Chip({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return (
    <span className={`${style.chip} ${style[tone]}`}>
      <Icon name={sign[tone]} size={14} />
      <span>{children}</span>
    </span>
  )
}
