package models

import (
	"slices"
	"strings"
	"time"
)

// A Holding is what the program keeps about some people: in which columns, what
// for, on what ground, and how long. Ends is after how long the program itself
// deletes it; zero where it does not.
type Holding struct {
	Of      Subject
	Columns []string // as table.column
	Purpose string
	Basis   string
	Kept    string
	Ends    time.Duration
	Sealed  bool // kept as a hash or a sealed file: nobody can be shown what is in it
}

// A Subject is whom data are about.
type Subject string

// The subjects. Of audiences there are counts and nothing else.
const (
	OfStaff      Subject = "staff"
	OfMessengers Subject = "messengers"
	OfContacts   Subject = "contacts" // of organisations, channels and events
)

// How long what ends by itself is kept after its end.
const (
	LinkKept   = 30 * 24 * time.Hour // one-time links, so that a used one can be told from an unknown
	NoticeKept = 90 * 24 * time.Hour // letters that were sent
	TokenKept  = 90 * 24 * time.Hour // API tokens that ended
)

// Holdings is the register of personal data: every column that holds anything
// about a person. Impersonal is the rest of the database.
func Holdings() []Holding { //nolint:funlen // one paragraph for each purpose
	const (
		employer = "The organisation's legitimate interest, as employer or client, in knowing who works in its name"
		account  = "The duty to account for what is published in the organisation's name, and who agreed to it"
		consent  = "The messenger's consent, written down, which can be taken back"
		security = "The duty to secure personal data"
	)
	return []Holding{
		{
			Of: OfStaff, Purpose: "Sign somebody in, address letters to them, show them days and words of their own", Basis: employer,
			Kept: "While the person is a member, and after that as long as their decisions are accounted for",
			Columns: []string{
				"users.id", "users.email", "users.name", "users.locale", "users.zone", "users.disabled_at", "users.suspended_at", "users.created_at",
				"memberships.user_id", "memberships.roles", "memberships.disabled_at", "memberships.created_at",
				"provider_accounts.user_id", "provider_accounts.issuer", "provider_accounts.subject", "provider_accounts.created_at",
			},
		},
		{
			Of: OfStaff, Purpose: "Prove who signs in, without knowing their secret", Basis: security, Sealed: true,
			Kept:    "Until the secret is replaced or the factor is removed",
			Columns: []string{"users.password_hash", "factors.sealed", "recovery_codes.code_hash", "sessions.token_hash", "links.token_hash", "tokens.token_hash", "ceremonies.secret_hash", "envelopes.code_hash"},
		},
		{
			Of: OfStaff, Purpose: "Ask for a second factor", Basis: security, Kept: "Until the factor is removed",
			Columns: []string{
				"factors.user_id", "factors.kind", "factors.last_step", "factors.created_at", "factors.confirmed_at",
				"recovery_codes.user_id", "recovery_codes.used_at",
			},
		},
		{
			Of: OfStaff, Purpose: "Ask for a security key, and say later whose it was when it signed", Basis: security, Kept: "While the person is a member, and after that as long as their decisions are accounted for",
			Columns: []string{
				"security_keys.user_id", "security_keys.name", "security_keys.credential_id", "security_keys.public_key", "security_keys.transports", "security_keys.synced",
				"security_keys.sign_count", "security_keys.created_at", "security_keys.used_at", "security_keys.revoked_at",
			},
		},
		{
			Of: OfStaff, Purpose: "Take the answer of the owner of an account once, from whoever asked", Basis: security, Kept: "Until it is answered or asked anew; an answer counts for ten minutes",
			Columns: []string{"channel_grants.asked_by", "channel_grants.state_hash", "channel_grants.asked_at"},
		},
		{
			Of: OfStaff, Purpose: "Take the answer of a security key once", Basis: security, Kept: "Five minutes", Ends: CeremonyLifetime,
			Columns: []string{"ceremonies.user_id", "ceremonies.session_id", "ceremonies.purpose", "ceremonies.asked", "ceremonies.expires_at"},
		},
		{
			Of: OfStaff, Purpose: "Keep somebody signed in, and show them where they are", Basis: security, Kept: "Eight hours",
			Columns: []string{
				"sessions.user_id", "sessions.organization_id", "sessions.created_at", "sessions.seen_at", "sessions.expires_at", "sessions.confirmed_at", "sessions.strength",
			},
		},
		{
			Of: OfStaff, Purpose: "Let somebody in for the first time, or anew", Basis: security, Kept: "Thirty days after its end", Ends: LinkKept,
			Columns: []string{"links.user_id", "links.expires_at", "links.used_at", "links.purpose"},
		},
		{
			Of: OfStaff, Purpose: "Let a program act for somebody", Basis: security, Kept: "Ninety days after its end", Ends: TokenKept,
			Columns: []string{"tokens.user_id", "tokens.name", "tokens.scopes", "tokens.created_at", "tokens.expires_at", "tokens.revoked_at"},
		},
		{
			Of: OfStaff, Purpose: "Answer a request that is repeated like the first", Basis: employer, Kept: "A day", Ends: KeyLifetime,
			Columns: []string{
				"idempotency_keys.user_id", "idempotency_keys.method", "idempotency_keys.path", "idempotency_keys.created_at",
				"idempotency_keys.key", "idempotency_keys.body", "idempotency_keys.header",
			},
		},
		{
			Of: OfStaff, Purpose: "Send a letter about what waits, or was opened, once", Basis: employer, Kept: "Ninety days after it was sent", Ends: NoticeKept,
			Columns: []string{
				"notices.user_id", "notices.alarm", "notices.created_at", "notices.sent_at",
				"account_notices.user_id", "account_notices.created_at", "account_notices.sent_at",
				"backlash_notices.user_id", "backlash_notices.created_at", "backlash_notices.sent_at",
				"reveal_notices.user_id", "reveal_notices.step", "reveal_notices.created_at", "reveal_notices.sent_at",
			},
		},
		{
			Of: OfStaff, Purpose: "Seal identities to the keys of custodians", Basis: security, Kept: "As long as anything is sealed to them",
			Columns: []string{"custodian_keys.user_id", "custodian_keys.recipient", "custodian_keys.recovery", "custodian_keys.created_at", "custodian_keys.retired_at"},
		},
		{
			Of: OfStaff, Purpose: "Let a custodian open an identity alone when a life is in danger, with a code that a colleague sealed away", Basis: security, Kept: "As long as the organisation, to account for each code",
			Columns: []string{"envelopes.user_id", "envelopes.made_by", "envelopes.made_at", "envelopes.used_at", "envelopes.replaced_at"},
		},
		{
			Of: OfStaff, Purpose: "Say who decided what, on what ground", Basis: account, Kept: "As long as the submission",
			Columns: []string{"decisions.user_id", "decisions.kind", "decisions.ground", "decisions.legal_basis", "decisions.comment", "decisions.conditions", "decisions.created_at", "decisions.state_action", "decisions.signature"},
		},
		{
			Of: OfStaff, Purpose: "Say who did what, so that nothing is done in another's name or unseen", Basis: account,
			Kept:    "For good: an entry that could be deleted would prove nothing. Names are not in it",
			Columns: []string{"audit_entries.actor_id", "audit_entries.at", "audit_entries.actor_role", "audit_entries.strength", "audit_entries.action", "audit_entries.object_kind", "audit_entries.object_id", "audit_entries.reason"},
		},
		{
			Of: OfStaff, Purpose: "Say who wrote, reviewed, stopped or reported a thing, so that nobody reviews their own", Basis: account, Kept: "As long as the thing",
			Columns: []string{
				"absences.reported_by", "adjustments.made_by", "airings.reported_by", "backlash_watches.set_by", "tallies.entered_by", "audiences.edited_by", "audiences.reviewed_by", "audiences.review", "campaigns.created_by",
				"campaigns.harm_review", "comparisons.created_by", "deliveries.created_by", "experiment_looks.created_by", "experiments.created_by", "holds.closed_by", "holds.opening_by", "holds.opened_by", "holds.reason",
				"identities.sealed_by", "message_versions.created_by", "message_versions.editors", "message_versions.reviewed_by", "messages.author_id", "messages.editors",
				"exchange_rates.entered_by", "observation_batches.created_by", "ombudspersons.named_by", "partners.confirmed_by", "reveals.asked_by", "reveals.approved_by", "reveals.reviewed_by", "risk_assessments.reviewers",
				"media.uploaded_by", "submissions.submitted_by", "submissions.editors", "variants.translator_id", "variants.reviewer_id",
			},
		},
		{
			Of: OfMessengers, Purpose: "Let somebody speak under a pseudonym, and shield them while they do", Basis: consent, Kept: "As long as the campaigns that they speak in",
			Columns: []string{
				"messengers.id", "messengers.pseudonym", "messengers.type", "messengers.languages", "messengers.credibility", "messengers.credibility_source", "messengers.minor",
				"messengers.face_blur", "messengers.voice_change", "messengers.support_contact", "messengers.label_ends_on", "messengers.paid", "messengers.created_at",
				"messengers.updated_at", "messengers.archived_at", "designations.messenger_id", "designations.words", "messages.messenger_id", "deliveries.messenger_id", "deliveries.messenger_type",
			},
		},
		{
			Of: OfMessengers, Purpose: "Show what they agreed to have shown of them", Basis: consent, Kept: "As long as the message whose pictures and recordings they are",
			Columns: []string{"media.origin", "media.face", "media.files"},
		},
		{
			Of: OfMessengers, Purpose: "Know what they agreed to, and stop where that ends", Basis: consent, Kept: "As long as the campaigns that they speak in",
			Columns: []string{
				"consents.messenger_id", "consents.form_version", "consents.language", "consents.given_on", "consents.platforms", "consents.countries", "consents.face", "consents.voice",
				"consents.guardian", "consents.witness", "consents.expires_at", "consents.withdrawn_at", "consents.created_at", "submissions.consent_id",
			},
		},
		{
			Of: OfMessengers, Purpose: "Judge the danger to them before they are exposed", Basis: consent, Kept: "As long as the campaigns that they speak in",
			Columns: []string{
				"risk_assessments.messenger_id", "risk_assessments.level", "risk_assessments.mitigations", "risk_assessments.valid_until", "risk_assessments.created_at", "risk_assessments.together",
			},
		},
		{
			Of: OfMessengers, Purpose: "Reach or protect them in an emergency", Basis: consent, Sealed: true, Kept: "Until consent is taken back, and no longer than a month after the last one ended, unless the installation sets another time",
			Columns: []string{"identities.ciphertext", "identities.commitment", "identities.recipients"},
		},
		{
			Of: OfMessengers, Purpose: "Account for every time that their identity was opened", Basis: account, Kept: "As long as the messenger",
			Columns: []string{
				"identities.messenger_id", "identities.sealed_on", "identities.destroyed_on", "identities.destroyed_for", "reveals.messenger_id", "reveals.reason", "reveals.fields",
				"reveals.break_glass", "reveals.asked_at", "reveals.approved_at", "reveals.given_at", "reveals.reviewed_at", "reveals.review",
			},
		},
		{
			Of: OfContacts, Purpose: "Tell somebody outside of the organisation at once that a custodian has opened an identity alone", Basis: account, Kept: "As long as the organisation, with the days on which they were named and replaced",
			Columns: []string{"ombudspersons.name", "ombudspersons.email", "ombudspersons.locale", "ombudspersons.named_at", "ombudspersons.ended_at"},
		},
		{
			Of: OfContacts, Purpose: "Let the public reach an organisation; find who keeps an account or proves an event", Basis: employer, Kept: "As long as the organisation, the channel or the event",
			Columns: []string{"organizations.contact", "channels.handle", "channels.name", "channels.remote_id", "campaigns.response_plan", "airings.proof", "referral_services.name", "referral_services.contact", "referral_services.source"},
		},
	}
}

// Impersonal lists, by table, the columns that hold nothing about any person.
func Impersonal() map[string]string { //nolint:funlen // one line for each table
	return map[string]string{
		"absences":             "delivery_id attempt created_at",
		"account_notices":      "id channel_id about subject",
		"adjustments":          "id organization_id campaign_id what why evidence created_at",
		"airings":              "id organization_id campaign_id delivery_id channel_id happened_at place times_aired copies women men attendance duration_sec created_at",
		"approval_rules":       "id country message_type channel_class mode authority authority_id quorum deadline_hours validity_hours source valid_from valid_to version occasion silence signed",
		"assumption_sets":      "name version kappa_within level universe_kind threshold reset_ratio created_at",
		"attempts":             "id delivery_id n fence key request_digest worker send_by created_at closed_at outcome class detail",
		"audiences":            "id organization_id segment_name countries admin_areas settlement gender age_bands languages life_situations prevention_tier push_factors pull_factors influences media_habits insight_evidence persona sizes created_at updated_at archived_at version reviewed_at",
		"audit_checkpoints":    "number size root frontier note created_at",
		"audit_entries":        "id organization_id seq before after request_id leaf_hash chain_hash",
		"audit_leaves":         "leaf_index entry_id organization_id seq",
		"audit_witnesses":      "name size seen_at next_at tries fault",
		"backlash_alarms":      "hold_id signal organization_id campaign_id share minimum days windows at",
		"backlash_notices":     "id hold_id",
		"backlash_watches":     "id organization_id campaign_id rules set_at version",
		"campaign_countries":   "id campaign_id country admin_areas plan_measure state version",
		"campaigns":            "id organization_id title public_name goal theory_of_change pve_kind call_to_action dialogue_plan evaluation_design gender_analysis starts_on ends_on blackout_dates budget state_involvement funders disclosure primary_audience search_text demonstration created_at updated_at archived_at version pretests impact_assessment",
		"channel_checks":       "id organization_id asked_at answered_at health",
		"channels":             "id organization_id platform class countries languages zone quiet per_minute disclosure reason credentials state created_at updated_at archived_at version comments_off tight picture_bytes count_clicks grant_at access_until armed_at idle_told_at remote_since identified_at suspended_for paused_until",
		"channel_grants":       "id organization_id verifier code",
		"comparisons":          "id organization_id request result data_version assumption_set program digest created_at",
		"consents":             "id organization_id",
		"custodian_keys":       "id organization_id",
		"decisions":            "id organization_id submission_id digest",
		"deliveries":           "id organization_id campaign_id message_id version_id channel_id country language dialect platform channel_class message_type approach components audience_id traffic rendering digest link_code local zone adjusted not_before not_after next_at state fence lease_until attempts crashes looks absent_at remote_id remote_url published_at reason demonstration created_at version unwanted prepared at_risk",
		"delivery_transitions": "from_state to_state",
		"designations":         "campaign_id organization_id",
		"dirty_series":         "delivery_id definition_id segment marked_at",
		"election_windows":     "id country title from_day to_day source version",
		"events":               "id organization_id kind object_id campaign_id at",
		"exchange_rates":       "id organization_id base quote first_day last_day rate source licence created_at",
		"envelopes":            "id organization_id",
		"experiment_looks":     "experiment_id number arms looked_at source created_at",
		"experiments":          "id organization_id campaign_id title hypothesis outcome randomiser procedure arms baseline smallest alpha power sample_size starts_on ends_on created_at",
		"ceremonies":           "id",
		"factors":              "id",
		"security_keys":        "id",
		"foreign_posts":        "channel_id remote_id url found_at explained_at",
		"holds":                "id organization_id scope scope_id closed_at opened_at",
		"hook_nonces":          "channel_id nonce heard_at",
		"idempotency_keys":     "organization_id digest request_id status",
		"identities":           "id organization_id",
		"identity_providers":   "id organization_id issuer client_id sealed created_at version",
		"links":                "id",
		"link_clicks":          "delivery_id hour clicks",
		"memberships":          "id organization_id version",
		"media":                "id organization_id message_id licence machine size created_at updated_at version",
		"message_versions":     "id organization_id message_id number texts digest created_at reviewed_at voided_at void_reason",
		"messages":             "id organization_id campaign_id title type approach components themes countered_narrative genre audience_id source_language religious_content citations call_to_action created_at updated_at archived_at version",
		"messengers":           "organization_id version",
		"metric_definitions":   "id metric platform native_name family unit kind additive_time additive_delivery additive_segment threshold privacy_floor day_zone manual settle_hours valid_from valid_to source",
		"notices":              "id submission_id",
		"observation_batches":  "organization_id name source observations created_at digest",
		"observations":         "id delivery_id definition_id segment value value_low value_high level missing_reason observed_at period_start received_at source quality batch supersedes",
		"ombudspersons":        "id organization_id",
		"organizations":        "id kind country public_name slug created_at version data_location",
		"owed_tasks":           "id kind payload unique_key due_at lease_until tries held fault created_at",
		"partners":             "id organization_id campaign_id partner_id statement confirmed_at created_at version",
		"portal_feed_reads":    "organization_id language day process reads",
		"portal_pages":         "key organization_id channel_id delivery_id slug language direction title body link hashtags disclosure zone published_at removed_at media",
		"portal_reads":         "key day process views readers",
		"posts":                "platform channel_id remote_id delivery_id url duplicate_of created_at removal remove_at removals",
		"provider_accounts":    "id",
		"recovery_codes":       "id",
		"referral_services":    "id organization_id country kind languages hours checked_on created_at version",
		"reveal_notices":       "id reveal_id ombudsperson_id",
		"reveals":              "id organization_id identity_id expires_at",
		"risk_assessments":     "id organization_id",
		"rollup_days":          "campaign_id definition_id segment day country language platform message_type messenger_type organization_id increment series interpolated suspect",
		"series_days":          "delivery_id definition_id segment day increment interpolated suspect",
		"series_states":        "delivery_id definition_id segment organization_id campaign_id first_at last_at last_value value low high level day1 day7 day28 snapshots dropped corrections resets longest_gap quality missing_reason observations last_id",
		"sessions":             "id",
		"standard_populations": "id organization_id name bands year source licence starter created_at",
		"submissions":          "id organization_id campaign_id message_id version_id country authority_id rule_id quorum statement digest state submitted_at due_at decided_at valid_until void_reason version silence escalated_at by_silence signed",
		"survey_cells":         "survey_id round arm segment yes asked",
		"surveys":              "id organization_id campaign_id country title wording design mode selection design_effect starts_on ends_on invited source created_at reworded transitions clusters",
		"tallies":              "id organization_id campaign_id channel_id day seen hostile alarming reports created_at",
		"token_keys":           "version public wrapped stamp created_at",
		"tokens":               "id organization_id",
		"universes":            "id organization_id country segment kind platform year value low high source licence retrieved_on starter created_at",
		"users":                "suspended_for version",
		"variants":             "id organization_id message_id language title body link hashtags back_translation reviewed_at created_at updated_at version media",
	}
}

// Shown lists the columns of a table that somebody may be shown who asks what
// is held about them.
func (s Subject) Shown(table string) []string {
	var shown []string
	for _, h := range Holdings() {
		for _, column := range h.Columns {
			if name, in := strings.CutPrefix(column, table+"."); in && h.Of == s && !h.Sealed {
				shown = append(shown, name)
			}
		}
	}
	slices.Sort(shown)
	return shown
}
