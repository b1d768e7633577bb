import type { Schema } from '../api/client'

export type Question = Schema<'Question'>

/** A comparison as it stands in the address: lists are joined by commas. */
export interface QuestionSearch {
  by?: Question['by']
  campaigns?: string
  countries?: string
  metric?: string
  over?: string
  age?: number
  from?: string
  to?: string
  ages?: string
  money?: string
}

const dimensions = ['countries', 'messages', 'languages', 'platforms', 'messengers', 'message_types'] as const

/** Reads the question of an address; what makes no sense is left out. */
export function questionSearch(search: Record<string, unknown>): QuestionSearch {
  const text = (name: string) => (typeof search[name] === 'string' && search[name] !== '' ? { [name]: search[name] } : {})
  const age = Number(search.age)
  const by = dimensions.find((one) => one === search.by)
  const day = (name: string) => (/^\d{4}-\d\d-\d\d$/.test(String(search[name])) ? { [name]: search[name] } : {})
  return {
    ...(by && { by }),
    ...text('campaigns'), ...text('countries'), ...text('metric'), ...text('over'), ...day('from'), ...day('to'),
    ...([1, 7, 28].includes(age) && { age }),
    ...text('ages'), ...(/^[A-Z]{3}$/.test(String(search.money)) && { money: String(search.money) }),
  }
}

/** Whether a metric is an amount: of whole campaigns, and in a currency. */
export const ofMoney = (metric: string) => metric === 'cost' || metric === 'spent'

/** What a metric may be divided by; the service says the same. */
export function denominatorsOf(metric: string): string[] {
  if (metric === 'reach') return ['none', 'population', 'target']
  if (ofMoney(metric)) return ['none', 'person_reached', 'thousand_reached', 'thousand_shown']
  return ['engagement', 'reactions', 'comments', 'shares', 'clicks'].includes(metric) ? ['none', 'post', 'shown', 'reached', 'population'] : ['none', 'post', 'population']
}

/** The question of an address, with what it leaves open filled in. */
export function questionOf(search: QuestionSearch): Question {
  const metric = search.metric ?? 'reach'
  const over = search.over ?? 'population'
  return {
    by: ofMoney(metric) ? 'campaigns' : search.by ?? 'campaigns',
    campaign_ids: split(search.campaigns),
    countries: (ofMoney(metric) ? [] : split(search.countries)) as Question['countries'],
    metric: metric as Question['metric'],
    denominator: (denominatorsOf(metric).includes(over) ? over : 'none') as Question['denominator'],
    age_days: ofMoney(metric) || (search.from ?? search.to) ? 0 : search.age ?? 0,
    from: ofMoney(metric) ? '' : search.from ?? '',
    to: ofMoney(metric) ? '' : search.to ?? '',
    standard: search.ages ?? '',
    ...(ofMoney(metric) && { currency: search.money ?? 'USD' }),
  }
}

/** The address of a question. */
export function searchOf(q: Question): QuestionSearch {
  return {
    campaigns: q.campaign_ids.join(), metric: q.metric, over: q.denominator,
    ...(q.by !== 'campaigns' && { by: q.by }), ...(q.countries.length > 0 && { countries: q.countries.join() }), ...(q.age_days > 0 && { age: q.age_days }),
    ...(q.from && { from: q.from }), ...(q.to && { to: q.to }), ...(q.standard && q.standard !== 'pooled' && { ages: q.standard }), ...(q.currency && { money: q.currency }),
  }
}

/** Whether there is enough to compare. */
export function askable({ by, campaign_ids, from, to }: Question): boolean {
  return campaign_ids.length >= (by === 'campaigns' ? 2 : 1) && (from === '') === (to === '')
}

export function split(list: string | undefined): string[] {
  return list ? list.split(',') : []
}
