import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'

const list = createRoute({
  getParentRoute: () => staffRoute,
  path: '/messengers',
  component: lazyRouteComponent(() => import('./MessengerList'), 'MessengerList'),
})

const fresh = createRoute({
  getParentRoute: () => staffRoute,
  path: '/messengers/new',
  component: lazyRouteComponent(() => import('./Enrol'), 'Enrol'),
})

const one = createRoute({
  getParentRoute: () => staffRoute,
  path: '/messengers/$messengerId',
  component: lazyRouteComponent(() => import('./Messenger'), 'Messenger'),
})

export const messengerRoutes = [list, fresh, one] as const

export const messengerNav: NavItem[] = [
  { to: '/messengers', label: msg`Messengers`, icon: 'messengers', group: 'plan', may: ['messengers.read'] },
]
