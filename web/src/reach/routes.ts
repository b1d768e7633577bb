import { msg } from '@lingui/core/macro'
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { NavItem } from '../app/navigation'
import { staffRoute } from '../app/roots'
import { campaignRoute, type CampaignTab } from '../campaigns/root'
import { figuresSearch } from './figuresSearch'
import { questionSearch } from './question'

const reach = createRoute({
  getParentRoute: () => campaignRoute,
  path: 'reach',
  component: lazyRouteComponent(() => import('./Reach'), 'Reach'),
})

const compare = createRoute({
  getParentRoute: () => staffRoute,
  path: '/compare',
  validateSearch: questionSearch,
  component: lazyRouteComponent(() => import('./Compare'), 'Compare'),
})

const comparison = createRoute({
  getParentRoute: () => staffRoute,
  path: '/compare/$comparisonId',
  component: lazyRouteComponent(() => import('./Frozen'), 'Frozen'),
})

const figures = createRoute({
  getParentRoute: () => staffRoute,
  path: '/figures',
  validateSearch: figuresSearch,
  component: lazyRouteComponent(() => import('./Figures'), 'Figures'),
})

const populations = createRoute({
  getParentRoute: () => staffRoute,
  path: '/populations',
  component: lazyRouteComponent(() => import('./Populations'), 'Populations'),
})

const surveys = createRoute({
  getParentRoute: () => staffRoute,
  path: '/surveys',
  validateSearch: figuresSearch,
  component: lazyRouteComponent(() => import('./Surveys'), 'Surveys'),
})

const experiments = createRoute({
  getParentRoute: () => staffRoute,
  path: '/experiments',
  validateSearch: figuresSearch,
  component: lazyRouteComponent(() => import('./Experiments'), 'Experiments'),
})

export const reachTab: CampaignTab = { path: 'reach', label: msg`Reach`, may: 'reach.read' }

export const reachRoutes = [reach] as const

export const evaluationRoutes = [compare, comparison, figures, populations, surveys, experiments] as const

export const evaluationNav: NavItem[] = [
  { to: '/compare', label: msg`Compare`, icon: 'compare', group: 'evaluate', bar: true, may: ['comparisons.write', 'reach.read'] },
  { to: '/figures', label: msg`Figures`, icon: 'figures', group: 'evaluate', may: ['observations.write'] },
  { to: '/surveys', label: msg`Surveys`, icon: 'surveys', group: 'evaluate', may: ['reach.read'] },
  { to: '/experiments', label: msg`Experiments`, icon: 'chart', group: 'evaluate', may: ['reach.read'] },
  { to: '/populations', label: msg`Populations and rates`, icon: 'table', group: 'evaluate', may: ['reach.read'] },
]
