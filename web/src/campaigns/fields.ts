import type { Editable } from '../api/client'
import type { Campaign } from './useCampaign'

/** What a planner writes about a campaign: the document that is sent. */
export type CampaignFields = Editable<Omit<Campaign, 'id' | 'version' | 'countries' | 'demonstration' | 'owner_id' | 'archived_at' | 'created_at' | 'updated_at'>>

/** A plan in which nothing is said yet. */
export const blank: CampaignFields = {
  title: '', public_name: '', goal: { statement: '', indicator: '', baseline: '', target: '', deadline: '' }, theory_of_change: '',
  pve_kind: '', call_to_action: '', dialogue_plan: '', response_plan: { languages: [], hours: '', escalation: '' }, pretests: [], evaluation_design: '',
  harm_review: { dividers: '', connectors: '', harms: '', mitigations: '', reviewers: [], valid_until: '' },
  gender_analysis: '', impact_assessment: '', starts_on: '', ends_on: '', blackout_dates: [], budget: [], state_involvement: '', funders: [], disclosure: '',
  primary_audience_id: '',
}

/** The part of a campaign that a planner writes. */
export function fieldsOf(campaign: Campaign): CampaignFields {
  const names = Object.keys(blank) as (keyof CampaignFields)[]
  return Object.fromEntries(names.map((name) => [name, campaign[name as keyof Campaign]])) as unknown as CampaignFields
}
