import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon'
import style from './EmptyState.module.css'

export interface EmptyStateProps {
  icon?: IconName
  title: string
  /** What would stand here, and why it does not. */
  children?: ReactNode
  /** The one thing to do about it. */
  action?: ReactNode
}

/** A place where nothing is, with the reason and the way on. */
export function EmptyState({ icon = 'inbox', title, children, action }: EmptyStateProps) {
  return (
    <div className={style.empty}>
      <span className={style.sign}><Icon name={icon} size={28} /></span>
      <h2 className={style.title}>{title}</h2>
      {children && <div className={style.words}>{children}</div>}
      {action && <div className={style.action}>{action}</div>}
    </div>
  )
}
