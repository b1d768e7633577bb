export interface FiguresSearch {
  campaign?: string
}

/** Reads which campaign's figures are open. */
export function figuresSearch(search: Record<string, unknown>): FiguresSearch {
  return typeof search.campaign === 'string' && search.campaign !== '' ? { campaign: search.campaign } : {}
}
