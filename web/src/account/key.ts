import { ask, type Schema } from '../api/client'
import { Problem } from '../api/problem'
import type { Me } from '../app/session'

type Challenge = Schema<'Challenge'>

/** Has the browser ask a security key what the service wants answered, and
 * sends the answer on with whatever belongs to it. */
async function answered<T>(path: string, challenge: Challenge, credential: Promise<Credential | null>, more: object = {}): Promise<{ body: T }> {
  return ask<T>('post', path, { body: { ...await answerOf(challenge, credential), ...more } })
}

/** What a key says to a challenge, as the service takes it. */
async function answerOf({ ceremony }: Challenge, credential: Promise<Credential | null>) {
  const given = await credential.catch(() => null) // it was closed, or took too long
  if (!given) throw new Problem({ status: 422, code: 'key_unanswered' })
  return { ceremony, credential: JSON.stringify((given as PublicKeyCredential).toJSON()) }
}

/** Has a key of the person sign a decision on a submission. */
export async function sign(id: string, word: Schema<'BeginDecisionRequest'>) {
  const { body } = await ask<Challenge>('post', '/submissions/{id}/decisions/challenge', { params: { path: { id } }, body: word })
  return answerOf(body, get(body))
}

/** Whether the browser can ask security keys, at this address. */
export function asksKeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential
}

function get({ options }: Challenge): Promise<Credential | null> {
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options)) })
}

/** Signs in with a password and a key. */
export async function signInWithKey(email: string, password: string): Promise<{ body: Me }> {
  const { body } = await ask<Challenge>('post', '/session/key', { body: { email, password } })
  return answered<Me>('/session/key/answer', body, get(body))
}

/** Proves with a key that it still is them; signs in anew where their session
 * is over. */
export async function proveWithKey(me: Me, password: string): Promise<{ body: Me }> {
  let challenge: Challenge
  try {
    challenge = (await ask<Challenge>('post', '/session/confirmation/key', { body: { password } })).body
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'not_signed_in') throw thrown
    return signInWithKey(me.email, password)
  }
  return answered<Me>('/session/confirmation/key/answer', challenge, get(challenge))
}

/** Registers a key under a name. */
export async function registerKey(name: string) {
  const { body } = await ask<Challenge>('post', '/me/security_keys/challenge')
  const made = navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(body.options)) })
  return answered<Schema<'RegisteredKey'>>('/me/security_keys', body, made, { name })
}
