package store

import (
	"context"
	"time"

	"caravan/models"
)

// SecurityKeys lists the keys of a person that are not revoked, oldest first.
func (s *Scope) SecurityKeys(ctx context.Context, id models.ID[models.User]) ([]models.SecurityKey, error) {
	keys, err := of[models.SecurityKey](s.db).Where("user_id = ? AND revoked_at IS NULL", id).Order("id").Find(ctx)
	return keys, translate(err)
}

// KeysThatSigned are the keys that decisions name, revoked or not.
func (s *Scope) KeysThatSigned(ctx context.Context, decisions []models.Decision) (map[models.ID[models.SecurityKey]]models.SecurityKey, error) {
	var ids []models.ID[models.SecurityKey]
	for i := range decisions {
		if signature := decisions[i].Signature; signature != nil {
			ids = append(ids, signature.KeyID)
		}
	}
	return byID(ctx, s.db, ids, func(k *models.SecurityKey) models.ID[models.SecurityKey] { return k.ID })
}

// CreateSecurityKey writes a new key. One that is registered already, by
// whomever, is ErrTaken.
func (s *Scope) CreateSecurityKey(ctx context.Context, k *models.SecurityKey) error {
	return create(ctx, s.db, k)
}

// UseSecurityKey notes that a key signed, and how often it has by now. Of
// several who bring the same signature one succeeds; the others are
// ErrWrongKey.
func (s *Scope) UseSecurityKey(ctx context.Context, k *models.SecurityKey, count int64, now time.Time) error {
	n, err := of[models.SecurityKey](s.db).Where("id = ? AND sign_count = ? AND revoked_at IS NULL", k.ID, k.SignCount).
		Set(ctx, map[string]any{"sign_count": count, "used_at": now})
	if err == nil && n == 0 {
		return models.ErrWrongKey
	}
	return translate(err)
}

// RevokeSecurityKey ends a key of a person.
func (s *Scope) RevokeSecurityKey(ctx context.Context, owner models.ID[models.User], id models.ID[models.SecurityKey], now time.Time) error {
	n, err := of[models.SecurityKey](s.db).Where("id = ? AND user_id = ? AND revoked_at IS NULL", id, owner).Update(ctx, "revoked_at", now)
	if err == nil && n == 0 {
		return models.ErrMissing
	}
	return translate(err)
}

// RevokeSecurityKeys ends every key of a person, and returns how many.
func (s *Scope) RevokeSecurityKeys(ctx context.Context, owner models.ID[models.User], now time.Time) (int, error) {
	n, err := of[models.SecurityKey](s.db).Where("user_id = ? AND revoked_at IS NULL", owner).Update(ctx, "revoked_at", now)
	return n, translate(err)
}

// CreateCeremony writes a ceremony that was begun.
func (s *Scope) CreateCeremony(ctx context.Context, c *models.Ceremony) error {
	return create(ctx, s.db, c)
}

// TakeCeremony takes the ceremony of a secret out, or is ErrCeremony. Of
// several who try at once one succeeds.
func (s *Scope) TakeCeremony(ctx context.Context, hash []byte) (*models.Ceremony, error) {
	found, err := of[models.Ceremony](s.db).Where("secret_hash = ?", hash).Limit(1).Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	if len(found) == 0 {
		return nil, models.ErrCeremony
	}
	n, err := of[models.Ceremony](s.db).Where("id = ?", found[0].ID).Delete(ctx)
	if err == nil && n == 0 {
		return nil, models.ErrCeremony
	}
	return &found[0], translate(err)
}
