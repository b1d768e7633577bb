/** What narrows the list of campaigns, as it stands in the address. */
export interface CampaignSearch {
  q?: string
  country?: string
  state?: string
  message_type?: string
  approach?: string
  language?: string
  messenger_type?: string
  audience_id?: string
  owner_id?: string
  sort?: string
}

const names = [
  'q', 'country', 'state', 'message_type', 'approach', 'language', 'messenger_type', 'audience_id', 'owner_id', 'sort',
] as const satisfies readonly (keyof CampaignSearch)[]

/** Reads the filters of an address; what is no filter is left out. */
export function campaignSearch(search: Record<string, unknown>): CampaignSearch {
  const found: CampaignSearch = {}
  for (const name of names) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  return found
}

/** Whether anything is narrowed; the order of the rows is not. */
export function isNarrowed(search: CampaignSearch): boolean {
  return names.some((name) => name !== 'sort' && search[name] !== undefined)
}
