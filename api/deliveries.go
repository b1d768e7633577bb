package api

import (
	"context"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// scheduleRequest asks to send an approved version over channels, once or
// repeatedly.
type scheduleRequest struct {
	VersionID     string           `json:"version_id" validate:"required,uuid"`
	ChannelIDs    []string         `json:"channel_ids" validate:"required,min=1,max=50,dive,uuid"`
	Languages     []string         `json:"languages" validate:"max=20" doc:"Empty: every language that a channel carries."`
	Country       string           `json:"country" validate:"omitempty,country" doc:"Of the audience, where a channel reaches several."`
	Start         models.LocalTime `json:"start"`
	Repeat        models.Repeat    `json:"repeat" doc:"Without weekdays: once."`
	WindowMinutes int              `json:"window_minutes" validate:"min=0,max=1440" doc:"How late it may still be sent; 0 means two hours."`
	Traffic       string           `json:"traffic" validate:"omitempty,traffic"`
	DryRun        bool             `json:"dry_run" doc:"Say what would be scheduled, and schedule nothing."`
}

type deliveryResponse struct {
	ID            string               `json:"id"`
	CampaignID    string               `json:"campaign_id"`
	MessageID     string               `json:"message_id"`
	VersionID     string               `json:"version_id"`
	ChannelID     string               `json:"channel_id"`
	Country       string               `json:"country"`
	Language      string               `json:"language"`
	Platform      string               `json:"platform"`
	ChannelClass  string               `json:"channel_class"`
	Traffic       string               `json:"traffic"`
	Title         string               `json:"title"`
	Body          string               `json:"body"`
	Direction     string               `json:"direction"`
	Digest        models.Digest        `json:"digest"`
	Local         models.LocalTime     `json:"at"`
	Adjusted      bool                 `json:"adjusted" doc:"The clock skips the planned minute; it is sent at the first one after."`
	NotBefore     time.Time            `json:"not_before"`
	NotAfter      time.Time            `json:"not_after"`
	State         models.DeliveryState `json:"state"`
	Reason        string               `json:"reason" doc:"Why it stands where it stands; a code."`
	Attempts      int                  `json:"attempts"`
	RemoteURL     string               `json:"remote_url"`
	PublishedAt   *time.Time           `json:"published_at"`
	Demonstration bool                 `json:"demonstration"`
	Version       int                  `json:"version"`
}

// ETag is the version of the delivery.
func (d deliveryResponse) ETag() string { return etag(d.Version) }

func respondDelivery(d *models.Delivery) deliveryResponse {
	language := d.Language
	if d.Dialect != "" {
		language += "-x-" + d.Dialect
	}
	return deliveryResponse{
		ID: d.ID.String(), CampaignID: d.CampaignID.String(), MessageID: d.MessageID.String(), VersionID: d.VersionID.String(),
		ChannelID: d.ChannelID.String(), Country: d.Country, Language: language, Platform: d.Platform, ChannelClass: d.ChannelClass,
		Traffic: d.Traffic, Title: d.Rendering.Title, Body: d.Rendering.Body, Direction: d.Rendering.Direction, Digest: d.Digest,
		Local: models.LocalTime{Local: d.Local, Zone: d.Zone}, Adjusted: d.Adjusted, NotBefore: d.NotBefore, NotAfter: d.NotAfter,
		State: d.State, Reason: d.Reason, Attempts: d.Attempts, RemoteURL: d.RemoteURL, PublishedAt: d.PublishedAt,
		Demonstration: d.Demonstration, Version: d.Version,
	}
}

type deliveriesResponse struct {
	Items []deliveryResponse `json:"items"`
}

func (a *API) scheduleDeliveries(ctx context.Context, in scheduleRequest) (deliveriesResponse, error) {
	request := distribution.Request{
		Languages: in.Languages, Country: in.Country, Start: in.Start, Repeat: in.Repeat, Traffic: in.Traffic, DryRun: in.DryRun,
		Window: time.Duration(in.WindowMinutes) * time.Minute,
	}
	if request.Traffic == "" {
		request.Traffic = "organic"
	}
	var err error
	if request.Version, err = models.ParseID[models.MessageVersion](in.VersionID); err != nil {
		return deliveriesResponse{}, err
	}
	for _, text := range in.ChannelIDs {
		id, err := models.ParseID[models.Channel](text)
		if err != nil {
			return deliveriesResponse{}, err
		}
		request.Channels = append(request.Channels, id)
	}
	made, err := a.desks.Distribution.Schedule(ctx, actor(ctx), request)
	if err != nil {
		return deliveriesResponse{}, err
	}
	out := deliveriesResponse{Items: []deliveryResponse{}}
	for i := range made {
		out.Items = append(out.Items, respondDelivery(&made[i]))
	}
	return out, nil
}

type listDeliveriesRequest struct {
	paging

	CampaignID string    `query:"campaign_id" json:"-" validate:"omitempty,uuid"`
	MessageID  string    `query:"message_id" json:"-" validate:"omitempty,uuid"`
	ChannelID  string    `query:"channel_id" json:"-" validate:"omitempty,uuid"`
	State      string    `query:"state" json:"-" validate:"max=40"`
	From       time.Time `query:"from" json:"-"`
	To         time.Time `query:"to" json:"-"`
}

// filter opens the IDs of a request; one that names nothing is zero, because
// the validator has seen it.
func (in listDeliveriesRequest) filter() store.DeliveryFilter {
	campaign, _ := models.ParseID[models.Campaign](in.CampaignID)
	message, _ := models.ParseID[models.Message](in.MessageID)
	channel, _ := models.ParseID[models.Channel](in.ChannelID)
	return store.DeliveryFilter{Campaign: campaign, Message: message, Channel: channel, State: models.DeliveryState(in.State), From: in.From, To: in.To}
}

func (a *API) listDeliveries(ctx context.Context, in listDeliveriesRequest) (listResponse[deliveryResponse], error) {
	p, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[deliveryResponse]{}, err
	}
	found, err := a.records.As(actor(ctx)).Deliveries(ctx, in.filter(), p)
	if err != nil {
		return listResponse[deliveryResponse]{}, err
	}
	return respondPage(ctx, a, p, found, respondDelivery, func(d *models.Delivery) (string, string) { return d.ID.String(), "" }), nil
}

type deliveryRequest struct {
	ID string `param:"id" json:"-"`
}

func (a *API) readDelivery(ctx context.Context, in deliveryRequest) (deliveryResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return deliveryResponse{}, err
	}
	delivery, err := a.records.As(actor(ctx)).Delivery(ctx, id)
	if err != nil {
		return deliveryResponse{}, err
	}
	return respondDelivery(delivery), nil
}

type attemptResponse struct {
	N         int        `json:"n"`
	Outcome   string     `json:"outcome" doc:"Empty while it may still land."`
	Class     string     `json:"class"`
	Detail    string     `json:"detail"`
	StartedAt time.Time  `json:"started_at"`
	ClosedAt  *time.Time `json:"closed_at"`
}

type attemptsResponse struct {
	Items []attemptResponse `json:"items"`
}

func (a *API) listAttempts(ctx context.Context, in deliveryRequest) (attemptsResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return attemptsResponse{}, err
	}
	scope := a.records.As(actor(ctx))
	if _, err := scope.Delivery(ctx, id); err != nil {
		return attemptsResponse{}, err
	}
	attempts, err := scope.Attempts(ctx, id)
	out := attemptsResponse{Items: []attemptResponse{}}
	for _, t := range attempts {
		out.Items = append(out.Items, attemptResponse{t.N, t.Outcome, t.Class, t.Detail, t.CreatedAt, t.ClosedAt})
	}
	return out, err
}

type reasonRequest struct {
	ID     string `param:"id" json:"-"`
	Reason string `json:"reason" validate:"required,max=1000"`
}

func (a *API) cancelDelivery(ctx context.Context, in reasonRequest) (deliveryResponse, error) {
	return onDelivery(ctx, in, a.desks.Distribution.Cancel)
}

func (a *API) retractDelivery(ctx context.Context, in reasonRequest) (deliveryResponse, error) {
	return onDelivery(ctx, in, a.desks.Distribution.Retract)
}

func onDelivery(ctx context.Context, in reasonRequest, do func(context.Context, models.Actor, models.ID[models.Delivery], string) (*models.Delivery, error)) (deliveryResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return deliveryResponse{}, err
	}
	delivery, err := do(ctx, actor(ctx), id, in.Reason)
	if err != nil {
		return deliveryResponse{}, err
	}
	return respondDelivery(delivery), nil
}

// airingFields is what happened offline.
type airingFields struct {
	HappenedAt  time.Time `json:"happened_at" validate:"required"`
	Place       string    `json:"place" validate:"max=200"`
	TimesAired  *int64    `json:"times_aired" validate:"omitempty,min=0"`
	Copies      *int64    `json:"copies" validate:"omitempty,min=0"`
	Women       *int64    `json:"women" validate:"omitempty,min=0"`
	Men         *int64    `json:"men" validate:"omitempty,min=0"`
	DurationSec *int64    `json:"duration_sec" validate:"omitempty,min=0"`
	Proof       string    `json:"proof" validate:"required,max=1000" doc:"A certificate, photo or count sheet: what it is and where it is kept."`
}

// resolveRequest is what a person saw when they looked for a doubtful post.
type resolveRequest struct {
	ID      string        `param:"id" json:"-"`
	Verdict string        `json:"verdict" validate:"required,oneof=seen not_there drop"`
	URL     string        `json:"url" validate:"omitempty,url,max=2000"`
	Reason  string        `json:"reason" validate:"max=1000"`
	Airing  *airingFields `json:"airing" doc:"Offline outlets: what happened, with proof."`
}

func (a *API) resolveDelivery(ctx context.Context, in resolveRequest) (deliveryResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return deliveryResponse{}, err
	}
	finding := distribution.Finding{Verdict: in.Verdict, URL: in.URL, Reason: in.Reason}
	if f := in.Airing; f != nil {
		finding.Airing = &models.Airing{
			HappenedAt: f.HappenedAt, Place: f.Place, TimesAired: f.TimesAired, Copies: f.Copies, Women: f.Women, Men: f.Men,
			DurationSec: f.DurationSec, Proof: f.Proof,
		}
	}
	delivery, err := a.desks.Distribution.Resolve(ctx, actor(ctx), id, finding)
	if err != nil {
		return deliveryResponse{}, err
	}
	return respondDelivery(delivery), nil
}
