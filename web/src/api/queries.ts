import { QueryCache, QueryClient, queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient, MutationCache } from '@tanstack/react-query'
import { useRef } from 'react'
import { ask, kindOf, type Answer, type Body, type Method, type Params, type PathOf, type Sent } from './client'
import { asProblem, type Problem } from './problem'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Problem
    queryMeta: { follows?: string[] }
  }
}

/** Everything the app has read. onSignedOut is called when the service no
 * longer knows the person. */
export function makeQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const onError = (thrown: unknown) => {
    const problem = asProblem(thrown)
    if (problem.code === 'not_signed_in') onSignedOut(client)
  }
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, thrown) => asProblem(thrown).passing && count < 2,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}

interface Reading {
  enabled?: boolean
  /** Other resources whose live changes make this answer stale. */
  follows?: string[]
  /** Milliseconds after which to ask again, for work in progress. */
  every?: number | false
}

type Given<P extends string, M extends Method, Options> =
  object extends Params<P, M> ? [params?: Params<P, M>, options?: Options] : [params: Params<P, M>, options?: Options]

/** The query behind useRead and useDocument, for route loaders and prefetching. */
export function readQuery<P extends PathOf<'get'>>(path: P, params?: Params<P, 'get'>, reading: Reading = {}) {
  return queryOptions<Answer<Body<P, 'get'>>, Problem>({
    queryKey: [kindOf(path), path, params ?? {}],
    queryFn: ({ signal }) => ask('get', path, { params: params ?? {}, signal }),
    enabled: reading.enabled ?? true,
    refetchInterval: reading.every ?? false,
    meta: { follows: reading.follows ?? [] },
  })
}

/** Reads what a path answers. */
export function useRead<P extends PathOf<'get'>>(path: P, ...[params, reading]: Given<P, 'get', Reading>) {
  return useQuery({ ...readQuery(path, params, reading), select: bodyOf<Body<P, 'get'>> })
}

/** Reads a document together with the version that a change must name: data
 * is {body, etag}. */
export function useDocument<P extends PathOf<'get'>>(path: P, ...[params, reading]: Given<P, 'get', Reading>) {
  return useQuery(readQuery(path, params, reading))
}

interface Page { items: unknown[]; next: string | null }

type Item<T> = T extends { items: (infer I)[] } ? I : never

/** Reads a list page by page: data is the rows so far, and fetchNextPage reads
 * more while hasNextPage. */
export function useList<P extends PathOf<'get'>>(path: P, ...[params, reading]: Given<P, 'get', Reading>) {
  return useInfiniteQuery({
    queryKey: [kindOf(path), path, params ?? {}, 'list'],
    queryFn: ({ pageParam, signal }) => ask<Page>('get', path, { params: atCursor(params, pageParam), signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Answer<Page>) => last.body.next,
    select: (data) => data.pages.flatMap((page) => page.body.items) as Item<Body<P, 'get'>>[],
    enabled: reading?.enabled ?? true,
    refetchInterval: reading?.every ?? false,
    placeholderData: (before) => before,
    meta: { follows: reading?.follows ?? [] },
  })
}

function atCursor(params: object | undefined, cursor: string | null): object {
  const query = (params as { query?: object } | undefined)?.query
  return cursor === null ? params ?? {} : { ...params, query: { ...query, cursor } }
}

function bodyOf<T>(answer: Answer<T>): T { return answer.body }

/** What is sent to change something. */
export interface Change<P extends string, M extends Method> {
  params?: Params<P, M>
  body?: Sent<P, M>
  /** The version that was read. A PUT without it is refused. */
  etag?: string | null
}

interface Changing {
  /** Other resources that the change touches; the path's own always is. */
  touches?: string[]
}

/** Creates, or does something to a thing. The same content sent again after
 * a failure is sent with the same key, so that it cannot happen twice. */
export function usePost<P extends PathOf<'post'>>(path: P, changing: Changing = {}) {
  return useChange<P, 'post'>('post', path, changing)
}

/** Replaces a document; wants the etag that useDocument read. */
export function usePut<P extends PathOf<'put'>>(path: P, changing: Changing = {}) {
  return useChange<P, 'put'>('put', path, changing)
}

/** Removes what may still be removed: drafts. */
export function useDelete<P extends PathOf<'delete'>>(path: P, changing: Changing = {}) {
  return useChange<P, 'delete'>('delete', path, changing)
}

function useChange<P extends string, M extends Method>(method: M, path: P, { touches = [] }: Changing) {
  const client = useQueryClient()
  const keyFor = useSubmissionKey()
  return useMutation<Answer<Body<P, M>>, Problem, Change<P, M>>({
    mutationFn: ({ params, body, etag }) => ask(method, path, {
      params, body,
      headers: {
        ...(method === 'post' && { 'Idempotency-Key': keyFor.take(params, body) }),
        ...(etag && { 'If-Match': etag }),
      },
    }),
    onSuccess: (answer, { params }) => {
      keyFor.done()
      if (method === 'put' && answer.body) client.setQueryData([kindOf(path), path, params ?? {}], answer)
      for (const kind of [kindOf(path), ...touches]) void refresh(client, kind)
    },
  })
}

/** A key per submission: new content gets a new one, the same content keeps
 * its own until it has gone through. */
function useSubmissionKey() {
  const last = useRef<{ key: string; of: string } | null>(null)
  return {
    take(params: unknown, body: unknown): string {
      const of = JSON.stringify([params, body])
      if (body instanceof FormData || last.current?.of !== of) last.current = { key: crypto.randomUUID(), of }
      return last.current.key
    },
    done() { last.current = null },
  }
}

/** Makes everything that was read about a kind of thing be read again. */
export function refresh(client: QueryClient, kind: string): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey, meta }) => queryKey[0] === kind || (meta?.follows?.includes(kind) ?? false),
  })
}
