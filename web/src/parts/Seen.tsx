import { useLingui } from '@lingui/react/macro'
import { useFormats } from './useFormats'
import { UserText } from './UserText'

export interface SeenProps {
  src: string
  /** Of the file; a picture where it is not known. */
  mime: string | undefined
  alt: string
  className?: string | undefined
  width?: string | undefined
  height?: string | undefined
  said?: Said | undefined
}

/** What is said in a recording, in a language. */
export interface Said {
  lang: string
  /** In WebVTT. */
  captions?: string | undefined
  /** Left out where it stands beside the recording anyway. */
  transcript?: string | undefined
}

/** A picture, a film with its captions, or a sound with what is said in it. */
export function Seen({ src, mime, alt, className, width, height, said }: SeenProps) {
  if (mime?.startsWith('video/')) {
    return <><video controls preload="metadata" src={src} aria-label={alt} className={className} width={width} height={height}>{said?.captions && <Captions of={said.captions} lang={said.lang} />}</video><Transcript of={said} /></>
  }
  if (mime?.startsWith('audio/')) return <><audio controls preload="metadata" src={src} aria-label={alt} /><Transcript of={said} /></>
  return <img src={src} alt={alt} className={className} width={width} height={height} />
}

/** Shown over the film. They are loaded out of the page itself, so that they are
 * those that stand there as text: not saved yet while somebody writes, and under
 * the digest that was computed here where somebody judges. */
function Captions({ of: captions, lang }: { of: string; lang: string }) {
  const { language } = useFormats()
  const whole = captions.replace(/\p{Surrogate}/gu, '\ufffd') // half a character cannot be encoded
  return <track kind="captions" srcLang={lang} label={language(lang)} default src={`data:text/vtt;charset=utf-8,${encodeURIComponent(whole)}`} />
}

function Transcript({ of: said }: { of: Said | undefined }) {
  const { t } = useLingui()
  if (!said?.transcript) return null
  return <details><summary>{t`Transcript`}</summary><UserText block lang={said.lang}>{said.transcript}</UserText></details>
}
