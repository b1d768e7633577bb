import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import { problemWords } from '../words/problems'

const reasons: Record<string, MessageDescriptor> = {
  unsent: msg`The platform could not be reached. Nothing was sent.`,
  throttled: msg`The platform asked to wait.`,
  locked: msg`The account needs a person: connect it again.`,
  refused: msg`The platform refused the post as it is.`,
  gone: msg`The post is no longer there.`,
  uncertain: msg`The platform did not say whether it took the post. We are looking for it.`,
  duplicate: msg`The platform says that it has this post already. We are looking for it.`,
  account_unchecked: msg`The account could not be asked whose it is. It is asked again by itself.`,
  platform_down: msg`The platform fails for everybody. It goes on when it is back.`,
  access_ends: msg`The access to the account ends before. Give it anew.`,
  no_answer: msg`The platform does not answer how the account is.`,
  processing: msg`The platform has taken it and is still working on it.`,
  still_processing: msg`The platform has worked on it for a day. Look for the post yourself.`,
  worker_lost: msg`The program was interrupted. It goes on by itself.`,
  rate_limited: msg`The channel has sent as much as it may for now.`,
  window_over: msg`It could not leave in time, and was not sent late.`,
  channel_unusable: msg`The access to the channel cannot be used: connect it again.`,
  cannot_read_back: msg`The platform cannot be asked. Look for the post yourself.`,
  not_seen: msg`The post was not found, but may be there. Look for it yourself.`,
  not_posted: msg`It was not there, and is sent again.`,
  not_there: msg`People said that it is not there, and it is sent again.`,
  awaiting_proof: msg`Waiting for word of the airing, with proof.`,
  poison: msg`It stopped the program three times, and is not tried again.`,
  returned: msg`The mail came back.`,
  by_hand: msg`The program cannot take it down. Do it on the platform.`,
  edited: msg`The text was changed after approval.`,
  media_missing: msg`A picture or a recording is not at hand. It is tried again; tell the operator.`,
  too_long: msg`The text is longer than the platform takes.`,
}

/** Why a delivery stands where it stands, in plain words. What a person wrote
 * as a reason is shown as they wrote it. */
export function useReason() {
  const { i18n } = useLingui()
  return (code: string): string => {
    const words = reasons[code] ?? problemWords[code]
    return words ? i18n._(words) : code
  }
}
