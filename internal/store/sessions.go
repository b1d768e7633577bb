package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

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

// RenewSession gives a session another secret, as of the moment in which its
// person proved who they are. Of several who try at once one succeeds; the
// others are ErrUnknownPerson.
func (s *Scope) RenewSession(ctx context.Context, was []byte, to *models.Session) error {
	n, err := of[models.Session](s.db).Where("id = ? AND token_hash = ?", to.ID, was).Set(ctx, map[string]any{
		"token_hash": to.TokenHash, "confirmed_at": to.ConfirmedAt, "seen_at": to.SeenAt, "strength": to.Strength,
	})
	if err == nil && n == 0 {
		return models.ErrUnknownPerson
	}
	return translate(err)
}

// ownSessions narrows sessions to the actor's own, in every organisation.
func (s *Scope) ownSessions(st *gorm.Statement) {
	st.AddClause(clause.Where{Exprs: []clause.Expression{
		clause.Eq{Column: clause.Column{Table: "sessions", Name: "user_id"}, Value: s.who.UserID},
	}})
}

// Sessions lists the actor's own sessions that were in use since a moment and
// did not end before now.
func (s *Scope) Sessions(ctx context.Context, p Page, since, now time.Time) ([]models.Session, error) {
	return list[models.Session](ctx, s.db, s.ownSessions, p, where("seen_at > ? AND expires_at > ?", since, now))
}

// EndSession ends one of the actor's own sessions.
func (s *Scope) EndSession(ctx context.Context, id models.ID[models.Session]) error {
	n, err := of[models.Session](s.db).Scopes(s.ownSessions).Where("id = ?", id).Delete(ctx)
	if err == nil && n == 0 {
		return models.ErrMissing
	}
	return translate(err)
}

// EndOtherSessions ends every session of a person save one, and returns how
// many those were. The zero ID ends all.
func (s *Scope) EndOtherSessions(ctx context.Context, id models.ID[models.User], save models.ID[models.Session]) (int, error) {
	n, err := of[models.Session](s.db).Where("user_id = ? AND id <> ?", id, save).Delete(ctx)
	return n, translate(err)
}

// ForgetSessions deletes what is left of a person's sessions that ended by
// themselves.
func (s *Scope) ForgetSessions(ctx context.Context, id models.ID[models.User], now time.Time) error {
	_, err := of[models.Session](s.db).Where("user_id = ? AND expires_at <= ?", id, now).Delete(ctx)
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
