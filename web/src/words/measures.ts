import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

// The vocabularies of what is measured and compared.

type Words = Record<string, MessageDescriptor>

export const missing_reason: Words = {
  not_supported: msg`The platform does not report it`,
  below_privacy_floor: msg`Too few people to be shown`,
  api_error: msg`The platform's interface failed`,
  removed: msg`The post was removed`,
  not_yet_final: msg`Not final yet`,
  access_lost: msg`Access to the account was lost`,
  not_measured: msg`Not measured`,
}

export const clearance_kind: Words = {
  approved: msg`Approved`,
  with_conditions: msg`Approved with conditions`,
  by_silence: msg`Approved by silence`,
  own: msg`Nobody else is asked there`,
}

export const metric: Words = {
  impressions: msg`Impressions`,
  reach: msg`Reach`,
  views: msg`Views`,
  views_complete: msg`Complete views`,
  reactions: msg`Reactions`,
  comments: msg`Comments`,
  shares: msg`Shares`,
  saves: msg`Saves`,
  clicks: msg`Clicks`,
  link_clicks: msg`Links followed`,
  unique_clicks: msg`People who clicked`,
  unique_engaged: msg`People who engaged`,
  listeners: msg`Listeners`,
  viewers: msg`Viewers`,
  readers: msg`Readers`,
  attendance: msg`Attendance`,
  messages_delivered: msg`Messages delivered`,
  messages_read: msg`Messages read`,
  helpline_contacts: msg`Contacts to the helpline`,
  minutes: msg`Minutes`,
  cost: msg`Cost`,
  followers: msg`Followers`,
  spots_aired: msg`Spots aired`,
  airtime_min: msg`Minutes of airtime`,
  print_run: msg`Print run`,
  copies_distributed: msg`Copies distributed`,
}

export const observation_source: Words = {
  api: msg`The platform's interface`,
  csv: msg`CSV file`,
  manual: msg`Entered by hand`,
  panel: msg`Panel`,
  survey: msg`Survey`,
  estimate: msg`Estimate`,
}

export const universe_kind: Words = {
  population: msg`Population`,
  online: msg`People online`,
  platform_users: msg`Users of the platform`,
  target: msg`Target audience`,
}

export const survey_design: Words = {
  single_round: msg`One round`,
  pre_post: msg`Before and after`,
  comparison_group: msg`Comparison group`,
  randomised: msg`Randomised`,
}

export const survey_round: Words = { pre: msg`Before`, post: msg`After`, later: msg`Later on` }
export const survey_arm: Words = { treated: msg`Reached by the campaign`, comparison: msg`Comparison` }

export const randomiser: Words = { platform: msg`The platform`, organisation: msg`Our organisation`, nobody: msg`Nobody` }

export const evidence_level: Words = {
  output: msg`Output delivered`,
  awareness: msg`Awareness`,
  engagement: msg`Engagement`,
  self_reported: msg`Self-reported change`,
  comparison_group: msg`Change against a comparison group`,
  randomised: msg`Change in a randomised trial`,
}

export const comparison_by: Words = {
  campaigns: msg`Campaigns`,
  countries: msg`Countries`,
  messages: msg`Messages`,
  languages: msg`Languages`,
  platforms: msg`Platforms`,
  messengers: msg`Kinds of messenger`,
  message_types: msg`Message types`,
}

export const comparison_metric: Words = {
  reach: msg`Reach`,
  engagement: msg`Engagement`,
  views: msg`Views`,
  impressions: msg`Impressions`,
  reactions: msg`Reactions`,
  comments: msg`Comments`,
  shares: msg`Shares`,
  clicks: msg`Clicks`,
  link_clicks: msg`Links followed`,
  attendance: msg`Attendance`,
  messages_delivered: msg`Messages delivered`,
  spots_aired: msg`Spots aired`,
  copies_distributed: msg`Copies distributed`,
  cost: msg`Cost`,
  spent: msg`Money spent`,
}

export const cost_scope: Words = {
  media: msg`Air time and placement`,
  production: msg`Production`,
  staff: msg`Staff`,
  other: msg`Other things`,
}

export const comparison_denominator: Words = {
  none: msg`Not divided`,
  population: msg`Per 1,000 people`,
  target: msg`Share of the target audience`,
  post: msg`Per post`,
  shown: msg`Per time it was shown`,
  reached: msg`Per account reached`,
  person_reached: msg`Per person reached`,
  thousand_reached: msg`Per 1,000 people reached`,
  thousand_shown: msg`Per 1,000 times it was shown`,
}
