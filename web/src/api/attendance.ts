const awayAfter = 60_000
const tellEvery = 4 * 60_000

let seen = Date.now()

/** Whether somebody did something with keyboard, mouse or screen just now. What
 * is asked otherwise does not keep the session from going idle. */
export function attended(now = Date.now()): boolean { return now - seen < awayAfter }

/** Watches for somebody, and tells the service now and then that they are
 * there: who writes a long text asks for nothing meanwhile. */
export function attend(place: EventTarget, tell: () => void): void {
  let told = seen
  const note = () => {
    seen = Date.now()
    if (seen - told < tellEvery) return
    told = seen
    tell()
  }
  for (const kind of ['pointerdown', 'keydown', 'input', 'wheel']) place.addEventListener(kind, note, { passive: true, capture: true })
}
