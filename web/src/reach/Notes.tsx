import { Icon } from '../parts/Icon'
import { useSentences, type Figure } from './useSentences'
import style from './Reach.module.css'

/** What to mind about a figure, if there is anything. */
export function Notes({ of }: { of: Figure }) {
  const { reason } = useSentences()
  const codes = [...new Set([...of.caveats, ...of.warnings])]
  if (codes.length === 0) return null
  return <ul className={style.notes}>{codes.map((code) => <li key={code}><Icon name="info" size={14} /> <span>{reason(code)}</span></li>)}</ul>
}
