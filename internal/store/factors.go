package store

import (
	"context"
	"time"

	"caravan/models"
)

// Factor reads the second factor of a person.
func (s *Scope) Factor(ctx context.Context, id models.ID[models.User]) (*models.Factor, error) {
	factor, err := of[models.Factor](s.db).Where("user_id = ?", id).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &factor, nil
}

// CreateFactor writes a factor that is being set up, in place of one that
// never was.
func (s *Scope) CreateFactor(ctx context.Context, f *models.Factor) error {
	if _, err := of[models.Factor](s.db).Where("user_id = ? AND confirmed_at IS NULL", f.UserID).Delete(ctx); err != nil {
		return translate(err)
	}
	return create(ctx, s.db, f)
}

// ConfirmFactor has signing in ask for a factor from now on.
func (s *Scope) ConfirmFactor(ctx context.Context, id models.ID[models.Factor], now time.Time) error {
	_, err := of[models.Factor](s.db).Where("id = ?", id).Update(ctx, "confirmed_at", now)
	return translate(err)
}

// UseStep notes that the code of a step was used, or is ErrCodeReplayed: no
// step at or before the last one works. Of several who try at once one
// succeeds.
func (s *Scope) UseStep(ctx context.Context, id models.ID[models.Factor], step int64) error {
	n, err := of[models.Factor](s.db).Where("id = ? AND last_step < ?", id, step).Update(ctx, "last_step", step)
	if err == nil && n == 0 {
		return models.ErrCodeReplayed
	}
	return translate(err)
}

// DeleteFactor forgets a person's factor.
func (s *Scope) DeleteFactor(ctx context.Context, id models.ID[models.User]) error {
	_, err := of[models.Factor](s.db).Where("user_id = ?", id).Delete(ctx)
	return translate(err)
}

// DeleteRecoveryCodes forgets a person's recovery codes.
func (s *Scope) DeleteRecoveryCodes(ctx context.Context, id models.ID[models.User]) error {
	_, err := of[models.RecoveryCode](s.db).Where("user_id = ?", id).Delete(ctx)
	return translate(err)
}

// ReplaceRecoveryCodes writes a person's new recovery codes in place of those
// that there were.
func (s *Scope) ReplaceRecoveryCodes(ctx context.Context, id models.ID[models.User], codes []models.RecoveryCode) error {
	if _, err := of[models.RecoveryCode](s.db).Where("user_id = ?", id).Delete(ctx); err != nil {
		return translate(err)
	}
	return translate(of[models.RecoveryCode](s.db).CreateInBatches(ctx, codes, len(codes)))
}

// UseRecoveryCode uses a code up, or is ErrWrongCode. Of several who try at
// once one succeeds.
func (s *Scope) UseRecoveryCode(ctx context.Context, id models.ID[models.User], hash []byte, now time.Time) error {
	n, err := of[models.RecoveryCode](s.db).Where("user_id = ? AND code_hash = ? AND used_at IS NULL", id, hash).Update(ctx, "used_at", now)
	if err == nil && n == 0 {
		return models.ErrWrongCode
	}
	return translate(err)
}

// CountRecoveryCodes returns how many codes a person has left.
func (s *Scope) CountRecoveryCodes(ctx context.Context, id models.ID[models.User]) (int64, error) {
	n, err := of[models.RecoveryCode](s.db).Where("user_id = ? AND used_at IS NULL", id).Count(ctx)
	return n, translate(err)
}
