package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// ClaimKey takes an idempotency key for the actor's request. It returns nil if
// the key was free, or else the record of the first request that had it.
func (s *Scope) ClaimKey(ctx context.Context, k *models.IdempotencyKey) (*models.IdempotencyKey, error) {
	k.OrganizationID, k.UserID = s.who.OrganizationID, s.who.UserID
	if k.Header == nil {
		k.Header = map[string]string{}
	}
	for range 2 {
		claimed, err := of[models.IdempotencyKey](s.db, clause.OnConflict{DoNothing: true}).CreateNew(ctx, k)
		if err != nil || claimed {
			return nil, translate(err)
		}
		first, err := of[models.IdempotencyKey](s.db).Where(ofKey, keyOf(k)...).Take(ctx)
		if err == nil && k.CreatedAt.Sub(first.CreatedAt) < models.KeyLifetime {
			return &first, nil
		}
		if err = s.ReleaseKey(ctx, &first); err != nil {
			return nil, err
		}
	}
	return nil, models.ErrKeyInFlight
}

// ofKey narrows to one key of one actor; keyOf are its arguments.
const ofKey = "organization_id = ? AND user_id = ? AND method = ? AND path = ? AND key = ?"

func keyOf(k *models.IdempotencyKey) []any {
	return []any{k.OrganizationID, k.UserID, k.Method, k.Path, k.Key}
}

// ReleaseKey forgets a key that the request of the record claimed.
func (s *Scope) ReleaseKey(ctx context.Context, k *models.IdempotencyKey) error {
	_, err := of[models.IdempotencyKey](s.db).Where(ofKey, keyOf(k)...).Where("request_id = ?", k.RequestID).Delete(ctx)
	return translate(err)
}

// KeepAnswer writes down the answer to the request that claimed a key.
func (s *Scope) KeepAnswer(ctx context.Context, k *models.IdempotencyKey) error {
	_, err := of[models.IdempotencyKey](s.db).Where(ofKey, keyOf(k)...).Select("status", "header", "body").Updates(ctx, *k)
	return translate(err)
}

// WasCarriedOut reports whether a request changed anything that was recorded.
func (s *Scope) WasCarriedOut(ctx context.Context, request string) (bool, error) {
	_, err := of[models.AuditEntry](s.db).Where("request_id = ?", request).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return false, nil
	}
	return err == nil, translate(err)
}

// Prune deletes what is only kept for a while, as the register of holdings says
// it: answers to idempotency keys, names of reports, hints, and what is left of sessions, links,
// tokens and letters that are over. Only the system prunes.
func (s *Scope) Prune(ctx context.Context, now time.Time) error {
	if !s.who.IsSystem() {
		return models.ErrForbidden
	}
	notices, tokens := now.Add(-models.NoticeKept), now.Add(-models.TokenKept)
	return errors.Join(
		prune[models.IdempotencyKey](ctx, s, "created_at < ?", now.Add(-models.KeyLifetime)),
		prune[models.HookNonce](ctx, s, "heard_at < ?", now.Add(-models.NonceLifetime)),
		prune[models.Event](ctx, s, "at < ?", now.Add(-models.EventLifetime)),
		prune[models.Session](ctx, s, "expires_at < ?", now),
		prune[models.Ceremony](ctx, s, "expires_at < ?", now),
		prune[models.Link](ctx, s, "expires_at < ?", now.Add(-models.LinkKept)),
		prune[models.Token](ctx, s, "expires_at < ? OR revoked_at < ?", tokens, tokens),
		prune[models.Notice](ctx, s, "sent_at < ?", notices),
		prune[models.AccountNotice](ctx, s, "sent_at < ?", notices),
		prune[models.BacklashNotice](ctx, s, "sent_at < ?", notices),
		prune[models.RevealNotice](ctx, s, "sent_at < ?", notices),
	)
}

func prune[T any](ctx context.Context, s *Scope, over string, args ...any) error {
	_, err := of[T](s.db).Where(over, args...).Delete(ctx)
	return translate(err)
}
