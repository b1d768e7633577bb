package models

import (
	"fmt"
	"slices"
	"time"
)

// A Date is a calendar day as YYYY-MM-DD, without a zone.
type Date string

// Valid reports whether the day exists.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// A Goal says what a campaign wants to change and how that would be seen.
type Goal struct {
	Statement string `json:"statement"`
	Indicator string `json:"indicator"`
	Baseline  string `json:"baseline"`
	Target    string `json:"target"`
	Deadline  Date   `json:"deadline"`
}

// A HarmReview is the do-no-harm review of a campaign.
type HarmReview struct {
	Dividers    string   `json:"dividers"`
	Connectors  string   `json:"connectors"`
	Harms       string   `json:"harms"`
	Mitigations string   `json:"mitigations"`
	Reviewers   []string `json:"reviewers"`
	ValidUntil  Date     `json:"valid_until"`
}

// Money is a decimal amount in a currency; never a float.
type Money struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// A BudgetLine is what one source pays for.
type BudgetLine struct {
	Source  string `json:"source"` // of the vocabulary budget_source
	Money   Money  `json:"money"`
	Purpose string `json:"purpose"`
}

// A Plan is everything about a campaign that a planner writes.
type Plan struct {
	Title            string // inside the organisation
	PublicName       string
	Goal             Goal `gorm:"serializer:json"`
	TheoryOfChange   string
	PVEKind          string `gorm:"column:pve_kind"` // of the vocabulary pve_kind
	CallToAction     string
	DialoguePlan     string
	EvaluationDesign string
	HarmReview       HarmReview `gorm:"serializer:json"`
	GenderAnalysis   string
	StartsOn         Date
	EndsOn           Date
	BlackoutDates    []Date       `gorm:"serializer:json"`
	Budget           []BudgetLine `gorm:"serializer:json"`
	StateInvolvement string
	Funders          []string `gorm:"serializer:json"`
	Disclosure       string   // the public line that says who speaks
	PrimaryAudience  ID[Audience]
}

// A Campaign is a plan of one organisation with a state for each country.
type Campaign struct {
	ID             ID[Campaign]
	OrganizationID ID[Organization]
	Plan           `gorm:"embedded"`
	Demonstration  bool // seeded to show the product; said wherever it shows
	CreatedBy      ID[User]
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ArchivedAt     *time.Time
	Version        int
	Countries      []CampaignCountry `gorm:"-"`
}

// A CampaignState is how far a campaign has come in one country.
//
//	draft ─▶ in_review ─▶ awaiting_approval ─▶ approved ─▶ live ─▶ closed ─▶ evaluated ─▶ archived
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

// NewCampaign plans a campaign, or says what is wrong with the plan.
func NewCampaign(plan Plan, countries []string, by Actor, now time.Time) (*Campaign, error) {
	c := &Campaign{ID: NewID[Campaign](), OrganizationID: by.OrganizationID, CreatedBy: by.UserID, CreatedAt: now, Version: 1}
	if err := c.Revise(plan, now); err != nil {
		return nil, err
	}
	if len(countries) == 0 {
		return nil, ErrInvalid.With("A campaign has at least one country.").At("/countries")
	}
	for i, country := range countries {
		if !Vocabularies()["country"].Has(country) || slices.Contains(countries[:i], country) {
			return nil, ErrInvalid.With("Unknown or repeated country.").At(fmt.Sprintf("/countries/%d", i))
		}
		c.Countries = append(c.Countries, CampaignCountry{
			ID: NewID[CampaignCountry](), CampaignID: c.ID, Country: country, AdminAreas: []string{}, State: CampaignDraft, Version: 1,
		})
	}
	return c, nil
}

// Revise replaces the plan. Dates have to be in order and days have to exist;
// what is merely missing is allowed in a draft and listed by Gaps.
func (c *Campaign) Revise(plan Plan, now time.Time) error {
	if !plan.StartsOn.Valid() || !plan.EndsOn.Valid() || plan.EndsOn < plan.StartsOn {
		return ErrInvalid.With("A campaign ends on or after the day it starts.").At("/ends_on")
	}
	for i, d := range plan.BlackoutDates {
		if !d.Valid() {
			return ErrInvalid.With("No such day.").At(fmt.Sprintf("/blackout_dates/%d", i))
		}
	}
	plan.BlackoutDates, plan.Budget, plan.Funders = filled(plan.BlackoutDates), filled(plan.Budget), filled(plan.Funders)
	plan.HarmReview.Reviewers = filled(plan.HarmReview.Reviewers)
	c.Plan, c.UpdatedAt = plan, now
	return nil
}

// filled returns an empty slice for nil, because nil would be stored as NULL.
func filled[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Country returns the campaign's part in a country, or nil.
func (c *Campaign) Country(code string) *CampaignCountry {
	for i := range c.Countries {
		if c.Countries[i].Country == code {
			return &c.Countries[i]
		}
	}
	return nil
}

// A Gap is a part of a plan that has to be there before anybody is asked to
// approve it; Box is its letter group in GAMMMA+.
type Gap struct {
	Box     string
	Pointer string
}

// Gaps lists what is missing from the plan before a submission.
func (c *Campaign) Gaps(now time.Time) []Gap {
	var gaps []Gap
	need := func(there bool, box, pointer string) {
		if !there {
			gaps = append(gaps, Gap{box, pointer})
		}
	}
	need(c.Goal.Statement != "", "goal", "/goal/statement")
	need(c.Goal.Indicator != "", "goal", "/goal/indicator")
	need(c.Goal.Target != "", "goal", "/goal/target")
	need(c.Goal.Deadline.Valid(), "goal", "/goal/deadline")
	need(!c.PrimaryAudience.IsZero(), "audience", "/primary_audience_id")
	need(c.CallToAction != "", "action", "/call_to_action")
	need(c.DialoguePlan != "", "action", "/dialogue_plan")
	need(c.EvaluationDesign != "", "monitoring", "/evaluation_design")
	need(c.GenderAnalysis != "", "message", "/gender_analysis")
	need(c.Disclosure != "", "messenger", "/disclosure")
	need(c.StateInvolvement != "", "messenger", "/state_involvement")
	need(len(c.Funders) > 0, "messenger", "/funders")
	need(c.HarmReview.Mitigations != "", "message", "/harm_review/mitigations")
	need(len(c.HarmReview.Reviewers) >= 2, "message", "/harm_review/reviewers")
	need(c.HarmReview.ValidUntil >= Date(now.Format(time.DateOnly)), "message", "/harm_review/valid_until")
	return gaps
}
