import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { listen } from '../api/live'
import { AccountMenu } from './AccountMenu'
import { BottomBar, Navigation } from './NavigationList'
import { navigation } from './routes'
import { Logo } from './Logo'
import { openTo, type NavItem } from './navigation'
import { Icon } from '../parts/Icon'
import { BareLink } from '../parts/Link'
import { meQuery, useSession, type Session } from './session'
import style from './Shell.module.css'

/** Above every screen for signed-in people. */
export function Shell() {
  const { data: me } = useQuery(meQuery)
  const router = useRouter()
  // The session ended elsewhere or by itself: the route sends to sign in.
  useEffect(() => { if (me === null) void router.invalidate() }, [me, router])
  return me ? <SignedIn /> : null
}

function SignedIn() {
  const client = useQueryClient()
  const session = useSession()
  useEffect(() => listen(client), [client])
  return <Frame session={session} items={openTo(navigation, session)}><Outlet /></Frame>
}

/** The frame of a screen: the ways through the app beside it, or above and
 * below it on a phone. */
export function Frame({ session, items, children }: { session: Session; items: NavItem[]; children: ReactNode }) {
  const { t } = useLingui()
  return (
    <div className={style.shell}>
      <a href="#content" className={style.skip}>{t`Skip to the content`}</a>
      <aside className={style.side}>
        <Brand session={session} />
        <nav aria-label={t`Main`} className={style.nav}><Navigation items={items} /></nav>
        <div className={style.account}><AccountMenu session={session} /></div>
      </aside>
      <header className={style.top}><Brand session={session} /><AccountMenu session={session} small /></header>
      <main id="content" className={style.main} tabIndex={-1}>{children}</main>
      <Phone items={items} />
    </div>
  )
}

/** What a phone has instead of the side: a bar, and a drawer with the rest. */
function Phone({ items }: { items: NavItem[] }) {
  const { t } = useLingui()
  const drawer = useRef<HTMLDialogElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  useEffect(() => { drawer.current?.close() }, [path])
  return (
    <>
      <nav aria-label={t`Main, short`} className={style.bar}><BottomBar items={items} onMore={() => drawer.current?.showModal()} /></nav>
      <dialog ref={drawer} aria-label={t`Menu`} className={style.drawer}
        onClick={(event) => { if (event.target === drawer.current) drawer.current.close() }}>
        <div className={style.drawerHead}>
          <span>{t`Menu`}</span>
          <button type="button" className={style.close} aria-label={t`Close`} onClick={() => drawer.current?.close()}><Icon name="close" /></button>
        </div>
        <nav aria-label={t`Main`} className={style.nav}><Navigation items={items} /></nav>
      </dialog>
    </>
  )
}

function Brand({ session }: { session: Session }) {
  return (
    <BareLink to="/" className={style.brand}>
      <Logo />
      <span className={style.brandWords}>
        <span className={style.brandName}>Caravan</span>
        <span className={style.organization}><bdi>{session.organization.name}</bdi></span>
      </span>
    </BareLink>
  )
}
