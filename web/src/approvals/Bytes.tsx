import { useLingui } from '@lingui/react/macro'
import { directionOf } from '../words/languages'
import { difference } from './difference'
import style from './Approvals.module.css'

// What does not show and is no letter: an approver sees it as its number. The
// joiners of Arabic script are letters' business and stay as they are.
const hidden = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff])/u

/** A text as it will be published, with nothing hidden. */
export function Bytes({ lang, children }: { lang: string; children: string }) {
  return <div lang={lang} dir={directionOf(lang)} className={style.bytes}>{shown(children)}</div>
}

function number(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

function shown(text: string) {
  return text.split(hidden).map((part, i) => (i % 2 === 1
    ? <code key={i} className={style.hidden} dir="ltr">{number(part)}</code>
    : part))
}

/** What changed since the version that this authority saw last. */
export function Changed({ lang, before, after }: { lang: string; before: string; after: string }) {
  const { t } = useLingui()
  return (
    <div lang={lang} dir={directionOf(lang)} className={style.bytes}>
      {difference(before, after).map(({ kind, text }, i) => {
        if (kind === 'gone') return <del key={i} title={t`Taken out`}>{shown(text)}</del>
        if (kind === 'new') return <ins key={i} title={t`Put in`}>{shown(text)}</ins>
        return <span key={i}>{shown(text)}</span>
      })}
    </div>
  )
}

/** A digest in groups that can be read aloud and compared. */
export function Digest({ of }: { of: string }) {
  return <code className={style.digest} dir="ltr">{of.match(/.{1,8}/g)?.join(' ')}</code>
}
