import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** How a state is drawn. Each tone has its own sign, so colour is never alone. */
export type Tone = 'idle' | 'waiting' | 'going' | 'done' | 'warning' | 'danger' | 'ended'

export interface StateWord {
  tone: Tone
  word: MessageDescriptor
}

type States = Record<string, StateWord>

const state = (tone: Tone, word: MessageDescriptor): StateWord => ({ tone, word })

const campaign: States = {
  draft: state('idle', msg`Draft`),
  in_review: state('waiting', msg`In review`),
  awaiting_approval: state('waiting', msg`Awaiting approval`),
  changes_requested: state('warning', msg`Changes requested`),
  refused: state('danger', msg`Refused`),
  approved: state('done', msg`Approved`),
  live: state('going', msg`Live`),
  paused: state('warning', msg`Paused`),
  closed: state('ended', msg`Closed`),
  evaluated: state('done', msg`Evaluated`),
  archived: state('ended', msg`Archived`),
}

const version: States = {
  draft: state('idle', msg`Draft`),
  submitted: state('waiting', msg`Submitted`),
  awaiting_expertise: state('waiting', msg`Awaiting expertise`),
  under_review: state('waiting', msg`Under review`),
  approved: state('done', msg`Approved`),
  approved_with_conditions: state('done', msg`Approved with conditions`),
  returned: state('warning', msg`Returned`),
  refused: state('danger', msg`Refused`),
  voided: state('ended', msg`Voided`),
}

const variant: States = {
  empty: state('idle', msg`Empty`),
  draft: state('idle', msg`Draft`),
  translated: state('waiting', msg`Translated`),
  reviewed: state('waiting', msg`Reviewed`),
  approved: state('done', msg`Approved`),
  voided: state('ended', msg`Voided`),
}

const delivery: States = {
  planned: state('idle', msg`Planned`),
  ready: state('waiting', msg`Ready`),
  claimed: state('going', msg`About to be sent`),
  sending: state('going', msg`Sending`),
  published: state('done', msg`Published`),
  retry_wait: state('waiting', msg`Waiting to try again`),
  failed: state('danger', msg`Failed`),
  unknown: state('warning', msg`Outcome unknown`),
  unknown_human: state('warning', msg`Needs a person to look`),
  cancelled: state('ended', msg`Cancelled`),
  expired: state('ended', msg`Expired`),
  takedown_pending: state('going', msg`Being taken down`),
  taken_down: state('ended', msg`Taken down`),
  takedown_failed: state('danger', msg`Not taken down`),
}

const channel: States = {
  healthy: state('done', msg`Healthy`),
  expiring: state('warning', msg`Access expires soon`),
  expired: state('danger', msg`No access`),
  suspended: state('danger', msg`Suspended`),
}

const job: States = {
  pending: state('waiting', msg`Waiting`),
  running: state('going', msg`Running`),
  done: state('done', msg`Done`),
  failed: state('danger', msg`Failed`),
}

/** The words and tone of every state, by the thing that is in it. */
export const states = { campaign, version, variant, delivery, channel, job }

export type Stateful = keyof typeof states
