import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** The most that may be said of a campaign, by the rung of the evidence ladder
 * on which a figure stands. Words of causes stand only on the highest one, and
 * those of a change by the campaign only beside a comparison group: a test
 * reads them in every language. */
export const claims: Record<string, MessageDescriptor> = {
  output: msg`It was delivered. Nobody knows what people made of it.`,
  awareness: msg`It was shown to people.`,
  engagement: msg`People interacted with it.`,
  self_reported: msg`Respondents said so. Without a comparison group nobody can say whether it had to do with the campaign.`,
  comparison_group: msg`The campaign is associated with this change, measured against a comparison group.`,
  randomised: msg`What people were shown caused this change: chance alone decided who was in which group.`,
}
