import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'

const people = createRoute({
  getParentRoute: () => staffRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('./People'), 'People'),
})

const tokens = createRoute({
  getParentRoute: () => staffRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./Tokens'), 'Tokens'),
})

const security = createRoute({
  getParentRoute: () => staffRoute,
  path: '/security',
  component: lazyRouteComponent(() => import('./Security'), 'Security'),
})

export const peopleRoutes = [people, tokens, security] as const

export const peopleNav: NavItem[] = [
  { to: '/people', label: msg`People`, icon: 'person', group: 'manage', may: ['people.read'] },
  { to: '/tokens', label: msg`API tokens`, icon: 'lock', group: 'manage', may: ['tokens.write'] },
  { to: '/security', label: msg`Security`, icon: 'audit', group: 'manage' },
]
