import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { Seen } from '../parts/Seen'
import { Switch } from '../parts/Choice'
import { Section } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { Bytes, Changed, Digest } from './Bytes'
import type { DossierDocument } from './Dossier'
import { pictureOf } from './digest'
import { Pictures } from './DossierPictures'
import style from './Approvals.module.css'

/** The text in every language, with what changed and what it means. */
export function Texts({ of }: { of: DossierDocument }) {
  const { t } = useLingui()
  const { language, list } = useFormats()
  const [marked, setMarked] = useState(true)
  const earlier = of.earlier
  const number = earlier?.number ?? ''
  const gone = earlier ? list(earlier.missing.map(language)) : ''
  return (
    <Section title={t`Text`} lead={earlier ? t`Compared with version ${number}, the last that this authority saw.` : t`This authority has not seen this message before.`}
      actions={earlier && <span className="screen-only"><Switch label={t`Mark changes`} value={marked} onChange={setMarked} /></span>}>
      {gone && <p className={style.soft}>{t`No longer in: ${gone}.`}</p>}
      {of.texts.map((text) => <Text key={text.language} of={text} submission={of.submission.id} marked={marked && earlier !== null} />)}
    </Section>
  )
}

function Text({ of, submission, marked }: { of: Schema<'DossierText'>; submission: string; marked: boolean }) {
  const { t } = useLingui()
  const { language } = useFormats()
  const before = marked ? of.before : null
  const same = before?.body === of.body && (before.title ?? '') === (of.title ?? '') && (before.link ?? '') === (of.link ?? '')
    && JSON.stringify(before.media ?? []) === JSON.stringify(of.media ?? [])
  return (
    <section className={style.text} aria-label={language(of.language)}>
      <header className={style.row}>
        <h3>{language(of.language)}</h3>
        {marked && <Chip tone={same ? 'idle' : 'warning'}>{same ? t`Unchanged` : before ? t`Changed` : t`New`}</Chip>}
      </header>
      <div className={style.pair}>
        <div className={style.words}>
          {of.title && <div className={style.title}><Passage lang={of.language} before={before?.title} after={of.title} marked={before !== null} /></div>}
          <Passage lang={of.language} before={before?.body} after={of.body} marked={before !== null} />
          {of.hashtags && of.hashtags.length > 0 && <Bytes lang={of.language}>{of.hashtags.join(' ')}</Bytes>}
          {of.link && <p className={style.link}><code dir="ltr">{of.link}</code><small className={style.soft}>{t`leads to`} <bdi dir="ltr">{of.link_host}</bdi></small></p>}
        </div>
        <div className={style.words}>
          <small className={style.soft}>{t`Back-translation`}</small>
          <div dir="auto" className={style.bytes}>{of.back_translation || '–'}</div>
        </div>
      </div>
      <Pictures of={of.media} lang={of.language} submission={submission} />
    </section>
  )
}

function Passage({ lang, before, after, marked }: { lang: string; before: string | undefined; after: string; marked: boolean }) {
  return marked ? <Changed lang={lang} before={before ?? ''} after={after} /> : <Bytes lang={lang}>{after}</Bytes>
}

/** Exactly what would leave, channel by channel. */
export function Previews({ of }: { of: DossierDocument }) {
  const { t } = useLingui()
  const { date, zone } = useFormats()
  const { from, to, zone: name } = of.submission.period
  const first = date(from)
  const last = date(to)
  const where = zone(name)
  return (
    <Section title={t`Where and when`} lead={t`From ${first} to ${last}, ${where}. Below stands exactly what will be published, to the last character.`}>
      <ul className={style.previews}>
        {of.previews.map((preview) => <Preview key={preview.channel_id + preview.rendering.language} of={preview} submission={of.submission.id} />)}
      </ul>
    </Section>
  )
}

function Preview({ of: { channel, account, class: kind, platform, rendering, digest }, submission }: { of: Schema<'DossierPreview'>; submission: string }) {
  const { t } = useLingui()
  const words = useWords()
  const { language } = useFormats()
  return (
    <li className={style.preview}>
      <header>
        <strong><bdi>{channel}</bdi></strong>
        <small className={style.soft}>{[words.term('channel_class', kind), platform, account].filter(Boolean).join(' · ')} · {language(rendering.language)}</small>
      </header>
      <div className={style.post}>
        {rendering.title && <div className={style.title}><Bytes lang={rendering.language}>{rendering.title}</Bytes></div>}
        {rendering.media?.map((media) => <Seen key={media.sha256} src={pictureOf(submission, media.sha256)} mime={media.mime} alt={media.alt} className={style.picture} said={{ ...media, lang: rendering.language }} />)}
        <Bytes lang={rendering.language}>{rendering.body}</Bytes>
        {rendering.hashtags && rendering.hashtags.length > 0 && <Bytes lang={rendering.language}>{rendering.hashtags.join(' ')}</Bytes>}
        {rendering.link && <code dir="ltr">{rendering.link}</code>}
        {rendering.clicks_counted && <p className={style.soft}>{t`The link leads there over our own address, which counts how often it is followed, and nothing about who does.`}</p>}
        <p className={style.soft} dir="auto">{rendering.disclosure || t`No room for a disclosure line. The public page of the campaign says so.`}</p>
      </div>
      <footer className={style.soft}><small>{t`Digest of these bytes`}</small><Digest of={digest} /></footer>
    </li>
  )
}
