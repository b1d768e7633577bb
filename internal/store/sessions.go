package store

import (
	"context"
	"time"

	"caravan/models"
)

// CreateSession writes a new session.
func (s *Scope) CreateSession(ctx context.Context, session *models.Session) error {
	return create(ctx, s.db, session)
}

// SessionByHash reads the session of a secret.
func (s *Scope) SessionByHash(ctx context.Context, hash []byte) (*models.Session, error) {
	session, err := of[models.Session](s.db).Where("token_hash = ?", hash).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &session, nil
}

// TouchSession notes that a session was used.
func (s *Scope) TouchSession(ctx context.Context, id models.ID[models.Session], now time.Time) error {
	_, err := of[models.Session](s.db).Where("id = ?", id).Update(ctx, "seen_at", now)
	return translate(err)
}

// DeleteSession ends the session of a secret, if there is one.
func (s *Scope) DeleteSession(ctx context.Context, hash []byte) error {
	_, err := of[models.Session](s.db).Where("token_hash = ?", hash).Delete(ctx)
	return translate(err)
}

// CreateLink writes a new one-time link.
func (s *Scope) CreateLink(ctx context.Context, link *models.Link) error {
	return create(ctx, s.db, link)
}

// UseLink takes the one-time link of a secret, or is ErrLinkUsed. Of several
// who try at once, one succeeds.
func (s *Scope) UseLink(ctx context.Context, hash []byte, now time.Time) (*models.Link, error) {
	n, err := of[models.Link](s.db).Where("token_hash = ? AND used_at IS NULL AND expires_at > ?", hash, now).Update(ctx, "used_at", now)
	if err != nil {
		return nil, translate(err)
	}
	if n == 0 {
		return nil, models.ErrLinkUsed
	}
	link, err := of[models.Link](s.db).Where("token_hash = ?", hash).Take(ctx)
	return &link, translate(err)
}
