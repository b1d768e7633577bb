package api

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// airingFields is what happened offline.
type airingFields struct {
	HappenedAt  time.Time          `json:"happened_at" validate:"required"`
	Place       string             `json:"place" validate:"max=200"`
	TimesAired  *int64             `json:"times_aired" validate:"omitempty,min=0"`
	Copies      *int64             `json:"copies" validate:"omitempty,min=0"`
	Women       *int64             `json:"women" validate:"omitempty,min=0"`
	Men         *int64             `json:"men" validate:"omitempty,min=0"`
	Attendance  []models.Headcount `json:"attendance" validate:"max=12,dive" doc:"By sex and age; women and men are its sums then."`
	DurationSec *int64             `json:"duration_sec" validate:"omitempty,min=0"`
	Proof       string             `json:"proof" validate:"required,max=1000" doc:"A certificate, photo or count sheet: what it is and where it is kept."`
}

func (f airingFields) airing() models.Airing {
	return models.Airing{
		HappenedAt: f.HappenedAt, Place: f.Place, TimesAired: f.TimesAired, Copies: f.Copies, Women: f.Women, Men: f.Men,
		Attendance: f.Attendance, DurationSec: f.DurationSec, Proof: f.Proof,
	}
}

// logAiringRequest tells what happened offline: what came of a delivery, or
// what was not planned here.
type logAiringRequest struct {
	airingFields

	DeliveryID string `json:"delivery_id" validate:"omitempty,uuid" doc:"Empty: it was not planned here, and names its campaign."`
	CampaignID string `json:"campaign_id" validate:"omitempty,uuid"`
	ChannelID  string `json:"channel_id" validate:"omitempty,uuid"`
}

// airing opens the IDs; the validator has seen them.
func (in logAiringRequest) airing() models.Airing {
	made := in.airingFields.airing()
	made.CampaignID, _ = models.ParseID[models.Campaign](in.CampaignID)
	if id, err := models.ParseID[models.Delivery](in.DeliveryID); err == nil {
		made.DeliveryID = &id
	}
	if id, err := models.ParseID[models.Channel](in.ChannelID); err == nil {
		made.ChannelID = &id
	}
	return made
}

type airingResponse struct {
	airingFields

	ID         string    `json:"id"`
	CampaignID string    `json:"campaign_id"`
	DeliveryID *string   `json:"delivery_id"`
	ChannelID  *string   `json:"channel_id"`
	CreatedAt  time.Time `json:"created_at"`
}

func respondAiring(a *models.Airing) airingResponse {
	r := airingResponse{ID: a.ID.String(), CampaignID: a.CampaignID.String(), CreatedAt: a.CreatedAt, airingFields: airingFields{
		HappenedAt: a.HappenedAt, Place: a.Place, TimesAired: a.TimesAired, Copies: a.Copies, Women: a.Women, Men: a.Men,
		Attendance: a.Attendance, DurationSec: a.DurationSec, Proof: a.Proof,
	}}
	if a.DeliveryID != nil {
		r.DeliveryID = new(a.DeliveryID.String())
	}
	if a.ChannelID != nil {
		r.ChannelID = new(a.ChannelID.String())
	}
	return r
}

func (a *API) logAiring(ctx context.Context, in logAiringRequest) (airingResponse, error) {
	made, err := a.desks.Distribution.Aired(ctx, actor(ctx), in.airing())
	if err != nil {
		return airingResponse{}, err
	}
	return respondAiring(made), nil
}

type listAiringsRequest struct {
	paging

	CampaignID string `query:"campaign_id" json:"-" validate:"omitempty,uuid"`
	DeliveryID string `query:"delivery_id" json:"-" validate:"omitempty,uuid"`
}

func (a *API) listAirings(ctx context.Context, in listAiringsRequest) (listResponse[airingResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[airingResponse]{}, err
	}
	campaign, _ := models.ParseID[models.Campaign](in.CampaignID)
	delivery, _ := models.ParseID[models.Delivery](in.DeliveryID)
	found, err := a.records.As(actor(ctx)).Airings(ctx, store.AiringFilter{Campaign: campaign, Delivery: delivery}, p)
	if err != nil {
		return listResponse[airingResponse]{}, err
	}
	return respondPage(ctx, a, p, found, respondAiring, func(t *models.Airing) (string, string) { return t.ID.String(), "" }), nil
}
