import type { Schema } from '../api/client'

export type Question = Schema<'Question'>

/** A comparison as it stands in the address: lists are joined by commas. */
export interface QuestionSearch {
  by?: 'countries'
  campaigns?: string
  countries?: string
  metric?: string
  over?: string
  age?: number
}

/** Reads the question of an address; what makes no sense is left out. */
export function questionSearch(search: Record<string, unknown>): QuestionSearch {
  const text = (name: string) => (typeof search[name] === 'string' && search[name] !== '' ? { [name]: search[name] } : {})
  const age = Number(search.age)
  return {
    ...(search.by === 'countries' && { by: 'countries' as const }),
    ...text('campaigns'), ...text('countries'), ...text('metric'), ...text('over'),
    ...([1, 7, 28].includes(age) && { age }),
  }
}

/** What a metric may be divided by; the service says the same. */
export function denominatorsOf(metric: string): string[] {
  if (metric === 'reach') return ['none', 'population', 'target']
  return ['engagement', 'reactions', 'comments', 'shares', 'clicks'].includes(metric) ? ['none', 'post', 'shown', 'population'] : ['none', 'post', 'population']
}

/** The question of an address, with what it leaves open filled in. */
export function questionOf(search: QuestionSearch): Question {
  const metric = search.metric ?? 'reach'
  const over = search.over ?? 'population'
  return {
    by: search.by ?? 'campaigns',
    campaign_ids: split(search.campaigns),
    countries: split(search.countries) as Question['countries'],
    metric: metric as Question['metric'],
    denominator: (denominatorsOf(metric).includes(over) ? over : 'none') as Question['denominator'],
    age_days: search.age ?? 0,
  }
}

/** Whether there is enough to compare. */
export function askable({ by, campaign_ids }: Question): boolean {
  return campaign_ids.length >= (by === 'campaigns' ? 2 : 1)
}

export function split(list: string | undefined): string[] {
  return list ? list.split(',') : []
}
