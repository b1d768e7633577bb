import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { asker, kindOf } from './client'
import { gather, kindOfHint } from './live'
import { Problem } from './problem'

interface Given { status: number; headers?: Record<string, string>; body?: unknown }
interface Asked { line: string; headers: IncomingMessage['headers']; body: string }

let server: Server | undefined
afterEach(() => server?.close())

/** A service that answers everything alike, and what it was asked. */
async function service({ status, headers, body }: Given) {
  const asked: Asked[] = []
  server = createServer((request, response) => {
    void text(request).then((sent) => {
      asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: sent })
      response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body))
    })
  })
  await new Promise<void>((ready) => server?.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { ask: asker(`http://127.0.0.1:${port}/api/v1`), asked }
}

describe('ask', () => {
  test('sends JSON and the version it was made from, and keeps the new version', async () => {
    const { ask, asked } = await service({ status: 200, headers: { ETag: '"4"' }, body: { title: 'Bread' } })
    const answer = await ask<{ title: string }>('put', '/campaigns/{id}', {
      params: { path: { id: 'a b' } }, body: { title: 'Bread' }, headers: { 'If-Match': '"3"' },
    })
    expect(answer).toEqual({ body: { title: 'Bread' }, etag: '"4"', location: null })
    expect(asked[0]).toMatchObject({
      line: 'PUT /api/v1/campaigns/a%20b',
      headers: { 'if-match': '"3"', 'content-type': 'application/json' },
      body: '{"title":"Bread"}',
    })
  })

  test('throws the problem of a refusal', async () => {
    const { ask } = await service({ status: 412, body: { code: 'stale_version' } })
    const refused = ask('get', '/campaigns')
    await expect(refused).rejects.toBeInstanceOf(Problem)
    await expect(refused).rejects.toMatchObject({ status: 412, code: 'stale_version' })
  })

  test('is content with an answer that has no body', async () => {
    const { ask } = await service({ status: 204 })
    expect((await ask('delete', '/session')).body).toBeUndefined()
  })

  test('says so when nothing answers', async () => {
    const { ask } = await service({ status: 200 })
    server?.closeAllConnections()
    await new Promise((closed) => server?.close(closed))
    await expect(ask('get', '/campaigns')).rejects.toMatchObject({ offline: true, code: 'offline' })
  })
})

test('a path and a hint name the same kind of thing', () => {
  expect(kindOf('/deliveries/{id}/attempts')).toBe('deliveries')
  expect(kindOfHint('{"kind":"deliveries","id":"0192"}')).toBe('deliveries')
  expect(kindOfHint('not json')).toBeUndefined()
})

test('hints that come together are one reading of each kind', () => {
  vi.useFakeTimers()
  const read: string[][] = []
  const { add } = gather(500, (kinds) => read.push(kinds))
  for (const kind of ['deliveries', 'deliveries', 'campaigns', 'deliveries']) add(kind)
  vi.advanceTimersByTime(500)
  add('holds')
  vi.advanceTimersByTime(500)
  vi.useRealTimers()
  expect(read).toEqual([['deliveries', 'campaigns'], ['holds']])
})
