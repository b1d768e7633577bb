import type { Schema } from '../api/client'
import { useDocument } from '../api/queries'

export type Message = Schema<'Message'>
export type Cell = Message['cells'][number]

/** A message with how far it has come in each language. That follows from
 * decisions on it too. */
export function useMessageDocument(id: string) {
  return useDocument('/messages/{id}', { path: { id } }, { follows: ['submissions'] })
}
