import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { Banner } from '../parts/Banner'
import { useFormats } from '../parts/useFormats'

/** What becomes of access that nobody uses, and why it is not there any more. */
export function Unused({ of }: { of: Schema<'Channel'> }) {
  const { t } = useLingui()
  const { moment } = useFormats()
  if (!of.access_ends_at) return null
  const end = moment(of.access_ends_at)
  return of.connected
    ? <Banner tone="warning" title={t`Nothing was sent over it for weeks. Unless it is used, its access is taken back: ${end}.`} />
    : <Banner tone="danger" title={t`Its access was taken back, because nothing was sent over it for 30 days. Give it anew, and it goes on at once.`} />
}

/** How an account is, as its platform said. */
export function Health({ of }: { of: Schema<'Health'> }) {
  const { t } = useLingui()
  if (of.pending) return <Banner title={t`The platform is being asked. Check again in a moment.`} />
  if (!of.asked) return <Banner title={t`This platform needs no account that could be asked.`} />
  if (of.well && of.detail) return <Banner tone="warning" title={t`The account answers. What its platform would tell by itself is not told here, such as reactions.`}><bdi lang="en">{of.detail}</bdi></Banner>
  if (of.well) return <Banner tone="done" title={t`The account answers.`}><bdi>{of.name}</bdi></Banner>
  return of.failure === 'locked'
    ? <Banner tone="danger" title={t`The account needs a person: give its access anew.`} />
    : <Banner tone="warning" title={t`The platform did not answer. Nothing was learned about the account.`} />
}
