import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Pressable } from 'react-aria-components/Pressable'
import type { ReactElement } from 'react'
import type { ButtonProps } from './Button'
import { Icon, type IconName } from './Icon'
import select from './Select.module.css'

export interface MenuEntry {
  id: string
  label: string
  icon?: IconName
  /** Whether it is the present choice of several. */
  chosen?: boolean
  disabled?: boolean
  onAction: () => void
}

export interface MenuProps {
  /** The Button that opens it. */
  children: ReactElement<ButtonProps, string>
  label: string
  entries: MenuEntry[]
}

/** Further things to do with something, behind a button. */
export function Menu({ children, label, entries }: MenuProps) {
  return (
    <MenuTrigger>
      <Pressable>{children}</Pressable>
      <Popover className={select.popover} placement="bottom end">
        <AriaMenu aria-label={label} className={select.list}>
          {entries.map((entry) => (
            <MenuItem key={entry.id} id={entry.id} textValue={entry.label} className={select.item} isDisabled={entry.disabled} onAction={entry.onAction}>
              <span>{entry.label}</span>
              {entry.chosen ? <Icon name="check" size={18} /> : entry.icon && <Icon name={entry.icon} size={18} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
