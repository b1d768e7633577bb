package store

import (
	"context"
	"time"

	"caravan/models"
)

// DeliveryFilter narrows a list of deliveries; empty fields do not.
type DeliveryFilter struct {
	Campaign models.ID[models.Campaign]
	Message  models.ID[models.Message]
	Channel  models.ID[models.Channel]
	State    models.DeliveryState
	From, To time.Time // of NotBefore
}

// Deliveries lists the deliveries of the organisation, newest first.
func (s *Scope) Deliveries(ctx context.Context, f DeliveryFilter, p Page) ([]models.Delivery, error) {
	var c []condition
	if !f.Campaign.IsZero() {
		c = append(c, where("campaign_id = ?", f.Campaign))
	}
	if !f.Message.IsZero() {
		c = append(c, where("message_id = ?", f.Message))
	}
	if !f.Channel.IsZero() {
		c = append(c, where("channel_id = ?", f.Channel))
	}
	if f.State != "" {
		c = append(c, where("state = ?", f.State))
	}
	if !f.From.IsZero() {
		c = append(c, where("not_before >= ?", f.From))
	}
	if !f.To.IsZero() {
		c = append(c, where("not_before < ?", f.To))
	}
	return list[models.Delivery](ctx, s.db, s.own("deliveries"), p, c...)
}

// Elsewhere lists the deliveries over other channels of the organisation on the
// platform, in the language, less than a span apart.
func (s *Scope) Elsewhere(ctx context.Context, d *models.Delivery, span time.Duration) ([]models.Delivery, error) {
	found, err := of[models.Delivery](s.db).Where(
		"organization_id = ? AND platform = ? AND language = ? AND channel_id <> ? AND not_before > ? AND not_before < ?",
		d.OrganizationID, d.Platform, d.Language, d.ChannelID, d.NotBefore.Add(-span), d.NotBefore.Add(span)).Find(ctx)
	return found, translate(err)
}

// Delivery reads a delivery. Inside a transaction on Postgres it stays locked,
// so that two never decide about it at once.
func (s *Scope) Delivery(ctx context.Context, id models.ID[models.Delivery]) (*models.Delivery, error) {
	return take(ctx, s.db, s.held(s.own("deliveries")), id)
}

// DeliveryOfPost reads the delivery whose post a platform calls by an ID, on an
// account of the organisation that the channel is of. Where several were made of
// one post, each of their IDs is its own.
func (s *Scope) DeliveryOfPost(ctx context.Context, heard *models.Channel, account, post string) (*models.Delivery, error) {
	const query = `published_at IS NOT NULL AND id IN (SELECT delivery_id FROM posts
		WHERE platform = ? AND duplicate_of = '' AND replace(',' || remote_id || ',', ?, '') <> ',' || remote_id || ','
		AND channel_id IN (SELECT id FROM channels
		WHERE organization_id = ? AND platform = ? AND remote_id = ? AND remote_id <> '' AND archived_at IS NULL))`
	found, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).
		Where(query, heard.Platform, ","+post+",", heard.OrganizationID, heard.Platform, account).Take(ctx)
	return &found, translate(err)
}

// CreateDelivery writes a new delivery. The same text on the same channel at
// the same time is ErrTaken.
func (s *Scope) CreateDelivery(ctx context.Context, d *models.Delivery) error {
	return create(ctx, s.db, d)
}

// SaveDelivery writes a changed delivery, or is stale.
func (s *Scope) SaveDelivery(ctx context.Context, d *models.Delivery) error {
	return save(ctx, s.db, d.ID, &d.Version, d)
}

// Spoken lists the deliveries of a messenger that may still leave or are live.
// Inside a transaction they stay locked.
func (s *Scope) Spoken(ctx context.Context, messenger models.ID[models.Messenger]) ([]models.Delivery, error) {
	states := []models.DeliveryState{models.Planned, models.Ready, models.RetryWait, models.Claimed, models.Published}
	found, err := of[models.Delivery](s.db).Scopes(s.held(s.own("deliveries"))).
		Where("messenger_id = ? AND state IN ?", messenger, states).Order("id").Find(ctx)
	return found, translate(err)
}

// CountLeaving counts the deliveries of a campaign that may still leave, or
// that nobody knows to have left.
func (s *Scope) CountLeaving(ctx context.Context, campaign models.ID[models.Campaign]) (int64, error) {
	states := []models.DeliveryState{
		models.Planned, models.Ready, models.RetryWait, models.Claimed, models.Sending, models.Uncertain, models.UncertainHuman,
	}
	n, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).Where("campaign_id = ? AND state IN ?", campaign, states).Count(ctx)
	return n, translate(err)
}

// Waiting lists the deliveries with which something is to be done now: those
// that are due, doubtful or to be taken down, and those whose worker or window
// is over. The longest waiting come first, at most limit.
func (s *Scope) Waiting(ctx context.Context, now time.Time, limit int) ([]models.Delivery, error) {
	query := `state IN ('ready', 'retry_wait') AND (next_at <= ? AND not_before <= ? AND NOT (` + stopped + `) OR not_after <= ?)
		OR state IN ('unknown', 'takedown_pending') AND next_at <= ?
		OR state = 'claimed' AND lease_until <= ?
		OR state = 'planned' AND not_after <= ?
		OR state = 'sending' AND EXISTS (SELECT 1 FROM attempts WHERE delivery_id = deliveries.id AND outcome = '' AND send_by <= ?)
		OR unwanted > 0 AND EXISTS (SELECT 1 FROM posts WHERE delivery_id = deliveries.id AND removal = 'pending' AND remove_at <= ?)`
	found, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).
		Where(query, now, now, now, now, now, now, now.Add(-SendGrace), now).Order("not_before, id").Limit(limit).Find(ctx)
	return found, translate(err)
}

// SendGrace is how long after its deadline an attempt may still be concluded
// by its own worker.
const SendGrace = 5 * time.Second

// CreateAttempt writes an attempt. A second one beside an open one is
// ErrTaken: sends never overlap.
func (s *Scope) CreateAttempt(ctx context.Context, a *models.Attempt) error {
	return create(ctx, s.db, a)
}

// Attempts lists the attempts of a delivery, oldest first.
func (s *Scope) Attempts(ctx context.Context, id models.ID[models.Delivery]) ([]models.Attempt, error) {
	found, err := of[models.Attempt](s.db).Where("delivery_id = ?", id).Order("n").Find(ctx)
	return found, translate(err)
}

// SaveAttempt writes what came of an attempt.
func (s *Scope) SaveAttempt(ctx context.Context, a *models.Attempt) error {
	_, err := of[models.Attempt](s.db).Where("id = ?", a.ID).Select("outcome", "class", "detail", "closed_at").Updates(ctx, *a)
	return translate(err)
}

// OpenAttempts lists the attempts of the organisation that may still land.
func (s *Scope) OpenAttempts(ctx context.Context) ([]models.Attempt, error) {
	open := of[models.Attempt](s.db).Where("outcome = ''")
	if !s.who.IsSystem() {
		open = open.Where("delivery_id IN (SELECT id FROM deliveries WHERE organization_id = ?)", s.who.OrganizationID)
	}
	found, err := open.Order("id").Find(ctx)
	return found, translate(err)
}

// Sends returns how many attempts a channel made since a time, and when the
// first of them was.
func (s *Scope) Sends(ctx context.Context, channel models.ID[models.Channel], since time.Time) (int, time.Time, error) {
	attempts, err := of[models.Attempt](s.db).
		Where("created_at > ? AND delivery_id IN (SELECT id FROM deliveries WHERE channel_id = ?)", since, channel).Order("created_at").Find(ctx)
	if err != nil || len(attempts) == 0 {
		return 0, time.Time{}, translate(err)
	}
	return len(attempts), attempts[0].CreatedAt, nil
}

// LastSent is when something was last sent over a channel; zero: never.
func (s *Scope) LastSent(ctx context.Context, channel models.ID[models.Channel]) (time.Time, error) {
	last, err := of[models.Attempt](s.db).
		Where("delivery_id IN (SELECT id FROM deliveries WHERE channel_id = ?)", channel).Order("created_at DESC").Limit(1).Find(ctx)
	if err != nil || len(last) == 0 {
		return time.Time{}, translate(err)
	}
	return last[0].CreatedAt, nil
}

// Busy reports whether another delivery of the channel is being sent.
func (s *Scope) Busy(ctx context.Context, channel models.ID[models.Channel]) (bool, error) {
	n, err := of[models.Delivery](s.db).Where("channel_id = ? AND state = 'sending'", channel).Count(ctx)
	return n > 0, translate(err)
}

// Pause lets nothing leave over a channel before a time: neither what waits nor
// what is scheduled later. Nobody's editing of the channel is disturbed.
func (s *Scope) Pause(ctx context.Context, channel models.ID[models.Channel], until time.Time) error {
	_, err := of[models.Channel](s.db).Where("id = ? AND (paused_until IS NULL OR paused_until < ?)", channel, until).Update(ctx, "paused_until", until)
	if err != nil {
		return translate(err)
	}
	_, err = of[models.Delivery](s.db).
		Where("channel_id = ? AND state IN ('ready', 'retry_wait') AND next_at < ?", channel, until).Update(ctx, "next_at", until)
	return translate(err)
}

// LockChannel reads a channel and keeps it locked for the transaction, so that
// its rate is counted by one at a time.
func (s *Scope) LockChannel(ctx context.Context, id models.ID[models.Channel]) (*models.Channel, error) {
	return take(ctx, s.db, s.held(s.own("channels")), id)
}

// CreatePost writes evidence of a post. The same post a second time is
// ErrTaken.
func (s *Scope) CreatePost(ctx context.Context, p *models.Post) error { return create(ctx, s.db, p) }

// Posts lists the evidence of a delivery.
func (s *Scope) Posts(ctx context.Context, id models.ID[models.Delivery]) ([]models.Post, error) {
	found, err := of[models.Post](s.db).Where("delivery_id = ?", id).Order("created_at").Find(ctx)
	return found, translate(err)
}

// UnwantedPosts lists the posts of a delivery that are to be removed now.
func (s *Scope) UnwantedPosts(ctx context.Context, id models.ID[models.Delivery], now time.Time) ([]models.Post, error) {
	found, err := of[models.Post](s.db).
		Where("delivery_id = ? AND removal = ? AND remove_at <= ?", id, models.RemovalPending, now).Order("created_at").Find(ctx)
	return found, translate(err)
}

// SavePost writes what became of a post. The caller holds its delivery.
func (s *Scope) SavePost(ctx context.Context, p *models.Post) error {
	_, err := of[models.Post](s.db).Where("platform = ? AND channel_id = ? AND remote_id = ?", p.Platform, p.ChannelID, p.RemoteID).
		Select("removal", "remove_at", "removals").Updates(ctx, *p)
	return translate(err)
}

// PostOfAnother reports whether a post is evidence of another delivery of the
// same channel.
func (s *Scope) PostOfAnother(ctx context.Context, d *models.Delivery, remoteID string) (bool, error) {
	n, err := of[models.Post](s.db).
		Where("platform = ? AND channel_id = ? AND remote_id = ? AND delivery_id <> ?", d.Platform, d.ChannelID, remoteID, d.ID).Count(ctx)
	return n > 0, translate(err)
}

// CreateAiring writes what happened offline.
func (s *Scope) CreateAiring(ctx context.Context, a *models.Airing) error {
	return create(ctx, s.db, a)
}

// AiringFilter narrows a list of airings; empty fields do not.
type AiringFilter struct {
	Campaign models.ID[models.Campaign]
	Delivery models.ID[models.Delivery]
}

// Airings lists what happened offline, newest first.
func (s *Scope) Airings(ctx context.Context, f AiringFilter, p Page) ([]models.Airing, error) {
	var c []condition
	if !f.Campaign.IsZero() {
		c = append(c, where("campaign_id = ?", f.Campaign))
	}
	if !f.Delivery.IsZero() {
		c = append(c, where("delivery_id = ?", f.Delivery))
	}
	return list[models.Airing](ctx, s.db, s.own("airings"), p, c...)
}

// A Tally is how many deliveries on a platform stand in a state.
type Tally struct {
	Platform string
	State    models.DeliveryState
	N        int64
}

// DeliveryTally counts the deliveries of a campaign, by platform and state.
func (s *Scope) DeliveryTally(ctx context.Context, campaign models.ID[models.Campaign]) ([]Tally, error) {
	var tally []Tally
	err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).Select("platform, state, count(*) AS n").
		Where("campaign_id = ?", campaign).Group("platform, state").Order("platform, state").Scan(ctx, &tally)
	return tally, translate(err)
}

// NextDelivery reads the delivery of a campaign that leaves next, or nil.
func (s *Scope) NextDelivery(ctx context.Context, campaign models.ID[models.Campaign]) (*models.Delivery, error) {
	found, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).
		Where("campaign_id = ? AND state IN ('planned', 'ready', 'retry_wait')", campaign).Order("not_before, id").Limit(1).Find(ctx)
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return &found[0], nil
}

// Absence reads who said first that the post of an attempt is not there, or
// nil.
func (s *Scope) Absence(ctx context.Context, id models.ID[models.Delivery], attempt int) (*models.Absence, error) {
	found, err := of[models.Absence](s.db).Where("delivery_id = ? AND attempt = ?", id, attempt).Find(ctx)
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return &found[0], nil
}

// CreateAbsence writes the first person's word.
func (s *Scope) CreateAbsence(ctx context.Context, a *models.Absence) error {
	return create(ctx, s.db, a)
}
