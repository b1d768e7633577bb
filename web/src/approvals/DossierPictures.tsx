import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Seen } from '../parts/Seen'
import { Chip } from '../parts/StateChip'
import { useWords } from '../parts/useWords'
import { Bytes, Digest } from './Bytes'
import { pictureOf } from './digest'
import style from './Approvals.module.css'

interface PicturesProps {
  of: Schema<'FrozenText'>['media']
  lang: string
  submission: string
}

/** The pictures, films and sounds of a text: what they show, what is said of them, where they
 * come from, and the digest of their bytes. */
export function Pictures({ of, lang, submission }: PicturesProps) {
  const { t } = useLingui()
  const words = useWords()
  if (!of || of.length === 0) return null
  return (
    <ul className={style.pictures} aria-label={t`Pictures, films and sounds`}>
      {of.map(({ media, alt, captions, transcript, origin, licence, machine_made, shows_face, files }) => {
        const [full] = files
        return (
          <li key={media}>
            {full && <Seen src={pictureOf(submission, full.sha256)} mime={full.mime} alt={alt} width={full.width} height={full.height} className={style.picture} said={{ lang, captions }} />}
            <div className={style.words}>
              <small className={style.soft}>{t`What is to be seen or heard`}</small>
              <Bytes lang={lang}>{alt}</Bytes>
              {captions && <><small className={style.soft}>{t`Captions`}</small><Bytes lang={lang}>{captions}</Bytes></>}
              {transcript && <><small className={style.soft}>{t`Transcript`}</small><Bytes lang={lang}>{transcript}</Bytes></>}
              <small className={style.soft}>{words.term('media_licence', licence)} · <bdi>{origin}</bdi></small>
              {machine_made && <p><Chip tone="warning">{t`A machine made it, or a part of it`}</Chip></p>}
              {shows_face && <p><Chip tone="warning">{t`The messenger's face is to be seen`}</Chip></p>}
              {full && <Digest of={full.sha256} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
