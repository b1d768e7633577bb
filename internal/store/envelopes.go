package store

import (
	"context"
	"time"

	"caravan/models"
)

// Envelopes lists the codes that were ever made for custodians of the
// organisation, newest first.
func (s *Scope) Envelopes(ctx context.Context) ([]models.Envelope, error) {
	found, err := of[models.Envelope](s.db).Scopes(s.own("envelopes")).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// OwnEnvelope reads the actor's own code that is still sealed away.
func (s *Scope) OwnEnvelope(ctx context.Context) (*models.Envelope, error) {
	found, err := of[models.Envelope](s.db).Scopes(s.own("envelopes")).
		Where("user_id = ? AND used_at IS NULL AND replaced_at IS NULL", s.who.UserID).Take(ctx)
	return &found, translate(err)
}

// ReplaceEnvelope ends the use of a custodian's code that is still sealed away.
func (s *Scope) ReplaceEnvelope(ctx context.Context, owner models.ID[models.User], now time.Time) error {
	_, err := of[models.Envelope](s.db).Scopes(s.own("envelopes")).
		Where("user_id = ? AND used_at IS NULL AND replaced_at IS NULL", owner).Update(ctx, "replaced_at", now)
	return translate(err)
}

// CreateEnvelope writes that a code was made.
func (s *Scope) CreateEnvelope(ctx context.Context, e *models.Envelope) error {
	return create(ctx, s.db, e)
}

// UseEnvelope uses a code up, or is ErrNoEnvelope. Of several who try at once,
// one succeeds.
func (s *Scope) UseEnvelope(ctx context.Context, id models.ID[models.Envelope], now time.Time) error {
	n, err := of[models.Envelope](s.db).Where("id = ? AND used_at IS NULL AND replaced_at IS NULL", id).Update(ctx, "used_at", now)
	if err == nil && n == 0 {
		return models.ErrNoEnvelope
	}
	return translate(err)
}

// Ombudspersons lists whom the organisation ever named, newest first.
func (s *Scope) Ombudspersons(ctx context.Context) ([]models.Ombudsperson, error) {
	found, err := of[models.Ombudsperson](s.db).Scopes(s.own("ombudspersons")).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// Ombudsperson reads whom the organisation answers to now.
func (s *Scope) Ombudsperson(ctx context.Context) (*models.Ombudsperson, error) {
	found, err := of[models.Ombudsperson](s.db).Scopes(s.own("ombudspersons")).Where("ended_at IS NULL").Take(ctx)
	return &found, translate(err)
}

// OmbudspersonOf reads the one of a notice.
func (s *Scope) OmbudspersonOf(ctx context.Context, id models.ID[models.Ombudsperson]) (*models.Ombudsperson, error) {
	return take(ctx, s.db, everybody, id)
}

// EndOmbudsperson lets another one be named.
func (s *Scope) EndOmbudsperson(ctx context.Context, now time.Time) error {
	_, err := of[models.Ombudsperson](s.db).Scopes(s.own("ombudspersons")).Where("ended_at IS NULL").Update(ctx, "ended_at", now)
	return translate(err)
}

// CreateOmbudsperson writes whom the organisation named.
func (s *Scope) CreateOmbudsperson(ctx context.Context, o *models.Ombudsperson) error {
	return create(ctx, s.db, o)
}
