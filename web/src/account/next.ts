const key = 'caravan.next'

/** Keeps where somebody wanted to go while they are at their provider. */
export function rememberNext(next: string | undefined): void {
  try { sessionStorage.setItem(key, next ?? '/') } catch { /* storage is switched off: they begin at home */ }
}

/** Where they wanted to go. */
export function takeNext(): string {
  try {
    const next = sessionStorage.getItem(key) ?? '/'
    sessionStorage.removeItem(key)
    return next
  } catch {
    return '/'
  }
}
