package planning

import (
	"context"
	"errors"
	"fmt"
	"time"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/internal/vault"
	"caravan/models"
)

// KeepKey takes the public half of a custodian's key in place of the one that
// they had, or of the recovery key. What is sealed already stays as it is.
func (d *Desk) KeepKey(ctx context.Context, by models.Actor, recipient string, recovery bool) (*models.CustodianKey, error) {
	now := d.Now()
	key, err := models.NewCustodianKey(recipient, recovery, by, now)
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		offices, err := tx.Offices(ctx, by.UserID)
		if err != nil {
			return err
		}
		if err := by.CheckCustodian(offices); err != nil {
			return err
		}
		if err := tx.RetireCustodianKey(ctx, recovery, now); err != nil {
			return err
		}
		if err := tx.CreateCustodianKey(ctx, key); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "custodian_key.kept", Kind: "custodian_key", Object: key.ID.String(), At: now})
	})
	return key, err
}

// asCustodian does something that only those may who may be shown identities.
// For everybody else there is nothing.
func (d *Desk) asCustodian(ctx context.Context, by models.Actor, do func(tx *store.Scope) error) error {
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		offices, err := tx.Offices(ctx, by.UserID)
		if err != nil {
			return err
		}
		if by.CheckCustodian(offices) != nil {
			return models.ErrMissing
		}
		return do(tx)
	})
}

// Seal keeps who a messenger is, sealed by the browser of whoever wrote it
// down, in place of what was kept. How many the file is sealed to is checked,
// and that they are said to be the custodians of now; who they are cannot be
// seen from outside.
func (d *Desk) Seal(ctx context.Context, by models.Actor, id models.ID[models.Messenger], file []byte, to []models.ID[models.CustodianKey]) (*models.Identity, error) {
	now := d.Now()
	seal, err := vault.ReadSeal(file)
	if err != nil {
		return nil, models.ErrNotSealed.At("/ciphertext")
	}
	var identity *models.Identity
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		messenger, err := tx.Messenger(ctx, id)
		if err != nil {
			return err
		}
		if err := addressed(ctx, tx, seal, to); err != nil {
			return err
		}
		if identity, err = messenger.SealIdentity(file, seal.Commitment, to, by, now); err != nil {
			return err
		}
		if err := d.destroy(ctx, tx, id, models.DestroyedReplaced, now); err != nil {
			return err
		}
		if err := d.Keys.enclose(ctx, identity); err != nil {
			return err
		}
		if err := tx.CreateIdentity(ctx, identity); err != nil {
			return err
		}
		if err := oweForgetting(ctx, tx, now); err != nil {
			return err
		}
		return tx.Record(ctx, about(id, "identity.sealed", now))
	})
	return identity, err
}

// addressed refuses a sealing that is not to the keys of now, as far as that
// can be seen.
func addressed(ctx context.Context, tx *store.Scope, seal vault.Seal, to []models.ID[models.CustodianKey]) error {
	keys, err := tx.CustodianKeys(ctx)
	if err != nil {
		return err
	}
	if seal.Recipients != len(to) {
		return models.ErrWrongRecipients.With(fmt.Sprintf("It is sealed to %d, and said to be to %d.", seal.Recipients, len(to)))
	}
	return models.SealedTo(keys, to)
}

// destroy forgets who a messenger is, if that is kept.
func (d *Desk) destroy(ctx context.Context, tx *store.Scope, id models.ID[models.Messenger], why string, now time.Time) error {
	identity, err := tx.Identity(ctx, id)
	if errors.Is(err, models.ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	identity.Destroy(why, now)
	if err := tx.DestroyIdentity(ctx, identity); err != nil {
		return err
	}
	if err := tx.Owe(ctx, tasks.Purge{}, "identities.purge", now, now); err != nil {
		return err
	}
	change := about(id, "identity.destroyed", now)
	change.Reason, change.Tenant = why, identity.OrganizationID
	return tx.Record(ctx, change)
}

// oweForgetting owes a look at what is kept without need, once for the day to
// come.
func oweForgetting(ctx context.Context, tx *store.Scope, now time.Time) error {
	next := now.Truncate(24*time.Hour).AddDate(0, 0, 1)
	task := tasks.Forget{Day: models.Date(next.Format(time.DateOnly))}
	return tx.Owe(ctx, task, task.Kind()+":"+string(task.Day), next, now)
}

// defaultRetention is how long an identity is kept without a consent.
const defaultRetention = 30 * 24 * time.Hour

// DestroyForgotten destroys the identities of those who have long not agreed
// to speak, and returns how many. As long as any are left it owes the next
// look.
func (d *Desk) DestroyForgotten(ctx context.Context) (n int, err error) {
	retention := d.Retention
	if retention == 0 {
		retention = defaultRetention
	}
	system := d.Store.As(models.System("worker"))
	kept, err := system.Identities(ctx)
	if err != nil {
		return 0, err
	}
	now := d.Now()
	for i := range kept {
		err := system.InTx(ctx, func(tx *store.Scope) error {
			consents, err := tx.Consents(ctx, kept[i].MessengerID)
			if err != nil || !models.Forgotten(consents, kept[i].SealedOn, retention, now) {
				return err
			}
			n++
			return d.destroy(ctx, tx, kept[i].MessengerID, models.DestroyedRetention, now)
		})
		if err != nil {
			return n, err
		}
	}
	if n == len(kept) {
		return n, nil
	}
	return n, oweForgetting(ctx, system, now)
}
