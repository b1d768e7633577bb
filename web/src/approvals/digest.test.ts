import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Schema } from '../api/client'
import { canonical, check, digestOf } from './digest'

interface Written { label: string; value: Record<string, unknown>; digest: string }

/** What the service writes, and the digests that it comes to: asked of its own
 * test of the day, so that neither side can change alone. */
function written(): Written[] {
  const folder = mkdtempSync(join(tmpdir(), 'statements-'))
  try {
    const path = join(folder, 'statements')
    execFileSync('go', ['test', './models', '-count=1', '-run', '^TestStatementsForTheWebApp$'], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)), env: { ...process.env, CARAVAN_STATEMENTS: path }, stdio: 'pipe',
    })
    return readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Written)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('digests', () => {
  let all: Written[] = []
  beforeAll(() => { all = written() }, 300_000)

  it('are those of the service, statement by statement', async () => {
    const labels = new Map<string, number>()
    for (const { label, value, digest } of all) {
      expect(await digestOf(label, value), JSON.stringify(value)).toBe(digest)
      labels.set(label, (labels.get(label) ?? 0) + 1)
    }
    expect(labels.get('caravan.approval/2')).toBeGreaterThanOrEqual(1000)
    expect(labels.get('caravan.rendering/1')).toBeGreaterThanOrEqual(1000)
  })

  it('stay when what was canonical is read and written again', () => {
    for (const { value } of all) {
      const once = canonical(value)
      expect(canonical(JSON.parse(once))).toBe(once)
    }
  })
})

describe('the canonical form', () => {
  // The example of RFC 8785, section 3.2.3, with a letter that stands in NFC.
  it('is in the order of UTF-16', () => {
    const given = { '€': 'Euro Sign', '\r': 'Carriage Return', 'ﬀ': 'Latin Small Ligature Ff', 1: 'One', '😀': 'Emoji: Grinning Face', '\u0080': 'Control', 'ö': 'o' }
    expect(canonical(given)).toBe('{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"o","€":"Euro Sign","😀":"Emoji: Grinning Face","ﬀ":"Latin Small Ligature Ff"}')
  })

  it.each([[1], [null], [undefined], ['e\u0301'], ['\ud800'], [{ 'e\u0301': '' }], [[NaN]], [() => 1]])('of %j is none', (value) => {
    expect(() => canonical(value)).toThrow(TypeError)
  })
})

const ids = ['channel', 'organization', 'campaign', 'message', 'rule', 'audience', 'variant']

/** A dossier as the service answers it, in what counts here; with a picture if
 * there is one. */
async function dossier(picture?: string) {
  const id = (name: string) => `00000000-0000-7000-8000-00000000000${ids.indexOf(name)}`
  const text = { variant: id('variant'), language: 'ru', direction: 'ltr', body: 'Хлеб и книги', link: 'https://хлеб.example/книги', hashtags: ['#хлеб'], ...(picture && { media: [{ media: id('variant'), alt: 'Хлеб', origin: 'o', licence: 'own_work', files: [file(picture)] }] }) }
  const rendering = { language: 'ru', direction: 'ltr', body: text.body, link: text.link, hashtags: text.hashtags, disclosure: 'Ош', ...(picture && { media: [{ ...file(picture), alt: 'Хлеб' }] }) }
  const rendered = await digestOf('caravan.rendering/1', rendering)
  const period = { from: '2027-03-01', to: '2027-03-31', zone: 'Asia/Bishkek' }
  const statement = {
    type: 'caravan.approval/2', tenant: id('organization'), campaign: id('campaign'), message: id('message'), version: '1', variants: [text],
    targets: [{ channel: id('channel'), platform: 'portal', account: 'osh', language: 'ru', render_sha256: rendered, disclosure: 'Ош' }],
    schedule: period, audience: { id: id('audience') }, messengers: [{ designation: 'quiet river', consent_mark: 'mark' }],
    sponsor_disclosure: 'Ош', countries: ['KG'], policy: id('rule'),
  }
  return {
    submission: { id: 's', organization: { id: id('organization') }, message_id: id('message'), number: '1', country: 'KG', period: { ...period }, digest: await digestOf('caravan.approval/2', statement) },
    statement, campaign: { id: id('campaign') }, texts: [{ ...text, link_host: 'хлеб.example', before: null }],
    previews: [{ channel_id: id('channel'), channel: 'Ош', class: 'web', platform: 'portal', account: 'osh', rendering, digest: rendered, disclosure: 'Ош' }],
    messenger: { designation: 'quiet river' }, disclosure: 'Ош', rule: { id: id('rule') },
  }
}

const file = (sha256: string) => ({ sha256, mime: 'image/png', bytes: '5', width: '64', height: '48' })

type Made = Awaited<ReturnType<typeof dossier>>
const shown = (made: Made) => made as unknown as Schema<'Dossier'>

describe('what an approver sees', () => {
  it('is what they approve', async () => {
    expect(await check(shown(await dossier()))).toBe('same')
  })

  it.each<[string, (of: Made) => void | Promise<void>]>([
    ['a text', (of) => { of.texts[0]!.body += '.' }],
    ['a link', (of) => { of.texts[0]!.link = 'https://хлеб.example/' }],
    ['where a link leads', (of) => { of.texts[0]!.link_host = 'xn--80ak6aa92e.example' }],
    ['a hashtag', (of) => { of.texts[0]!.hashtags = [] }],
    ['a text that is not there', (of) => { of.texts = [] }],
    ['a post', (of) => { of.previews[0]!.rendering.body += '.' }],
    ['a post, with a digest to suit it,', async ({ previews: [post] }) => { Object.assign(post!.rendering, { body: '' }); post!.digest = await digestOf('caravan.rendering/1', post!.rendering) }],
    ['the digest of a post', (of) => { of.previews[0]!.digest = '0'.repeat(64) }],
    ['a channel', (of) => { of.previews[0]!.account = 'batken' }],
    ['a post that is not there', (of) => { of.previews = [] }],
    ['a second post', (of) => { of.previews.push(of.previews[0]!) }],
    ['the days', (of) => { of.submission.period.to = '2027-04-01' }],
    ['the zone', (of) => { of.submission.period.zone = 'Asia/Tashkent' }],
    ['the country', (of) => { of.submission.country = 'TJ' }],
    ['the messenger', (of) => { of.messenger.designation = 'loud river' }],
    ['who speaks', (of) => { of.disclosure = 'Баткен' }],
    ['the version', (of) => { of.submission.number = '2' }],
    ['the statement', (of) => { of.statement.audience.id = of.statement.campaign }],
    ['the digest', (of) => { of.submission.digest = '0'.repeat(64) }],
  ])('is not, where %s differs', async (_, change) => {
    const made = await dossier()
    await change(made)
    expect(await check(shown(made))).toBe('different')
  })

  it('is a picture byte for byte', async () => {
    const bytes = new TextEncoder().encode('bread')
    const digest = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
    for (const [shows, verdict] of [['bread', 'same'], ['Bread', 'different']] as const) {
      const asked = vi.fn(() => Promise.resolve(new Response(shows)))
      vi.stubGlobal('fetch', asked)
      expect(await check(shown(await dossier(digest)))).toBe(verdict)
      expect(asked).toHaveBeenCalledWith(`/api/v1/submissions/s/media/${digest}`)
    }
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('bread')))
    const made = await dossier(digest)
    made.previews[0]!.rendering.media![0]!.alt = 'Нон'
    expect(await check(shown(made))).toBe('different')
    vi.unstubAllGlobals()
  })

  // models/captions_test.go computes it too.
  it('is of a film with what is said in it', async () => {
    const film = { sha256: 'a'.repeat(64), mime: 'video/mp4', bytes: '9', width: '64', height: '48', duration: '3000' }
    const said = { alt: 'Нон дар миз', captions: 'WEBVTT\n\n00:01.000 --> 00:02.000\nНон', transcript: 'Ҷавонон: нон' }
    const rendering = { language: 'tg', direction: 'ltr', body: 'Нон', disclosure: 'Ош', media: [{ ...film, ...said }] }
    expect(await digestOf('caravan.rendering/1', rendering)).toBe('84f8fe7cb00cd9d64c3a4acf7ba135c4eab4da6b7fd6fb98eb00365b84a08808')
  })

  it('cannot be said where the browser has no SHA-256', async () => {
    const made = await dossier()
    vi.stubGlobal('crypto', {})
    expect(await check(shown(made))).toBe('unable')
    vi.unstubAllGlobals()
  })
})
