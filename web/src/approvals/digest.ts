// The digest of what is approved, computed a second time and by other means
// than the service's: over what this screen shows, in the approver's browser.
import type { Schema } from '../api/client'

type Dossier = Schema<'Dossier'>
type Shown = Pick<Dossier, 'submission' | 'statement' | 'campaign' | 'texts' | 'previews' | 'messenger' | 'disclosure' | 'rule'>

/** Whether what is shown is what a decision would be about. `unable`: a page
 * that did not come over https is given no SHA-256 by the browser. */
export type Verdict = 'same' | 'different' | 'unable'

/** A value in JSON canonical form (RFC 8785). Numbers, null, and text that is
 * half a character or not in NFC have none. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value) || value !== value.normalize('NFC')) throw new TypeError('no text as it is kept')
    return JSON.stringify(value)
  }
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) throw new TypeError(`no ${typeof value} has a canonical form`)
  // sort() goes by UTF-16 units, which is the order of the standard.
  const members = Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, each]) => `${canonical(name)}:${canonical(each)}`).join()}}`
}

/** SHA-256 over the label, a line feed and the value in canonical form. */
export async function digestOf(label: string, value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(`${label}\n${canonical(value)}`)
  return hex(await crypto.subtle.digest('SHA-256', bytes))
}

function hex(sum: ArrayBuffer): string {
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Makes the statement anew of what the screen shows, and compares its digest
 * with the one that a decision names. Only what is not shown - the mark of a
 * consent, which audience it is - is taken from the statement itself. */
export async function check(shown: Shown): Promise<Verdict> {
  // Not every browser has it everywhere, whatever its type says.
  if (!(globalThis.crypto as Partial<Crypto> | undefined)?.subtle) return 'unable'
  try {
    const seen = { ...shown.statement, ...await asShown(shown) }
    const same = await digestOf(seen.type, seen) === shown.submission.digest && await pictured(shown)
    return same ? 'same' : 'different'
  } catch {
    return 'different'
  }
}

/** Where a picture that is to be judged is. */
export function pictureOf(submission: string, sha256: string): string { return `/api/v1/submissions/${submission}/media/${sha256}` }

/** Whether the pictures that the screen shows are, byte for byte, those that
 * would leave. */
async function pictured({ submission, previews }: Shown): Promise<boolean> {
  const digests = new Set(previews.flatMap(({ rendering }) => rendering.media ?? []).map(({ sha256 }) => sha256))
  for (const digest of digests) {
    const answer = await fetch(pictureOf(submission.id, digest))
    if (!answer.ok || hex(await crypto.subtle.digest('SHA-256', await answer.arrayBuffer())) !== digest) return false
  }
  return true
}

async function asShown({ submission, statement, campaign, texts, previews, messenger, disclosure, rule }: Shown) {
  return {
    tenant: submission.organization.id,
    campaign: campaign.id,
    message: submission.message_id,
    version: submission.number,
    variants: texts.map(frozen),
    targets: await Promise.all(previews.map(target)),
    schedule: submission.period,
    // The first statements name a messenger by what is shown no more.
    messengers: statement.messengers.map((each) => (each.designation ? { ...each, designation: messenger?.designation } : each)),
    sponsor_disclosure: disclosure,
    countries: [submission.country],
    policy: rule.id,
  }
}

/** Where a link leads; nothing where it leads nowhere. */
function hostOf(link: string) {
  try {
    return new URL(link).hostname
  } catch {
    return undefined
  }
}

/** A text without what the screen adds to it. A link leads where it is said to
 * lead, or the text is not what is shown. */
function frozen({ link_host, ...shown }: Schema<'DossierText'>) {
  const text: Schema<'FrozenText'> & { before?: unknown } = { ...shown }
  delete text.before
  const host = text.link && hostOf(text.link)
  if (host && host !== hostOf(`https://${link_host}`)) throw new TypeError('the link leads elsewhere')
  return text
}

async function target({ channel_id, platform, account, rendering, digest, disclosure, picture_bytes }: Schema<'DossierPreview'>) {
  const render_sha256 = await digestOf('caravan.rendering/1', rendering)
  if (render_sha256 !== digest) throw new TypeError('the preview has another digest')
  const { language, clicks_counted } = rendering
  return { channel: channel_id, platform, account, language, render_sha256, disclosure, picture_bytes, clicks_counted }
}
