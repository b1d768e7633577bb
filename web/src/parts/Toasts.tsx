import { useLingui } from '@lingui/react/macro'
import { useEffect, useSyncExternalStore } from 'react'
import { IconButton } from './Button'
import { Icon } from './Icon'
import { current, dismiss, subscribe, type Toast } from './toast'
import style from './Toasts.module.css'

const shownFor = 7_000

/** Where what say() tells appears, and is read out. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, current)
  return (
    <div className={style.toasts} role="status" aria-live="polite">
      {toasts.map((toast) => <Slip key={toast.id} toast={toast} />)}
    </div>
  )
}

function Slip({ toast: { id, text, tone } }: { toast: Toast }) {
  const { t } = useLingui()
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), shownFor)
    return () => clearTimeout(timer)
  }, [id])
  return (
    <div className={style.slip}>
      <Icon name={tone === 'done' ? 'check' : tone} size={18} />
      <span>{text}</span>
      <IconButton small icon="close" label={t`Dismiss`} onClick={() => dismiss(id)} />
    </div>
  )
}
