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
	ResponsePlan      models.ResponsePlan `json:"response_plan"`
	Pretests          []models.Pretest    `json:"pretests" validate:"max=100" doc:"By language: what people of the audience said before many saw it, or why none were asked."`
	EvaluationDesign  string              `json:"evaluation_design" validate:"omitempty,evaluation_design"`
	HarmReview        models.HarmReview   `json:"harm_review"`
	GenderAnalysis    string              `json:"gender_analysis" validate:"max=10000"`
	ImpactAssessment  string              `json:"impact_assessment" validate:"max=10000" doc:"Of data protection: asked for before people at indicated risk are addressed."`
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
		CallToAction: f.CallToAction, DialoguePlan: f.DialoguePlan, ResponsePlan: f.ResponsePlan, Pretests: f.Pretests, EvaluationDesign: f.EvaluationDesign, HarmReview: f.HarmReview,
		GenderAnalysis: f.GenderAnalysis, ImpactAssessment: f.ImpactAssessment, StartsOn: f.StartsOn, EndsOn: f.EndsOn, BlackoutDates: f.BlackoutDates, Budget: f.Budget,
		StateInvolvement: f.StateInvolvement, Funders: f.Funders, Disclosure: f.Disclosure, PrimaryAudience: audience,
	}, nil
}

type planCampaignRequest struct {
	campaignFields

	Countries []string `json:"countries" validate:"required,min=1,max=6,dive,country"`
}

type reviseCampaignRequest struct {
	campaignFields

	ID      models.ID[models.Campaign] `param:"id" json:"-"`
	IfMatch string                     `header:"If-Match" json:"-"`
}

type campaignRequest struct {
	ID models.ID[models.Campaign] `param:"id" json:"-"`
}

type listCampaignsRequest struct {
	paging

	Words         string                     `query:"q" json:"-" validate:"max=100" doc:"Words in its names or goal."`
	Country       string                     `query:"country" json:"-" validate:"omitempty,country"`
	State         string                     `query:"state" json:"-" validate:"omitempty,campaign_state" doc:"In that country, or in any."`
	MessageType   string                     `query:"message_type" json:"-" validate:"omitempty,message_type"`
	Approach      string                     `query:"approach" json:"-" validate:"omitempty,approach"`
	Language      string                     `query:"language" json:"-" validate:"max=50" doc:"Of one of its texts."`
	MessengerType string                     `query:"messenger_type" json:"-" validate:"omitempty,messenger_type"`
	AudienceID    models.ID[models.Audience] `query:"audience_id" json:"-"`
	OwnerID       models.ID[models.User]     `query:"owner_id" json:"-" doc:"Who planned it."`
	Sort          string                     `query:"sort" json:"-" default:"-created_at" validate:"oneof=-created_at created_at title -title starts_on -starts_on"`
}

func (r listCampaignsRequest) filter() store.CampaignFilter {
	return store.CampaignFilter{
		Words: r.Words, Country: r.Country, State: r.State, MessageType: r.MessageType, Approach: r.Approach, Language: r.Language,
		MessengerType: r.MessengerType, Audience: r.AudienceID, Owner: r.OwnerID,
	}
}

// column is what the store sorts by: IDs are in the order of creation.
func (r listCampaignsRequest) column() string { return strings.Replace(r.Sort, "created_at", "id", 1) }

type campaignResponse struct {
	campaignFields

	ID            string                    `json:"id"`
	Version       int                       `json:"version"`
	Countries     []campaignCountryResponse `json:"countries"`
	Demonstration bool                      `json:"demonstration"`
	OwnerID       string                    `json:"owner_id"`
	ArchivedAt    *time.Time                `json:"archived_at"`
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
		OwnerID: c.CreatedBy.String(), ArchivedAt: c.ArchivedAt,
		Countries: make([]campaignCountryResponse, 0, len(c.Countries)),
		campaignFields: campaignFields{
			Title: c.Title, PublicName: c.PublicName, Goal: c.Goal, TheoryOfChange: c.TheoryOfChange, PVEKind: c.PVEKind,
			CallToAction: c.CallToAction, DialoguePlan: c.DialoguePlan, ResponsePlan: c.ResponsePlan, Pretests: c.Pretests, EvaluationDesign: c.EvaluationDesign, HarmReview: c.HarmReview,
			GenderAnalysis: c.GenderAnalysis, ImpactAssessment: c.ImpactAssessment, StartsOn: c.StartsOn, EndsOn: c.EndsOn, BlackoutDates: c.BlackoutDates, Budget: c.Budget,
			StateInvolvement: c.StateInvolvement, Funders: c.Funders, Disclosure: c.Disclosure,
		},
	}
	if !c.PrimaryAudience.IsZero() {
		r.PrimaryAudienceID = c.PrimaryAudience.String()
	}
	for _, cc := range c.Countries {
		r.Countries = append(r.Countries, respondCampaignCountry(&cc))
	}
	return r
}

func (a *API) listCampaigns(ctx context.Context, in listCampaignsRequest) (listResponse[campaignResponse], error) {
	page, err := a.page(ctx, in.paging, in.column())
	if err != nil {
		return listResponse[campaignResponse]{}, err
	}
	campaigns, err := a.records.As(actor(ctx)).Campaigns(ctx, in.filter(), page)
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
	campaign, err := a.records.As(actor(ctx)).Campaign(ctx, in.ID)
	if err != nil {
		return campaignResponse{}, err
	}
	return respondCampaign(campaign), nil
}

func (a *API) reviseCampaign(ctx context.Context, in reviseCampaignRequest) (campaignResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return campaignResponse{}, err
	}
	plan, err := in.plan()
	if err != nil {
		return campaignResponse{}, err
	}
	campaign, err := a.desks.Planning.Revise(ctx, actor(ctx), in.ID, read, plan)
	if err != nil {
		return campaignResponse{}, err
	}
	return respondCampaign(campaign), nil
}
