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
