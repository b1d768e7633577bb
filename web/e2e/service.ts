import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build, preview } from 'vite'

/** Serves the page of parts with made-up data; its address goes to the tests
 * by the environment. Returns how to end it. */
export default async function begin() {
  mkdirSync(resolve(import.meta.dirname, '../test-results'), { recursive: true })
  const configFile = resolve(import.meta.dirname, 'parts/vite.config.ts')
  await build({ configFile, logLevel: 'error' })
  const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'warn' })
  process.env.PARTS_URL = server.resolvedUrls?.local[0] ?? ''
  return () => server.close()
}

/** Starts the program on a data directory of its own, and waits until it has
 * printed what is looked for. */
export async function startedService(name: string, look: RegExp, ...options: string[]) {
  const data = mkdtempSync(join(tmpdir(), `caravan-${name}-`))
  const log = openSync(resolve(import.meta.dirname, `../test-results/${name}.log`), 'w')
  const running = spawn(resolve(import.meta.dirname, '../../bin/caravan'), ['serve', ...options], {
    env: { ...process.env, CARAVAN_DATA: data, CARAVAN_ADDR: '127.0.0.1:0', CARAVAN_ALLOW_EGRESS: '127.0.0.1/32' /* where tests play a platform */, CARAVAN_SESSION_IDLE: '3h' /* one session serves a whole run */, CARAVAN_SESSION_SECOND_FACTOR: 'optional', CARAVAN_MAIL_URL: 'smtp://127.0.0.1:9' /* letters are owed, and nobody takes them */, CARAVAN_MAIL_FROM: 'caravan@example.org' }, stdio: ['ignore', 'pipe', log],
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
