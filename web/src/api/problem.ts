/** One thing wrong with one field of what was sent. */
export interface FieldProblem {
  /** JSON pointer into the request, such as /variants/0/body. */
  pointer: string
  /** The query parameter, where it was not the body that is wrong. */
  parameter?: string
  code: string
  /** What the rule is compared with, such as the limit of max; otherwise for
   * developers, in English. Never shown to staff as it is. */
  detail?: string
  allowed?: string[]
}

/** The service declining, or not answering: RFC 9457, as an error to throw.
 * A request that never arrived has status 0 and the code offline. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly requestId: string | undefined
  readonly errors: FieldProblem[]
  /** Seconds after which to try again, where the service says so. */
  readonly retryAfter: number | undefined

  constructor(of: { status: number; code: string; detail?: string; requestId?: string; errors?: FieldProblem[]; retryAfter?: number }) {
    super(of.detail ?? of.code)
    this.name = 'Problem'
    this.status = of.status
    this.code = of.code
    this.requestId = of.requestId
    this.errors = of.errors ?? []
    this.retryAfter = of.retryAfter
  }

  /** Whether nothing could be asked at all. */
  get offline(): boolean { return this.status === 0 }

  /** Whether asking again unchanged may well succeed. */
  get passing(): boolean { return this.offline || this.status === 429 || this.status === 503 || this.status === 507 }
}

/** Reads a problem from an answer that is not a success and its body, parsed
 * where it was JSON. An answer that is no problem document, such as a proxy's
 * page, gets the code that its status stands for. */
export function problemOf(response: Response, body: unknown): Problem {
  const given = isRecord(body) ? body : {}
  const seconds = Number(response.headers.get('Retry-After'))
  return new Problem({
    status: response.status,
    code: text(given.code) ?? codeOf(response.status),
    detail: text(given.detail),
    requestId: text(given.request_id),
    errors: Array.isArray(given.errors) ? given.errors.filter(isRecord).map(fieldProblem) : [],
    retryAfter: seconds > 0 ? seconds : undefined,
  })
}

/** Whatever was thrown, as a problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof TypeError) return new Problem({ status: 0, code: 'offline', detail: thrown.message })
  return new Problem({ status: 500, code: 'fault', detail: String(thrown) })
}

function fieldProblem(given: Record<string, unknown>): FieldProblem {
  return {
    pointer: text(given.pointer) ?? '',
    parameter: text(given.parameter),
    code: text(given.code) ?? 'invalid_request',
    detail: text(given.detail),
    allowed: Array.isArray(given.allowed) ? given.allowed.map(String) : undefined,
  }
}

const codes: Record<number, string> = {
  400: 'unreadable_request', 401: 'not_signed_in', 403: 'forbidden', 404: 'not_found', 405: 'method_not_allowed', 412: 'stale_version', 413: 'too_large',
  415: 'unsupported_media', 422: 'invalid_request', 423: 'held', 428: 'if_match_required', 429: 'too_many_requests', 503: 'unavailable', 507: 'storage_full',
}

function codeOf(status: number): string { return codes[status] ?? 'fault' }

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
