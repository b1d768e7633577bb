package store

import (
	"context"

	"caravan/models"
)

// MessengerFilter narrows a list of messengers; empty fields do not.
type MessengerFilter struct {
	Type string
}

// Messengers lists the messengers of the organisation.
func (s *Scope) Messengers(ctx context.Context, f MessengerFilter, p Page) ([]models.Messenger, error) {
	var c []condition
	if f.Type != "" {
		c = append(c, where("type = ?", f.Type))
	}
	return list[models.Messenger](ctx, s.db, s.own("messengers"), p, c...)
}

// Messenger reads a messenger.
func (s *Scope) Messenger(ctx context.Context, id models.ID[models.Messenger]) (*models.Messenger, error) {
	return take(ctx, s.db, s.own("messengers"), id)
}

// CreateMessenger writes a new messenger.
func (s *Scope) CreateMessenger(ctx context.Context, m *models.Messenger) error {
	return create(ctx, s.db, m)
}

// SaveMessenger writes a changed messenger, or is stale.
func (s *Scope) SaveMessenger(ctx context.Context, m *models.Messenger) error {
	return save(ctx, s.db, m.ID, &m.Version, m)
}

// Consents lists a messenger's consents, newest first.
func (s *Scope) Consents(ctx context.Context, messenger models.ID[models.Messenger]) ([]models.Consent, error) {
	found, err := of[models.Consent](s.db).Scopes(s.own("consents")).Where("messenger_id = ?", messenger).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// Consent reads a consent. Inside a transaction it stays locked.
func (s *Scope) Consent(ctx context.Context, id models.ID[models.Consent]) (*models.Consent, error) {
	return take(ctx, s.db, s.held(s.own("consents")), id)
}

// ConsentsOf lists the consents of several messengers, oldest first.
func (s *Scope) ConsentsOf(ctx context.Context, messengers []models.ID[models.Messenger]) ([]models.Consent, error) {
	return find[models.Consent](ctx, s, "consents", "messenger_id IN ?", messengers)
}

// CreateConsent writes a consent.
func (s *Scope) CreateConsent(ctx context.Context, c *models.Consent) error {
	return create(ctx, s.db, c)
}

// Risks lists a messenger's risk assessments, newest first.
func (s *Scope) Risks(ctx context.Context, messenger models.ID[models.Messenger]) ([]models.RiskAssessment, error) {
	found, err := of[models.RiskAssessment](s.db).Scopes(s.own("risk_assessments")).Where("messenger_id = ?", messenger).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// RisksOf lists the risk assessments of several messengers, oldest first.
func (s *Scope) RisksOf(ctx context.Context, messengers []models.ID[models.Messenger]) ([]models.RiskAssessment, error) {
	return find[models.RiskAssessment](ctx, s, "risk_assessments", "messenger_id IN ?", messengers)
}

// CreateRisk writes a risk assessment.
func (s *Scope) CreateRisk(ctx context.Context, r *models.RiskAssessment) error {
	return create(ctx, s.db, r)
}

// SaveConsent writes that a consent was withdrawn; nothing else of it changes.
func (s *Scope) SaveConsent(ctx context.Context, c *models.Consent) error {
	_, err := of[models.Consent](s.db).Where("id = ?", c.ID).Update(ctx, "withdrawn_at", c.WithdrawnAt)
	return translate(err)
}
