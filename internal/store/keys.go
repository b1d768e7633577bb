package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// TokenKeys lists the versions of the key that credentials are sealed to,
// oldest first.
func (s *Scope) TokenKeys(ctx context.Context) ([]models.TokenKey, error) {
	found, err := of[models.TokenKey](s.db).Order("version").Find(ctx)
	return found, translate(err)
}

// TokenKey reads one version.
func (s *Scope) TokenKey(ctx context.Context, version uint32) (*models.TokenKey, error) {
	key, err := of[models.TokenKey](s.db).Where("version = ?", version).Take(ctx)
	return &key, translate(err)
}

// NewestTokenKey reads the version to seal to. Inside a transaction it is not
// dropped before the end, so that nothing is sealed to a key that is gone.
func (s *Scope) NewestTokenKey(ctx context.Context) (*models.TokenKey, error) {
	key, err := of[models.TokenKey](s.db).Scopes(s.shared(func(*gorm.Statement) {})).Order("version DESC").Limit(1).Take(ctx)
	return &key, translate(err)
}

// CreateTokenKey writes a new version. One that is there already is ErrTaken.
func (s *Scope) CreateTokenKey(ctx context.Context, k *models.TokenKey) error {
	return create(ctx, s.db, k)
}

// DropTokenKey overwrites and deletes a version if nothing that begins with
// prefix is sealed to it any more, and reports whether it did.
func (s *Scope) DropTokenKey(ctx context.Context, version uint32, prefix []byte) (dropped bool, err error) {
	err = s.InTx(ctx, func(tx *Scope) error {
		if _, err := of[models.TokenKey](tx.db, clause.Locking{Strength: "UPDATE"}).Where("version = ?", version).Take(ctx); err != nil {
			return translate(err)
		}
		left, err := of[models.Channel](tx.db).Where("substr(credentials, 1, ?) = ?", len(prefix), prefix).Count(ctx)
		if err != nil || left > 0 {
			return translate(err)
		}
		if _, err := of[models.TokenKey](tx.db).Where("version = ?", version).Update(ctx, "wrapped", make([]byte, 64)); err != nil {
			return translate(err)
		}
		_, err = of[models.TokenKey](tx.db).Where("version = ?", version).Delete(ctx)
		dropped = err == nil
		return translate(err)
	})
	return dropped, err
}

// SealedElsewhere lists channels after one whose credentials do not begin with
// prefix: those that are still sealed in another way.
func (s *Scope) SealedElsewhere(ctx context.Context, prefix []byte, after models.ID[models.Channel], limit int) ([]models.Channel, error) {
	found, err := of[models.Channel](s.db).Where("credentials IS NOT NULL AND substr(credentials, 1, ?) <> ? AND id > ?", len(prefix), prefix, after).
		Order("id").Limit(limit).Find(ctx)
	return found, translate(err)
}

// Armed lists the channels that have credentials: of one organisation, or of
// all where it is zero.
func (s *Scope) Armed(ctx context.Context, organization models.ID[models.Organization]) ([]models.Channel, error) {
	query := of[models.Channel](s.db).Where("credentials IS NOT NULL")
	if !organization.IsZero() {
		query = query.Where("organization_id = ?", organization)
	}
	found, err := query.Order("id").Find(ctx)
	return found, translate(err)
}

// Reseal replaces the credentials of a channel by the same, sealed anew.
// Nobody else sees a change, and nobody's editing is disturbed.
func (s *Scope) Reseal(ctx context.Context, id models.ID[models.Channel], sealed models.Sealed) error {
	_, err := of[models.Channel](s.db).Where("id = ?", id).Update(ctx, "credentials", sealed)
	return translate(err)
}

// ChannelCheck reads the last question about a channel's account.
func (s *Scope) ChannelCheck(ctx context.Context, id models.ID[models.Channel]) (*models.ChannelCheck, error) {
	return take(ctx, s.db, s.own("channel_checks"), models.ID[models.ChannelCheck](id))
}

// AskCheck writes down that somebody asks how a channel's account is.
func (s *Scope) AskCheck(ctx context.Context, c *models.Channel, now time.Time) error {
	check := models.ChannelCheck{ID: c.ID, OrganizationID: c.OrganizationID, AskedAt: now}
	again := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.Assignments(map[string]any{"asked_at": now})}
	return translate(of[models.ChannelCheck](s.db, again).Create(ctx, &check))
}

// AnswerCheck writes down how a channel's account is, whoever asked.
func (s *Scope) AnswerCheck(ctx context.Context, c *models.ChannelCheck) error {
	again := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"answered_at", "health"})}
	return translate(of[models.ChannelCheck](s.db, again).Create(ctx, c))
}
