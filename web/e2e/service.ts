import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build, preview } from 'vite'

// What the tests run against: the program on an empty data directory, the
// program with its demonstration, and the page of parts with made-up data.
// Their addresses go to the tests by the environment. Returns how to end them.
export default async function begin() {
  mkdirSync(resolve(import.meta.dirname, '../test-results'), { recursive: true })
  const parts = await servedParts()
  process.env.PARTS_URL = parts.url
  const ends = [parts.close]
  if (!process.env.BASE_URL) {
    const empty = await startedService('empty', /http\S+\/welcome#\S+/)
    process.env.BASE_URL = new URL(empty.says).origin
    process.env.LINK = empty.says
    ends.push(empty.close)
  }
  if (!process.env.DEMO_URL) {
    const demo = await startedService('demo', /(?<=Caravan answers at )\S+/, '--demo')
    process.env.DEMO_URL = demo.says
    ends.push(demo.close)
  }
  return async () => { for (const end of ends) await end() }
}

async function servedParts() {
  const configFile = resolve(import.meta.dirname, 'parts/vite.config.ts')
  await build({ configFile, logLevel: 'error' })
  const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'warn' })
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() }
}

/** Starts the program, and waits until it has printed what is looked for. */
async function startedService(name: string, look: RegExp, ...options: string[]) {
  const program = process.env.PROGRAM ?? resolve(import.meta.dirname, '../../bin/caravan')
  const data = mkdtempSync(join(tmpdir(), `caravan-${name}-`))
  const log = openSync(resolve(import.meta.dirname, `../test-results/${name}.log`), 'w')
  const running = spawn(program, ['serve', ...options], {
    env: { ...process.env, CARAVAN_DATA: data, CARAVAN_ADDR: '127.0.0.1:0', CARAVAN_SESSION_IDLE: '3h' /* one session serves a whole run */, CARAVAN_SESSION_SECOND_FACTOR: 'optional' }, stdio: ['ignore', 'pipe', log],
  })
  return {
    says: await firstMatch(running, look),
    async close() {
      running.kill('SIGTERM')
      if (running.exitCode === null) await once(running, 'exit')
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function firstMatch(running: ChildProcess, look: RegExp): Promise<string> {
  if (!running.stdout) throw new Error('the program has no output')
  for await (const line of createInterface(running.stdout)) {
    const found = look.exec(line)?.[0]
    if (!found) continue
    running.stdout.resume()
    return found
  }
  throw new Error('the program ended without saying where it answers')
}
