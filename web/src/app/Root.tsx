import { Outlet, useRouterState } from '@tanstack/react-router'
import { Toasts } from '../parts/Toasts'
import { LanguageProvider } from './language'
import { OfflineNotice } from './OfflineNotice'
import style from './Root.module.css'

/** What surrounds every screen. */
export function Root() {
  return (
    <LanguageProvider>
      <Loading />
      <OfflineNotice />
      <Outlet />
      <Toasts />
    </LanguageProvider>
  )
}

/** A thin line while the next screen is on its way. */
function Loading() {
  const loading = useRouterState({ select: (state) => state.status === 'pending' })
  return loading ? <div className={style.loading} aria-hidden="true" /> : null
}
