package store

import (
	"context"
	"time"

	"caravan/models"
)

// CreateRevealNotice writes whom a step of a reveal is told.
func (s *Scope) CreateRevealNotice(ctx context.Context, n *models.RevealNotice) error {
	return create(ctx, s.db, n)
}

// RevealNotice reads one.
func (s *Scope) RevealNotice(ctx context.Context, id models.ID[models.RevealNotice]) (*models.RevealNotice, error) {
	return take(ctx, s.db, everybody, id)
}

// RevealNoticeSent notes that it has left.
func (s *Scope) RevealNoticeSent(ctx context.Context, id models.ID[models.RevealNotice], now time.Time) error {
	_, err := of[models.RevealNotice](s.db).Where("id = ?", id).Update(ctx, "sent_at", now)
	return translate(err)
}
