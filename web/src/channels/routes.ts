import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'

const list = createRoute({
  getParentRoute: () => staffRoute,
  path: '/channels',
  component: lazyRouteComponent(() => import('./Channels'), 'Channels'),
})

const returned = createRoute({
  getParentRoute: () => staffRoute,
  path: '/channels/return',
  component: lazyRouteComponent(() => import('./Returned'), 'Returned'),
  validateSearch: ({ code, state }: Record<string, unknown>) => ({ code: String(code ?? ''), state: String(state ?? '') }),
})

export const channelRoutes = [list, returned] as const

export const channelNav: NavItem[] = [
  { to: '/channels', label: msg`Channels`, icon: 'channels', group: 'distribute', may: ['channels.read'] },
]
