// Preferences of this browser: how the app looks, never who uses it.
type Preference = 'language' | 'theme'

const key = (name: Preference) => `caravan.${name}`

const chosen = new Map<Preference, string | null>()

/** What was chosen before, or null. */
export function recall(name: Preference): string | null {
  try {
    const found = localStorage.getItem(key(name))
    chosen.set(name, found)
    return found
  } catch {
    return null // storage is switched off
  }
}

/** Follows what is chosen in another window. */
export function follow(name: Preference, take: (value: string) => void): void {
  window.addEventListener('storage', (event) => {
    if (event.key !== key(name) || event.newValue === null) return
    chosen.set(name, event.newValue)
    take(event.newValue)
  })
}

/** Writes again what was chosen, after the browser was told to forget all. */
export function keepPreferences(): void {
  for (const [name, value] of chosen) remember(name, value)
}

/** Keeps a choice; null forgets it. */
export function remember(name: Preference, value: string | null): void {
  chosen.set(name, value)
  try {
    if (value === null) localStorage.removeItem(key(name))
    else localStorage.setItem(key(name), value)
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
}
