import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Schema } from '../api/client'
import type { Problem } from '../api/problem'
import { refresh, useDelete, useRead } from '../api/queries'
import { Button, Buttons, IconButton } from '../parts/Button'
import type { Draft } from '../parts/draft'
import { FileField } from '../parts/FileField'
import { FieldSet } from '../parts/Form'
import { ProblemNotice } from '../parts/ProblemNotice'
import { ProgressBar } from '../parts/Progress'
import { Seen } from '../parts/Seen'
import { TextArea } from '../parts/TextField'
import { PictureFacts } from './PictureFacts'
import { fileOf, upload } from './upload'
import type { Text } from './useLooked'
import type { Message } from './useMessage'
import style from './Pictures.module.css'

export type Media = Schema<'Media'>

interface PicturesProps {
  message: Message
  language: string
  draft: Draft<Text>
  disabled: boolean
}

const accepted = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4', 'audio/mp4', '.m4a']

/** The pictures of a text, each with its words for those who do not see it; and
 * those of the message that the text does not show. */
export function Pictures({ message, language, draft, disabled }: PicturesProps) {
  const { t } = useLingui()
  const media = useRead('/messages/{id}/media', { path: { id: message.id } }, { follows: ['media'] })
  const all = media.data?.items ?? []
  const shown = draft.value.media
  const others = all.filter((m) => !shown.some((s) => s.media_id === m.id))
  const show = (id: string) => draft.set('/media', [...shown, { media_id: id, alt: '', captions: '', transcript: '' }])
  return (
    <FieldSet legend={t`Pictures, films and sounds`} hint={t`Where a picture or a film was taken and by whose camera is removed. People see it as it is shown here.`}>
      {shown.map((each, i) => (
        <Shown key={each.media_id} media={all.find((m) => m.id === each.media_id)} id={each.media_id} at={i} language={language} draft={draft} disabled={disabled} />
      ))}
      {!disabled && others.length > 0 && <Others of={others} onShow={show} />}
      {!disabled && shown.length < 10 && <Adding message={message} onAdded={(added) => { if (!shown.some((s) => s.media_id === added.id)) show(added.id) }} />}
    </FieldSet>
  )
}

interface ShownProps extends Omit<PicturesProps, 'message'> {
  media: Media | undefined
  id: string
  at: number
}

function Shown({ media, id, at, language, draft, disabled }: ShownProps) {
  const { t } = useLingui()
  const { media: shown } = draft.value
  const alt = shown[at]?.alt ?? ''
  const file = media?.files[0]
  const move = (by: number) => {
    const next = [...shown]
    next.splice(at + by, 0, ...next.splice(at, 1))
    draft.set('/media', next)
  }
  return (
    <div className={style.picture}>
      <Seen src={fileOf(id)} mime={file?.mime} alt={alt || t`Without a description`} className={style.image} width={file?.width} height={file?.height} said={{ lang: language, captions: shown[at]?.captions }} />
      <div className={style.about}>
        <TextArea label={t`What is to be seen or heard`} hint={t`Read aloud to those who do not see it. Needed before the text is frozen.`} limit={1500} lang={language} required
          disabled={disabled} pointer={`/media/${at}/alt`} value={alt} onChange={(words) => draft.set(`/media/${at}/alt`, words)} />
        {file?.mime.startsWith('video/') && (
          <TextArea label={t`Captions`} hint={t`As WebVTT: a line WEBVTT, and for each cue its times, as 00:01.000 --> 00:04.000, and under them its words.`} lang={language} required
            disabled={disabled} pointer={`/media/${at}/captions`} value={shown[at]?.captions ?? ''} onChange={(words) => draft.set(`/media/${at}/captions`, words)} />
        )}
        {file && !file.mime.startsWith('image/') && (
          <TextArea label={t`Transcript`} hint={t`What is said and heard, for those who do not hear it.`} lang={language} required={file.mime.startsWith('audio/')}
            disabled={disabled} pointer={`/media/${at}/transcript`} value={shown[at]?.transcript ?? ''} onChange={(words) => draft.set(`/media/${at}/transcript`, words)} />
        )}
        {media && <PictureFacts key={media.version} of={media} disabled={disabled} />}
        {!disabled && (
          <Buttons>
            <Button small icon="close" onClick={() => draft.set('/media', shown.filter((_, i) => i !== at))}>{t`Take out of this text`}</Button>
            {at > 0 && <IconButton small icon="up" label={t`Move up`} onClick={() => move(-1)} />}
            {at < shown.length - 1 && <IconButton small icon="down" label={t`Move down`} onClick={() => move(1)} />}
          </Buttons>
        )}
      </div>
    </div>
  )
}

/** What other languages show, or nobody shows yet. */
function Others({ of: others, onShow }: { of: Media[]; onShow: (id: string) => void }) {
  const { t } = useLingui()
  const remove = useDelete('/media/{id}', { touches: ['messages'] })
  return (
    <div className={style.others}>
      <p className={style.soft}>{t`Other pictures, films and sounds of this message`}</p>
      {remove.error && <ProblemNotice problem={remove.error} />}
      <ul className={style.list}>
        {others.map((media) => (
          <li key={media.id}>
            <Seen src={fileOf(media.id)} mime={media.files[0]?.mime} alt={media.origin || t`Without a description`} className={style.small} />
            <Button small onClick={() => onShow(media.id)}>{t`Show in this text`}</Button>
            <IconButton small icon="close" label={t`Remove from the message`} onClick={() => remove.mutate({ params: { path: { id: media.id } } })} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A picture on its way. */
function Adding({ message, onAdded }: { message: Message; onAdded: (added: Media) => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [sent, setSent] = useState(0)
  const add = useMutation<Media, Problem, File>({
    mutationFn: (file) => upload(message.id, file, (bytes) => setSent(Math.min(bytes, file.size))),
    onSuccess: async (added) => {
      await refresh(client, 'messages')
      onAdded(added)
    },
  })
  const kibibytes = (bytes: number) => Math.ceil(bytes / 1024)
  return (
    <>
      {add.error && <ProblemNotice problem={add.error} />}
      {add.isPending
        ? <ProgressBar label={t`The file is on its way (KiB)`} done={kibibytes(sent)} of={kibibytes(add.variables.size)} />
        : (
          <FileField label={t`Add a picture, a film or a sound`} hint={t`JPEG, PNG, WebP or a still GIF of at most 20 MiB; MP4 (H.264) of at most 300 MiB, M4A of at most 100 MiB.`} accept={accepted} value={null}
            onChange={(file) => { if (file) { setSent(0); add.mutate(file) } }} />
        )}
    </>
  )
}
