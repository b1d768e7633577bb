import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { campaignRoute, type CampaignTab } from '../campaigns/root'
import { staffRoute } from '../app/roots'

const matrix = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'messages',
  component: lazyRouteComponent(() => import('./Matrix'), 'Matrix'),
})

export const messageTab: CampaignTab = { path: 'messages', label: msg`Messages`, may: 'messages.read' }

export const messageTabRoutes = [matrix] as const

// Writing wants the whole screen, so these stand beside the campaign's layout.

const compose = createRoute({
  getParentRoute: () => staffRoute,
  path: '/campaigns/$campaignId/compose',
  component: lazyRouteComponent(() => import('./BriefForm'), 'Compose'),
})

const message = createRoute({
  getParentRoute: () => staffRoute,
  path: '/messages/$messageId',
  component: lazyRouteComponent(() => import('./Message'), 'Message'),
})

const brief = createRoute({
  getParentRoute: () => staffRoute,
  path: '/messages/$messageId/brief',
  component: lazyRouteComponent(() => import('./BriefForm'), 'Rebrief'),
})

const write = createRoute({
  getParentRoute: () => staffRoute,
  path: '/messages/$messageId/write/$language',
  component: lazyRouteComponent(() => import('./Editor'), 'Editor'),
})

const version = createRoute({
  getParentRoute: () => staffRoute,
  path: '/versions/$versionId',
  component: lazyRouteComponent(() => import('./Version'), 'Version'),
})

export const messageRoutes = [compose, message, brief, write, version] as const
