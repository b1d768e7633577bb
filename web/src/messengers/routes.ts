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

const custodians = createRoute({
  getParentRoute: () => staffRoute,
  path: '/custodians',
  component: lazyRouteComponent(() => import('./Custodians'), 'Custodians'),
})

export const messengerRoutes = [list, fresh, one, custodians] as const

export const messengerNav: NavItem[] = [
  { to: '/messengers', label: msg`Messengers`, icon: 'messengers', group: 'plan', may: ['messengers.read'] },
  { to: '/custodians', label: msg`Custodians`, icon: 'lock', group: 'manage', may: ['messengers.safeguard'] },
]
