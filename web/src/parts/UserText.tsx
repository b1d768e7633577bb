import { directionOf } from '../words/languages'
import style from './UserText.module.css'

export interface UserTextProps {
  /** The language tag it was written in, where it is known. */
  lang?: string
  children: string
  /** A paragraph with the writer's own line breaks; otherwise within a line. */
  block?: boolean
}

/** What somebody wrote, in its own language and direction, kept apart from
 * the words of the interface around it. */
export function UserText({ lang, children, block = false }: UserTextProps) {
  const dir = lang ? directionOf(lang) : 'auto'
  return block
    ? <div lang={lang} dir={dir} className={style.block}>{children}</div>
    : <bdi lang={lang} dir={dir}>{children}</bdi>
}
