import { useLingui } from '@lingui/react/macro'
import { IconButton } from '../parts/Button'
import { say } from '../parts/toast'
import style from './Version.module.css'

/** A digest: its beginning to compare by eye, all of it to copy. */
export function DigestText({ of, whole = false }: { of: string; whole?: boolean }) {
  const { t } = useLingui()
  const copy = () => { void navigator.clipboard.writeText(of).then(() => say(t`The digest is copied.`)) }
  return (
    <span className={style.digest}>
      <code dir="ltr" title={of}>{whole ? of : `${of.slice(0, 8)}…${of.slice(-4)}`}</code>
      <IconButton small icon="copy" label={t`Copy the digest`} onClick={copy} />
    </span>
  )
}
