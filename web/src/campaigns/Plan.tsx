import { useSession } from '../app/session'
import { Adjustments } from './Adjustments'
import { Archive } from './Archive'
import { Boxes } from './Boxes'
import { Partners } from './Partners'
import { Parts } from './Parts'
import { PlanForm } from './PlanForm'
import { useCampaign } from './useCampaign'

/** What the campaign wants, for whom, and how, in the boxes of GAMMMA+. */
export function Plan() {
  const { campaign, etag } = useCampaign()
  const writes = useSession().allows('campaigns.write') && campaign.archived_at === null
  return (
    <>
      <Boxes campaign={campaign.id} />
      <PlanForm key={campaign.id} campaign={campaign} etag={etag} writes={writes} />
      <Parts campaign={campaign} writes={writes} />
      <Partners campaign={campaign.id} writes={writes} />
      <Adjustments campaign={campaign.id} writes={writes} />
      {writes && <Archive campaign={campaign} />}
    </>
  )
}
