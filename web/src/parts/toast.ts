import type { BannerTone } from './Banner'

/** A short word on what just happened. */
export interface Toast {
  id: number
  text: string
  tone: BannerTone
}

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

/** Tells the person, in words already theirs, what just happened. It goes
 * away by itself, so nothing that must be read or acted on belongs here. */
export function say(text: string, tone: BannerTone = 'done'): void {
  last += 1
  change([...toasts.slice(-2), { id: last, text, tone }])
}

export function dismiss(id: number): void { change(toasts.filter((toast) => toast.id !== id)) }

export function current(): readonly Toast[] { return toasts }

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

function change(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}
