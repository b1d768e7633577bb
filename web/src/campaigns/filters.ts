/** What narrows the list of campaigns, as it stands in the address. */
export interface CampaignSearch {
  country?: string
  state?: string
  sort?: string
}

const names = ['country', 'state', 'sort'] as const

/** Reads the filters of an address; what is no filter is left out. */
export function campaignSearch(search: Record<string, unknown>): CampaignSearch {
  const found: CampaignSearch = {}
  for (const name of names) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  return found
}
