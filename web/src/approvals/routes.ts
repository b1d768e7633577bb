import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'
import { campaignRoute, type CampaignTab } from '../campaigns/root'
import { queueSearch } from './filters'

const queue = createRoute({
  getParentRoute: () => staffRoute,
  path: '/approvals',
  validateSearch: queueSearch,
  component: lazyRouteComponent(() => import('./Queue'), 'Queue'),
})

const dossier = createRoute({
  getParentRoute: () => staffRoute,
  path: '/approvals/$submissionId',
  component: lazyRouteComponent(() => import('./Dossier'), 'Dossier'),
})

/** The submissions of one campaign, as a tab of it. */
export const submissionsRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'submissions',
  component: lazyRouteComponent(() => import('./CampaignSubmissions'), 'CampaignSubmissions'),
})

export const submissionsTab: CampaignTab = { path: 'submissions', label: msg`Approvals`, may: 'submissions.read' }

export const approvalRoutes = [queue, dossier] as const

export const approvalNav: NavItem[] = [
  { to: '/approvals', label: msg`Approvals`, icon: 'approvals', group: 'plan', bar: true, may: ['submissions.read'] },
]
