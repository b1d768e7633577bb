import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { loadScreenWords } from '../words/catalogues'
import { Root } from './Root'
import { meQuery } from './session'
import { NotFound, Nowhere, RouteProblem } from './states'

export interface RouterContext {
  queries: QueryClient
}

/** Above every screen. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Root,
  notFoundComponent: Nowhere,
  errorComponent: RouteProblem,
})

/** Above every screen of signed-in people. Others are sent to sign in, and
 * come back to where they wanted to go. */
export const staffRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'staff',
  component: lazyRouteComponent(() => import('./Shell'), 'Shell'),
  notFoundComponent: NotFound,
  errorComponent: RouteProblem,
  beforeLoad: async ({ context, location }) => {
    const [me] = await Promise.all([context.queries.ensureQueryData(meQuery), loadScreenWords()])
    if (!me) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href }, replace: true })
  },
})

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../account/SignIn'), 'SignIn'),
  validateSearch: (search: Record<string, unknown>): { next?: string } => (isOwnPath(search.next) ? { next: search.next } : {}),
})

export const returnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/return',
  component: lazyRouteComponent(() => import('../account/Return'), 'Return'),
  validateSearch: ({ code, state }: Record<string, unknown>) => ({ code: String(code ?? ''), state: String(state ?? '') }),
})

export const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../account/Welcome'), 'Welcome'),
})

// Anything else could lead a person who has just signed in to another site.
function isOwnPath(next: unknown): next is string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next)
}
