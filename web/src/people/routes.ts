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

const audit = createRoute({
  getParentRoute: () => staffRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./Audit'), 'Audit'),
})

export const peopleRoutes = [people, tokens, security, audit] as const

export const peopleNav: NavItem[] = [
  { to: '/people', label: msg`People`, icon: 'person', group: 'manage', may: ['people.read'] },
  { to: '/tokens', label: msg`API tokens`, icon: 'lock', group: 'manage', may: ['tokens.write'] },
  { to: '/audit', label: msg`Audit trail`, icon: 'audit', group: 'manage', may: ['audit.read'] },
  { to: '/security', label: msg`Security`, icon: 'audit', group: 'manage' },
]
