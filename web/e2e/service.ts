import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build, preview } from 'vite'

/** Plays the demonstration, of which every worker gets a copy, and serves the
 * page of parts with made-up data; where both are goes to the tests by the
 * environment. Returns how to end it. */
export default async function begin() {
  mkdirSync(resolve(import.meta.dirname, '../test-results'), { recursive: true })
  const played = mkdtempSync(join(tmpdir(), 'caravan-played-'))
  process.env.DEMO_PLAYED = played
  const demo = run(played, 'played', '--demo')
  await firstMatch(demo, answers)
  await ended(demo)
  const configFile = resolve(import.meta.dirname, 'parts/vite.config.ts')
  await build({ configFile, logLevel: 'error' })
  const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'warn' })
  process.env.PARTS_URL = server.resolvedUrls?.local[0] ?? ''
  return async () => {
    await server.close()
    rmSync(played, { recursive: true, force: true })
  }
}

/** What the program prints when it answers. */
const answers = /(?<=Caravan answers at )\S+/

/** Starts the program on a copy of the demonstration. */
export const startedDemo = (name: string) => startedService(name, answers, process.env.DEMO_PLAYED, '--demo')

/** Starts the program on a data directory of its own, as a copy of another or
 * else empty, and waits until it has printed what is looked for. */
export async function startedService(name: string, look: RegExp, from?: string, ...options: string[]) {
  const data = mkdtempSync(join(tmpdir(), `caravan-${name}-`))
  if (from) cpSync(from, data, { recursive: true })
  const running = run(data, name, ...options)
  return {
    says: await firstMatch(running, look),
    async close() {
      await ended(running)
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function run(data: string, name: string, ...options: string[]): ChildProcess {
  const log = openSync(resolve(import.meta.dirname, `../test-results/${name}.log`), 'w')
  return spawn(resolve(import.meta.dirname, '../../bin/caravan'), ['serve', ...options], {
    env: { ...process.env, CARAVAN_DATA: data, CARAVAN_ADDR: '127.0.0.1:0', CARAVAN_ALLOW_EGRESS: '127.0.0.1/32' /* where tests play a platform */, CARAVAN_SESSION_IDLE: '3h' /* one session serves a whole run */, CARAVAN_SESSION_SECOND_FACTOR: 'optional', CARAVAN_MAIL_URL: 'smtp://127.0.0.1:9' /* letters are owed, and nobody takes them */, CARAVAN_MAIL_FROM: 'caravan@example.org' }, stdio: ['ignore', 'pipe', log],
  })
}

async function ended(running: ChildProcess) {
  running.kill('SIGTERM')
  if (running.exitCode === null) await once(running, 'exit')
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
