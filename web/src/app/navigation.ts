import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { IconName } from '../parts/Icon'
import type { Action, Session } from './session'

/** Groups of the navigation, in order. */
export const groups = {
  start: null,
  plan: msg`Plan`,
  distribute: msg`Distribute`,
  evaluate: msg`Evaluate`,
  manage: msg`Manage`,
} as const satisfies Record<string, MessageDescriptor | null>

export type Group = keyof typeof groups

/** One way through the app. */
export interface NavItem {
  /** A path of the route tree, without parameters. */
  to: string
  label: MessageDescriptor
  icon: IconName
  group: Group
  /** Any one of these rights shows it; without them everybody sees it. */
  may?: Action[]
  /** Stands in the bar of a phone; the first four that a person may open do. */
  bar?: boolean
}

/** What a person may open. */
export function openTo(items: NavItem[], session: Session): NavItem[] {
  const order = Object.keys(groups)
  return items
    .filter(({ may }) => may === undefined || may.some((action) => session.allows(action)))
    .sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group))
}
