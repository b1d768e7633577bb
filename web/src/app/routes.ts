import { audienceNav, audienceRoutes } from '../audiences/routes'
import { campaignNav, campaignRoutes } from '../campaigns/routes'
import { homeNav, homeRoutes } from '../home/routes'
import { messageRoutes } from '../messages/routes'
import { evaluationNav, evaluationRoutes } from '../reach/routes'
import { messengerNav, messengerRoutes } from '../messengers/routes'
import type { NavItem } from './navigation'
import { rootRoute, signInRoute, staffRoute, welcomeRoute } from './roots'

/** Every screen of the app: one line per folder. */
export const routeTree = rootRoute.addChildren([
  signInRoute,
  welcomeRoute,
  staffRoute.addChildren([
    ...homeRoutes,
    ...campaignRoutes,
    ...messageRoutes,
    ...evaluationRoutes,
    ...audienceRoutes,
    ...messengerRoutes,
  ]),
])

/** What stands in the navigation, in the order of the groups. */
export const navigation: NavItem[] = [
  ...homeNav,
  ...campaignNav,
  ...evaluationNav,
  ...audienceNav,
  ...messengerNav,
]
