package models

import "slices"

// An Action is one thing a person may do, as the permission table names it.
type Action string

// The actions. Every route of the API names one.
const (
	ReadCampaigns    Action = "campaigns.read"
	WriteCampaigns   Action = "campaigns.write"
	ReadMessages     Action = "messages.read"
	WriteMessages    Action = "messages.write"
	TranslateMessage Action = "variants.write"
	ReviewMessages   Action = "messages.review"
	ReviewVariants   Action = "variants.review"
	SubmitMessages   Action = "messages.submit"
	ReadSubmissions  Action = "submissions.read"
	Decide           Action = "submissions.decide"
	ReadAudiences    Action = "audiences.read"
	WriteAudiences   Action = "audiences.write"
	ConsiderAudience Action = "audiences.review"
	ConfirmPartner   Action = "partners.confirm"
	ReadMessengers   Action = "messengers.read"
	WriteMessengers  Action = "messengers.write"
	EndConsents      Action = "consents.end"
	SafeguardPeople  Action = "messengers.safeguard"
	ReadChannels     Action = "channels.read"
	WriteChannels    Action = "channels.write"
	ReadDeliveries   Action = "deliveries.read"
	WriteDeliveries  Action = "deliveries.write"
	LogAirings       Action = "airings.write"
	CloseHolds       Action = "holds.close"
	OpenHolds        Action = "holds.open"
	WriteReferrals   Action = "referrals.write"
	TallyAnswers     Action = "tallies.write"
	SetBacklashRules Action = "backlash.write"
	ReadReach        Action = "reach.read"
	EnterFigures     Action = "observations.write"
	Compare          Action = "comparisons.write"
	ReadRules        Action = "rules.read"
	WriteRules       Action = "rules.write"
	ReadPeople       Action = "people.read"
	WritePeople      Action = "people.write"
	ReadTenants      Action = "organizations.read"
	WriteTenants     Action = "organizations.write"
	ReadAudit        Action = "audit.read"
	WriteTokens      Action = "tokens.write"
	UseOwnAccount    Action = "me"
	SecureAccount    Action = "me.secure"
)

// Permissions is the table of roles and what each may do. It is the only
// place that says so.
func Permissions() map[Role][]Action {
	content := []Action{ReadCampaigns, ReadMessages, ReadAudiences, ReadMessengers, ReadChannels, ReadDeliveries, ReadReach}
	with := func(base []Action, more ...Action) []Action {
		return append(append([]Action{UseOwnAccount, SecureAccount}, base...), more...)
	}
	without := func(base []Action, one Action) []Action {
		return slices.DeleteFunc(slices.Clone(base), func(a Action) bool { return a == one })
	}
	return map[Role][]Action{
		Planner: with(content, WriteCampaigns, WriteMessages, TranslateMessage, ReviewVariants, SubmitMessages, ReadSubmissions, WriteAudiences,
			WriteMessengers, EndConsents, WriteDeliveries, LogAirings, CloseHolds, EnterFigures, Compare, ReadRules, ConfirmPartner, WriteTokens, SetBacklashRules),
		Translator:   with([]Action{ReadCampaigns, ReadMessages, ReadAudiences}, TranslateMessage, ReviewVariants),
		Reviewer:     with(content, ReviewMessages, ReviewVariants, ReadSubmissions, CloseHolds, ReadRules),
		Safeguarding: with(content, WriteMessengers, EndConsents, SafeguardPeople, ConsiderAudience, WriteReferrals, TallyAnswers, SetBacklashRules, CloseHolds, OpenHolds),
		Approver:     with(nil, ReadSubmissions, Decide, CloseHolds, OpenHolds, ReadRules, ReadReach),
		Moderator:    with(without(content, ReadMessengers), WriteReferrals, TallyAnswers, CloseHolds),
		Evaluator:    with(without(content, ReadMessengers), EnterFigures, Compare, ReadAudit, WriteTokens),
		Coordinator:  with([]Action{ReadCampaigns, ReadReach}),
		Admin:        with(content, WriteChannels, ConfirmPartner, ReadPeople, WritePeople, ReadRules, ReadAudit, CloseHolds, OpenHolds, WriteTokens),
		Operator:     with(nil, ReadPeople, WritePeople, ReadTenants, WriteTenants, WriteRules, ReadRules, ReadAudit, CloseHolds, OpenHolds),
	}
}

// personal lists what no API token may ever do, whatever its owner may.
func personal() []Action {
	return []Action{Decide, ReviewMessages, ReviewVariants, ConsiderAudience, ConfirmPartner, SafeguardPeople, WriteReferrals, OpenHolds, WritePeople, WriteTenants, WriteRules, WriteTokens, WriteChannels, SecureAccount}
}

// May reports whether the actor is allowed the action. A token is held to its
// scopes as well, and never approves, reopens or administers.
func (a Actor) May(action Action) bool {
	if a.IsSystem() {
		return true
	}
	if a.Scopes != nil && action != UseOwnAccount &&
		(slices.Contains(personal(), action) || !slices.Contains(a.Scopes, string(action))) {
		return false
	}
	table := Permissions()
	return slices.ContainsFunc(a.Roles, func(r Role) bool { return slices.Contains(table[r], action) })
}

// Allowed lists what the actor may do, sorted.
func (a Actor) Allowed() []Action {
	var actions []Action
	for _, list := range Permissions() {
		for _, action := range list {
			if a.May(action) && !slices.Contains(actions, action) {
				actions = append(actions, action)
			}
		}
	}
	slices.Sort(actions)
	return actions
}

// Grantable lists the scopes that the actor may give to a token, sorted.
func (a Actor) Grantable() []Action {
	return slices.DeleteFunc(a.Allowed(), func(action Action) bool {
		return action == UseOwnAccount || slices.Contains(personal(), action)
	})
}
