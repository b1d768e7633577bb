import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/client'
import { useRead } from '../api/queries'
import { useSession, type Action } from '../app/session'
import type { Choice } from '../parts/useWords'
import { useLanguageName } from './useLanguageName'

/** Every language of the registry, found by its name, its own name or its tag. */
export function useLanguageChoices(): Choice[] {
  const name = useLanguageName()
  const { data } = useRead('/languages')
  return (data?.items ?? []).map(({ tag, native }) => ({ id: tag, label: `${name(tag)} · ${tag}`, hint: native }))
}

interface Row { id: string; pseudonym?: string; segment_name?: string }

/** Those who may speak, by pseudonym. */
export function useMessengerChoices(): Choice[] { return useRows('/messengers', 'messengers.read') }

/** Those who may be spoken to. */
export function useAudienceChoices(): Choice[] { return useRows('/audiences', 'audiences.read') }

function useRows(path: string, may: Action): Choice[] {
  const session = useSession()
  const { data } = useQuery({
    queryKey: [path.slice(1), path, 'choices'],
    queryFn: ({ signal }) => ask<{ items: Row[] }>('get', path, { params: { query: { limit: 200 } }, signal }),
    enabled: session.allows(may),
  })
  return (data?.body.items ?? []).map((row) => ({ id: row.id, label: row.pseudonym ?? row.segment_name ?? row.id }))
}
