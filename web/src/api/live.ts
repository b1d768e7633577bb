import type { QueryClient } from '@tanstack/react-query'
import { refresh } from './queries'

const address = '/api/v1/events'
const pollEvery = 30_000
const gatherFor = 500

/** Listens for hints that something changed and reads it again. Losing the
 * stream makes the app poll until it is back. Returns how to stop. */
export function listen(client: QueryClient): () => void {
  const everything = () => { void client.invalidateQueries({ refetchType: 'active' }) }
  const gathered = gather(gatherFor, (kinds) => { for (const kind of kinds) void refresh(client, kind) })
  let polling: ReturnType<typeof setInterval> | undefined
  let source = connect()

  function connect(): EventSource {
    const stream = new EventSource(address)
    stream.onopen = () => { clearInterval(polling); polling = undefined }
    stream.onmessage = (event: MessageEvent<string>) => {
      const kind = kindOfHint(event.data)
      if (kind) gathered.add(kind)
    }
    // The service no longer knows what was said when the stream broke.
    stream.addEventListener('reset', everything)
    stream.onerror = () => { polling ??= setInterval(poll, pollEvery) }
    return stream
  }

  function poll() {
    everything()
    // A stream that the browser gave up on is opened anew; others reconnect
    // by themselves and resume with Last-Event-ID.
    if (source.readyState === EventSource.CLOSED) source = connect()
  }

  return () => { clearInterval(polling); gathered.stop(); source.close() }
}

/** Gathers what is added for some milliseconds and hands it over once: a
 * thousand deliveries in a minute are not a thousand readings. */
export function gather(ms: number, done: (kinds: string[]) => void) {
  const kinds = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(kind: string) {
      kinds.add(kind)
      timer ??= setTimeout(() => {
        timer = undefined
        done([...kinds])
        kinds.clear()
      }, ms)
    },
    stop() { clearTimeout(timer) },
  }
}

/** The kind of thing a hint names, such as deliveries in
 * {"kind": "deliveries", "id": "0192…"}. */
export function kindOfHint(data: string): string | undefined {
  try {
    const hint: unknown = JSON.parse(data)
    return typeof hint === 'object' && hint !== null && 'kind' in hint ? String(hint.kind) : undefined
  } catch {
    return undefined
  }
}
