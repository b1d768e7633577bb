import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon'
import style from './Banner.module.css'

export type BannerTone = 'info' | 'done' | 'warning' | 'danger'

const sign: Record<BannerTone, IconName> = { info: 'info', done: 'check', warning: 'warning', danger: 'danger' }

export interface BannerProps {
  tone?: BannerTone
  title: ReactNode
  children?: ReactNode
  /** What can be done about it. */
  action?: ReactNode
  /** Read out at once, because it answers what the person just did. */
  alert?: boolean
}

/** Something to know about this screen, with its sign, words and colour. */
export function Banner({ tone = 'info', title, children, action, alert = false }: BannerProps) {
  return (
    <div className={`${style.banner} ${style[tone]}`} role={alert ? 'alert' : undefined}>
      <Icon name={sign[tone]} />
      <div className={style.words}>
        <p className={style.title}>{title}</p>
        {children && <div className={style.more}>{children}</div>}
      </div>
      {action && <div className={style.action}>{action}</div>}
    </div>
  )
}
