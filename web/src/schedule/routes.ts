import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'
import { campaignRoute, type CampaignTab } from '../campaigns/root'

export const scheduleRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'schedule',
  component: lazyRouteComponent(() => import('./Schedule'), 'Schedule'),
})

export const liveRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'live',
  component: lazyRouteComponent(() => import('./Live'), 'Live'),
})

const holds = createRoute({
  getParentRoute: () => staffRoute,
  path: '/holds',
  component: lazyRouteComponent(() => import('./Holds'), 'Holds'),
})

const log = createRoute({
  getParentRoute: () => staffRoute,
  path: '/log',
  component: lazyRouteComponent(() => import('./Log'), 'Log'),
})

export const scheduleTab: CampaignTab = { path: 'schedule', label: msg`Schedule`, may: 'deliveries.read' }
export const liveTab: CampaignTab = { path: 'live', label: msg`Live`, may: 'deliveries.read' }

export const scheduleRoutes = [holds, log] as const

export const scheduleNav: NavItem[] = [
  { to: '/log', label: msg`Log offline`, icon: 'offline', group: 'distribute', bar: true, may: ['airings.write'] },
  { to: '/holds', label: msg`Stops`, icon: 'stop', group: 'distribute', may: ['holds.close', 'holds.open'] },
]
