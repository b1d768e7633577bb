import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, type Answer } from '../api/client'
import type { Problem } from '../api/problem'
import { refresh } from '../api/queries'
import { useSession } from '../app/session'
import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { ProblemNotice } from '../parts/ProblemNotice'
import { Ago } from '../parts/Time'
import { say } from '../parts/toast'
import type { Variant } from './Editor'
import type { Message } from './useMessage'
import style from './Editor.module.css'

/** Who wrote a text, and the word of a native reader on it: another person. */
export function Reading({ message, saved, changed }: { message: Message; saved: Answer<Variant> | null; changed: boolean }) {
  const { t } = useLingui()
  const session = useSession()
  const pass = usePass(message)
  if (!saved || !saved.body.body) return null
  const { translator, reviewer, reviewed_at } = saved.body
  const own = translator.id === session.user_id
  const mayPass = session.allows('variants.review') && !own && !reviewer && message.archived_at === null
  const writer = translator.name
  const reader = reviewer?.name ?? ''
  return (
    <div className={style.reading}>
      {pass.error && <ProblemNotice problem={pass.error} />}
      <p><Icon name="edit" size={16} /> <span>{t`Written by ${writer}`} <small><Ago at={saved.body.updated_at} /></small></span></p>
      {reviewer && reviewed_at
        ? <p><Icon name="check" size={16} /> <span>{t`Read and passed by ${reader}`} <small><Ago at={reviewed_at} /></small></span></p>
        : <p><Icon name="waiting" size={16} /> <span>{own ? t`Another person who reads the language well has to pass it.` : t`No native reader has passed it yet.`}</span></p>}
      {mayPass && <Button icon="check" pending={pass.isPending} disabled={changed} onClick={() => pass.mutate(saved)}>{t`It reads well: pass it`}</Button>}
    </div>
  )
}

function usePass(message: Message) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation<Answer<Variant>, Problem, Answer<Variant>>({
    mutationFn: ({ body: { language }, etag }) => ask('post', '/messages/{id}/variants/{language}/review', {
      params: { path: { id: message.id, language } }, headers: { 'If-Match': etag ?? '' },
    }),
    onSuccess: () => say(t`Passed.`),
    onSettled: () => refresh(client, 'messages'),
  })
}
