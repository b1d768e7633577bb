package store

import (
	"context"

	"gorm.io/gorm"

	"caravan/models"
)

// Channels lists the channels of the organisation.
func (s *Scope) Channels(ctx context.Context, p Page) ([]models.Channel, error) {
	return list[models.Channel](ctx, s.db, s.own("channels"), p)
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

// Messengers lists the messengers of the organisation.
func (s *Scope) Messengers(ctx context.Context, p Page) ([]models.Messenger, error) {
	return list[models.Messenger](ctx, s.db, s.own("messengers"), p)
}

// Messenger reads a messenger.
func (s *Scope) Messenger(ctx context.Context, id models.ID[models.Messenger]) (*models.Messenger, error) {
	return take(ctx, s.db, s.own("messengers"), id)
}

// CreateMessenger writes a new messenger.
func (s *Scope) CreateMessenger(ctx context.Context, m *models.Messenger) error {
	return create(ctx, s.db, m)
}

// Consents lists a messenger's consents, newest first.
func (s *Scope) Consents(ctx context.Context, messenger models.ID[models.Messenger]) ([]models.Consent, error) {
	found, err := gorm.G[models.Consent](s.db).Scopes(s.own("consents")).Where("messenger_id = ?", messenger).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// CreateConsent writes a consent.
func (s *Scope) CreateConsent(ctx context.Context, c *models.Consent) error {
	return create(ctx, s.db, c)
}

// Risks lists a messenger's risk assessments, newest first.
func (s *Scope) Risks(ctx context.Context, messenger models.ID[models.Messenger]) ([]models.RiskAssessment, error) {
	found, err := gorm.G[models.RiskAssessment](s.db).Scopes(s.own("risk_assessments")).Where("messenger_id = ?", messenger).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// CreateRisk writes a risk assessment.
func (s *Scope) CreateRisk(ctx context.Context, r *models.RiskAssessment) error {
	return create(ctx, s.db, r)
}

// SaveConsent writes that a consent was withdrawn; nothing else of it changes.
func (s *Scope) SaveConsent(ctx context.Context, c *models.Consent) error {
	_, err := gorm.G[models.Consent](s.db).Where("id = ?", c.ID).Update(ctx, "withdrawn_at", c.WithdrawnAt)
	return translate(err)
}
