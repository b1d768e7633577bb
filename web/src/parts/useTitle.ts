import { useEffect } from 'react'

/** Names the screen in the window and the browser's history. */
export function useTitle(title: string): void {
  useEffect(() => { document.title = `${title} · Caravan` }, [title])
}
