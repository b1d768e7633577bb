package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"caravan/models"
)

// SaveIdentity writes whose account a channel is, as its platform says.
// Nobody's editing of the channel is disturbed.
func (s *Scope) SaveIdentity(ctx context.Context, c *models.Channel) error {
	_, err := of[models.Channel](s.db).Where("id = ?", c.ID).Select("remote_id", "remote_since", "identified_at").Updates(ctx, *c)
	return translate(err)
}

// SaveIdle writes since when people know that nobody uses a channel. Nobody's
// editing of it is disturbed.
func (s *Scope) SaveIdle(ctx context.Context, c *models.Channel) error {
	_, err := of[models.Channel](s.db).Where("id = ?", c.ID).Select("idle_told_at").Updates(ctx, *c)
	return translate(err)
}

// CreateAccountNotice writes whom something is told about an account, and
// reports whether that person had not been told.
func (s *Scope) CreateAccountNotice(ctx context.Context, n *models.AccountNotice) (bool, error) {
	made, err := of[models.AccountNotice](s.db, clause.OnConflict{DoNothing: true}).CreateNew(ctx, n)
	return made, translate(err)
}

// AccountNotice reads one.
func (s *Scope) AccountNotice(ctx context.Context, id models.ID[models.AccountNotice]) (*models.AccountNotice, error) {
	return take(ctx, s.db, everybody, id)
}

// AccountNoticeSent notes that it has left.
func (s *Scope) AccountNoticeSent(ctx context.Context, id models.ID[models.AccountNotice], now time.Time) error {
	_, err := of[models.AccountNotice](s.db).Where("id = ?", id).Update(ctx, "sent_at", now)
	return translate(err)
}

// Tried lists the deliveries of a channel that were tried and were due since a
// time: what may stand there, or have come up late.
func (s *Scope) Tried(ctx context.Context, channel models.ID[models.Channel], since time.Time) ([]models.Delivery, error) {
	found, err := of[models.Delivery](s.db).Where("channel_id = ? AND attempts > 0 AND not_before >= ?", channel, since).Find(ctx)
	return found, translate(err)
}

// KnownPosts lists what the program has posted over a channel, by the
// platform's own names, and what people have said to know.
func (s *Scope) KnownPosts(ctx context.Context, channel models.ID[models.Channel]) (ours []string, err error) {
	err = of[models.Post](s.db).Where("channel_id = ?", channel).Select("remote_id").Scan(ctx, &ours)
	if err != nil {
		return nil, translate(err)
	}
	var explained []string
	err = of[models.ForeignPost](s.db).Where("channel_id = ? AND explained_at IS NOT NULL", channel).Select("remote_id").Scan(ctx, &explained)
	return append(ours, explained...), translate(err)
}

// CreateForeignPost writes a post that is not ours, and reports whether it was
// not known.
func (s *Scope) CreateForeignPost(ctx context.Context, p *models.ForeignPost) (bool, error) {
	made, err := of[models.ForeignPost](s.db, clause.OnConflict{DoNothing: true}).CreateNew(ctx, p)
	return made, translate(err)
}

// ExplainPosts notes that somebody has said what the foreign posts of a channel
// are.
func (s *Scope) ExplainPosts(ctx context.Context, channel models.ID[models.Channel], now time.Time) error {
	_, err := of[models.ForeignPost](s.db).Where("channel_id = ? AND explained_at IS NULL", channel).Update(ctx, "explained_at", now)
	return translate(err)
}
