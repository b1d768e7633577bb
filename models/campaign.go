package models

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
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

// A BudgetLine is what one source pays for, and how much of it was spent.
type BudgetLine struct {
	Source  string `json:"source"` // of the vocabulary budget_source
	Money   Money  `json:"money" doc:"As planned."`
	Purpose string `json:"purpose"`
	Scope   string `json:"scope" doc:"Of the vocabulary cost_scope; empty: not stated. What was bought for different things is not compared."`
	Spent   string `json:"spent" doc:"Amount in the currency of the line; empty: not known yet, which is not zero."`
}

// check refuses a line of an unknown source or scope, or without plain amounts.
func (l BudgetLine) check(pointer string) error {
	amount := regexp.MustCompile(`^\d{1,15}(\.\d{1,2})?$`)
	switch {
	case !Vocabularies()["budget_source"].Has(l.Source):
		return ErrInvalid.With("Unknown source.").At(pointer + "/source")
	case l.Scope != "" && !Vocabularies()["cost_scope"].Has(l.Scope):
		return ErrInvalid.With("Unknown scope.").At(pointer + "/scope")
	case l.Spent != "" && !amount.MatchString(l.Spent):
		return ErrInvalid.With("Write an amount such as 1250.00, or nothing while it is not known.").At(pointer + "/spent")
	case !amount.MatchString(l.Money.Amount):
		return ErrInvalid.With("Write an amount such as 1250.00.").At(pointer + "/money/amount")
	case !regexp.MustCompile(`^[A-Z]{3}$`).MatchString(l.Money.Currency):
		return ErrInvalid.With("Write a currency such as TJS.").At(pointer + "/money/currency")
	}
	return nil
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
	ResponsePlan     ResponsePlan `gorm:"serializer:json"`
	Pretests         []Pretest    `gorm:"serializer:json"`
	EvaluationDesign string
	HarmReview       HarmReview `gorm:"serializer:json"`
	GenderAnalysis   string
	ImpactAssessment string // of data protection, where people at indicated risk are addressed
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
	SearchText     string // its names and goal in lower case, because databases fold letters differently
	Demonstration  bool   // seeded to show the product; said wherever it shows
	CreatedBy      ID[User]
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ArchivedAt     *time.Time
	Version        int
	Countries      []CampaignCountry `gorm:"-"`
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
		if _, err := c.Enter(country); err != nil {
			return nil, ErrInvalid.With("Unknown or repeated country.").At(fmt.Sprintf("/countries/%d", i))
		}
	}
	return c, nil
}

// NameOutside is what the campaign is called outside of its organisation.
func (c *Campaign) NameOutside() string { return cmp.Or(c.PublicName, c.Title) }

// Revise replaces the plan. Dates have to be in order and days have to exist;
// what is merely missing is allowed in a draft and listed by Gaps.
func (c *Campaign) Revise(plan Plan, now time.Time) error {
	if err := c.Open(); err != nil {
		return err
	}
	if !plan.StartsOn.Valid() || !plan.EndsOn.Valid() || plan.EndsOn < plan.StartsOn {
		return ErrInvalid.With("A campaign ends on or after the day it starts.").At("/ends_on")
	}
	for i, d := range plan.BlackoutDates {
		if !d.Valid() {
			return ErrInvalid.With("No such day.").At(fmt.Sprintf("/blackout_dates/%d", i))
		}
	}
	for i, line := range plan.Budget {
		if err := line.check(place("/budget", i)); err != nil {
			return err
		}
	}
	if err := plan.ResponsePlan.check(); err != nil {
		return err
	}
	plan.Pretests = filled(slices.Clone(plan.Pretests))
	for i := range plan.Pretests {
		if err := plan.Pretests[i].check(place("/pretests", i)); err != nil {
			return err
		}
	}
	plan.BlackoutDates, plan.Budget, plan.Funders = filled(plan.BlackoutDates), filled(plan.Budget), filled(plan.Funders)
	plan.HarmReview.Reviewers = filled(plan.HarmReview.Reviewers)
	c.Plan, c.UpdatedAt = plan, now
	c.SearchText = Folded(plan.Title, plan.PublicName, plan.Goal.Statement)
	return nil
}

// Folded returns texts as they are searched: in lower case, one a line.
func Folded(texts ...string) string { return strings.ToLower(strings.Join(texts, "\n")) }

// Open refuses what would change an archived campaign.
func (c *Campaign) Open() error {
	if c.ArchivedAt != nil {
		return ErrWrongState.With("It is archived.")
	}
	return nil
}

// Archive ends the campaign in every country. waiting is how many of its
// deliveries may still leave; as long as there are any, it stays.
func (c *Campaign) Archive(waiting int64, now time.Time) error {
	if err := c.Open(); err != nil {
		return err
	}
	if waiting > 0 {
		return ErrInUse.With(fmt.Sprintf("%d deliveries may still leave. Cancel them first.", waiting))
	}
	for i := range c.Countries {
		c.Countries[i].State = CampaignArchived
	}
	c.ArchivedAt, c.UpdatedAt = &now, now
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
