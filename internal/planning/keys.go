package planning

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/internal/vault"
	"caravan/models"
)

// Keys are those that sealed identities are wrapped with once more, one for
// each. They lie apart from the records, and shredding one closes every copy
// of what it opened, in backups too.
type Keys struct {
	Store *store.KeyStore
	Root  *vault.Vault // wraps them
}

var errNoKeys = models.ErrUnavailable.With("No store for the keys of identities is set up: CARAVAN_VAULT_KEYS names one.")

// ageHeader is how a file begins that nobody has wrapped.
const ageHeader = "age-encryption.org/"

func keyPlace(i *models.Identity) string      { return "identity_keys|" + i.ID.String() }
func identityPlace(i *models.Identity) string { return "identities|" + i.ID.String() + "|ciphertext" }

// enclose wraps a sealed identity with a new key of its own.
func (k *Keys) enclose(ctx context.Context, i *models.Identity) error {
	if k == nil {
		return errNoKeys
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	defer clear(key)
	v, err := vault.New(key)
	if err != nil {
		return err
	}
	if err := k.Store.Keep(ctx, i.ID, k.Root.Seal(key, keyPlace(i))); err != nil {
		return err
	}
	i.Ciphertext = v.Seal(i.Ciphertext, identityPlace(i))
	return nil
}

// disclose returns what enclose wrapped: a file that custodians open.
func (k *Keys) disclose(ctx context.Context, i *models.Identity) (models.Sealed, error) {
	if k == nil {
		return nil, errNoKeys
	}
	wrapped, err := k.Store.Key(ctx, i.ID)
	if errors.Is(err, models.ErrMissing) {
		return nil, models.ErrWrongState.With("Its key was destroyed, so nobody can open it.")
	}
	if err != nil {
		return nil, err
	}
	key, err := k.Root.Open(wrapped, keyPlace(i))
	if err != nil {
		return nil, fmt.Errorf("key of an identity: %w", err)
	}
	defer clear(key)
	v, err := vault.New(key)
	if err != nil {
		return nil, err
	}
	file, err := v.Open(i.Ciphertext, identityPlace(i))
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	return file, nil
}

// Begin wraps what was sealed before there were keys, and sees to it that no
// review is forgotten.
func (d *Desk) Begin(ctx context.Context) error {
	system := d.Store.As(models.System("caravan"))
	return errors.Join(oweReviews(ctx, system, d.Now()), d.wrapOlder(ctx, system))
}

// wrapOlder wraps what was sealed before there were keys.
func (d *Desk) wrapOlder(ctx context.Context, system *store.Scope) error {
	kept, err := system.Identities(ctx)
	if err != nil {
		return err
	}
	now, wrapped := d.Now(), 0
	for _, i := range kept {
		if !bytes.HasPrefix(i.Ciphertext, []byte(ageHeader)) {
			continue
		}
		err := system.InTx(ctx, func(tx *store.Scope) error {
			identity, err := tx.Identity(ctx, i.MessengerID)
			if err != nil || identity.ID != i.ID || !bytes.HasPrefix(identity.Ciphertext, []byte(ageHeader)) {
				return err
			}
			if err := d.Keys.enclose(ctx, identity); err != nil {
				return err
			}
			wrapped++
			return tx.SaveSealing(ctx, identity)
		})
		if err != nil && !errors.Is(err, models.ErrMissing) {
			return fmt.Errorf("wrap identities: %w", err)
		}
	}
	if wrapped == 0 {
		return nil
	}
	return system.Owe(ctx, tasks.Purge{}, "identities.purge", now, now)
}

// Purge shreds the keys of destroyed identities, and makes both databases give
// up what they still have of either.
func (d *Desk) Purge(ctx context.Context) error {
	if d.Keys != nil {
		kept, err := d.Keys.Store.Kept(ctx)
		if err != nil {
			return err
		}
		destroyed, err := d.Store.As(models.System("worker")).DestroyedAmong(ctx, kept)
		if err != nil {
			return err
		}
		if err := d.Keys.Store.Shred(ctx, destroyed); err != nil {
			return err
		}
	}
	return d.Store.Purge(ctx)
}
