package store

import (
	"context"

	"gorm.io/gorm"

	"caravan/models"
)

// Messages lists the messages of a campaign.
func (s *Scope) Messages(ctx context.Context, campaign models.ID[models.Campaign], p Page) ([]models.Message, error) {
	return list[models.Message](ctx, s.db, s.own("messages"), p, where("campaign_id = ?", campaign))
}

// Message reads a message.
func (s *Scope) Message(ctx context.Context, id models.ID[models.Message]) (*models.Message, error) {
	return take(ctx, s.db, s.own("messages"), id)
}

// CreateMessage writes a new message.
func (s *Scope) CreateMessage(ctx context.Context, m *models.Message) error {
	return create(ctx, s.db, m)
}

// SaveMessage writes a changed message, or is stale.
func (s *Scope) SaveMessage(ctx context.Context, m *models.Message) error {
	return save(ctx, s.db, m.ID, &m.Version, m)
}

// Variants lists the texts of a message by language.
func (s *Scope) Variants(ctx context.Context, message models.ID[models.Message]) ([]models.Variant, error) {
	variants, err := gorm.G[models.Variant](s.db).Scopes(s.own("variants")).Where("message_id = ?", message).Order("language").Find(ctx)
	return variants, translate(err)
}

// Variant reads one text.
func (s *Scope) Variant(ctx context.Context, id models.ID[models.Variant]) (*models.Variant, error) {
	return take(ctx, s.db, s.own("variants"), id)
}

// CreateVariant writes a new text. A message has one in each language.
func (s *Scope) CreateVariant(ctx context.Context, v *models.Variant) error {
	return create(ctx, s.db, v)
}

// SaveVariant writes a changed text, or is stale.
func (s *Scope) SaveVariant(ctx context.Context, v *models.Variant) error {
	return save(ctx, s.db, v.ID, &v.Version, v)
}

// Versions lists the frozen versions of a message, newest first.
func (s *Scope) Versions(ctx context.Context, message models.ID[models.Message]) ([]models.MessageVersion, error) {
	versions, err := gorm.G[models.MessageVersion](s.db).Scopes(s.own("message_versions")).Where("message_id = ?", message).Order("number DESC").Find(ctx)
	return versions, translate(err)
}
