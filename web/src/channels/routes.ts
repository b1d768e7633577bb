import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'

const list = createRoute({
  getParentRoute: () => staffRoute,
  path: '/channels',
  component: lazyRouteComponent(() => import('./Channels'), 'Channels'),
})

export const channelRoutes = [list] as const

export const channelNav: NavItem[] = [
  { to: '/channels', label: msg`Channels`, icon: 'channels', group: 'distribute', may: ['channels.read'] },
]
