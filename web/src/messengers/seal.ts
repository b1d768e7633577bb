// Sealing and opening happen here, in the browser, and nowhere else. The
// service is sent public halves of keys and sealed files.

/** Who a messenger is: what a consent and their safety need, and no more. */
export interface Identity {
  name: string
  contact: string
  emergency_contact: string
}

const age = () => import('age-encryption')

/** Makes a key. The secret half is the person's own, and is sent nowhere. */
export async function makeKey(): Promise<{ secret: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await age()
  const secret = await generateX25519Identity()
  return { secret, recipient: await identityToRecipient(secret) }
}

/** The secret key in a file as it was kept, or null where there is none. */
export function keyIn(text: string): string | null {
  return /AGE-SECRET-KEY-1[0-9A-Z]+/.exec(text)?.[0] ?? null
}

/** The public half of a secret key, or null where it is none. */
export async function recipientOf(secret: string): Promise<string | null> {
  const { identityToRecipient } = await age()
  return identityToRecipient(secret).catch(() => null)
}

const block = 2048

/** Seals an identity to some public halves, as base64. It is padded, so that
 * its size says nothing of a name. */
export async function seal(identity: Identity, recipients: string[]): Promise<string> {
  const { Encrypter } = await age()
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const plain = new TextEncoder().encode(JSON.stringify(identity))
  const padded = new Uint8Array(Math.ceil(plain.length / block) * block).fill(0x20)
  padded.set(plain)
  return toBase64(await encrypter.encrypt(padded))
}

/** Opens what was sealed to the key. */
export async function unseal(file: string, secret: string): Promise<Identity> {
  const { Decrypter } = await age()
  const decrypter = new Decrypter()
  decrypter.addIdentity(secret)
  const plain = await decrypter.decrypt(Uint8Array.from(atob(file), (char) => char.charCodeAt(0)), 'text')
  return JSON.parse(plain) as Identity
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
