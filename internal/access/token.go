package access

import (
	"context"
	"errors"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// tokenPrefix lets people and scanners of leaked secrets tell a token.
const tokenPrefix = "caravan_"

// IssueToken makes a token that acts for the person within scopes until it
// expires, and returns its secret, of which only a hash is kept.
func (d *Desk) IssueToken(ctx context.Context, by models.Actor, name string, scopes []models.Action, expires time.Time) (secret string, token *models.Token, err error) {
	now := d.Now()
	if token, err = models.NewToken(by, name, scopes, expires, now); err != nil {
		return "", nil, err
	}
	random, _ := newSecret()
	secret = tokenPrefix + random
	token.TokenHash = hashOf(secret)
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateToken(ctx, token); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "token.issued", Kind: "token", Object: token.ID.String(), At: now})
	})
	return secret, token, err
}

// Revoke ends one of the person's own tokens. Revoking it again changes
// nothing.
func (d *Desk) Revoke(ctx context.Context, by models.Actor, id models.ID[models.Token]) error {
	now := d.Now()
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		token, err := tx.Token(ctx, id)
		if err != nil || token.RevokedAt != nil {
			return err
		}
		if err := tx.RevokeToken(ctx, id, now); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "token.revoked", Kind: "token", Object: id.String(), At: now})
	})
}

// Bearer returns who a token acts for, held to its scopes, or
// ErrUnknownPerson.
func (d *Desk) Bearer(ctx context.Context, secret string) (models.Actor, error) {
	system := d.Store.As(models.System("access"))
	token, err := system.TokenByHash(ctx, hashOf(secret))
	if errors.Is(err, models.ErrMissing) || err == nil && !token.Live(d.Now()) {
		err = models.ErrUnknownPerson
	}
	if err != nil {
		return models.Actor{}, err
	}
	who, err := system.Actor(ctx, token.UserID, token.OrganizationID)
	who.Scopes = append([]string{}, token.Scopes...) // never nil: that is a person
	return who, err
}
