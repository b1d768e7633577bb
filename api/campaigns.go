package api

import (
	"context"
	"strings"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// campaignFields is the editable document of a campaign.
type campaignFields struct {
	Title             string              `json:"title" validate:"required,max=200"`
	PublicName        string              `json:"public_name" validate:"max=200"`
	Goal              models.Goal         `json:"goal"`
	TheoryOfChange    string              `json:"theory_of_change" validate:"max=10000"`
	PVEKind           string              `json:"pve_kind" validate:"omitempty,pve_kind"`
	CallToAction      string              `json:"call_to_action" validate:"max=2000"`
	DialoguePlan      string              `json:"dialogue_plan" validate:"max=10000"`
	EvaluationDesign  string              `json:"evaluation_design" validate:"omitempty,evaluation_design"`
	HarmReview        models.HarmReview   `json:"harm_review"`
	GenderAnalysis    string              `json:"gender_analysis" validate:"max=10000"`
	StartsOn          models.Date         `json:"starts_on" validate:"required"`
	EndsOn            models.Date         `json:"ends_on" validate:"required"`
	BlackoutDates     []models.Date       `json:"blackout_dates" validate:"max=366"`
	Budget            []models.BudgetLine `json:"budget" validate:"max=100"`
	StateInvolvement  string              `json:"state_involvement" validate:"omitempty,state_involvement"`
	Funders           []string            `json:"funders" validate:"max=50"`
	Disclosure        string              `json:"disclosure" validate:"max=500"`
	PrimaryAudienceID string              `json:"primary_audience_id" validate:"omitempty,uuid"`
}

// plan turns the document into a plan.
func (f campaignFields) plan() (models.Plan, error) {
	var err error
	var audience models.ID[models.Audience]
	if f.PrimaryAudienceID != "" {
		if audience, err = models.ParseID[models.Audience](f.PrimaryAudienceID); err != nil {
			return models.Plan{}, models.ErrInvalid.With("There is no such audience.").At("/primary_audience_id")
		}
	}
	return models.Plan{
		Title: f.Title, PublicName: f.PublicName, Goal: f.Goal, TheoryOfChange: f.TheoryOfChange, PVEKind: f.PVEKind,
		CallToAction: f.CallToAction, DialoguePlan: f.DialoguePlan, EvaluationDesign: f.EvaluationDesign, HarmReview: f.HarmReview,
		GenderAnalysis: f.GenderAnalysis, StartsOn: f.StartsOn, EndsOn: f.EndsOn, BlackoutDates: f.BlackoutDates, Budget: f.Budget,
		StateInvolvement: f.StateInvolvement, Funders: f.Funders, Disclosure: f.Disclosure, PrimaryAudience: audience,
	}, nil
}

type planCampaignRequest struct {
	campaignFields

	Countries []string `json:"countries" validate:"required,min=1,max=6,dive,country"`
}

type reviseCampaignRequest struct {
	campaignFields

	ID      string `param:"id" json:"-"`
	IfMatch string `header:"If-Match" json:"-"`
}

type campaignRequest struct {
	ID string `param:"id" json:"-"`
}

type listCampaignsRequest struct {
	paging

	Country string `query:"country" json:"-" validate:"omitempty,country"`
	State   string `query:"state" json:"-" validate:"omitempty,campaign_state"`
	Sort    string `query:"sort" json:"-" default:"-created_at" validate:"oneof=-created_at created_at title -title starts_on -starts_on"`
}

// column is what the store sorts by: IDs are in the order of creation.
func (r listCampaignsRequest) column() string { return strings.Replace(r.Sort, "created_at", "id", 1) }

type campaignCountryResponse struct {
	Country     string               `json:"country"`
	State       models.CampaignState `json:"state"`
	AdminAreas  []string             `json:"admin_areas"`
	PlanMeasure string               `json:"plan_measure"`
}

type campaignResponse struct {
	campaignFields

	ID            string                    `json:"id"`
	Version       int                       `json:"version"`
	Countries     []campaignCountryResponse `json:"countries"`
	Demonstration bool                      `json:"demonstration"`
	CreatedAt     time.Time                 `json:"created_at"`
	UpdatedAt     time.Time                 `json:"updated_at"`
}

// ETag is the version of the campaign.
func (c campaignResponse) ETag() string { return etag(c.Version) }

// Location is where the campaign is read.
func (c campaignResponse) Location() string { return "/api/v1/campaigns/" + c.ID }

func respondCampaign(c *models.Campaign) campaignResponse {
	r := campaignResponse{
		ID: c.ID.String(), Version: c.Version, Demonstration: c.Demonstration, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
		Countries: make([]campaignCountryResponse, 0, len(c.Countries)),
		campaignFields: campaignFields{
			Title: c.Title, PublicName: c.PublicName, Goal: c.Goal, TheoryOfChange: c.TheoryOfChange, PVEKind: c.PVEKind,
			CallToAction: c.CallToAction, DialoguePlan: c.DialoguePlan, EvaluationDesign: c.EvaluationDesign, HarmReview: c.HarmReview,
			GenderAnalysis: c.GenderAnalysis, StartsOn: c.StartsOn, EndsOn: c.EndsOn, BlackoutDates: c.BlackoutDates, Budget: c.Budget,
			StateInvolvement: c.StateInvolvement, Funders: c.Funders, Disclosure: c.Disclosure,
		},
	}
	if !c.PrimaryAudience.IsZero() {
		r.PrimaryAudienceID = c.PrimaryAudience.String()
	}
	for _, cc := range c.Countries {
		r.Countries = append(r.Countries, campaignCountryResponse{cc.Country, cc.State, cc.AdminAreas, cc.PlanMeasure})
	}
	return r
}

func (a *API) listCampaigns(ctx context.Context, in listCampaignsRequest) (listResponse[campaignResponse], error) {
	page, err := a.page(ctx, in.paging, in.column())
	if err != nil {
		return listResponse[campaignResponse]{}, err
	}
	campaigns, err := a.records.As(actor(ctx)).Campaigns(ctx, store.CampaignFilter{Country: in.Country, State: in.State}, page)
	if err != nil {
		return listResponse[campaignResponse]{}, err
	}
	return respondPage(ctx, a, page, campaigns, respondCampaign, in.position), nil
}

// position is where a campaign stands in the list.
func (r listCampaignsRequest) position(c *models.Campaign) (id, key string) {
	switch strings.TrimPrefix(r.Sort, "-") {
	case "title":
		key = c.Title
	case "starts_on":
		key = string(c.StartsOn)
	}
	return c.ID.String(), key
}

func (a *API) planCampaign(ctx context.Context, in planCampaignRequest) (campaignResponse, error) {
	plan, err := in.plan()
	if err != nil {
		return campaignResponse{}, err
	}
	campaign, err := a.desks.Planning.Plan(ctx, actor(ctx), plan, in.Countries)
	if err != nil {
		return campaignResponse{}, err
	}
	return respondCampaign(campaign), nil
}

func (a *API) readCampaign(ctx context.Context, in campaignRequest) (campaignResponse, error) {
	id, err := models.ParseID[models.Campaign](in.ID)
	if err != nil {
		return campaignResponse{}, err
	}
	campaign, err := a.records.As(actor(ctx)).Campaign(ctx, id)
	if err != nil {
		return campaignResponse{}, err
	}
	return respondCampaign(campaign), nil
}

func (a *API) reviseCampaign(ctx context.Context, in reviseCampaignRequest) (campaignResponse, error) {
	id, err := models.ParseID[models.Campaign](in.ID)
	if err != nil {
		return campaignResponse{}, err
	}
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return campaignResponse{}, err
	}
	plan, err := in.plan()
	if err != nil {
		return campaignResponse{}, err
	}
	campaign, err := a.desks.Planning.Revise(ctx, actor(ctx), id, read, plan)
	if err != nil {
		return campaignResponse{}, err
	}
	return respondCampaign(campaign), nil
}
