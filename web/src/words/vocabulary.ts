import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import * as measures from './measures'
import { role } from './roles'

type Words = Record<string, MessageDescriptor>

const organization_kind: Words = {
  media_ngo: msg`Media NGO`,
  civil_society: msg`Civil society organisation`,
  ministry: msg`Ministry`,
  review_board: msg`Review board`,
  evaluator: msg`Evaluator`,
  donor: msg`Donor`,
  international: msg`International organisation`,
}

const message_type: Words = {
  counter_narrative: msg`Counter-narrative`,
  alternative_narrative: msg`Alternative narrative`,
  gov_strategic_comms: msg`Government strategic communication`,
}

const approach: Words = {
  positive: msg`Positive`,
  negative: msg`Negative`,
  mixed: msg`Positive and negative`,
}

const component: Words = {
  belonging: msg`Belonging`,
  significance: msg`Significance`,
  personal_achievement: msg`Personal achievement`,
  collective_achievement: msg`Collective achievement`,
  inconsistency: msg`Inconsistencies of the extremist message`,
  harm_to_victims: msg`Harm to victims`,
  political_consequences: msg`Political consequences`,
  internal_divisions: msg`Internal divisions and disputes`,
}

const theme: Words = {
  national_unity: msg`National unity`,
  love_of_homeland: msg`Love of homeland`,
  empathy: msg`Empathy`,
  peace: msg`Peace`,
  silk_road_heritage: msg`Silk Road heritage`,
  positive_image_of_region: msg`Positive image of the region`,
  religious_literacy: msg`Religious literacy`,
  recruitment_warning: msg`Warning against recruitment`,
  critical_thinking: msg`Critical thinking`,
  internet_literacy: msg`Internet literacy`,
  tolerance: msg`Tolerance`,
  government_policy_explained: msg`Government policy explained`,
  women_specific: msg`For women`,
  masculinity: msg`Masculinity`,
  migrants_before_during_after: msg`Migrants before, during and after`,
  returnees_reintegration: msg`Reintegration of returnees`,
  madrassa_students: msg`Madrassa students`,
  sense_of_place: msg`Sense of place`,
  women_empowerment: msg`Women's empowerment`,
  fact_checking: msg`Fact-checking`,
}

const countered_narrative: Words = {
  good_governance: msg`Claim of good governance`,
  military_might: msg`Claim of military might`,
  religious_legitimacy: msg`Claim of religious legitimacy`,
  call_to_jihad: msg`Call to jihad`,
  victimhood_of_umma: msg`Victimhood of the umma`,
}

const content_genre: Words = {
  testimony_former: msg`Testimony of a former extremist`,
  testimony_victim: msg`Testimony of a victim`,
  citizen_journalism: msg`Citizen journalism`,
  documentary: msg`Documentary`,
  religious_debate: msg`Religious debate`,
  drama: msg`Drama`,
  talk_show: msg`Talk show`,
  animation: msg`Animation`,
  infographic: msg`Infographic`,
  live_stream: msg`Live stream`,
  contest: msg`Contest`,
  debate_town_hall: msg`Debate or town hall`,
  theatre: msg`Theatre`,
  sermon: msg`Sermon`,
  print_article: msg`Printed article`,
  poster: msg`Poster`,
  sms: msg`Text message (SMS)`,
}

const messenger_type: Words = {
  former_extremist: msg`Former extremist`,
  victim_survivor: msg`Victim or survivor`,
  family_of_affected: msg`Family of people affected`,
  youth_peer: msg`Young peer`,
  student: msg`Student`,
  ulema_religious_leader: msg`Religious leader (ulema)`,
  islamic_scholar_academic: msg`Academic scholar of Islam`,
  woman_leader: msg`Woman leader`,
  mother_parent: msg`Mother or parent`,
  teacher_educator: msg`Teacher`,
  community_leader_mahalla: msg`Community leader (mahalla)`,
  local_influencer: msg`Local influencer`,
  journalist: msg`Journalist`,
  celebrity_athlete: msg`Celebrity or athlete`,
  migrant_worker_diaspora: msg`Migrant worker or diaspora`,
  psychologist_social_worker: msg`Psychologist or social worker`,
  civil_society_org: msg`Civil society organisation`,
  government_official: msg`Government official`,
  international_org: msg`International organisation`,
}

const channel_class: Words = {
  social: msg`Social network`,
  messenger: msg`Messaging service`,
  video: msg`Video platform`,
  search_ad: msg`Search advertising`,
  web: msg`Website`,
  email: msg`E-mail`,
  tv: msg`Television`,
  radio: msg`Radio`,
  print: msg`Print`,
  outdoor: msg`Outdoor`,
  sms_ivr: msg`SMS or voice call`,
  event: msg`Event`,
  religious_venue: msg`Religious venue`,
  school: msg`School`,
  community_media: msg`Community media`,
}

const settlement: Words = {
  urban: msg`Urban`,
  rural: msg`Rural`,
  border: msg`Border area`,
  peri_urban: msg`Edge of a city`,
}

const gender: Words = { all: msg`All`, women: msg`Women`, men: msg`Men` }

const life_situation: Words = {
  student: msg`Student`,
  madrassa_student: msg`Madrassa student`,
  jobseeker: msg`Jobseeker`,
  migrant_departing: msg`Migrant about to leave`,
  migrant_abroad: msg`Migrant abroad`,
  migrant_returned: msg`Returned migrant`,
  parent: msg`Parent`,
  prisoner_support_family: msg`Family of a prisoner`,
  returnee_family: msg`Family of a returnee`,
  teacher: msg`Teacher`,
  general_public: msg`General public`,
}

const prevention_tier: Words = {
  universal: msg`Universal`,
  selective: msg`Selective`,
  indicated: msg`Indicated`,
}

const push_factor: Words = {
  unemployment: msg`Unemployment`,
  dignity_deficit: msg`Lack of dignity`,
  marginalisation: msg`Marginalisation`,
  social_exclusion: msg`Social exclusion`,
  injustice_corruption: msg`Injustice and corruption`,
  weak_services: msg`Weak public services`,
  low_institutional_trust: msg`Low trust in institutions`,
  low_religious_literacy: msg`Low religious literacy`,
  low_secular_education: msg`Low secular education`,
}

const pull_factor: Words = {
  promised_job: msg`Promised job`,
  income: msg`Income`,
  belonging: msg`Belonging`,
  meaning: msg`Meaning`,
  adventure: msg`Adventure`,
  better_life: msg`Better life`,
  emancipation: msg`Emancipation`,
  love_confidence: msg`Love and confidence`,
}

const influence: Words = {
  family: msg`Family`,
  peers: msg`Peers`,
  faith_leader: msg`Faith leader`,
  migrant_network: msg`Migrant network`,
  online_video: msg`Online video`,
  messenger_group: msg`Messenger group`,
  radio: msg`Radio`,
  prison_contact: msg`Contact in prison`,
}

const silence: Words = {
  escalate: msg`Nothing is decided; the authority is told that it is overdue`,
  refusal: msg`Refused`,
  approval: msg`Approved`,
}

const approval_mode: Words = {
  required_by_law: msg`Required by law`,
  required_by_agreement: msg`Required by agreement`,
  consultative: msg`Consultative`,
  notify_only: msg`Notification only`,
  independent_board: msg`Independent board`,
  none: msg`No approval`,
}

const rule_occasion: Words = {
  religious: msg`Religious content`,
  named: msg`A group or somebody in public life is named`,
  election: msg`Around an election`,
}

const state_action: Words = {
  none_known: msg`Nothing is known to be planned that would contradict it`,
  planned: msg`Something is planned that would contradict it`,
}

const refusal_ground: Words = {
  factual_error: msg`Factual error`,
  legal_prohibition: msg`Prohibited by law`,
  religious_expertise_negative: msg`Negative religious expertise`,
  safety_of_messenger_or_audience: msg`Safety of the messenger or the audience`,
  stigmatising: msg`Stigmatising`,
  duplicates_existing: msg`Duplicates what exists`,
  translation_defect: msg`Defect of translation`,
  timing_conflict: msg`Conflict of timing`,
  insufficient_information: msg`Not enough information`,
}

const hold_scope: Words = {
  all: msg`Everything`,
  country: msg`Country`,
  campaign: msg`Campaign`,
  message: msg`Message`,
  platform: msg`Platform`,
  channel: msg`Channel`,
  messenger: msg`Messenger`,
}

const backlash_signal: Words = {
  hostile: msg`Hostile answers, of those seen`,
  alarming: msg`Answers with an alarm word, of those seen`,
  reports: msg`Report notices, for each post that is out`,
  removals: msg`Posts removed by platforms, of those that were out`,
  unfollows: msg`Followers lost, of those that there were`,
}

const budget_source: Words = {
  own: msg`Own funds`,
  state: msg`State`,
  donor: msg`Donor`,
  international: msg`International organisation`,
  private: msg`Private`,
}

const delicate: Words = {
  minors: msg`It reaches people under 18`,
  indicated: msg`It addresses people already in touch with violent groups`,
  minority_language: msg`It is chosen by the language of a minority alone`,
  single_place: msg`It is one village`,
}

const state_involvement: Words = {
  none: msg`None`,
  consulted: msg`Consulted`,
  approved: msg`Approved`,
  funded: msg`Funded`,
  produced: msg`Produced by the state`,
}

const evaluation_design: Words = {
  monitoring_only: msg`Monitoring only`,
  pre_post: msg`Before and after`,
  comparison_group: msg`Comparison group`,
  randomised: msg`Randomised`,
  qualitative: msg`Qualitative`,
}

const pve_kind: Words = { pve_specific: msg`PVE-specific`, pve_relevant: msg`PVE-relevant` }
const risk_level: Words = { low: msg`Low`, medium: msg`Medium`, high: msg`High` }
const traffic: Words = { organic: msg`Organic`, paid: msg`Paid` }
const credibility_source: Words = { focus_group: msg`Focus group`, survey: msg`Survey`, assumed: msg`Assumed` }

const referral_kind: Words = {
  psychosocial: msg`Psychosocial help`,
  family_counselling: msg`Family counselling`,
  education: msg`Education`,
  employment: msg`Work and vocational training`,
  religious_guidance: msg`Religious guidance`,
  legal_aid: msg`Legal aid`,
  child_protection: msg`Protection of children`,
  police: msg`Police`,
}

const media_licence: Words = {
  own_work: msg`We made it ourselves`,
  with_permission: msg`The owner permitted it`,
  open_licence: msg`It has an open licence`,
  public_domain: msg`It belongs to everybody`,
}

/** The words for every value of the closed vocabularies, by the vocabulary's
 * name on the wire, in the order of menus. Countries and age bands have none:
 * Intl names countries, and bands are numbers. */
export const vocabulary = {
  organization_kind, role, message_type, approach, component, theme, countered_narrative, content_genre, media_licence, messenger_type, channel_class, settlement,
  gender, life_situation, prevention_tier, delicate, push_factor, pull_factor, influence, approval_mode, silence, rule_occasion, refusal_ground,
  state_action, hold_scope, budget_source, state_involvement, evaluation_design, pve_kind, risk_level, traffic, credibility_source, referral_kind, backlash_signal,
  ...measures,
}

export type VocabularyName = keyof typeof vocabulary

/** The countries the service was made for. */
export const countries = ['KZ', 'KG', 'TJ', 'TM', 'UZ', 'AF'] as const

/** The currencies of the countries, and those that their funders use. */
export const currencies = ['USD', 'EUR', 'RUB', 'KZT', 'KGS', 'TJS', 'TMT', 'UZS', 'AFN'] as const

export const ageBands = ['10-13', '14-17', '18-24', '25-35', '36-49', '50+'] as const
