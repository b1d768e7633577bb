import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'
import { messageTab, messageTabRoutes } from '../messages/routes'
import { reachRoutes, reachTab } from '../reach/routes'
import { liveRoute, liveTab, scheduleRoute, scheduleTab } from '../schedule/routes'
import { submissionsRoute, submissionsTab } from '../approvals/routes'
import { campaignSearch } from './filters'
import { campaignRoute, type CampaignTab } from './root'

// How another folder adds its tab: in its own routes.ts it makes its routes
// with getParentRoute: () => campaignRoute (from ./root) and a path such as
// 'messages', and exports them with a CampaignTab, as plan and planTab here.
// Then it stands in two lists below: ...messageRoutes in the children of
// campaignRoute, and messageTab in campaignTabs, in the order of the tabs.
// Its screen reads the campaign with useCampaign() and draws Sections only:
// the page around it is the layout's.

const list = createRoute({
  getParentRoute: () => staffRoute,
  path: '/campaigns',
  validateSearch: campaignSearch,
  component: lazyRouteComponent(() => import('./CampaignList'), 'CampaignList'),
})

const fresh = createRoute({
  getParentRoute: () => staffRoute,
  path: '/campaigns/new',
  component: lazyRouteComponent(() => import('./NewCampaign'), 'NewCampaign'),
})

const partnerships = createRoute({
  getParentRoute: () => staffRoute,
  path: '/partnerships',
  component: lazyRouteComponent(() => import('./Partnerships'), 'Partnerships'),
})

const index = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/',
  beforeLoad: ({ params }) => { throw redirect({ to: '/campaigns/$campaignId/plan', params, replace: true }) },
})

const plan = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'plan',
  component: lazyRouteComponent(() => import('./Plan'), 'Plan'),
})

const backlash = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'backlash',
  component: lazyRouteComponent(() => import('./Backlash'), 'Backlash'),
})

const referrals = createRoute({
  getParentRoute: () => staffRoute,
  path: '/referrals',
  component: lazyRouteComponent(() => import('./Referrals'), 'Referrals'),
})

const planTab: CampaignTab = { path: 'plan', label: msg`Plan`, may: 'campaigns.read' }
const backlashTab: CampaignTab = { path: 'backlash', label: msg`Reception`, may: 'campaigns.read' }

/** The tabs of a campaign, in order. */
export const campaignTabs: CampaignTab[] = [
  planTab,
  messageTab,
  scheduleTab,
  liveTab,
  backlashTab,
  reachTab,
  submissionsTab,
]

export const campaignRoutes = [
  list,
  fresh,
  partnerships,
  referrals,
  campaignRoute.addChildren([
    index,
    plan,
    ...messageTabRoutes,
    scheduleRoute,
    liveRoute,
    backlash,
    ...reachRoutes,
    submissionsRoute,
  ]),
] as const

export const campaignNav: NavItem[] = [
  { to: '/campaigns', label: msg`Campaigns`, icon: 'campaigns', group: 'plan', bar: true, may: ['campaigns.read'] },
]
