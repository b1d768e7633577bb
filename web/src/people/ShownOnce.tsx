import { useLingui } from '@lingui/react/macro'
import { Banner } from '../parts/Banner'
import { Button } from '../parts/Button'
import { say } from '../parts/toast'
import style from './People.module.css'

/** A secret that is shown now and never again. */
export function ShownOnce({ title, secret }: { title: string; secret: string }) {
  const { t } = useLingui()
  const copy = () => { void navigator.clipboard.writeText(secret).then(() => say(t`Copied.`)) }
  return (
    <Banner tone="done" alert title={title} action={<Button icon="copy" onClick={copy}>{t`Copy`}</Button>}>
      <code dir="ltr" className={style.secret}>{secret}</code>
      <p>{t`It is shown this once. Nobody can look it up later.`}</p>
    </Banner>
  )
}
