import { useLingui } from '@lingui/react/macro'
import type { Schema } from '../api/client'
import { usePost, useRead } from '../api/queries'
import { Allowed } from '../app/states'
import { Button, Buttons } from '../parts/Button'
import { EmptyState } from '../parts/EmptyState'
import { Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Facts, Page, Section } from '../parts/Page'
import { ProblemNotice } from '../parts/ProblemNotice'
import { say } from '../parts/toast'
import { UserText } from '../parts/UserText'
import { useFormats } from '../parts/useFormats'
import { useWords } from '../parts/useWords'
import { Confirmed } from './Confirmed'

type Partnership = Schema<'Partner'>

/** The campaigns of others that lend this organisation's name, with what is
 * behind each. */
export function Partnerships() {
  const { t } = useLingui()
  const reading = useRead('/partnerships')
  return (
    <Allowed to="partners.confirm">
      <Page title={t`Campaigns you lend your name to`} trail={<Link to="/campaigns">{t`Campaigns`}</Link>}
        lead={t`Say that you know who pays and what part the state has. Nothing of a campaign leaves before all of its partners have.`}>
        <Loaded of={reading}>
          {({ items }) => (items.length === 0
            ? <EmptyState icon="campaigns" title={t`None`}>{t`When another organisation names yours as a partner of a campaign, it stands here.`}</EmptyState>
            : items.map((each) => <Statement key={each.id} of={each} />))}
        </Loaded>
      </Page>
    </Allowed>
  )
}

function Statement({ of }: { of: Partnership }) {
  const { t } = useLingui()
  const words = useWords()
  const { list } = useFormats()
  const confirm = usePost('/partnerships/{id}/confirmation')
  const send = () => confirm.mutate({ params: { path: { id: of.id } }, body: { digest: of.digest } }, { onSuccess: () => say(t`Confirmed.`) })
  return (
    <Section title={of.campaign} sheet>
      <Facts of={[
        [t`Whose it is`, <bdi>{of.owner}</bdi>],
        [t`Who pays`, of.funders.length > 0 ? <bdi>{list(of.funders)}</bdi> : '–'],
        [t`The state's part`, of.state_involvement ? words.term('state_involvement', of.state_involvement) : '–'],
        [t`Disclosed to the public as`, of.disclosure ? <UserText block>{of.disclosure}</UserText> : '–'],
        [t`Your word`, <Confirmed of={of} />],
      ]} />
      {confirm.error && <ProblemNotice problem={confirm.error} />}
      {!of.confirmed && <Buttons><Button look="primary" pending={confirm.isPending} onClick={send}>{t`We know this, and lend our name`}</Button></Buttons>}
    </Section>
  )
}
