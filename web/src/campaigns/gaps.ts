import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { Schema } from '../api/client'

export type Gap = Schema<'MissingPart'>

/** The letter groups of GAMMMA+, in their order. */
export const boxes = ['goal', 'audience', 'message', 'messenger', 'media', 'action', 'monitoring'] as const

export type BoxName = (typeof boxes)[number]

export const boxWords: Record<BoxName, { name: MessageDescriptor; lead: MessageDescriptor }> = {
  goal: { name: msg`Goal`, lead: msg`What is to change, and how anybody would see it.` },
  audience: { name: msg`Audience`, lead: msg`Whom it addresses, by their situation and never by who they are.` },
  message: { name: msg`Message`, lead: msg`What is said, and what it must not do to anybody.` },
  messenger: { name: msg`Messenger`, lead: msg`Who speaks, who pays, and what part the state has.` },
  media: { name: msg`Media`, lead: msg`Where and when it is heard.` },
  action: { name: msg`Action`, lead: msg`What people can do next, and who answers them.` },
  monitoring: { name: msg`Monitoring`, lead: msg`How its effect will be judged.` },
}

const lacking: Record<string, MessageDescriptor> = {
  '/goal/statement': msg`What it wants to change`,
  '/goal/indicator': msg`Indicator`,
  '/goal/target': msg`Target`,
  '/goal/deadline': msg`Deadline of the goal`,
  '/primary_audience_id': msg`Primary audience`,
  '/call_to_action': msg`Call to action`,
  '/dialogue_plan': msg`Who answers, and when`,
  '/evaluation_design': msg`Design of the evaluation`,
  '/gender_analysis': msg`Gender analysis`,
  '/impact_assessment': msg`Data protection impact`,
  '/disclosure': msg`Public line that says who speaks`,
  '/state_involvement': msg`Part of the state`,
  '/funders': msg`Funders`,
  '/contact': msg`Where people complain: who runs the installation writes it under People`,
  '/harm_review/dividers': msg`What divides people here`,
  '/harm_review/connectors': msg`What connects them`,
  '/harm_review/harms': msg`Harms that could follow`,
  '/harm_review/mitigations': msg`What is done against the harms`,
  '/harm_review/reviewers': msg`Two reviewers`,
  '/harm_review/valid_until': msg`Review still valid`,
  '/variants': msg`A text in its own language`,
  '/messenger_id': msg`The messenger of a message`,
  '/consents': msg`A live consent of a messenger`,
  '/risk_assessments': msg`A live risk assessment of a messenger`,
}

/** What a gap is called. */
export function gapWords({ kind, pointer }: Gap): MessageDescriptor | undefined {
  if (pointer !== '') return lacking[pointer]
  return kind === 'message' ? msg`A message` : msg`A messenger who speaks`
}

/** Where a gap outside the plan is closed. */
export function gapAddress({ kind, id }: Gap, campaign: string): string {
  if (kind === 'messenger') return id === '' ? `/campaigns/${campaign}/messages` : `/messengers/${id}`
  return kind === 'channel' ? '/channels' : `/campaigns/${campaign}/messages`
}

/** The id under which a field of the plan can be found on the screen. */
export function placeOf(pointer: string): string { return `plan${pointer.replaceAll('/', '-')}` }

/** Brings a field of the plan into sight and puts the keyboard into it. */
export function goTo(pointer: string): void {
  const place = document.getElementById(placeOf(pointer))
  place?.scrollIntoView({ block: 'center' })
  place?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
}
