import type { QueryClient } from '@tanstack/react-query'
import { refresh } from './queries'

const address = '/api/v1/events'
const pollEvery = 30_000

/** Listens for hints that something changed and reads it again. Losing the
 * stream makes the app poll until it is back. Returns how to stop. */
export function listen(client: QueryClient): () => void {
  let polling: ReturnType<typeof setInterval> | undefined
  let source = connect()

  function connect(): EventSource {
    const stream = new EventSource(address)
    stream.onopen = () => { clearInterval(polling); polling = undefined }
    stream.onmessage = (event: MessageEvent<string>) => {
      const kind = kindOfHint(event.data)
      if (kind) void refresh(client, kind)
    }
    stream.onerror = () => { polling ??= setInterval(poll, pollEvery) }
    return stream
  }

  function poll() {
    void client.invalidateQueries({ refetchType: 'active' })
    // A stream that the browser gave up on is opened anew; others reconnect
    // by themselves and resume with Last-Event-ID.
    if (source.readyState === EventSource.CLOSED) source = connect()
  }

  return () => { clearInterval(polling); source.close() }
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
