import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'

const rules = createRoute({
  getParentRoute: () => staffRoute,
  path: '/rules',
  component: lazyRouteComponent(() => import('./Rules'), 'Rules'),
})

export const ruleRoutes = [rules] as const

export const ruleNav: NavItem[] = [
  { to: '/rules', label: msg`Who has to agree`, icon: 'approvals', group: 'manage', may: ['rules.read'] },
]
