import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components/Button'
import { Icon, type IconName } from './Icon'
import style from './Button.module.css'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  children: React.ReactNode
  /** primary: the one thing this screen is for. danger: cannot be undone, or
   * stops something. */
  look?: ButtonLook
  icon?: IconName
  small?: boolean
}

/** Something that happens here and now. Going elsewhere is a LinkButton. */
export function Button({ look = 'plain', icon, small = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={buttonClass(look, small)}>
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      <span>{children}</span>
      {rest.isPending && <span className={style.spinner} aria-hidden="true" />}
    </AriaButton>
  )
}

export interface IconButtonProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  /** Says what happens, for those who do not see the sign. */
  label: string
  icon: IconName
  small?: boolean
}

/** A button of a sign alone, where there is no room for a word. */
export function IconButton({ label, icon, small = false, ...rest }: IconButtonProps) {
  return (
    <AriaButton {...rest} aria-label={label} className={`${buttonClass('quiet', small)} ${style.square}`}>
      <Icon name={icon} size={small ? 16 : 20} />
    </AriaButton>
  )
}

/** The class of a button, for links that look like one. */
export function buttonClass(look: ButtonLook, small: boolean): string {
  return [style.button, style[look], small && style.small].filter(Boolean).join(' ')
}

/** A row of buttons: the main one first. */
export function Buttons({ children, end = false }: { children: React.ReactNode; end?: boolean }) {
  return <div className={end ? `${style.row} ${style.end}` : style.row}>{children}</div>
}
