package models

import (
	"strconv"
	"strings"
)

// Kind is what a person can do about a refusal. The API maps each to one
// HTTP status.
type Kind string

// The kinds of refusal.
const (
	Invalid     Kind = "invalid"     // 422: mend the request
	Unknown     Kind = "unknown"     // 401: sign in
	Forbidden   Kind = "forbidden"   // 403: ask somebody who may
	Missing     Kind = "missing"     // 404: not there, or not yours to see
	Conflict    Kind = "conflict"    // 409: the thing is in another state
	Stale       Kind = "stale"       // 412: read it again
	Closed      Kind = "closed"      // 423: a hold is closed
	Throttled   Kind = "throttled"   // 429: wait
	Unavailable Kind = "unavailable" // 503: something below is down
	Full        Kind = "full"        // 507: no room left
	TooLarge    Kind = "too_large"   // 413: send something smaller
	Unsupported Kind = "unsupported" // 415: send something else
)

// A Refusal is the program declining to do something, in words a person can
// act on. Anything else that goes wrong is a fault and stays a plain error.
type Refusal struct {
	Kind   Kind
	Code   string       // stable, snake_case; the front end translates it
	Detail string       // for developers, in English
	Fields []FieldError // what is wrong, field by field; may be empty
}

// A FieldError is one thing wrong with one field of a request.
type FieldError struct {
	Pointer string   // JSON pointer, such as /variants/0/body
	Code    string   // stable, snake_case
	Detail  string   // for developers, in English
	Allowed []string // the values that would do, where they are few
}

// Error implements error.
func (r *Refusal) Error() string {
	var text strings.Builder
	text.WriteString(r.Code)
	if r.Detail != "" {
		text.WriteString(": " + r.Detail)
	}
	for _, f := range r.Fields {
		text.WriteString(" [" + f.Pointer + " " + f.Code + "]")
	}
	return text.String()
}

// Is matches on the code, so a refusal with particulars is still the one
// declared.
func (r *Refusal) Is(target error) bool {
	other, ok := target.(*Refusal)
	return ok && other.Code == r.Code
}

// With returns the refusal with a detail of this occasion.
func (r *Refusal) With(detail string) *Refusal {
	c := *r
	c.Detail = detail
	return &c
}

// At returns the refusal with the field it is about.
func (r *Refusal) At(pointer string) *Refusal {
	c := *r
	c.Fields = append([]FieldError(nil), r.Fields...)
	c.Fields = append(c.Fields, FieldError{Pointer: pointer, Code: r.Code, Detail: r.Detail})
	return &c
}

// place is the JSON pointer of a member of a list.
func place(list string, i int) string { return list + "/" + strconv.Itoa(i) }

// refusal declares a code. Every code of the program is declared through it,
// so that Codes lists them all.
func refusal(kind Kind, code, detail string) *Refusal {
	return &Refusal{Kind: kind, Code: code, Detail: detail}
}

// The refusals of the program. Each code is declared here once.
var (
	ErrUnknownPerson   = refusal(Unknown, "not_signed_in", "Sign in, or send a valid token.")
	ErrWrongPassword   = refusal(Unknown, "wrong_credentials", "The e-mail address or the password is wrong.")
	ErrLinkUsed        = refusal(Unknown, "link_invalid", "The one-time link is used, expired or not known.")
	ErrStepUp          = refusal(Unknown, "step_up_required", "Prove again who you are; the last time is more than 5 minutes ago.")
	ErrSecondFactor    = refusal(Forbidden, "second_factor_required", "Who approves, administers or protects people needs a second factor. Set one up under Security; at your provider, have it ask for several factors.")
	ErrProvider        = refusal(Unknown, "provider_refused", "The identity provider did not say who this is, or not in a way that is believed.")
	ErrNoAccount       = refusal(Unknown, "provider_unknown", "Nobody here belongs to this account of the provider.")
	ErrCodeRequired    = refusal(Unknown, "code_required", "Send the code of the second factor too.")
	ErrWrongCode       = refusal(Unknown, "wrong_code", "The code is wrong or too old.")
	ErrCodeReplayed    = refusal(Unknown, "totp_replayed", "The code was used before. Wait for the next.")
	ErrKeyRequired     = refusal(Unknown, "key_required", "Prove yourself with your security key too, or send a code.")
	ErrWrongKey        = refusal(Unknown, "wrong_key", "The security key did not answer as one that is registered, or for this site.")
	ErrCeremony        = refusal(Unknown, "ceremony_over", "That took longer than 5 minutes, or was answered before. Begin again.")
	ErrKeyDomain       = refusal(Conflict, "keys_need_domain", "Security keys work where the installation has a domain name of its own, not an IP address.")
	ErrForbidden       = refusal(Forbidden, "forbidden", "Your roles do not allow this.")
	ErrCrossSite       = refusal(Forbidden, "cross_site_request", "The request came from another site.")
	ErrMissing         = refusal(Missing, "not_found", "There is no such thing, or it is not yours to see.")
	ErrStale           = refusal(Stale, "stale_version", "Somebody changed it since you read it. Read it again.")
	ErrTaken           = refusal(Conflict, "already_exists", "There is one already.")
	ErrWrongState      = refusal(Conflict, "wrong_state", "Its state does not allow this.")
	ErrInUse           = refusal(Conflict, "in_use", "Something else still depends on it.")
	ErrThrottled       = refusal(Throttled, "too_many_requests", "Wait before you try again.")
	ErrUnavailable     = refusal(Unavailable, "unavailable", "The database cannot be reached. Nothing was changed.")
	ErrFull            = refusal(Full, "storage_full", "There is no room left to write. Nothing was changed.")
	ErrInvalid         = refusal(Invalid, "invalid_request", "Some fields are not right.")
	ErrForbiddenField  = refusal(Invalid, "forbidden_field", "Caravan does not keep this about people (S-01).")
	ErrKeyReused       = refusal(Invalid, "idempotency_key_reused", "The key was used with another body.")
	ErrKeyInFlight     = refusal(Conflict, "idempotency_key_in_flight", "The first request with this key is still running.")
	ErrWeakPassword    = refusal(Invalid, "password_weak", "Use 12 to 128 characters.")
	ErrCommonPassword  = refusal(Invalid, "password_common", "It is widely used, or easy to guess for those who know you.")
	ErrIncomplete      = refusal(Invalid, "incomplete", "Some parts are still missing.")
	ErrCredential      = refusal(Invalid, "credential_refused", "The platform cannot be connected with this.")
	ErrGrantOver       = refusal(Invalid, "grant_over", "Nobody is being asked this any more. Begin again from the channel.")
	ErrGrantRefused    = refusal(Invalid, "grant_refused", "The platform did not let the account be used.")
	ErrText            = refusal(Invalid, "text_refused", "The text has characters that must not be there.")
	ErrFourEyesAuthor  = refusal(Invalid, "four_eyes_author", "Who wrote, edited or submitted it cannot judge it.")
	ErrUnchanged       = refusal(Conflict, "unchanged", "The standing version says the same. Nothing was changed.")
	ErrNotReviewed     = refusal(Invalid, "not_reviewed", "Another person of the organisation has to review it first.")
	ErrDigestMismatch  = refusal(Invalid, "digest_mismatch", "What you read is not what is stored now. Read it again.")
	ErrUnsigned        = refusal(Invalid, "signature_required", "The rule asks for decisions that a security key has signed.")
	ErrSignature       = refusal(Invalid, "signature_invalid", "The signature is not one of this person under this decision.")
	ErrNoSigner        = refusal(Invalid, "no_signing_key", "None of your security keys signs yet. Register one under Security; it signs a day later.")
	ErrWrongCountry    = refusal(Invalid, "wrong_country", "It belongs to another country.")
	ErrQuorum          = refusal(Invalid, "quorum_not_met", "Approvals are still missing.")
	ErrNotApproved     = refusal(Invalid, "not_approved", "This version is not approved for the country.")
	ErrOutsideApproval = refusal(Invalid, "outside_approval", "The approval does not cover this channel, text or time.")
	ErrNoGround        = refusal(Invalid, "ground_required", "A refusal names a ground, a legal basis and a comment.")
	ErrElection        = refusal(Invalid, "election_window", "In an election window the state does not speak without an outside approver.")
	ErrConsent         = refusal(Invalid, "consent_missing", "The messenger has no live consent that covers this.")
	ErrFace            = refusal(Invalid, "face_hidden", "The face of the messenger is to be hidden, and a picture or a film shows it.")
	ErrChild           = refusal(Invalid, "child_protected", "Who is under 18 speaks with a guardian's consent, without a face, and of no trauma.")
	ErrModerator       = refusal(Invalid, "no_moderator", "Nobody answers there in that language. Add one to the response plan, or close the comments.")
	ErrPretest         = refusal(Invalid, "pretest_missing", "Ask people of the audience first, or record why not.")
	ErrHarmReview      = refusal(Invalid, "harm_review_over", "The do-no-harm review is over. Two people look again, then it goes on.")
	ErrStateAction     = refusal(Invalid, "state_action_required", "Say whether the state plans anything that would contradict the message.")
	ErrLookalike       = refusal(Invalid, "host_unconfirmed", "The letters of an address may pass for others. Confirm where it leads.")
	ErrDangerousLink   = refusal(Invalid, "dangerous_link", "A public text does not lead to extremist media.")
	ErrRisk            = refusal(Invalid, "risk_expired", "The messenger's risk assessment is missing or out of date.")
	ErrChannel         = refusal(Invalid, "channel_unsuitable", "The channel cannot carry this.")
	ErrSecondAccount   = refusal(Invalid, "second_account", "There is an account on this platform in this language. Say publicly why there is another.")
	ErrLastAdmin       = refusal(Conflict, "last_administrator", "An organisation keeps an administrator.")
	ErrTooLong         = refusal(Invalid, "too_long", "The text is longer than the channel takes.")
	ErrPast            = refusal(Invalid, "in_the_past", "The time is already past.")
	ErrTime            = refusal(Invalid, "invalid_time", "There is no such local time or zone.")
	ErrQuietHours      = refusal(Invalid, "quiet_hours", "The channel is quiet at that hour.")
	ErrBlackout        = refusal(Invalid, "blackout_date", "The campaign is silent on that date.")
	ErrDuplicate       = refusal(Invalid, "duplicate_delivery", "The same text is already due there at that time.")
	ErrPayer           = refusal(Invalid, "payer_undisclosed", "What is paid for says in its disclosure who pays.")
	ErrEcho            = refusal(Invalid, "same_text_elsewhere", "Another account of yours on the platform says the same within a day.")
	ErrAudience        = refusal(Invalid, "audience_review_required", "Somebody of safeguarding has to look at the audience first.")
	ErrPartner         = refusal(Invalid, "partner_unconfirmed", "A partner has not confirmed who pays and what part the state has.")
	ErrTogether        = refusal(Invalid, "meeting_unjudged", "A former extremist and somebody who was hurt speak in one campaign: the risk assessment has to cover that.")
	ErrHeld            = refusal(Closed, "held", "A hold stops this. Nothing is sent until it is opened.")
	ErrNoAppeal        = refusal(Invalid, "appeal_required", "A refusal says where to appeal: your organisation names no contact.")
	ErrReason          = refusal(Invalid, "reason_required", "Say why.")
	ErrSecondPerson    = refusal(Conflict, "second_person_required", "Somebody else has to do the second part.")
	ErrProof           = refusal(Invalid, "proof_required", "Say what happened and what proves it.")
	ErrLanguage        = refusal(Invalid, "unknown_language", "The language tag is not known here.")
	ErrMetric          = refusal(Invalid, "unknown_metric", "No such metric is defined for that platform.")
	ErrValue           = refusal(Invalid, "value_or_reason", "Give a value of 0 or more, or the reason why there is none.")
	ErrBatchReused     = refusal(Conflict, "batch_reused", "A batch of this name was taken with other content.")
	ErrNumber          = refusal(Invalid, "invalid_number", "Write a whole number without separators or decimals, such as 1234.")
	ErrDecimal         = refusal(Invalid, "invalid_decimal", "Write a decimal number above zero with a point before its decimals and nothing between its thousands, such as 10.93.")
	ErrNoCustodian     = refusal(Forbidden, "custodian_barred", "Who serves an authority, evaluates or operates is no custodian.")
	ErrWrongRecipients = refusal(Conflict, "wrong_recipients", "It has to be sealed to all custodians of now, two or more, and to the recovery key.")
	ErrNotSealed       = refusal(Invalid, "not_sealed", "That is no identity as a browser seals it.")
	ErrSealedBefore    = refusal(Conflict, "sealed_before", "This sealing was here before. Seal it anew.")
	ErrRevealLimit     = refusal(Throttled, "reveal_limit", "No more identities are opened today.")
	ErrUnderReview     = refusal(Forbidden, "custodian_suspended", "Somebody else has to look at how you broke the glass first.")
	ErrSuspended       = refusal(Unknown, "account_suspended", "Nobody has looked in time at how you broke the glass. When a custodian has, an administrator lets you in again.")
	ErrReviewWaits     = refusal(Conflict, "review_waits", "A custodian has to judge first how they broke the glass.")
	ErrNoEnvelope      = refusal(Conflict, "no_envelope", "No sealed code is left for you. Have another custodian make one.")
	ErrEnvelopeCode    = refusal(Invalid, "envelope_code_wrong", "That is not the code from your envelope.")
	ErrNoOmbudsperson  = refusal(Conflict, "no_ombudsperson", "Nobody outside would be told. An administrator names an ombudsperson first.")
	ErrOmbudsInside    = refusal(Invalid, "ombudsperson_inside", "An ombudsperson is nobody of the organisation.")
	ErrMediaType       = refusal(Unsupported, "media_type_refused", "Send a JPEG, PNG, WebP, still GIF, MP4 or M4A whose content, name and declared type agree.")
	ErrMediaCodec      = refusal(Unsupported, "media_codec", "Film has to be H.264 and sound AAC, which every platform shows. Export it so and send that.")
	ErrMediaTracks     = refusal(Unsupported, "media_tracks", "A film has one picture and at most one sound, and an M4A has one sound.")
	ErrMediaFragments  = refusal(Unsupported, "media_fragments", "The file is in fragments. Export it as one whole MP4 and send that.")
	ErrMediaMoves      = refusal(Unsupported, "media_moves", "Moving pictures are not taken. Send one that stands still.")
	ErrMediaTooLarge   = refusal(TooLarge, "media_too_large", "A picture has at most 20 MiB, 40 megapixels and 12,000 pixels on a side; a film 300 MiB, 3 hours and 4,096 pixels on a side; a sound 100 MiB and 3 hours.")
	ErrMediaBroken     = refusal(Invalid, "media_broken", "The file cannot be read to its end. Save it anew and send that.")
	ErrCaptions        = refusal(Invalid, "captions_invalid", "Captions are a text in WebVTT.")
	ErrMediaChanged    = refusal(Conflict, "media_changed", "The file on the shelf is not the one that was put there.")
	ErrMediaUsed       = refusal(Conflict, "media_used", "A text still shows it.")
	ErrQuota           = refusal(Full, "quota_exceeded", "There is no room left for more files of yours. Remove what no text shows.")
	ErrPlatform        = refusal(Invalid, "unknown_platform", "No connector of that name is built in.")
)
