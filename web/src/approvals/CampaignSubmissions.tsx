import { useLingui } from '@lingui/react/macro'
import { useList } from '../api/queries'
import { useCampaign } from '../campaigns/useCampaign'
import { EmptyState } from '../parts/EmptyState'
import { Loaded } from '../parts/Loaded'
import { Section } from '../parts/Page'
import { Submissions } from './Submissions'

/** What of a campaign is before whom, and what became of it. */
export function CampaignSubmissions() {
  const { t } = useLingui()
  const { campaign } = useCampaign()
  const list = useList('/submissions', { query: { campaign_id: campaign.id } })
  return (
    <Section title={t`Approvals`} lead={t`Every version that was put before a country, the newest first.`}>
      <Loaded of={list} empty={<EmptyState icon="approvals" title={t`Nothing is submitted yet`}>{t`Freeze a message, let a colleague review it, then submit it to its countries.`}</EmptyState>}>
        {(rows) => (
          <Submissions rows={rows} onMore={list.hasNextPage ? () => { void list.fetchNextPage() } : undefined} loadingMore={list.isFetchingNextPage} />
        )}
      </Loaded>
    </Section>
  )
}
