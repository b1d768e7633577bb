import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Toasts } from '../parts/Toasts'
import { useAsked } from './door'
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
      <Door />
      <Toasts />
    </LanguageProvider>
  )
}

const Prove = lazy(() => import('../account/Prove').then(({ Prove }) => ({ default: Prove })))

/** Asks somebody to prove who they are, over whatever they are doing. */
function Door() {
  const asked = useAsked()
  return asked && <Suspense><Prove asked={asked} /></Suspense>
}

/** A thin line while the next screen is on its way. */
function Loading() {
  const loading = useRouterState({ select: (state) => state.status === 'pending' })
  return loading ? <div className={style.loading} aria-hidden="true" /> : null
}
