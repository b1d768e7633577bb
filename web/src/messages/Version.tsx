import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { useSession } from '../app/session'
import { SubmitPanel } from '../approvals/SubmitPanel'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { Switch } from '../parts/Choice'
import { Confirm } from '../parts/Dialog'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Facts, Page, Section } from '../parts/Page'
import { Seen } from '../parts/Seen'
import { Chip } from '../parts/StateChip'
import { Ago } from '../parts/Time'
import { say } from '../parts/toast'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { directionOf } from '../words/languages'
import { DigestText } from './DigestText'
import { fileOf } from './upload'
import { useLanguageName } from './useLanguageName'
import { VersionChip } from './VersionChip'
import style from './Version.module.css'

type Version = Schema<'Version'>
type Stretch = Schema<'Stretch'>

const route = getRouteApi('/staff/versions/$versionId')

/** A frozen version: its texts to the letter, what changed since the one
 * before, and the review by another person. */
export function Version() {
  const { t } = useLingui()
  const { versionId } = route.useParams()
  const { count } = useFormats()
  const version = useRead('/versions/{id}', { path: { id: versionId } }, { follows: ['messages', 'submissions'] })
  const number = count(version.data?.number)
  return (
    <Page title={t`Version ${number}`} aside={version.data && <VersionChip of={version.data} />}
      trail={version.data && <Link to="/messages/$messageId" params={{ messageId: version.data.message_id }}>{t`Message`}</Link>}
      actions={version.data && <Review of={version.data} />}>
      <Loaded of={version} shape="text">{(v) => <><About of={v} /><Asking of={v} /><Texts of={v} /></>}</Loaded>
    </Page>
  )
}

function About({ of: v }: { of: Version }) {
  const { t } = useLingui()
  const session = useSession()
  const own = v.created_by.id === session.user_id
  return (
    <>
      {!v.voided_at && !v.reviewed_at && !v.may_review && (
        <Banner title={t`Another person has to review it`}>
          {own ? t`Send this page's address to a reviewer of your organisation who did not write in it.` : t`A reviewer of your organisation who did not write in it can do so here.`}
        </Banner>
      )}
      {v.voided_at && <Banner tone="warning" title={t`This version is void`}>{t`It stays here as the record of what was. Freeze the texts again to go on.`}</Banner>}
      <Facts of={[
        [t`Digest`, <DigestText key="d" of={v.digest} />],
        [t`Frozen`, <span key="f"><bdi>{v.created_by.name}</bdi>, <Ago at={v.created_at} /></span>],
        [t`Reviewed`, v.reviewed_by && v.reviewed_at ? <span key="r"><bdi>{v.reviewed_by.name}</bdi>, <Ago at={v.reviewed_at} /></span> : '–'],
      ]} />
    </>
  )
}

/** Where the version stands in each country, and how it gets there. */
function Asking({ of: v }: { of: Version }) {
  const session = useSession()
  const open = v.voided_at === null && session.allows('submissions.read')
  const message = useRead('/messages/{id}', { path: { id: v.message_id } }, { enabled: open })
  const campaignId = message.data?.campaign_id ?? ''
  const campaign = useRead('/campaigns/{id}', { path: { id: campaignId } }, { enabled: open && campaignId !== '' })
  if (!campaign.data) return null
  return <SubmitPanel versionId={v.id} messageId={v.message_id} languages={v.texts.map(({ language }) => language)} campaign={campaign.data} reviewed={v.reviewed_at !== null} />
}

/** The word of another person, bound to the digest that they read. */
function Review({ of: v }: { of: Version }) {
  const { t } = useLingui()
  const [asking, ask] = useState(false)
  const review = usePost('/versions/{id}/review', { touches: ['messages'] })
  if (!v.may_review) return null
  const go = () => review.mutate({ params: { path: { id: v.id } }, body: { digest: v.digest } }, {
    onSuccess: () => { ask(false); say(t`Reviewed. It can be submitted now.`) },
  })
  return (
    <>
      <Button look="primary" icon="check" onClick={() => ask(true)}>{t`Review`}</Button>
      <Confirm title={t`Have you read every text?`} open={asking} onClose={() => ask(false)} confirm={t`Yes, it can be submitted`} pending={review.isPending} problem={review.error} onConfirm={go}>
        <p>{t`Your name goes with exactly these texts. Any edit voids the version.`}</p>
        <p><DigestText of={v.digest} /></p>
      </Confirm>
    </>
  )
}

function Texts({ of: v }: { of: Version }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const [marked, mark] = useState(true)
  const before = count(v.before)
  const differs = v.before !== null
  return (
    <Section title={t`Texts`} actions={differs && <Switch label={t`Show what changed since version ${before}`} value={marked} onChange={mark} />}>
      <div className={style.texts}>
        {v.texts.map((text) => <OneText key={text.language} text={text} change={differs && marked ? v.changes.find((c) => c.language === text.language) : undefined} />)}
        {v.changes.filter((c) => c.kind === 'removed').map((c) => <Gone key={c.language} language={c.language} />)}
      </div>
    </Section>
  )
}

function OneText({ text, change }: { text: Version['texts'][number]; change: Version['changes'][number] | undefined }) {
  const { t } = useLingui()
  const name = useLanguageName()
  const kinds: Record<string, string> = { same: t`Unchanged`, added: t`New`, changed: t`Changed` }
  const shown = change?.kind === 'changed' ? change : undefined
  const { language } = text
  return (
    <article className={style.text}>
      <header className={style.head}><h3>{name(language)}</h3>{change && <Chip tone={change.kind === 'same' ? 'idle' : 'warning'}>{kinds[change.kind] ?? change.kind}</Chip>}</header>
      <div lang={language} dir={directionOf(language)} className={style.words}>
        {(text.title || shown) && <p className={style.title}><Diff of={shown?.title} text={text.title ?? ''} /></p>}
        <p className={style.body}><Diff of={shown?.body} text={text.body} /></p>
        {text.link && <p><bdi dir="ltr"><Diff of={shown?.link} text={text.link} /></bdi></p>}
        {text.hashtags && text.hashtags.length > 0 && <p><Diff of={shown?.hashtags} text={text.hashtags.join(' ')} /></p>}
      </div>
      {text.media?.map((media) => (
        <figure key={media.media} className={style.back}>
          <Seen src={fileOf(media.media)} mime={media.files[0]?.mime} alt={media.alt} className={style.picture} said={{ lang: language, captions: media.captions }} />
          <figcaption lang={language} dir={directionOf(language)}>{media.alt}</figcaption>
          <Said captions={media.captions} transcript={media.transcript} />
        </figure>
      ))}
      {text.back_translation && (
        <div className={style.back}><p className={style.term}>{t`Back-translation`}</p><UserText block>{text.back_translation}</UserText></div>
      )}
    </article>
  )
}

/** What is said in a recording. */
function Said({ captions, transcript }: { captions: string | undefined; transcript: string | undefined }) {
  const { t } = useLingui()
  return (
    <>
      {captions && <><p className={style.term}>{t`Captions`}</p><UserText block>{captions}</UserText></>}
      {transcript && <><p className={style.term}>{t`Transcript`}</p><UserText block>{transcript}</UserText></>}
    </>
  )
}

/** A text with what went and what came, by sign as well as by colour. */
function Diff({ of, text }: { of: Stretch[] | undefined; text: string }) {
  if (!of) return text
  return of.map((piece, i) => {
    if (piece.kind === 'removed') return <del key={i} className={style.removed}>{piece.text}</del>
    return piece.kind === 'added' ? <ins key={i} className={style.added}>{piece.text}</ins> : <span key={i}>{piece.text}</span>
  })
}

function Gone({ language }: { language: string }) {
  const { t } = useLingui()
  const name = useLanguageName()
  return <article className={style.text}><header className={style.head}><h3>{name(language)}</h3><Chip tone="warning">{t`Left out`}</Chip></header></article>
}
