package models

import "slices"

// The closed vocabularies of the field. Wording for people lives in the
// catalogues of the front end; the order here is the order of menus.

// Vocabulary is a closed list of values for a kind of thing.
type Vocabulary []string

// Has reports whether value is in the list.
func (v Vocabulary) Has(value string) bool { return slices.Contains(v, value) }

// HasAll reports whether every value is in the list.
func (v Vocabulary) HasAll(values []string) bool {
	return !slices.ContainsFunc(values, func(s string) bool { return !v.Has(s) })
}

// Vocabularies returns every closed list by name, as the API serves them.
//
//nolint:funlen // it is a table
func Vocabularies() map[string]Vocabulary {
	return map[string]Vocabulary{
		"organization_kind": {"media_ngo", "civil_society", "ministry", "review_board", "evaluator", "donor", "international"},
		"role":              Vocabulary(roleNames()),
		"country":           {"KZ", "KG", "TJ", "TM", "UZ", "AF"},
		"pve_kind":          {"pve_specific", "pve_relevant"},
		"evaluation_design": {"monitoring_only", "pre_post", "comparison_group", "randomised", "qualitative"},
		"state_involvement": {"none", "consulted", "approved", "funded", "produced"},
		"message_type":      {string(CounterNarrative), string(AlternativeNarrative), string(GovStrategicComms)},
		"approach":          {string(Positive), string(Negative), string(Mixed)},
		"component": {
			"belonging", "significance", "personal_achievement", "collective_achievement",
			"inconsistency", "harm_to_victims", "political_consequences", "internal_divisions",
		},
		"theme": {
			"national_unity", "love_of_homeland", "empathy", "peace", "silk_road_heritage", "positive_image_of_region",
			"religious_literacy", "recruitment_warning", "critical_thinking", "internet_literacy", "tolerance",
			"government_policy_explained", "women_specific", "masculinity", "migrants_before_during_after",
			"returnees_reintegration", "madrassa_students", "sense_of_place", "women_empowerment", "fact_checking",
		},
		"countered_narrative": {"good_governance", "military_might", "religious_legitimacy", "call_to_jihad", "victimhood_of_umma"},
		"content_genre": {
			"testimony_former", "testimony_victim", "citizen_journalism", "documentary", "religious_debate", "drama", "talk_show",
			"animation", "infographic", "live_stream", "contest", "debate_town_hall", "theatre", "sermon", "print_article", "poster", "sms",
		},
		"media_licence": {"own_work", "with_permission", "open_licence", "public_domain"},
		"messenger_type": {
			"former_extremist", "victim_survivor", "family_of_affected", "youth_peer", "student", "ulema_religious_leader",
			"islamic_scholar_academic", "woman_leader", "mother_parent", "teacher_educator", "community_leader_mahalla",
			"local_influencer", "journalist", "celebrity_athlete", "migrant_worker_diaspora", "psychologist_social_worker",
			"civil_society_org", "government_official", "international_org",
		},
		"risk_level":         {"low", "medium", "high"},
		"credibility_source": {"focus_group", "survey", "assumed"},
		"settlement":         {"urban", "rural", "border", "peri_urban"},
		"gender":             {"all", "women", "men"},
		"age_band":           {"10-13", "14-17", "18-24", "25-35", "36-49", "50+"},
		"life_situation": {
			"student", "madrassa_student", "jobseeker", "migrant_departing", "migrant_abroad", "migrant_returned", "parent",
			"prisoner_support_family", "returnee_family", "teacher", "general_public",
		},
		"prevention_tier": {"universal", "selective", "indicated"},
		"delicate":        {DelicateMinors, DelicateTier, DelicateLanguage, DelicatePlace},
		"push_factor": {
			"unemployment", "dignity_deficit", "marginalisation", "social_exclusion", "injustice_corruption", "weak_services",
			"low_institutional_trust", "low_religious_literacy", "low_secular_education",
		},
		"pull_factor": {"promised_job", "income", "belonging", "meaning", "adventure", "better_life", "emancipation", "love_confidence"},
		"influence":   {"family", "peers", "faith_leader", "migrant_network", "online_video", "messenger_group", "radio", "prison_contact"},
		"channel_class": {
			"social", "messenger", "video", "search_ad", "web", "email", "tv", "radio", "print", "outdoor", "sms_ivr", "event",
			"religious_venue", "school", "community_media",
		},
		"traffic": {"organic", "paid"},
		"approval_mode": {
			"required_by_law", "required_by_agreement", "consultative", "notify_only", "independent_board", "none",
		},
		"silence":       {string(SilenceEscalates), string(SilenceRefuses), string(SilenceApproves)},
		"rule_occasion": {Religious, Named, Election},
		"refusal_ground": {
			"factual_error", "legal_prohibition", "religious_expertise_negative", "safety_of_messenger_or_audience", "stigmatising",
			"duplicates_existing", "translation_defect", "timing_conflict", "insufficient_information",
		},
		// In the order in which a person is pointed to them.
		"referral_kind": {
			"psychosocial", "family_counselling", "education", "employment", "religious_guidance", "legal_aid", "child_protection", "police",
		},
		"clearance_kind": {"approved", "with_conditions", "by_silence", "own"},
		"state_action":   {StateActionNone, StateActionPlanned},
		"missing_reason": {"not_supported", "below_privacy_floor", "api_error", "removed", "not_yet_final", "access_lost", "not_measured"},
		"metric": {
			"impressions", "reach", "views", "views_complete", "reactions", "comments", "shares", "saves", "clicks", "link_clicks", "unique_clicks",
			"unique_engaged", "listeners", "viewers", "readers", "attendance", "messages_delivered", "messages_read", "helpline_contacts",
			"minutes", "cost", "followers", "spots_aired", "airtime_min", "print_run", "copies_distributed",
		},
		"observation_source": {"api", "csv", "manual", "panel", "survey", "estimate"},
		"universe_kind":      {"population", "online", "platform_users", "target"},
		"survey_design":      {"single_round", "pre_post", "comparison_group", "randomised"},
		"survey_round":       {"pre", "post", "later"},
		"survey_arm":         {"treated", "comparison"},
		"randomiser":         {"platform", "organisation", "nobody"},
		"evidence_level": {
			"output", "awareness", "engagement", "self_reported", "comparison_group", "randomised",
		},
		"comparison_by": {"campaigns", "countries", "messages", "languages", "platforms", "messengers", "message_types"},
		"comparison_metric": {
			"reach", "engagement", "views", "impressions", "reactions", "comments", "shares", "clicks", "link_clicks", "attendance", "messages_delivered",
			"spots_aired", "copies_distributed", Cost, Spent,
		},
		"comparison_denominator": {"none", "population", "target", "post", "shown", "reached", "person_reached", "thousand_reached", "thousand_shown"},
		"hold_scope":             {"all", "country", "campaign", "message", "platform", "channel", "messenger"},
		"backlash_signal":        {HostileAnswers, AlarmingAnswers, ReportNotices, RemovedPosts, LostFollowers},
		"cost_scope":             {"media", "production", "staff", "other"},
		"budget_source":          {"own", "state", "donor", "international", "private"},
	}
}
