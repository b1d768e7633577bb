import createClient from 'openapi-fetch'
import type { OperationRequestBodyContent, PathsWithMethod, SuccessResponseJSON } from 'openapi-typescript-helpers'
import { attended } from './attendance'
import { asProblem, Problem, problemOf } from './problem'
import type { components, paths } from './schema'

export type Method = 'get' | 'post' | 'put' | 'delete'

/** The paths of the contract that take a method, below /api/v1. */
export type PathOf<M extends Method> = PathsWithMethod<paths, M> & string

type Operation<P extends string, M extends Method> = P extends keyof paths ? M extends keyof paths[P] ? paths[P][M] : never : never

/** A record as the contract names it, such as Campaign. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

/** A document as a form holds it: what is chosen from a closed list is text
 * until the service has looked at it. */
export type Editable<T> =
  T extends string ? string
    : T extends (infer Item)[] ? Editable<Item>[]
      : T extends object ? { [K in keyof T]: Editable<T[K]> } : T

/** The path and query parameters of an operation. */
export type Params<P extends string, M extends Method> =
  Operation<P, M> extends { parameters: infer All } ? Omit<All, 'header' | 'cookie'> : object

/** What an operation answers when it succeeds. */
export type Body<P extends string, M extends Method> = SuccessResponseJSON<Extract<Operation<P, M>, object>>

/** What an operation wants to be sent. */
export type Sent<P extends string, M extends Method> = OperationRequestBodyContent<Operation<P, M>>

/** A successful answer with the version it is of, for If-Match. */
export interface Answer<T> {
  body: T
  etag: string | null
  /** Where the new thing, or the job that makes it, is to be found. */
  location: string | null
}

export interface Asking {
  params?: object | undefined
  body?: unknown
  /** CSV, sent as it is in place of a body. */
  table?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** How one service is asked: resolves with its answer, or throws a Problem. */
export function asker(baseUrl: string) {
  const client = createClient<Record<string, never>>({ baseUrl, credentials: 'same-origin' })
  return async function ask<T>(method: Method, path: string, asking: Asking = {}): Promise<Answer<T>> {
    const { data, error, response } = await client
      .request(method, path as never, { ...asking, ...(asking.table !== undefined && asCsv(asking.table)), parseAs: 'json' } as never)
      .catch((thrown: unknown) => { throw (asking.signal?.aborted ? thrown : asProblem(thrown)) })
    if (!response.ok) throw problemOf(response, error)
    return { body: data as T, etag: response.headers.get('ETag'), location: response.headers.get('Location') }
  }
}

function asCsv(table: string) {
  return { body: table, bodySerializer: (text: string) => text, headers: { 'Content-Type': 'text/csv' } }
}

const askOnce = asker('/api/v1')

/** What is done when the service does not know who asks, or wants to know it
 * again: resolves with whether to ask once more. */
export type Doorkeeper = (problem: Problem) => Promise<boolean>

let doorkeeper: Doorkeeper | undefined

/** Has keeper look after every answer of the kind. */
export function keepDoor(keeper: Doorkeeper): void { doorkeeper = keeper }

/** Asks the API that serves this app. */
export async function ask<T>(method: Method, path: string, asking: Asking = {}): Promise<Answer<T>> {
  const headed = attended() ? asking : { ...asking, headers: { ...asking.headers, 'Caravan-Unattended': '1' } }
  try {
    return await askOnce<T>(method, path, headed)
  } catch (thrown) {
    const shut = thrown instanceof Problem && ['step_up_required', 'not_signed_in'].includes(thrown.code) && !isDoor(path)
    if (!shut || !await doorkeeper?.(thrown)) throw thrown
    return askOnce<T>(method, path, asking)
  }
}

/** Whether a path is one that people come in by. */
function isDoor(path: string): boolean { return path === '/session' || path.startsWith('/session/') }

/** The resource a path is about: its first part, which the live events name
 * too. */
export function kindOf(path: string): string {
  return path.split('/')[1] ?? ''
}
