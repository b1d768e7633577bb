import type { MessageDescriptor } from '@lingui/core'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { staffRoute } from '../app/roots'
import type { Action } from '../app/session'

/** Above every tab of one campaign. */
export const campaignRoute = createRoute({
  getParentRoute: () => staffRoute,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./Campaign'), 'Campaign'),
})

/** One tab of a campaign. */
export interface CampaignTab {
  /** What follows /campaigns/$campaignId/ in its address. */
  path: string
  label: MessageDescriptor
  /** Without this right it is not shown. */
  may?: Action
}
