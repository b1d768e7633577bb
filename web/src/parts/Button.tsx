import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './Icon'
import style from './Button.module.css'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> & { ref?: Ref<HTMLButtonElement> }

export interface ButtonProps extends Native {
  /** primary: the one thing this screen is for. danger: cannot be undone, or
   * stops something. */
  look?: ButtonLook
  icon?: IconName
  small?: boolean
  /** The work it began is not done; pressing again does nothing. */
  pending?: boolean
  children: ReactNode
}

/** Something that happens here and now. Going elsewhere is a LinkButton. */
export function Button({ look = 'plain', icon, small = false, pending = false, type = 'button', onClick, children, ...rest }: ButtonProps) {
  return (
    <button {...rest} type={pending ? 'button' : type} aria-disabled={pending || undefined} aria-busy={pending || undefined}
      onClick={pending ? undefined : onClick} className={buttonClass(look, small)}>
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      <span>{children}</span>
      {pending && <span className={style.spinner} aria-hidden="true" />}
    </button>
  )
}

export interface IconButtonProps extends Native {
  /** Says what happens, for those who do not see the sign. */
  label: string
  icon: IconName
  small?: boolean
}

/** A button of a sign alone, where there is no room for a word. */
export function IconButton({ label, icon, small = false, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} aria-label={label} title={label} className={`${buttonClass('quiet', small)} ${style.square}`}>
      <Icon name={icon} size={small ? 16 : 20} />
    </button>
  )
}

/** The class of a button, for links that look like one. */
export function buttonClass(look: ButtonLook, small: boolean): string {
  return [style.button, style[look], small && style.small].filter(Boolean).join(' ')
}

/** A row of buttons: the main one first. */
export function Buttons({ children, end = false }: { children: ReactNode; end?: boolean }) {
  return <div className={end ? `${style.row} ${style.end}` : style.row}>{children}</div>
}
