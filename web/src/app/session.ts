import { queryOptions, useMutation, useQueryClient, useSuspenseQuery, type QueryClient } from '@tanstack/react-query'
import { ask, type Schema } from '../api/client'
import { asProblem, type Problem } from '../api/problem'
import { keepPreferences } from './preference'

/** What a person may do, as the permission table of the service names it. */
export type Action = Schema<'Action'>

/** Who is signed in, for which organisation, and what they may do there. */
export type Me = Schema<'Me'>

/** The person, or null when nobody is signed in. */
export const meQuery = queryOptions<Me | null, Problem>({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    try {
      return (await ask<Me>('get', '/me', { signal })).body
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (problem.status === 401) return null
      throw thrown
    }
  },
  staleTime: 5 * 60_000,
})

export interface Session extends Me {
  /** Whether the person's roles allow it. The service decides; this only
   * keeps what would be refused off the screen. */
  allows: (action: Action) => boolean
}

/** The signed-in person. Only below the shell, where there always is one. */
export function useSession(): Session {
  const { data: me } = useSuspenseQuery(meQuery)
  if (!me) throw new Error('no one is signed in')
  return { ...me, allows: (action) => me.may.includes(action) }
}

/** Signs in with an address, a password and, where one is set up, the code of
 * a second factor. */
export function useSignIn() {
  return useSessionChange<{ email: string; password: string; code: string }>((sent) => ask<Me>('post', '/session', { body: sent }))
}

/** Accepts a one-time link: sets the password and signs in. */
export function useWelcome() {
  return useSessionChange<{ token: string; password: string; code: string }>((sent) => ask<Me>('post', '/session/link', { body: sent }))
}

/** Comes back from a provider: signs in, or has proved that it still is them. */
export function useReturn(confirming: boolean) {
  const path = confirming ? '/session/confirmation/provider/return' : '/session/provider/return'
  return useSessionChange<{ code: string; state: string }>((sent) => ask<Me>('post', path, { body: sent }))
}

/** Notes who is signed in now. */
export function useSessionChange<Sent>(send: (sent: Sent) => Promise<{ body: Me }>) {
  const client = useQueryClient()
  return useMutation<{ body: Me }, Problem, Sent>({
    mutationFn: send,
    onSuccess: ({ body }) => { client.setQueryData(meQuery.queryKey, body) },
  })
}

/** Signs out and forgets everything that was read. */
export function useSignOut() {
  const client = useQueryClient()
  return useMutation<unknown, Problem, void>({
    mutationFn: () => ask('delete', '/session'),
    onSuccess: () => {
      keepPreferences() // the service has the browser forget everything
      forget(client)
    },
  })
}

/** Drops everything that was read for the person who was signed in. */
export function forget(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  client.setQueryData(meQuery.queryKey, null)
}
