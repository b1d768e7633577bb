package api

import (
	"cmp"
	"context"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// scheduleRequest asks to send an approved version over channels, once or
// repeatedly.
type scheduleRequest struct {
	VersionID     string        `json:"version_id" validate:"required,uuid"`
	ChannelIDs    []string      `json:"channel_ids" validate:"required,min=1,max=50,dive,uuid"`
	Languages     []string      `json:"languages" validate:"max=20" doc:"Empty: every language that a channel carries."`
	Country       string        `json:"country" validate:"omitempty,country" doc:"Of the audience, where a channel reaches several."`
	Start         startFields   `json:"start"`
	Repeat        models.Repeat `json:"repeat" doc:"Without weekdays: once."`
	WindowMinutes int           `json:"window_minutes" validate:"min=0,max=1440" doc:"How late it may still be sent; 0 means two hours."`
	Traffic       string        `json:"traffic" validate:"omitempty,traffic"`
	MoveQuiet     bool          `json:"move_quiet" doc:"What falls into quiet hours is sent when they end, and not refused."`
}

// startFields is a wall time.
type startFields struct {
	Local string `json:"local" validate:"required,max=16"`
	Zone  string `json:"zone" validate:"max=60" doc:"Empty: by the clock of each channel's audience."`
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
	AtRisk        string               `json:"at_risk" doc:"Why it may not leave in time; a code, empty where nothing is known against it."`
	Attempts      int                  `json:"attempts"`
	RemoteURL     string               `json:"remote_url"`
	CountedLink   string               `json:"counted_link" doc:"What the post has for its link, to count clicks; empty where they are not counted."`
	PublishedAt   *time.Time           `json:"published_at"`
	Demonstration bool                 `json:"demonstration"`
	NextAt        time.Time            `json:"next_at" doc:"When something is done about it next, while it is not settled."`
	NeedsPerson   bool                 `json:"needs_person" doc:"A person does what is published, and says so with proof."`
	Unwanted      int                  `json:"unwanted" doc:"Posts of it that should not exist and may still."`
	Version       int                  `json:"version"`
}

// ETag is the version of the delivery.
func (d deliveryResponse) ETag() string { return etag(d.Version) }

func (a *API) respondDelivery(d *models.Delivery) deliveryResponse {
	return deliveryResponse{
		ID: d.ID.String(), CampaignID: d.CampaignID.String(), MessageID: d.MessageID.String(), VersionID: d.VersionID.String(),
		ChannelID: d.ChannelID.String(), Country: d.Country, Language: d.Tag(), Platform: d.Platform, ChannelClass: d.ChannelClass,
		Traffic: d.Traffic, Title: d.Rendering.Title, Body: d.Rendering.Body, Direction: d.Rendering.Direction, Digest: d.Digest,
		Local: models.LocalTime{Local: d.Local, Zone: d.Zone}, Adjusted: d.Adjusted, NotBefore: d.NotBefore, NotAfter: d.NotAfter,
		State: d.State, Reason: d.Reason, AtRisk: endangered(d), Attempts: d.Attempts, RemoteURL: d.RemoteURL, CountedLink: a.desks.Distribution.CountedLink(d), PublishedAt: d.PublishedAt,
		Demonstration: d.Demonstration, NextAt: d.NextAt, NeedsPerson: a.desks.Distribution.NeedsPerson(d.Platform), Unwanted: d.Unwanted, Version: d.Version,
	}
}

type deliveriesResponse struct {
	Items []deliveryResponse `json:"items"`
}

// request opens the IDs; the validator has seen them.
func (in scheduleRequest) request() distribution.Request {
	version, _ := models.ParseID[models.MessageVersion](in.VersionID)
	r := distribution.Request{
		Version: version, Languages: in.Languages, Country: in.Country, Start: models.LocalTime{Local: in.Start.Local, Zone: in.Start.Zone},
		Repeat: in.Repeat, Traffic: cmp.Or(in.Traffic, "organic"), Window: time.Duration(in.WindowMinutes) * time.Minute, MoveQuiet: in.MoveQuiet,
	}
	for _, text := range in.ChannelIDs {
		id, _ := models.ParseID[models.Channel](text)
		r.Channels = append(r.Channels, id)
	}
	return r
}

func (a *API) scheduleDeliveries(ctx context.Context, in scheduleRequest) (deliveriesResponse, error) {
	made, err := a.desks.Distribution.Schedule(ctx, actor(ctx), in.request())
	if err != nil {
		return deliveriesResponse{}, err
	}
	out := deliveriesResponse{Items: []deliveryResponse{}}
	for i := range made {
		out.Items = append(out.Items, a.respondDelivery(&made[i]))
	}
	return out, nil
}

// occurrenceResponse is one delivery that a request asks for.
type occurrenceResponse struct {
	ChannelID string           `json:"channel_id"`
	Language  string           `json:"language"`
	Local     models.LocalTime `json:"at"`
	NotBefore *time.Time       `json:"not_before"`
	NotAfter  *time.Time       `json:"not_after"`
	Verdict   string           `json:"verdict" validate:"oneof=fits left_out refused" doc:"left_out: the campaign is silent on the day."`
	Problem   string           `json:"problem" doc:"Why it is refused; a code."`
	Moved     bool             `json:"moved" doc:"The quiet hours moved it to their end."`
	Adjusted  bool             `json:"adjusted" doc:"The clock skips the minute; it is sent at the first one after."`
	Twice     bool             `json:"twice" doc:"The clock shows the minute twice; it is sent at the first."`
	Clashes   []clashResponse  `json:"clashes" doc:"Deliveries on the channel less than an hour apart."`
}

type clashResponse struct {
	DeliveryID string           `json:"delivery_id"`
	CampaignID string           `json:"campaign_id"`
	Title      string           `json:"title"`
	Language   string           `json:"language"`
	Local      models.LocalTime `json:"at"`
}

type forecastResponse struct {
	Items   []occurrenceResponse `json:"items"`
	Fit     int                  `json:"fit"`
	LeftOut int                  `json:"left_out"`
	Refused int                  `json:"refused"`
}

func (a *API) foreseeDeliveries(ctx context.Context, in scheduleRequest) (forecastResponse, error) {
	found, err := a.desks.Distribution.Foresee(ctx, actor(ctx), in.request())
	out := forecastResponse{Items: make([]occurrenceResponse, 0, len(found))}
	for i := range found {
		o := respondOccurrence(&found[i])
		out.Items = append(out.Items, o)
		counts := map[string]*int{"fits": &out.Fit, "left_out": &out.LeftOut, "refused": &out.Refused}
		*counts[o.Verdict]++
	}
	return out, err
}

func respondOccurrence(o *distribution.Occurrence) occurrenceResponse {
	r := occurrenceResponse{
		ChannelID: o.ChannelID.String(), Language: o.Tag(), Local: models.LocalTime{Local: o.Local, Zone: o.Zone}, Verdict: "fits",
		Moved: o.Moved, Adjusted: o.Adjusted, Twice: o.Twice, Clashes: []clashResponse{},
	}
	if !o.NotBefore.IsZero() {
		r.NotBefore, r.NotAfter = &o.NotBefore, &o.NotAfter
	}
	switch {
	case o.Refusal != nil:
		r.Verdict, r.Problem = "refused", o.Refusal.Code
	case o.LeftOut:
		r.Verdict = "left_out"
	}
	for i := range o.Clashes {
		c := &o.Clashes[i]
		r.Clashes = append(r.Clashes, clashResponse{c.ID.String(), c.CampaignID.String(), c.Rendering.Title, c.Tag(), models.LocalTime{Local: c.Local, Zone: c.Zone}})
	}
	return r
}

type listDeliveriesRequest struct {
	paging

	CampaignID string    `query:"campaign_id" json:"-" validate:"omitempty,uuid"`
	MessageID  string    `query:"message_id" json:"-" validate:"omitempty,uuid"`
	ChannelID  string    `query:"channel_id" json:"-" validate:"omitempty,uuid"`
	State      string    `query:"state" json:"-" validate:"omitempty,delivery_state"`
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
	return respondPage(ctx, a, p, found, a.respondDelivery, func(d *models.Delivery) (string, string) { return d.ID.String(), "" }), nil
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
	return a.respondDelivery(delivery), nil
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

type postResponse struct {
	RemoteID    string         `json:"remote_id"`
	URL         string         `json:"url"`
	DuplicateOf string         `json:"duplicate_of" doc:"The first post of the delivery, if this is not it."`
	Removal     models.Removal `json:"removal" doc:"Empty for a post that is wanted."`
	SeenAt      time.Time      `json:"seen_at"`
}

type postsResponse struct {
	Items []postResponse `json:"items"`
}

func (a *API) listPosts(ctx context.Context, in deliveryRequest) (postsResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return postsResponse{}, err
	}
	scope := a.records.As(actor(ctx))
	if _, err := scope.Delivery(ctx, id); err != nil {
		return postsResponse{}, err
	}
	posts, err := scope.Posts(ctx, id)
	out := postsResponse{Items: []postResponse{}}
	for _, p := range posts {
		out.Items = append(out.Items, postResponse{p.RemoteID, p.URL, p.DuplicateOf, p.Removal, p.CreatedAt})
	}
	return out, err
}

// endangered is why a delivery that has yet to leave may not.
func endangered(d *models.Delivery) string {
	if !d.Leaves() {
		return ""
	}
	return d.AtRisk
}

type reasonRequest struct {
	ID     string `param:"id" json:"-"`
	Reason string `json:"reason" validate:"required,max=1000"`
}

func (a *API) tryAgain(ctx context.Context, in deliveryRequest) (deliveryResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return deliveryResponse{}, err
	}
	delivery, err := a.desks.Distribution.Again(ctx, actor(ctx), id)
	if err != nil {
		return deliveryResponse{}, err
	}
	return a.respondDelivery(delivery), nil
}

func (a *API) cancelDelivery(ctx context.Context, in reasonRequest) (deliveryResponse, error) {
	return a.onDelivery(ctx, in, a.desks.Distribution.Cancel)
}

func (a *API) retractDelivery(ctx context.Context, in reasonRequest) (deliveryResponse, error) {
	return a.onDelivery(ctx, in, a.desks.Distribution.Retract)
}

func (a *API) onDelivery(ctx context.Context, in reasonRequest, do func(context.Context, models.Actor, models.ID[models.Delivery], string) (*models.Delivery, error)) (deliveryResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return deliveryResponse{}, err
	}
	delivery, err := do(ctx, actor(ctx), id, in.Reason)
	if err != nil {
		return deliveryResponse{}, err
	}
	return a.respondDelivery(delivery), nil
}

// resolveRequest is what a person saw when they looked for a doubtful post.
type resolveRequest struct {
	ID      string        `param:"id" json:"-"`
	Verdict string        `json:"verdict" validate:"required,oneof=seen not_there drop removed" doc:"removed: what could not be taken down by the program is gone."`
	URL     string        `json:"url" validate:"omitempty,url,max=2000" doc:"Of the post that was seen, or removed."`
	Reason  string        `json:"reason" validate:"max=1000"`
	Airing  *airingFields `json:"airing" doc:"Offline outlets: what happened, with proof."`
}

func (a *API) resolveDelivery(ctx context.Context, in resolveRequest) (deliveryResponse, error) {
	id, err := models.ParseID[models.Delivery](in.ID)
	if err != nil {
		return deliveryResponse{}, err
	}
	finding := distribution.Finding{Verdict: in.Verdict, URL: in.URL, Reason: in.Reason}
	if in.Airing != nil {
		airing := in.Airing.airing()
		finding.Airing = &airing
	}
	delivery, err := a.desks.Distribution.Resolve(ctx, actor(ctx), id, finding)
	if err != nil {
		return deliveryResponse{}, err
	}
	return a.respondDelivery(delivery), nil
}
