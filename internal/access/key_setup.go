package access

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"caravan/internal/signing"
	"caravan/internal/store"
	"caravan/models"
)

// KeysOf lists the security keys of the person.
func (d *Desk) KeysOf(ctx context.Context, who models.Actor) ([]models.SecurityKey, error) {
	return d.Store.As(who).SecurityKeys(ctx, who.UserID)
}

// BeginKey has a new key asked, that is none of those which the person has.
func (d *Desk) BeginKey(ctx context.Context, who models.Actor) (*Challenge, error) {
	party, err := signing.Party(d.Address)
	if err != nil {
		return nil, err
	}
	records := d.Store.As(who)
	h, err := holder(ctx, records, who.UserID, who.Email)
	if err != nil {
		return nil, err
	}
	if len(h.keys) >= models.SecurityKeys {
		return nil, models.ErrWrongState.With("There are ten keys already. Remove one first.")
	}
	creation, asked, err := party.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.WebAuthnCredentials()).CredentialDescriptors()))
	if err != nil {
		return nil, fmt.Errorf("ask new security key: %w", err)
	}
	return d.begin(ctx, records, h, models.ToRegister, who.Session, creation.Response, asked)
}

// A Registration is a key that a person has from now on.
type Registration struct {
	Key     *models.SecurityKey
	Codes   []string // recovery codes, for who had none
	Renewed string   // the secret under which the person's session goes on
}

// RegisterKey takes the answer of a new key. Signing in asks for a key from
// now on. The person's session goes on under another secret; their others end.
func (d *Desk) RegisterKey(ctx context.Context, who models.Actor, secret, ceremony, name, answer string) (*Registration, error) {
	records := d.Store.As(who)
	key, err := d.registered(ctx, records, who, ceremony, answer)
	if err != nil {
		return nil, err
	}
	if err := key.Call(name); err != nil {
		return nil, err
	}
	made := &Registration{Key: key}
	err = records.InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateSecurityKey(ctx, key); err != nil {
			return err
		}
		if made.Codes, err = d.firstCodes(ctx, tx, who.UserID); err != nil {
			return err
		}
		if err := d.keyChanged(ctx, tx, "security_key.registered", key); err != nil {
			return err
		}
		made.Renewed, err = d.alone(ctx, tx, who, secret, withKey(who.Strength))
		return err
	})
	return made, err
}

// registered checks the answer of a new key.
func (d *Desk) registered(ctx context.Context, records *store.Scope, who models.Actor, ceremony, answer string) (*models.SecurityKey, error) {
	party, err := signing.Party(d.Address)
	if err != nil {
		return nil, err
	}
	var asked webauthn.SessionData
	if _, err := d.taken(ctx, records, ceremony, models.ToRegister, who.Session, &asked); err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, models.ErrWrongKey
	}
	made, err := party.CreateCredential(&keyholder{id: who.UserID}, asked, parsed)
	if err != nil {
		return nil, models.ErrWrongKey
	}
	key := &models.SecurityKey{
		ID: models.NewID[models.SecurityKey](), UserID: who.UserID, CredentialID: made.ID, PublicKey: made.PublicKey, Transports: []string{},
		Synced: made.Flags.BackupEligible, SignCount: int64(made.Authenticator.SignCount), CreatedAt: d.Now(),
	}
	for _, transport := range made.Transport {
		key.Transports = append(key.Transports, string(transport))
	}
	return key, nil
}

// firstCodes makes recovery codes for somebody who has none.
func (d *Desk) firstCodes(ctx context.Context, tx *store.Scope, id models.ID[models.User]) ([]string, error) {
	left, err := tx.CountRecoveryCodes(ctx, id)
	if err != nil || left > 0 {
		return nil, err
	}
	codes, kept := newRecoveryCodes(id)
	return codes, tx.ReplaceRecoveryCodes(ctx, id, kept)
}

// alone ends the other sessions of a person, and gives this one another secret.
func (d *Desk) alone(ctx context.Context, tx *store.Scope, who models.Actor, secret string, strength models.Strength) (string, error) {
	if _, err := tx.EndOtherSessions(ctx, who.UserID, who.Session); err != nil {
		return "", err
	}
	renewed, _, err := d.renew(ctx, tx, who, secret, strength, d.Now())
	return renewed, err
}

// withKey is what a session rests on once a key has answered.
func withKey(s models.Strength) models.Strength {
	if s.AtProvider() {
		return models.ByProviderAndFactor
	}
	return models.ByKey
}

// RemoveKey revokes a key of the person, and ends their other sessions. It
// returns the secret under which this one goes on.
func (d *Desk) RemoveKey(ctx context.Context, who models.Actor, secret string, id models.ID[models.SecurityKey]) (renewed string, err error) {
	err = d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.RevokeSecurityKey(ctx, who.UserID, id, d.Now()); err != nil {
			return err
		}
		if err := d.dropCodes(ctx, tx, who.UserID); err != nil {
			return err
		}
		if err := d.keyChanged(ctx, tx, "security_key.removed", &models.SecurityKey{ID: id, UserID: who.UserID}); err != nil {
			return err
		}
		renewed, err = d.alone(ctx, tx, who, secret, who.Strength)
		return err
	})
	return renewed, err
}

// dropCodes forgets the recovery codes of somebody who has no factor left.
func (d *Desk) dropCodes(ctx context.Context, tx *store.Scope, id models.ID[models.User]) error {
	factored, err := factored(ctx, tx, id)
	if err != nil || factored {
		return err
	}
	return tx.DeleteRecoveryCodes(ctx, id)
}

// factored reports whether signing in asks a person for a second factor.
func factored(ctx context.Context, records *store.Scope, id models.ID[models.User]) (bool, error) {
	factor, err := records.Factor(ctx, id)
	if err != nil && !errors.Is(err, models.ErrMissing) || factor.Asked() {
		return factor.Asked(), err
	}
	keys, err := records.SecurityKeys(ctx, id)
	return len(keys) > 0, err
}

// ForgetFactors has signing in ask a person for their password alone, and ends
// their sessions.
func (d *Desk) ForgetFactors(ctx context.Context, by models.Actor, id models.ID[models.User]) error {
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if had, err := factored(ctx, tx, id); err != nil {
			return err
		} else if !had {
			return models.ErrMissing
		}
		if _, err := tx.RevokeSecurityKeys(ctx, id, d.Now()); err != nil {
			return err
		}
		if err := errors.Join(tx.DeleteFactor(ctx, id), tx.DeleteRecoveryCodes(ctx, id)); err != nil {
			return err
		}
		if _, err := tx.EndOtherSessions(ctx, id, models.ID[models.Session]{}); err != nil {
			return err
		}
		return d.factorChanged(ctx, tx, "factor.removed", id)
	})
}
