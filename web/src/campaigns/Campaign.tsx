import { useLingui } from '@lingui/react/macro'
import { Outlet } from '@tanstack/react-router'
import { useSession } from '../app/session'
import { BareLink, Link } from '../parts/Link'
import { Loaded } from '../parts/Loaded'
import { Page } from '../parts/Page'
import { Chip } from '../parts/StateChip'
import { SectionNav } from '../parts/Tabs'
import { CountryStates, Dates } from './Countries'
import { campaignTabs } from './routes'
import { useCampaignDocument, type Campaign as Document } from './useCampaign'

/** What stands above every tab of a campaign: its name, how far it has come in
 * each country, and its days. */
export function Campaign() {
  const { t } = useLingui()
  const document = useCampaignDocument()
  return (
    <Page title={document.data?.body.title ?? t`Campaign`} trail={<Link to="/campaigns">{t`Campaigns`}</Link>}
      aside={document.data?.body.demonstration && <Chip tone="waiting">{t`Demonstration`}</Chip>}
      lead={document.data && <Standing campaign={document.data.body} />} nav={document.data && <TabRow id={document.data.body.id} />}>
      <Loaded of={document} shape="form">{() => <Outlet />}</Loaded>
    </Page>
  )
}

function TabRow({ id }: { id: string }) {
  const { t, i18n } = useLingui()
  const session = useSession()
  return (
    <SectionNav label={t`Campaign`}>
      {campaignTabs.filter(({ may }) => may === undefined || session.allows(may)).map(({ path, label }) => (
        <BareLink key={path} to={`/campaigns/${id}/${path}` as string}>{i18n._(label)}</BareLink>
      ))}
    </SectionNav>
  )
}

function Standing({ campaign }: { campaign: Document }) {
  return <><Dates from={campaign.starts_on} to={campaign.ends_on} /><CountryStates of={campaign.countries} /></>
}
