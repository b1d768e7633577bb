import { getRouteApi } from '@tanstack/react-router'
import type { Schema } from '../api/client'
import { useDocument } from '../api/queries'

export type Campaign = Schema<'Campaign'>

const route = getRouteApi('/staff/campaigns/$campaignId')

/** The campaign whose address is open. Its states follow from what happens to
 * submissions and deliveries. */
export function useCampaignDocument() {
  const { campaignId } = route.useParams()
  return useDocument('/campaigns/{id}', { path: { id: campaignId } }, { follows: ['submissions'] })
}

/** The campaign and its version, in a tab: there the layout has read it. */
export function useCampaign(): { campaign: Campaign; etag: string | null } {
  const { data } = useCampaignDocument()
  if (!data) throw new Error('the campaign has not been read')
  return { campaign: data.body, etag: data.etag }
}
