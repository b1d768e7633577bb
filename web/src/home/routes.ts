import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'

const home = createRoute({
  getParentRoute: () => staffRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./Home'), 'Home'),
})

export const homeRoutes = [home] as const

export const homeNav: NavItem[] = [{ to: '/', label: msg`Home`, icon: 'home', group: 'start', bar: true }]
