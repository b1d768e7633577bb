import { useLingui } from '@lingui/react/macro'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { asProblem } from '../api/problem'
import { Button } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { LinkButton } from '../parts/Link'
import { Unread } from '../parts/Loaded'
import { Page } from '../parts/Page'
import style from './Root.module.css'
import { useSession, type Action } from './session'

/** Shown where no screen has the address. */
export function NotFound() {
  const { t } = useLingui()
  return (
    <Page title={t`There is no such page`}>
      <EmptyState icon="search" title={t`The address may be old, or a part of it is missing.`} action={<LinkButton to="/" icon="home">{t`To the start`}</LinkButton>} />
    </Page>
  )
}

/** The same where there is no shell around it. */
export function Nowhere() {
  return <main className={style.bare}><NotFound /></main>
}

/** Shown instead of a screen that could not be drawn. */
export function RouteProblem({ error }: ErrorComponentProps) {
  const { t } = useLingui()
  const router = useRouter()
  if (isMissingChunk(error)) {
    return (
      <Page title={t`A part of the app did not arrive`}>
        <EmptyState icon="refresh" title={t`A part of the app did not arrive`} action={<Button look="primary" onClick={() => location.reload()}>{t`Load again`}</Button>}>
          {t`The connection broke off, or a newer version was installed. Nothing is lost.`}
        </EmptyState>
      </Page>
    )
  }
  return <Page title={t`This could not be shown`}><Unread problem={asProblem(error)} retry={() => router.invalidate()} /></Page>
}

/** Draws its content only for people with the right, and says so to others. */
export function Allowed({ to, children }: { to: Action; children: React.ReactNode }) {
  const { t } = useLingui()
  const session = useSession()
  if (session.allows(to)) return children
  return (
    <Page title={t`Not yours to open`}>
      <EmptyState icon="lock" title={t`Not yours to open`} action={<LinkButton to="/" icon="home">{t`To the start`}</LinkButton>}>
        {t`Your roles in this organisation do not include it. An administrator can change that.`}
      </EmptyState>
    </Page>
  )
}

// A chunk that is gone after an update, or that the line lost.
function isMissingChunk(error: unknown): boolean {
  return error instanceof TypeError && /import|module/i.test(error.message)
}
