package store

import (
	"context"
	"time"

	"caravan/models"
)

// ChannelFilter narrows a list of channels; empty fields do not.
type ChannelFilter struct {
	Platform string
	State    string
	Archived bool // those that are archived too
}

// Channels lists the channels of the organisation.
func (s *Scope) Channels(ctx context.Context, f ChannelFilter, p Page) ([]models.Channel, error) {
	var c []condition
	if f.Platform != "" {
		c = append(c, where("platform = ?", f.Platform))
	}
	if f.State != "" {
		c = append(c, where("state = ?", f.State))
	}
	if !f.Archived {
		c = append(c, where("archived_at IS NULL"))
	}
	return list[models.Channel](ctx, s.db, s.own("channels"), p, c...)
}

// A Use is what a channel was used for last, how much is still to leave over
// it, and what its platform said of it.
type Use struct {
	Published time.Time // zero: nothing was yet
	Waiting   int64
	Looked    time.Time // when the platform was last asked; zero: never
	Called    string    // as it then called the account
	Foreign   []string  // where the posts are that nobody has said what they are
}

// ChannelUses returns the uses of the organisation's channels.
func (s *Scope) ChannelUses(ctx context.Context) (map[models.ID[models.Channel]]Use, error) {
	newest := "NOT EXISTS (SELECT 1 FROM deliveries AS later WHERE later.channel_id = deliveries.channel_id AND later.published_at > deliveries.published_at)"
	last, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).Select("channel_id", "published_at").
		Where("published_at IS NOT NULL AND " + newest).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var waiting []struct {
		ChannelID models.ID[models.Channel]
		N         int64
	}
	err = of[models.Delivery](s.db).Scopes(s.own("deliveries")).Select("channel_id, count(*) AS n").
		Where("state IN ?", unsettled()).Group("channel_id").Scan(ctx, &waiting)
	if err != nil {
		return nil, translate(err)
	}
	checks, err := of[models.ChannelCheck](s.db).Scopes(s.own("channel_checks")).Where("answered_at IS NOT NULL").Find(ctx)
	uses := make(map[models.ID[models.Channel]]Use, len(last))
	for _, c := range checks {
		uses[c.ID] = Use{Looked: *c.AnsweredAt, Called: c.Health.Name}
	}
	if err != nil {
		return nil, translate(err)
	}
	foreign, err := of[models.ForeignPost](s.db).
		Where("explained_at IS NULL AND channel_id IN (SELECT id FROM channels WHERE organization_id = ?)", s.who.OrganizationID).Order("found_at").Find(ctx)
	for _, p := range foreign {
		use := uses[p.ChannelID]
		use.Foreign = append(use.Foreign, p.URL)
		uses[p.ChannelID] = use
	}
	for _, d := range last {
		use := uses[d.ChannelID]
		use.Published = *d.PublishedAt
		uses[d.ChannelID] = use
	}
	for _, w := range waiting {
		use := uses[w.ChannelID]
		use.Waiting = w.N
		uses[w.ChannelID] = use
	}
	return uses, translate(err)
}

// Unsettled counts the deliveries that may still leave over a channel, or
// whose outcome is open.
func (s *Scope) Unsettled(ctx context.Context, channel models.ID[models.Channel]) (int64, error) {
	n, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).Where("channel_id = ? AND state IN ?", channel, unsettled()).Count(ctx)
	return n, translate(err)
}

// Vouched counts the posts that stand on a channel in the name of somebody who
// may take the consent back, and have them taken down.
func (s *Scope) Vouched(ctx context.Context, channel models.ID[models.Channel], now time.Time) (int64, error) {
	n, err := of[models.Delivery](s.db).Scopes(s.own("deliveries")).
		Where("channel_id = ? AND state = ?", channel, models.Published).
		Where("EXISTS (SELECT 1 FROM consents c WHERE c.messenger_id = deliveries.messenger_id AND c.withdrawn_at IS NULL AND c.expires_at > ?)", now).
		Count(ctx)
	return n, translate(err)
}

// unsettled lists the states from which something is still to happen.
func unsettled() []models.DeliveryState {
	return []models.DeliveryState{
		models.Planned, models.Ready, models.Claimed, models.Sending, models.RetryWait, models.Uncertain, models.UncertainHuman, models.TakedownPending,
	}
}

// Channel reads a channel.
func (s *Scope) Channel(ctx context.Context, id models.ID[models.Channel]) (*models.Channel, error) {
	return take(ctx, s.db, s.own("channels"), id)
}

// CreateChannel writes a new channel.
func (s *Scope) CreateChannel(ctx context.Context, c *models.Channel) error {
	return create(ctx, s.db, c)
}

// SaveChannel writes a changed channel, or is stale.
func (s *Scope) SaveChannel(ctx context.Context, c *models.Channel) error {
	return save(ctx, s.db, c.ID, &c.Version, c)
}
