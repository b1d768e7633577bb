package store

import (
	"context"

	"caravan/models"
)

// Messages lists the messages of a campaign.
func (s *Scope) Messages(ctx context.Context, campaign models.ID[models.Campaign], p Page) ([]models.Message, error) {
	return list[models.Message](ctx, s.db, s.own("messages"), p, where("campaign_id = ?", campaign))
}

// Message reads a message. Inside a transaction on Postgres it stays locked, so
// that two who write in it at once do not lose each other's names.
func (s *Scope) Message(ctx context.Context, id models.ID[models.Message]) (*models.Message, error) {
	return take(ctx, s.db, s.held(s.own("messages")), id)
}

// CreateMessage writes a new message.
func (s *Scope) CreateMessage(ctx context.Context, m *models.Message) error {
	return create(ctx, s.db, m)
}

// SaveMessage writes a changed message, or is stale.
func (s *Scope) SaveMessage(ctx context.Context, m *models.Message) error {
	return save(ctx, s.db, m.ID, &m.Version, m)
}

// TouchMessage writes who wrote in a message, and when. Its version stays: it is
// that of the brief, which others may be revising.
func (s *Scope) TouchMessage(ctx context.Context, m *models.Message) error {
	_, err := of[models.Message](s.db).Where("id = ?", m.ID).Select("editors", "updated_at").Updates(ctx, *m)
	return translate(err)
}

// Progress says how far messages have come, in their order.
func (s *Scope) Progress(ctx context.Context, messages []models.Message) ([]models.Progress, error) {
	ids := make([]models.ID[models.Message], 0, len(messages))
	for i := range messages {
		ids = append(ids, messages[i].ID)
	}
	variants, err := of[models.Variant](s.db).Scopes(s.own("variants")).Where("message_id IN ?", ids).Order("language").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	newest, err := of[models.MessageVersion](s.db).Scopes(s.own("message_versions")).
		Where("message_id IN ? AND number = (SELECT max(number) FROM message_versions AS o WHERE o.message_id = message_versions.message_id)", ids).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var approved []models.ID[models.MessageVersion]
	err = s.db.WithContext(ctx).Model(&models.Submission{}).Distinct("version_id").
		Where("message_id IN ? AND state IN ?", ids, []models.SubmissionState{models.Approved, models.ApprovedWithConditions}).Scan(&approved).Error
	if err != nil {
		return nil, translate(err)
	}
	all := make([]models.Progress, 0, len(messages))
	for i := range messages {
		all = append(all, models.NewProgress(&messages[i], variants, newest, approved))
	}
	return all, nil
}

// Variants lists the texts of a message by language.
func (s *Scope) Variants(ctx context.Context, message models.ID[models.Message]) ([]models.Variant, error) {
	variants, err := of[models.Variant](s.db).Scopes(s.own("variants")).Where("message_id = ?", message).Order("language").Find(ctx)
	return variants, translate(err)
}

// Variant reads the text of a message in a language.
func (s *Scope) Variant(ctx context.Context, message models.ID[models.Message], language string) (*models.Variant, error) {
	v, err := of[models.Variant](s.db).Scopes(s.held(s.own("variants"))).Where("message_id = ? AND language = ?", message, language).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &v, nil
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
	versions, err := of[models.MessageVersion](s.db).Scopes(s.own("message_versions")).Where("message_id = ?", message).Order("number DESC").Find(ctx)
	return versions, translate(err)
}

// VersionBefore reads the frozen version before one, or nil.
func (s *Scope) VersionBefore(ctx context.Context, v *models.MessageVersion) (*models.MessageVersion, error) {
	found, err := of[models.MessageVersion](s.db).Scopes(s.own("message_versions")).
		Where("message_id = ? AND number < ?", v.MessageID, v.Number).Order("number DESC").Limit(1).Find(ctx)
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return &found[0], nil
}
