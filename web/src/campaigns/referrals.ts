import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Schema } from '../api/client'

export type Service = Schema<'ReferralService'>

/** What helps, in the order in which it is offered. */
export const kinds: Record<Service['kind'], MessageDescriptor> = {
  psychosocial: msg`Psychosocial help`,
  family_counselling: msg`Family counselling`,
  education: msg`Education`,
  employment: msg`Work and vocational training`,
  religious_guidance: msg`Religious guidance`,
  legal_aid: msg`Legal aid`,
  child_protection: msg`Protection of children`,
  police: msg`Police`,
}
