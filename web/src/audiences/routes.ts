import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'

const list = createRoute({
  getParentRoute: () => staffRoute,
  path: '/audiences',
  component: lazyRouteComponent(() => import('./AudienceList'), 'AudienceList'),
})

const fresh = createRoute({
  getParentRoute: () => staffRoute,
  path: '/audiences/new',
  component: lazyRouteComponent(() => import('./AudienceEditor'), 'NewAudience'),
})

const one = createRoute({
  getParentRoute: () => staffRoute,
  path: '/audiences/$audienceId',
  component: lazyRouteComponent(() => import('./AudienceEditor'), 'Audience'),
})

export const audienceRoutes = [list, fresh, one] as const

export const audienceNav: NavItem[] = [
  { to: '/audiences', label: msg`Audiences`, icon: 'audiences', group: 'plan', may: ['audiences.read'] },
]
