package store

import (
	"context"

	"gorm.io/gorm/clause"

	"caravan/models"
)

// Hear keeps what a report is called, and reports whether it is new. Only the
// system hears.
func (s *Scope) Hear(ctx context.Context, n *models.HookNonce) (bool, error) {
	if !s.who.IsSystem() {
		return false, models.ErrForbidden
	}
	fresh, err := of[models.HookNonce](s.db, clause.OnConflict{DoNothing: true}).CreateNew(ctx, n)
	return fresh, translate(err)
}

// Unhear forgets a report that could not be taken, so that it may come again.
func (s *Scope) Unhear(ctx context.Context, n *models.HookNonce) error {
	if !s.who.IsSystem() {
		return models.ErrForbidden
	}
	_, err := of[models.HookNonce](s.db).Where("channel_id = ? AND nonce = ?", n.ChannelID, n.Nonce).Delete(ctx)
	return translate(err)
}
