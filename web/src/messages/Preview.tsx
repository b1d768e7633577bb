import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { usePlatformWords } from '../channels/platformWords'
import { Icon, type IconName } from '../parts/Icon'
import { Seen } from '../parts/Seen'
import { Select } from '../parts/Select'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { fileOf } from './upload'
import type { View } from './useLooked'
import style from './Preview.module.css'

/** How platforms would show the text, and how much of their room it takes. */
export function Preview({ views, sender }: { views: View[]; sender: string }) {
  const { t } = useLingui()
  const [chosen, choose] = useState(() => localStorage.getItem('caravan.preview') ?? 'portal')
  const { platform } = usePlatformWords()
  const keyOf = (v: View) => v.channel_id || v.platform
  const labelOf = (v: View) => v.name ? `${v.name} · ${platform(v.platform)}` : platform(v.platform)
  const view = views.find((v) => keyOf(v) === chosen) ?? views.find((v) => v.platform === chosen) ?? views[0]
  if (!view) return null
  return (
    <div className={style.preview}>
      <Select label={t`As it would appear on`} value={keyOf(view)} choices={views.map((v) => ({ id: keyOf(v), label: labelOf(v) }))}
        onChange={(id) => { choose(id); localStorage.setItem('caravan.preview', id) }} />
      <Shown view={view} sender={view.class === 'web' ? sender : view.name || sender} />
      <Objections view={view} />
      <Uses view={view} />
    </div>
  )
}

/** Fits, or does not: one line for each limit of the platform. */
function Uses({ view }: { view: View }) {
  const { t } = useLingui()
  const { count } = useFormats()
  const fields: Record<string, string> = { title: t`Title`, body: t`Text`, text: t`All together`, caption: t`Beside media`, link: t`Link` }
  const units: Record<string, string> = { graphemes: t`characters`, runes: t`code points`, utf16: t`UTF-16 units`, bytes: t`bytes`, weighted: t`characters`, parts: t`text messages` }
  return (
    <ul className={style.uses}>
      {view.uses.map((use) => {
        const over = use.count > use.max
        return (
          <li key={use.field + use.unit} className={over ? style.over : undefined}>
            <span className={style.useName}>{over && <Icon name="danger" size={14} />}{fields[use.field] ?? use.field}</span>
            <span className={style.count}><Taken taken={count(use.count)} most={count(use.max)} /> {units[use.unit] ?? use.unit}</span>
            <span className={style.bar} aria-hidden="true"><span style={{ inlineSize: `${String(Math.min(100, (use.count / use.max) * 100))}%` }} /></span>
          </li>
        )
      })}
    </ul>
  )
}

function Taken({ taken, most }: { taken: string; most: string }) {
  const { t } = useLingui()
  return <>{t`${taken} of ${most}`}</>
}

/** The text in the manner of the platform's kind. */
function Shown({ view, sender }: { view: View; sender: string }) {
  const offline: Record<string, IconName> = { radio: 'offline', tv: 'show', print: 'print', event: 'audiences' }
  if (view.class === 'web') return <WebPage view={view} sender={sender} />
  if (view.class === 'email') return <Mail view={view} sender={sender} />
  const sign = offline[view.class]
  return sign ? <Slip view={view} sign={sign} /> : <Post view={view} sender={sender} />
}

function Words({ view, children }: { view: View; children: React.ReactNode }) {
  return <div lang={view.language} dir={view.direction} className={style.words}>{children}</div>
}

function Rest({ view }: { view: View }) {
  return (
    <>
      {view.link && !view.body.includes(view.link) && <p className={style.link}><bdi dir="ltr">{view.link}</bdi></p>}
      {view.hashtags && <p className={style.tags}>{view.hashtags}</p>}
    </>
  )
}

/** The pictures, as large as there is room. */
function Images({ view }: { view: View }) {
  const { t } = useLingui()
  return view.media.map((each) => <Seen key={each.media_id} src={fileOf(each.media_id)} mime={each.mime} alt={each.alt || t`Without a description`} className={style.image} said={{ ...each, lang: view.language }} />)
}

/** What of the pictures the platform would not take. */
function Objections({ view }: { view: View }) {
  const { t } = useLingui()
  const about = view.objections.filter((o) => ['media', 'image', 'recording', 'duration', 'alt'].includes(o.field))
  const says: Record<string, string> = { too_many: t`It takes fewer pictures and recordings.`, missing: t`It needs a picture or a film.`, unsupported: t`It does not take all of these pictures and recordings.`, too_long: t`It does not take as much of a picture or a recording, or of its description.` }
  return [...new Set(about.map((o) => says[o.code] ?? o.code))].map((words) => <p key={words} className={style.over}><Icon name="danger" size={14} /> {words}</p>)
}

function Body({ view }: { view: View }) {
  const { t } = useLingui()
  return view.body ? <p className={style.body}>{view.body}</p> : <p className={style.nothing}>{t`Nothing written yet.`}</p>
}

function WebPage({ view, sender }: { view: View; sender: string }) {
  return (
    <article className={`${style.shown} ${style.page}`}>
      <header className={style.site}><bdi>{sender}</bdi></header>
      <Words view={view}>
        {view.title && <h3 className={style.headline}>{view.title}</h3>}
        <Images view={view} />
        <Body view={view} /><Rest view={view} />
      </Words>
      <Disclosure of={view} />
    </article>
  )
}

function Post({ view, sender }: { view: View; sender: string }) {
  return (
    <article className={`${style.shown} ${style.post}`}>
      <header className={style.author}><span className={style.face} aria-hidden="true">{sender.slice(0, 1)}</span><bdi>{sender}</bdi></header>
      <Words view={view}>
        {view.title && <p className={style.body}>{view.title}</p>}
        <Body view={view} /><Rest view={view} />
        {view.disclosure && <p className={style.body}>{view.disclosure}</p>}
        <Images view={view} />
      </Words>
    </article>
  )
}

function Mail({ view, sender }: { view: View; sender: string }) {
  const { t } = useLingui()
  return (
    <article className={`${style.shown} ${style.mail}`}>
      <dl className={style.envelope}>
        <div><dt>{t`From`}</dt><dd><bdi>{sender}</bdi></dd></div>
        <div><dt>{t`Subject`}</dt><dd><UserText lang={view.language}>{view.title || '–'}</UserText></dd></div>
      </dl>
      <Words view={view}><Body view={view} /><Rest view={view} /><Images view={view} /></Words>
      <Disclosure of={view} />
    </article>
  )
}

function Slip({ view, sign }: { view: View; sign: IconName }) {
  const { t } = useLingui()
  const words = useWords()
  const kind = words.term('channel_class', view.class)
  return (
    <article className={`${style.shown} ${style.slip}`}>
      <header className={style.author}><Icon name={sign} size={18} /><span>{t`Sheet for: ${kind}`}</span></header>
      <Words view={view}>
        {view.title && <h3 className={style.headline}>{view.title}</h3>}
        <Images view={view} />
        <Body view={view} /><Rest view={view} />
      </Words>
      <Disclosure of={view} />
    </article>
  )
}

/** Who speaks and who pays; it leaves with every post. */
function Disclosure({ of }: { of: View }) {
  const { t } = useLingui()
  const none = of.tight ? t`No room for a disclosure line. The public page of the campaign says so.` : t`No disclosure line yet: the plan of the campaign lacks it.`
  return <footer className={style.disclosure}>{of.disclosure ? <bdi>{of.disclosure}</bdi> : none}</footer>
}
