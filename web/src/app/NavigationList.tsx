import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Icon } from '../parts/Icon'
import { BareLink } from '../parts/Link'
import { groups, type Group, type NavItem } from './navigation'
import style from './Shell.module.css'

/** Everything a person may open, group by group. */
export function Navigation({ items }: { items: NavItem[] }) {
  const present = (Object.keys(groups) as Group[]).filter((group) => items.some((item) => item.group === group))
  return present.map((group) => <NavGroup key={group} group={group} items={items.filter((item) => item.group === group)} />)
}

function NavGroup({ group, items }: { group: Group; items: NavItem[] }) {
  const { i18n } = useLingui()
  const name = groups[group]
  return (
    <div className={style.group}>
      {name && <p className={style.groupName}>{i18n._(name)}</p>}
      <ul>{items.map((item) => <li key={item.to}><NavLink item={item} className={style.item} size={20} /></li>)}</ul>
    </div>
  )
}

function NavLink({ item, className, size, children }: { item: NavItem; className: string | undefined; size: number; children?: ReactNode }) {
  const { i18n } = useLingui()
  return (
    <BareLink to={item.to} className={className} activeOptions={{ exact: item.to === '/' }}>
      <Icon name={item.icon} size={size} />
      <span>{i18n._(item.label)}</span>
      {children}
    </BareLink>
  )
}

const places = 4

/** The bar at the foot of a phone: the main things, and a way to the rest. */
export function BottomBar({ items, onMore }: { items: NavItem[]; onMore: () => void }) {
  const { t } = useLingui()
  const main = items.filter((item) => item.bar).slice(0, places)
  return (
    <>
      {main.map((item) => <NavLink key={item.to} item={item} className={style.barItem} size={22} />)}
      <button type="button" className={style.barItem} onClick={onMore}><Icon name="menu" size={22} /><span>{t`Menu`}</span></button>
    </>
  )
}
