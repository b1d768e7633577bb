import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test as base, type APIRequestContext, type Browser, type Page } from '@playwright/test'
import type { Result } from 'axe-core'
import { administrator } from './administrator'
import { startedDemo, startedService } from './service'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The languages that every screen is looked at in. */
export const languages = ['en', 'ru', 'fa-AF'] as const

interface Api {
  get: <T>(path: string) => Promise<T>
  /** Creates something; fails the test unless it was created. */
  post: <T>(path: string, body: object) => Promise<T>
}

/** Those of the demonstration whom a test may act as. */
export const people = {
  planner: 'aigul@osh.example',
  reviewer: 'rustam@osh.example',
  approver: 'bermet@bishkek.example',
  approverTJ: 'farhod@dushanbe.example',
  evaluator: 'elena@osh.example',
  administrator: 'admin@osh.example',
  moderator: 'nargiza@osh.example',
} as const

export interface Person {
  page: Page
  /** The API of the demonstration, asked as this person. */
  api: Api
}

/** Somebody who has a security key at hand, and has not registered it yet. */
export interface Bearer extends Person {
  /** Whether the key still knows its person: by their finger, or a PIN. */
  known: (yes: boolean) => Promise<void>
  /** Registers the key. */
  register: (name: string) => Promise<void>
}

interface Fixtures {
  /** Somebody of the demonstration, signed in, with a page of their own. */
  as: (who: keyof typeof people) => Promise<Person>
  /** The same, with a security key at hand. Keys know an installation by its
   * name, so the address of the page is another. */
  bearing: (who: keyof typeof people) => Promise<Bearer>
  /** Somebody whom a one-time link lets into the demonstration, with a page of
   * their own. */
  newcomer: (link: string) => Promise<Page>
  /** A page of the signed-in administrator; fails on a broken policy or an
   * error that nobody caught. */
  staff: Page
  /** A page of somebody who is not signed in. */
  stranger: Page
  /** The API, asked as the administrator; paths are below /api/v1. */
  api: Api
  /** Expects that axe finds nothing serious and that nothing is wider than
   * the screen. */
  clean: (page: Page) => Promise<void>
  /** Keeps a picture of the screen in English and in one other language: a wide
   * one in Russian, a phone's in Dari. SHOTS=all keeps each in all of them. */
  shot: (page: Page, name: string) => Promise<void>
}

interface Programs {
  /** The program on an empty data directory, and the session of its first
   * administrator. */
  empty: { url: string, session: string }
  /** The address of the program with its demonstration. */
  demo: string
}

export const test = base.extend<Fixtures, Programs>({
  empty: [async ({ browser }, use, { workerIndex }) => {
    const service = await startedService(`empty-${workerIndex}`, /http\S+\/welcome#\S+/)
    const session = `test-results/session-${workerIndex}.json`
    await comeIn(browser, service.says, session)
    await use({ url: new URL(service.says).origin, session })
    await service.close()
  }, { scope: 'worker' }],
  demo: [async ({}, use, { workerIndex }) => {
    const service = await startedDemo(`demo-${workerIndex}`)
    await use(service.says)
    await service.close()
  }, { scope: 'worker' }],
  baseURL: ({ empty }, use) => use(empty.url),
  storageState: ({ empty }, use) => use(empty.session),
  staff: async ({ page }, use) => { await watched(page, use) },
  stranger: async ({ browser, viewport, baseURL }, use) => {
    const context = await browser.newContext({ storageState: undefined, viewport, baseURL, locale: 'en-GB' })
    await watched(await context.newPage(), use)
    await context.close()
  },
  newcomer: async ({ browser, demo, viewport, isMobile, hasTouch }, use) => {
    const ends: (() => Promise<void>)[] = []
    await use(async (link) => {
      const context = await browser.newContext({ baseURL: demo, storageState: undefined, viewport, isMobile, hasTouch, locale: 'en-GB' })
      const answer = await context.request.post('/api/v1/session/link', { data: { token: link.split('#').at(-1), password: 'three rivers meet here' } })
      expect(answer.status(), await answer.text()).toBe(200)
      await context.addInitScript(() => localStorage.getItem('caravan.language') ?? localStorage.setItem('caravan.language', 'en'))
      ends.push(() => context.close())
      return context.newPage()
    })
    for (const end of ends) await end()
  },
  as: async ({ browser, demo, viewport, isMobile, hasTouch }, use) => {
    const ends: (() => Promise<void>)[] = []
    const wrong: string[] = []
    await use(async (who) => {
      const context = await browser.newContext({
        baseURL: demo, storageState: undefined, viewport, isMobile, hasTouch, locale: 'en-GB', timezoneId: 'Asia/Dushanbe',
      })
      const data = { email: people[who], password: 'three rivers meet here' }
      const answer = await context.request.post('/api/v1/session', { data })
      expect(answer.status(), await answer.text()).toBe(200)
      await context.addInitScript(() => localStorage.getItem('caravan.language') ?? localStorage.setItem('caravan.language', 'en'))
      const page = await context.newPage()
      complain(page, wrong)
      ends.push(() => context.close())
      return { page, api: asking(context.request) }
    })
    for (const end of ends) await end()
    expect(wrong).toEqual([])
  },
  bearing: async ({ browser, demo, viewport, isMobile, hasTouch }, use) => {
    const ends: (() => Promise<void>)[] = []
    await use(async (who) => {
      const context = await browser.newContext({
        baseURL: demo.replace('127.0.0.1', 'localhost'), storageState: undefined, viewport, isMobile, hasTouch, locale: 'en-GB', timezoneId: 'Asia/Dushanbe',
      })
      ends.push(() => context.close())
      // Other tests sign them in with the password alone.
      ends.unshift(async () => {
        const { items } = await asking(context.request).get<{ items: { id: string }[] }>('/me/security_keys')
        for (const { id } of items) await context.request.delete(`/api/v1/me/security_keys/${id}`)
      })
      const page = await context.newPage()
      const devtools = await context.newCDPSession(page)
      await devtools.send('WebAuthn.enable')
      const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
        options: { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      })
      const answer = await context.request.post('/api/v1/session', { data: { email: people[who], password: 'three rivers meet here' } })
      expect(answer.status(), await answer.text()).toBe(200)
      return {
        page, api: asking(context.request),
        known: async (isUserVerified) => { await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }) },
        register: async (name) => {
          await page.goto('/security')
          await page.getByRole('button', { name: 'Add a key' }).click()
          const dialog = page.getByRole('dialog')
          await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
          await dialog.getByRole('button', { name: 'Go on' }).click()
          await expect(page.getByRole('alert').locator('code')).toContainText('-')
          await expect(page.getByText(name)).toBeVisible()
        },
      }
    })
    for (const end of ends) await end()
  },
  api: async ({ request }, use) => { await use(asking(request)) },
  clean: async ({}, use) => { await use(isClean) },
  shot: async ({}, use, info) => {
    await use(async (page, name) => {
      const others = languages.filter((tag) => tag !== 'en' && (process.env.SHOTS === 'all' || (tag === 'fa-AF') === (info.project.name === 'phone')))
      const keep = (tag: string) => page.screenshot({ path: `test-results/shots/${name}-${info.project.name}-${tag}.png`, fullPage: true })
      await keep('en')
      for (const tag of others) {
        await switchTo(page, tag)
        await keep(tag)
      }
      await switchTo(page, 'en')
    })
  },
})

export { expect }

/** The first administrator comes in by the one-time link, and the session is
 * kept for the tests. */
async function comeIn(browser: Browser, link: string, session: string) {
  const context = await browser.newContext({ storageState: undefined, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password)
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(page.getByRole('navigation', { name: 'Main', exact: true })).toBeAttached()
  expect(page.url()).not.toContain('#')
  await context.storageState({ path: session })
  await context.close()
}

async function watched(page: Page, use: (page: Page) => Promise<void>) {
  const wrong: string[] = []
  complain(page, wrong)
  await use(page)
  expect(wrong).toEqual([])
}

function complain(page: Page, wrong: string[]) {
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => { if (/Content Security Policy|Refused to/.test(message.text())) wrong.push(message.text()) })
}

function asking(request: APIRequestContext): Api {
  return {
    async get(path) {
      const answer = await request.get(`/api/v1${path}`)
      expect(answer.status(), await answer.text()).toBe(200)
      return answer.json()
    },
    async post(path, body) {
      const answer = await request.post(`/api/v1${path}`, { data: body, headers: { 'Idempotency-Key': crypto.randomUUID() } })
      expect(answer.status(), await answer.text()).toBeLessThan(300)
      return answer.json()
    },
  }
}

/** Turns the open screen to another language, as if that were chosen in
 * another window. */
async function switchTo(page: Page, language: (typeof languages)[number]): Promise<void> {
  await page.evaluate((tag) => {
    localStorage.setItem('caravan.language', tag)
    dispatchEvent(new StorageEvent('storage', { key: 'caravan.language', newValue: tag }))
  }, language)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await page.evaluate(() => document.fonts.ready)
}

async function isClean(page: Page): Promise<void> {
  // A colour half way to another is nobody's choice.
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished.catch(() => null))))
  // Through the debugger, so that the policy of the page does not stop it.
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Result[] }> } }
    return (await axe.run({ resultTypes: ['violations'] })).violations
  })
  const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  const spill = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(spill, 'pixels wider than the screen').toBeLessThanOrEqual(0)
}
