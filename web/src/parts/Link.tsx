import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, RefAttributes } from 'react'
import { buttonClass, type ButtonLook } from './Button'
import { Icon, type IconName } from './Icon'
import style from './Link.module.css'

type Anchor = AnchorHTMLAttributes<HTMLAnchorElement> & RefAttributes<HTMLAnchorElement>

function PlainAnchor(props: Anchor) {
  return <a {...props} className={[style.link, props.className].filter(Boolean).join(' ')} />
}

/** A way to another screen of this app; to and params are checked. */
export const Link: LinkComponent<typeof PlainAnchor> = createLink(PlainAnchor)

interface ButtonAnchorProps extends Anchor {
  look?: ButtonLook
  icon?: IconName
  small?: boolean
}

function ButtonAnchor({ look = 'plain', icon, small = false, children, ...rest }: ButtonAnchorProps) {
  return (
    <a {...rest} className={buttonClass(look, small)}>
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      <span>{children}</span>
    </a>
  )
}

/** A way to another screen that is the main thing to do here. */
export const LinkButton: LinkComponent<typeof ButtonAnchor> = createLink(ButtonAnchor)

function BareAnchor(props: Anchor) { return <a {...props} /> }

/** A link without any look, for cards, tabs and navigation. */
export const BareLink: LinkComponent<typeof BareAnchor> = createLink(BareAnchor)

/** A way out of the app, such as to the real post. Opens beside it and does
 * not tell where the reader came from. */
export function ExternalLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={style.link}>
      {children} <Icon name="external" size={14} />
    </a>
  )
}

/** A file to keep: PDF, XLSX, CSV. */
export function DownloadLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} download className={buttonClass('plain', false)}>
      <Icon name="download" size={18} /><span>{children}</span>
    </a>
  )
}
