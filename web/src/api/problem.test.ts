import { describe, expect, test } from 'vitest'
import { asProblem, problemOf } from './problem'

const answer = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers })

describe('problemOf', () => {
  test('keeps the code, the request and every field', () => {
    const problem = problemOf(answer(422), {
      status: 422, code: 'invalid_request', request_id: 'r-1',
      errors: [
        { pointer: '/languages/0', code: 'unknown_language', detail: 'xx' },
        { pointer: '/title', code: 'max', detail: '120' },
      ],
    })
    expect(problem.code).toBe('invalid_request')
    expect(problem.requestId).toBe('r-1')
    expect(problem.errors.map(({ pointer, code, detail }) => [pointer, code, detail])).toEqual([
      ['/languages/0', 'unknown_language', 'xx'],
      ['/title', 'max', '120'],
    ])
  })

  test('takes the code from the status when a proxy answers a page', () => {
    expect(problemOf(answer(503, { 'Retry-After': '5' }), '<html>').code).toBe('unavailable')
    expect(problemOf(answer(503, { 'Retry-After': '5' }), '<html>').retryAfter).toBe(5)
    expect(problemOf(answer(502), undefined).code).toBe('fault')
  })
})

describe('asProblem', () => {
  test('calls a request that never arrived offline', () => {
    const problem = asProblem(new TypeError('Failed to fetch'))
    expect(problem.offline).toBe(true)
    expect(problem.passing).toBe(true)
  })

  test('does not ask again when the answer was a refusal', () => {
    expect(problemOf(answer(404), null).passing).toBe(false)
  })
})
