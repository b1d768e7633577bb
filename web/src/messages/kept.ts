import type { Text } from './useLooked'

/** A text that was written on this device and not saved yet. */
export interface Kept {
  text: Text
  /** The version that it was made from; null where there was none. */
  etag: string | null
  at: string
}

const keyOf = (user: string, messageId: string, language: string) => `caravan.draft.${user}.${messageId}.${language}`

/** Texts wait on this device until they are saved, so that a dropped line or a
 * closed window loses nothing. */
export function keeper(user: string, messageId: string, language: string) {
  const key = keyOf(user, messageId, language)
  return {
    read(): Kept | null {
      try {
        const found = localStorage.getItem(key)
        if (found === null) return null
        const kept = JSON.parse(found) as Kept
        return { ...kept, text: { ...kept.text, media: kept.text.media as Text['media'] | undefined ?? [] } }
      } catch {
        return null
      }
    },
    keep(text: Text, etag: string | null) {
      try { localStorage.setItem(key, JSON.stringify({ text, etag, at: new Date().toISOString() } satisfies Kept)) } catch { /* full, or not allowed: it stays on the screen */ }
    },
    drop() { try { localStorage.removeItem(key) } catch { /* not allowed */ } },
  }
}
