import { audienceNav, audienceRoutes } from '../audiences/routes'
import { approvalNav, approvalRoutes } from '../approvals/routes'
import { peopleNav, peopleRoutes } from '../people/routes'
import { campaignNav, campaignRoutes } from '../campaigns/routes'
import { channelNav, channelRoutes } from '../channels/routes'
import { homeNav, homeRoutes } from '../home/routes'
import { messageRoutes } from '../messages/routes'
import { evaluationNav, evaluationRoutes } from '../reach/routes'
import { ruleNav, ruleRoutes } from '../rules/routes'
import { messengerNav, messengerRoutes } from '../messengers/routes'
import { scheduleNav, scheduleRoutes } from '../schedule/routes'
import type { NavItem } from './navigation'
import { returnRoute, rootRoute, signInRoute, staffRoute, welcomeRoute } from './roots'

/** Every screen of the app: one line per folder. */
export const routeTree = rootRoute.addChildren([
  signInRoute,
  returnRoute,
  welcomeRoute,
  staffRoute.addChildren([
    ...homeRoutes,
    ...peopleRoutes,
    ...campaignRoutes,
    ...channelRoutes,
    ...scheduleRoutes,
    ...messageRoutes,
    ...evaluationRoutes,
    ...audienceRoutes,
    ...messengerRoutes,
    ...approvalRoutes,
    ...ruleRoutes,
  ]),
])

/** What stands in the navigation, in the order of the groups. */
export const navigation: NavItem[] = [
  ...homeNav,
  ...peopleNav,
  ...campaignNav,
  ...channelNav,
  ...scheduleNav,
  ...evaluationNav,
  ...audienceNav,
  ...messengerNav,
  ...approvalNav,
  ...ruleNav,
]
