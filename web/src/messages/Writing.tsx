import { useLingui } from '@lingui/react/macro'
import { useQueryClient, useMutation } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ask, type Answer } from '../api/client'
import type { Problem } from '../api/problem'
import { refresh } from '../api/queries'
import { useSession } from '../app/session'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { useDraft, type Draft } from '../parts/draft'
import { Form } from '../parts/Form'
import { Ago } from '../parts/Time'
import { TextArea, TextField } from '../parts/TextField'
import { say } from '../parts/toast'
import { Conflict } from './Conflict'
import type { Variant } from './Editor'
import { keeper } from './kept'
import { MarkedText, Notes } from './MarkedText'
import { Pictures } from './Pictures'
import { Preview } from './Preview'
import { Reading } from './Reading'
import { tidied, useLooked, type Text } from './useLooked'
import type { Message } from './useMessage'
import style from './Editor.module.css'

interface WritingProps {
  message: Message
  language: string
  /** What the service has; null where the language is not written yet. */
  saved: Answer<Variant> | null
}

const textOf = (v: Variant | undefined): Text => ({
  title: v?.title ?? '', body: v?.body ?? '', link: v?.link ?? '', hashtags: v?.hashtags ?? [], back_translation: v?.back_translation ?? '',
  media: v?.media ?? [],
})

const same = (a: Text, b: Text) => JSON.stringify(a) === JSON.stringify(b)

/** The text being written. It waits on the device until it is saved. */
export function Writing({ message, language, saved }: WritingProps) {
  const session = useSession()
  const keep = useMemo(() => keeper(session.user_id, message.id, language), [session.user_id, message.id, language])
  const [kept] = useState(() => keep.read())
  const [base, setBase] = useState({ text: textOf(saved?.body), etag: saved?.etag ?? null })
  const restored = kept !== null && !same(kept.text, base.text)
  const draft = useDraft<Text>(restored ? kept.text : base.text)
  const [since, setSince] = useState(restored ? kept.etag : base.etag)
  const changed = !same(draft.value, base.text)
  useEffect(() => { if (changed) keep.keep(draft.value, since); else keep.drop() }, [changed, draft.value, keep, since])
  const taken = saved !== null && saved.etag !== since && !same(textOf(saved.body), draft.value)
  const begin = (text: Text, etag: string | null) => { setBase({ text, etag }); setSince(etag); draft.reset(text) }
  useFollowed(saved, changed, since, begin)
  const save = useSave(message, language, since, (answer) => begin(textOf(answer.body), answer.etag))
  if (taken && changed && saved) {
    return (
      <Conflict mine={draft.value} theirs={saved.body} onMine={() => { setBase({ text: textOf(saved.body), etag: saved.etag }); setSince(saved.etag) }}
        onTheirs={() => begin(textOf(saved.body), saved.etag)} />
    )
  }
  return (
    <Sheet message={message} language={language} saved={saved} draft={draft} changed={changed} pending={save.isPending} problem={save.error}
      onSave={() => save.mutate(draft.value)} restored={restored && changed ? kept.at : null} onDiscard={() => begin(base.text, base.etag)} />
  )
}

/** Takes over what others saved, as long as nothing is written here. */
function useFollowed(saved: Answer<Variant> | null, changed: boolean, since: string | null, begin: (text: Text, etag: string | null) => void) {
  const follow = useRef(begin)
  follow.current = begin
  useEffect(() => {
    if (saved && !changed && saved.etag !== since) follow.current(textOf(saved.body), saved.etag)
  }, [saved, changed, since])
}

/** Saves the text as a change of the version that it was made from. */
function useSave(message: Message, language: string, etag: string | null, onSaved: (answer: Answer<Variant>) => void) {
  const { t } = useLingui()
  const client = useQueryClient()
  return useMutation<Answer<Variant>, Problem, Text>({
    mutationFn: (text) => etag === null
      ? ask('post', '/messages/{id}/variants', { params: { path: { id: message.id } }, body: { ...tidied(text), language }, headers: { 'Idempotency-Key': crypto.randomUUID() } })
      : ask('put', '/messages/{id}/variants/{language}', { params: { path: { id: message.id, language } }, body: tidied(text), headers: { 'If-Match': etag } }),
    onSuccess: (answer) => {
      client.setQueryData(['messages', '/messages/{id}/variants/{language}', message.id, language], answer)
      onSaved(answer)
      say(t`Saved.`)
    },
    onSettled: () => refresh(client, 'messages'),
  })
}

interface SheetProps extends WritingProps {
  draft: Draft<Text>
  changed: boolean
  pending: boolean
  problem: Problem | null
  /** Since when unsaved text has waited on this device. */
  restored: string | null
  onSave: () => void
  onDiscard: () => void
}

function Sheet({ message, language, saved, draft, changed, pending, problem, restored, onSave, onDiscard }: SheetProps) {
  const { t } = useLingui()
  const session = useSession()
  const looked = useLooked(message.id, language, draft.value)
  const mayWrite = session.allows('variants.write') && message.archived_at === null
  const voids = message.last_version !== null && message.last_version.voided_at === null
  return (
    <>
      <div className={style.form}><Form onSubmit={onSave} problem={problem?.status === 412 || problem?.status === 409 ? null : problem}>
        {restored && (
          <Banner title={t`This was not saved yet`} action={<Button small onClick={onDiscard}>{t`Discard it`}</Button>}>
            <>{t`It waited on this device.`} <Ago at={restored} /></>
          </Banner>
        )}
        {voids && changed && <Banner tone="warning" title={t`Saving voids the frozen version`}>{t`Its approvals end, and what was to be sent is cancelled.`}</Banner>}
        <TextFields message={message} draft={draft} language={language} source={language === message.source_language} disabled={!mayWrite} looked={looked} />
        {mayWrite && (
          <div className={style.bar}>
            <Button type="submit" look="primary" pending={pending} disabled={!changed}>{t`Save`}</Button>
            <span className={style.saved} role="status">{changed ? t`Not saved yet; kept on this device.` : saved ? t`Saved` : t`Nothing written yet.`}</span>
          </div>
        )}
        <Reading message={message} saved={saved} changed={changed} />
      </Form></div>
      <div className={style.preview}><Preview views={looked.views} sender={session.organization.name} /></div>
    </>
  )
}

interface TextFieldsProps {
  message: Message
  draft: Draft<Text>
  language: string
  source: boolean
  disabled: boolean
  looked: ReturnType<typeof useLooked>
}

function TextFields({ message, draft, language, source, disabled, looked }: TextFieldsProps) {
  const { t } = useLingui()
  const { notes, noted } = looked
  const on = (pointer: string) => notes.filter((n) => n.pointer === pointer || n.pointer.startsWith(`${pointer}/`))
  return (
    <>
      <MarkedText label={t`Title`} single lang={language} disabled={disabled} {...draft.bind('/title')} notes={on('/title')} noted={noted.title} />
      <MarkedText label={t`Text`} lang={language} disabled={disabled} {...draft.bind('/body')} notes={on('/body')} noted={noted.body} />
      <TextField label={t`Link`} type="url" disabled={disabled} {...draft.bind('/link')} />
      <Notes notes={on('/link')} text={noted.link} />
      <TextField label={t`Hashtags`} hint={t`Between spaces, with or without the sign.`} lang={language} disabled={disabled} pointer="/hashtags"
        value={draft.value.hashtags.join(' ')} onChange={(line) => draft.set('/hashtags', tagsOf(line))} />
      <Notes notes={on('/hashtags')} text={noted.hashtags.join(' ')} />
      {!source && (
        <TextArea label={t`Back-translation`} hint={t`What it says, for approvers who do not read the language.`} disabled={disabled} {...draft.bind('/back_translation')} />
      )}
      <Notes notes={on('/back_translation')} text={noted.back_translation} />
      <Pictures message={message} language={language} draft={draft} disabled={disabled} />
    </>
  )
}

/** Words of a line; a space at its end stays, so that the next can be typed. */
function tagsOf(line: string): string[] {
  return line === '' ? [] : line.split(' ')
}
