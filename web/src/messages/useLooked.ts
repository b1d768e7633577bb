import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ask, type Schema } from '../api/client'
import { useRead } from '../api/queries'
import { useSession } from '../app/session'

export type Text = Required<Pick<Schema<'RewriteRequest'>, 'title' | 'body' | 'link' | 'hashtags' | 'back_translation'>> & { media: Schema<'ShownFields'>[] }
export type View = Schema<'View'>

const pause = 400

/** The text as it is sent: without the empty hashtags of a line being typed. */
export function tidied(text: Text): Text { return { ...text, hashtags: text.hashtags.filter(Boolean) } }

/** The value as it was when nobody had typed for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** The channels that carry a language. Where there are none, or one may not see
 * them, every platform is shown instead. */
function useChannelsIn(language: string): string[] {
  const session = useSession()
  const { data } = useRead('/channels', { query: { limit: 200 } }, { enabled: session.allows('channels.read') })
  const base = language.split('-x-')[0] ?? language
  return (data?.items ?? []).filter((c) => !c.archived_at && (c.languages ?? []).some((tag) => tag === base || tag === language)).map(({ id }) => id).slice(0, 50)
}

/** What the service says about a text while it is written: notes, and how each
 * platform would show it. Nothing is kept there. */
export function useLooked(messageId: string, language: string, text: Text) {
  const channels = useChannelsIn(language)
  const settled = useSettled(text)
  const body = { ...tidied(settled), language }
  const params = { path: { id: messageId } }
  const notes = useQuery({
    queryKey: ['lint', messageId, body], placeholderData: keepPreviousData, staleTime: Infinity,
    queryFn: async ({ signal }) => ({ of: settled, ...(await ask<Schema<'Lint'>>('post', '/messages/{id}/lint', { params, body, signal })).body }),
  })
  const views = useQuery({
    queryKey: ['preview', messageId, body, channels], placeholderData: keepPreviousData, staleTime: Infinity,
    queryFn: async ({ signal }) => (await ask<Schema<'Views'>>('post', '/messages/{id}/preview', { params, body: { ...body, channel_ids: channels }, signal })).body.items,
  })
  return { notes: notes.data?.items ?? [], noted: notes.data?.of ?? text, sms: notes.data?.sms, views: views.data ?? [] }
}
