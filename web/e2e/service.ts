import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build, preview } from 'vite'

// What the tests run against: the program on an empty data directory, and the
// page of parts with made-up data. Their addresses go to the tests by the
// environment. Returns how to end them.
export default async function begin() {
  const parts = await servedParts()
  process.env.PARTS_URL = parts.url
  if (process.env.BASE_URL) return parts.close
  const service = await startedService()
  process.env.BASE_URL = service.url
  process.env.LINK = service.link
  return async () => { await service.close(); await parts.close() }
}

async function servedParts() {
  const configFile = resolve(import.meta.dirname, 'parts/vite.config.ts')
  await build({ configFile, logLevel: 'error' })
  const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'warn' })
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}

async function startedService() {
  const program = process.env.PROGRAM ?? resolve(import.meta.dirname, '../../bin/caravan')
  const data = mkdtempSync(join(tmpdir(), 'caravan-e2e-'))
  const log = openSync(resolve(import.meta.dirname, '../test-results/service.log'), 'w')
  const running = spawn(program, ['serve'], {
    env: { ...process.env, CARAVAN_DATA: data, CARAVAN_ADDR: '127.0.0.1:0' }, stdio: ['ignore', 'pipe', log],
  })
  const link = await firstLink(running)
  return {
    url: new URL(link).origin,
    link,
    async close() {
      running.kill('SIGTERM')
      if (running.exitCode === null) await once(running, 'exit')
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** The one-time link that the program prints when nobody is there yet. */
async function firstLink(running: ChildProcess): Promise<string> {
  if (!running.stdout) throw new Error('the program has no output')
  for await (const line of createInterface(running.stdout)) {
    const link = /http\S+\/welcome#\S+/.exec(line)?.[0]
    if (!link) continue
    running.stdout.resume()
    return link
  }
  throw new Error('the program ended without a link')
}
