import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** What a person is told when the program declines, by the problem's code. */
export const problemWords: Record<string, MessageDescriptor> = {
  not_signed_in: msg`You are not signed in, or your session has ended.`,
  wrong_credentials: msg`The e-mail address or the password is wrong.`,
  link_invalid: msg`This link has been used, has expired or is not known. Ask your administrator for a new one.`,
  step_up_required: msg`Confirm your password to go on.`,
  second_factor_required: msg`Whoever approves, administers or protects people needs a second factor for this. Set one up, then do it again.`,
  provider_refused: msg`The identity provider did not answer as it should. Try again; if it stays so, ask your administrator.`,
  provider_unknown: msg`Nobody here belongs to that account. If you were invited, open your invitation link and sign in from there.`,
  code_required: msg`Enter the code of your second factor too.`,
  wrong_code: msg`The code is wrong or too old. Enter the one that your app shows now.`,
  totp_replayed: msg`This code was used already. Wait until your app shows the next one.`,
  forbidden: msg`Your roles do not allow this. An administrator of your organisation can change that.`,
  cross_site_request: msg`The request came from another site and was refused.`,
  not_found: msg`There is no such thing here, or it is not yours to see.`,
  stale_version: msg`Somebody changed this while you were editing. Read their version, then make your change again.`,
  already_exists: msg`There is one like this already.`,
  wrong_state: msg`Its present state does not allow this.`,
  second_account: msg`There is an account for this platform and language already. Declare why a second one is needed.`,
  last_administrator: msg`The organisation would be left without an administrator.`,
  in_use: msg`Something else still depends on it.`,
  too_many_requests: msg`That was too often. Wait a little and try again.`,
  unavailable: msg`The service cannot reach its database. Nothing was changed. Try again in a minute.`,
  storage_full: msg`There is no room left to write. Nothing was changed.`,
  invalid_request: msg`Some fields need your attention.`,
  unknown_field: msg`The request has a field that the service does not know.`,
  unreadable_request: msg`The service could not read the request.`,
  method_not_allowed: msg`The service does not do that.`,
  if_match_required: msg`The request did not say which version it was made from. Read it again, then save.`,
  forbidden_field: msg`Caravan does not keep this about people.`,
  idempotency_key_required: msg`The request lacks the key that protects against doing it twice.`,
  idempotency_key_too_long: msg`The key that protects against doing it twice is too long.`,
  idempotency_key_reused: msg`This form was sent before with other content. Check what was saved, then try again.`,
  idempotency_key_in_flight: msg`The first attempt is still running. Wait a moment.`,
  password_weak: msg`Use 12 to 128 characters.`,
  password_common: msg`This password is widely used, or easy to guess for those who know you. Choose a sentence of 12 characters or more.`,
  incomplete: msg`Some parts are still missing.`,
  text_refused: msg`The text has characters that must not be there.`,
  four_eyes_author: msg`Who wrote, edited or submitted it cannot judge it.`,
  unchanged: msg`The version that stands says the same.`,
  not_reviewed: msg`Another person of your organisation has to review it first.`,
  digest_mismatch: msg`What you read is not what is stored now. Read it again before you decide.`,
  wrong_country: msg`It belongs to another country.`,
  quorum_not_met: msg`Approvals are still missing.`,
  not_approved: msg`This version is not approved for the country.`,
  outside_approval: msg`The approval does not cover this channel, text or time.`,
  ground_required: msg`A refusal names a ground, a legal basis and a comment.`,
  election_window: msg`In an election window the state does not speak without an outside approver.`,
  consent_missing: msg`The messenger has no live consent that covers this.`,
  risk_expired: msg`The messenger's risk assessment is missing or out of date.`,
  channel_unsuitable: msg`The channel cannot carry this.`,
  too_long: msg`The text is longer than the channel takes.`,
  in_the_past: msg`The time is already past.`,
  invalid_time: msg`There is no such local time or zone.`,
  quiet_hours: msg`The channel is quiet at that hour.`,
  blackout_date: msg`The campaign is silent on that date.`,
  payer_undisclosed: msg`What is paid for has to say who pays. Write it into the disclosure of the campaign or of the channel.`,
  same_text_elsewhere: msg`Another of your accounts on this platform says the same within a day. Choose one account, or another day.`,
  audience_review_required: msg`Somebody of safeguarding has to look at this audience before it is submitted.`,
  partner_unconfirmed: msg`A partner of the campaign has not confirmed who pays and what part the state has.`,
  meeting_unjudged: msg`A former extremist and somebody who was hurt speak in this campaign. Judge that in the risk assessment.`,
  duplicate_delivery: msg`The same text is already due there at that time.`,
  held: msg`A hold stops this. Nothing is sent until it is opened.`,
  appeal_required: msg`A refusal says where to appeal: your organisation names no contact.`,
  reason_required: msg`Say why.`,
  second_person_required: msg`Somebody else has to do the second part.`,
  pending_second_person: msg`Your part is done. It takes effect when a second person agrees.`,
  proof_required: msg`Say what happened and what proves it.`,
  unknown_language: msg`This language is not known here.`,
  unknown_metric: msg`No such metric is defined for that platform.`,
  value_or_reason: msg`Give a value of 0 or more, or the reason why there is none.`,
  unknown_platform: msg`No connector of that name is built in.`,
  custodian_barred: msg`Whoever serves an authority, evaluates or operates the installation is no custodian.`,
  wrong_recipients: msg`The keys of the custodians have changed, or too few of them have one. Read the page again.`,
  not_sealed: msg`The service was sent something that is not sealed as a browser seals it. Nothing was kept.`,
  sealed_before: msg`This sealing was kept before and cannot come back. Seal it anew.`,
  reveal_limit: msg`No more identities are opened today.`,
  custodian_suspended: msg`You broke the glass, and no colleague has looked at it within a day. Somebody else has to do so first.`,
  too_large: msg`This is larger than the service takes.`,
  unsupported_media_type: msg`The service does not take content of this kind.`,
  unsupported_media: msg`This kind of file is not taken here, or the file is not what its name says.`,
  offline: msg`There is no connection to the service. Nothing was sent.`,
  fault: msg`Something went wrong in the service. It has been noted; nothing you wrote here is lost.`,
}

/** What is wrong with one field, by the code of the rule it breaks. Rules
 * that are refusals of their own have their words in problemWords. */
export const fieldWords: Record<string, MessageDescriptor> = {
  required: msg`Fill this in.`,
  email: msg`This is not an e-mail address.`,
  url: msg`This is not a web address.`,
  oneof: msg`Choose one of the values offered.`,
  unique: msg`The same value stands here twice.`,
  not_a_date: msg`This is not a date.`,
  not_allowed: msg`Choose one of the values offered.`,
  uuid: msg`This is not the identifier of anything.`,
  too_many: msg`There are more than fit.`,
  wrong_type: msg`This is not the kind of value expected here.`,
  unknown_field: msg`The service does not know this field.`,
  gtfield: msg`This must be later than the start.`,
  gtefield: msg`This must not be before the start.`,
  bcp47_language_tag: msg`This is not a language tag.`,
  timezone: msg`This is not a time zone.`,
  iso4217: msg`This is not a currency.`,
  iso3166_1_alpha2: msg`This is not a country.`,
}

/** The words for rules that carry a number. */
export function limitWords(code: string, limit: string): MessageDescriptor | undefined {
  switch (code) {
    case 'min': return msg`At least ${limit} are needed.`
    case 'max': return msg`At most ${limit} are allowed.`
    case 'len': return msg`Exactly ${limit} are needed.`
    case 'gte': return msg`This must be ${limit} or more.`
    case 'lte': return msg`This must be ${limit} or less.`
    case 'gt': return msg`This must be more than ${limit}.`
    case 'lt': return msg`This must be less than ${limit}.`
  }
}
