import { useLingui } from '@lingui/react/macro'
import { Banner } from '../parts/Banner'
import { Button, Buttons } from '../parts/Button'
import { Ago } from '../parts/Time'
import { UserText } from '../parts/UserText'
import type { Variant } from './Editor'
import type { Text } from './useLooked'
import style from './Editor.module.css'

interface ConflictProps {
  mine: Text
  theirs: Variant
  onMine: () => void
  onTheirs: () => void
}

/** Two people wrote at once: both texts, and a choice. Nothing is lost until
 * it is made. */
export function Conflict({ mine, theirs, onMine, onTheirs }: ConflictProps) {
  const { t } = useLingui()
  const { name } = theirs.translator
  return (
    <div className={style.conflict}>
      <Banner tone="warning" alert title={t`${name} saved another text while you were writing`}>
        {t`Both are here. Compare them, copy what you need, then choose the one to go on with.`}
      </Banner>
      <div className={style.two}>
        <section className={style.side}>
          <h2>{t`Yours, not saved`}</h2>
          <OneText of={mine} language={theirs.language} />
          <Buttons><Button look="primary" onClick={onMine}>{t`Go on with mine`}</Button></Buttons>
        </section>
        <section className={style.side}>
          <h2>{t`Saved by ${name}`} <small><Ago at={theirs.updated_at} /></small></h2>
          <OneText of={theirs} language={theirs.language} />
          <Buttons><Button onClick={onTheirs}>{t`Take this one`}</Button></Buttons>
        </section>
      </div>
    </div>
  )
}

function OneText({ of, language }: { of: Text; language: string }) {
  return (
    <div className={style.original}>
      {of.title && <h3><UserText lang={language}>{of.title}</UserText></h3>}
      <UserText lang={language} block>{of.body}</UserText>
      {of.link && <p><bdi dir="ltr">{of.link}</bdi></p>}
      {of.hashtags.length > 0 && <p><UserText lang={language}>{of.hashtags.join(' ')}</UserText></p>}
      {of.back_translation && <UserText block>{of.back_translation}</UserText>}
    </div>
  )
}
