// Preferences of this browser: how the app looks, never who uses it.
type Preference = 'language' | 'theme'

const key = (name: Preference) => `caravan.${name}`

/** What was chosen before, or null. */
export function recall(name: Preference): string | null {
  try {
    return localStorage.getItem(key(name))
  } catch {
    return null // storage is switched off
  }
}

/** Keeps a choice; null forgets it. */
export function remember(name: Preference, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key(name))
    else localStorage.setItem(key(name), value)
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
}
