package models

import (
	"fmt"
	"slices"
)

// A CampaignState is how far a campaign has come in one country.
//
//	draft ─▶ in_review ─▶ awaiting_approval ─▶ approved ─▶ live ─▶ closed ─▶ evaluated ─▶ archived
//	               ▲           │        │                   ▲ │
//	               └─ changes_requested │                   ▼ │
//	               └──────────────── refused               paused
//
// Up to approved it follows from the submissions, by Settle; from there on it
// moves, by Move.
type CampaignState string

// The states of a campaign in a country.
const (
	CampaignDraft            CampaignState = "draft"
	CampaignInReview         CampaignState = "in_review"
	CampaignAwaitingApproval CampaignState = "awaiting_approval"
	CampaignChangesRequested CampaignState = "changes_requested"
	CampaignRefused          CampaignState = "refused"
	CampaignApproved         CampaignState = "approved"
	CampaignLive             CampaignState = "live"
	CampaignPaused           CampaignState = "paused"
	CampaignClosed           CampaignState = "closed"
	CampaignEvaluated        CampaignState = "evaluated"
	CampaignArchived         CampaignState = "archived"
)

// A CampaignCountry is a campaign in one country.
type CampaignCountry struct {
	ID          ID[CampaignCountry]
	CampaignID  ID[Campaign]
	Country     string
	AdminAreas  []string `gorm:"serializer:json"`
	PlanMeasure string   // of the national action plan
	State       CampaignState
	Version     int
}

// Enter adds a country to the campaign, as a draft.
func (c *Campaign) Enter(country string) (*CampaignCountry, error) {
	if err := c.Open(); err != nil {
		return nil, err
	}
	if !Vocabularies()["country"].Has(country) {
		return nil, ErrInvalid.With("Unknown country.").At("/country")
	}
	if c.Country(country) != nil {
		return nil, ErrTaken.With("The campaign is in " + country + " already.")
	}
	c.Countries = append(c.Countries, CampaignCountry{
		ID: NewID[CampaignCountry](), CampaignID: c.ID, Country: country, AdminAreas: []string{}, State: CampaignDraft, Version: 1,
	})
	return &c.Countries[len(c.Countries)-1], nil
}

// Revise replaces where in the country the campaign is, and which measure of
// the national action plan it serves.
func (cc *CampaignCountry) Revise(areas []string, measure string) error {
	for i, area := range areas {
		if area == "" || slices.Contains(areas[:i], area) {
			return ErrInvalid.With("Empty or repeated area.").At(fmt.Sprintf("/admin_areas/%d", i))
		}
	}
	cc.AdminAreas, cc.PlanMeasure = filled(areas), measure
	return nil
}

// Settle lets the state follow from the submissions that count in the country,
// and reports whether it changed. What waits for an answer comes first, then
// what has to be mended. frozen says that some version of a message stands. A
// campaign that has left is not called back by it.
func (cc *CampaignCountry) Settle(frozen bool, submissions []SubmissionState) bool {
	judged := []CampaignState{
		CampaignDraft, CampaignInReview, CampaignAwaitingApproval, CampaignChangesRequested, CampaignRefused, CampaignApproved,
	}
	if !slices.Contains(judged, cc.State) {
		return false
	}
	before := cc.State
	cc.State = standing(frozen, submissions)
	return cc.State != before
}

func standing(frozen bool, submissions []SubmissionState) CampaignState {
	some := func(states ...SubmissionState) bool {
		return slices.ContainsFunc(submissions, func(s SubmissionState) bool { return slices.Contains(states, s) })
	}
	switch {
	case some(UnderReview):
		return CampaignAwaitingApproval
	case some(Returned):
		return CampaignChangesRequested
	case some(Approved, ApprovedWithConditions):
		return CampaignApproved
	case some(Refused):
		return CampaignRefused
	case frozen:
		return CampaignInReview
	}
	return CampaignDraft
}

// Move takes the campaign on from approved: live, paused, closed, evaluated.
func (cc *CampaignCountry) Move(to CampaignState) error {
	allowed := map[CampaignState][]CampaignState{
		CampaignApproved: {CampaignLive},
		CampaignLive:     {CampaignPaused, CampaignClosed},
		CampaignPaused:   {CampaignLive, CampaignClosed},
		CampaignClosed:   {CampaignEvaluated},
	}
	if !slices.Contains(allowed[cc.State], to) {
		return ErrWrongState.With("It is " + string(cc.State) + ".")
	}
	cc.State = to
	return nil
}
