package api

import (
	"context"
	"time"

	"caravan/internal/planning"
	"caravan/models"
)

// placeFields is the editable document of a campaign's part in a country.
type placeFields struct {
	AdminAreas  []string `json:"admin_areas" validate:"max=200,dive,max=100"`
	PlanMeasure string   `json:"plan_measure" validate:"max=500" doc:"Of the national action plan."`
}

func (f placeFields) place() planning.Place { return planning.Place(f) }

type campaignCountryRequest struct {
	ID      models.ID[models.Campaign] `param:"id" json:"-"`
	Country string                     `param:"country" json:"-"`
}

type enterCountryRequest struct {
	placeFields

	ID      models.ID[models.Campaign] `param:"id" json:"-"`
	Country string                     `json:"country" validate:"required,country"`
}

type localiseRequest struct {
	placeFields

	ID      models.ID[models.Campaign] `param:"id" json:"-"`
	Country string                     `param:"country" json:"-"`
	IfMatch string                     `header:"If-Match" json:"-"`
}

type campaignCountryResponse struct {
	placeFields

	Country string               `json:"country"`
	State   models.CampaignState `json:"state"`
	Version int                  `json:"version"`
}

// ETag is the version of the part.
func (c campaignCountryResponse) ETag() string { return etag(c.Version) }

func respondCampaignCountry(c *models.CampaignCountry) campaignCountryResponse {
	return campaignCountryResponse{placeFields{c.AdminAreas, c.PlanMeasure}, c.Country, c.State, c.Version}
}

func (a *API) readCampaignCountry(ctx context.Context, in campaignCountryRequest) (campaignCountryResponse, error) {
	campaign, err := a.records.As(actor(ctx)).Campaign(ctx, in.ID)
	if err != nil {
		return campaignCountryResponse{}, err
	}
	part := campaign.Country(in.Country)
	if part == nil {
		return campaignCountryResponse{}, models.ErrMissing
	}
	return respondCampaignCountry(part), nil
}

func (a *API) enterCountry(ctx context.Context, in enterCountryRequest) (campaignCountryResponse, error) {
	part, err := a.desks.Planning.Enter(ctx, actor(ctx), in.ID, in.Country, in.place())
	if err != nil {
		return campaignCountryResponse{}, err
	}
	return respondCampaignCountry(part), nil
}

func (a *API) localiseCampaign(ctx context.Context, in localiseRequest) (campaignCountryResponse, error) {
	read, err := readVersion(in.IfMatch)
	if err != nil {
		return campaignCountryResponse{}, err
	}
	part, err := a.desks.Planning.Localise(ctx, actor(ctx), in.ID, in.Country, read, in.place())
	if err != nil {
		return campaignCountryResponse{}, err
	}
	return respondCampaignCountry(part), nil
}

// missingPartResponse is something that a campaign lacks, and where it would stand.
type missingPartResponse struct {
	Kind    string `json:"kind" doc:"Of the record: campaign, organization, message, messenger or channel."`
	ID      string `json:"id" doc:"Of the record; empty for the campaign, and where there is none yet."`
	Pointer string `json:"pointer" doc:"Of the field in the record."`
}

type boxResponse struct {
	Name  string                `json:"name" doc:"A letter group of GAMMMA+."`
	Parts int                   `json:"parts" doc:"How many there have to be."`
	Gaps  []missingPartResponse `json:"gaps" doc:"Those that are missing."`
}

type completenessResponse struct {
	Boxes []boxResponse `json:"boxes"`
}

func (a *API) readCompleteness(ctx context.Context, in campaignRequest) (completenessResponse, error) {
	records := a.records.As(actor(ctx))
	campaign, err := records.Campaign(ctx, in.ID)
	if err != nil {
		return completenessResponse{}, err
	}
	contents, err := records.Contents(ctx, in.ID)
	if err == nil && !campaign.PrimaryAudience.IsZero() {
		contents.Audience, err = records.Audience(ctx, campaign.PrimaryAudience)
	}
	out := completenessResponse{Boxes: []boxResponse{}}
	for _, box := range campaign.Completeness(contents, a.now()) {
		out.Boxes = append(out.Boxes, boxResponse{box.Name, box.Parts, respondMissing(box.Gaps, actor(ctx))})
	}
	return out, err
}

func respondMissing(gaps []models.Gap, who models.Actor) []missingPartResponse {
	out := make([]missingPartResponse, 0, len(gaps))
	for _, gap := range gaps {
		if gap.Kind == "messenger" && !who.May(models.ReadMessengers) {
			gap.ID = ""
		}
		out = append(out, missingPartResponse{gap.Kind, gap.ID, gap.Pointer})
	}
	return out
}

type adjustRequest struct {
	ID       models.ID[models.Campaign] `param:"id" json:"-"`
	What     string                     `json:"what" validate:"required,max=2000"`
	Why      string                     `json:"why" validate:"required,max=2000"`
	Evidence string                     `json:"evidence" validate:"max=2000"`
}

type adjustmentResponse struct {
	ID        string    `json:"id"`
	What      string    `json:"what"`
	Why       string    `json:"why"`
	Evidence  string    `json:"evidence"`
	CreatedAt time.Time `json:"created_at"`
}

func respondAdjustment(a *models.Adjustment) adjustmentResponse {
	return adjustmentResponse{a.ID.String(), a.What, a.Why, a.Evidence, a.CreatedAt}
}

func (a *API) adjustCampaign(ctx context.Context, in adjustRequest) (adjustmentResponse, error) {
	adjustment, err := a.desks.Planning.Adjust(ctx, actor(ctx), in.ID, in.What, in.Why, in.Evidence)
	if err != nil {
		return adjustmentResponse{}, err
	}
	return respondAdjustment(adjustment), nil
}

type adjustmentsResponse struct {
	Items []adjustmentResponse `json:"items"`
}

func (a *API) listAdjustments(ctx context.Context, in campaignRequest) (adjustmentsResponse, error) {
	records := a.records.As(actor(ctx))
	if _, err := records.Campaign(ctx, in.ID); err != nil {
		return adjustmentsResponse{}, err
	}
	adjustments, err := records.Adjustments(ctx, in.ID)
	out := adjustmentsResponse{Items: []adjustmentResponse{}}
	for i := range adjustments {
		out.Items = append(out.Items, respondAdjustment(&adjustments[i]))
	}
	return out, err
}

type archiveCampaignRequest struct {
	ID     models.ID[models.Campaign] `param:"id" json:"-"`
	Reason string                     `json:"reason" validate:"required,max=1000"`
}

func (a *API) archiveCampaign(ctx context.Context, in archiveCampaignRequest) (campaignResponse, error) {
	campaign, err := a.desks.Planning.Archive(ctx, actor(ctx), in.ID, in.Reason)
	if err != nil {
		return campaignResponse{}, err
	}
	return respondCampaign(campaign), nil
}
