import { Trans } from '@lingui/react/macro'
import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { Icon } from '../parts/Icon'
import style from './Root.module.css'

/** Says so while the device has no connection. What is on the screen stays. */
export function OfflineNotice() {
  const online = useSyncExternalStore((changed) => onlineManager.subscribe(changed), () => onlineManager.isOnline())
  return (
    <div role="status">
      {!online && (
        <p className={style.offline}>
          <Icon name="warning" size={16} />
          <span><Trans>No connection. You can read what is already here; nothing can be saved until the connection is back.</Trans></span>
        </p>
      )}
    </div>
  )
}
