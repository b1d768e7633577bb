package access

import (
	"context"
	"errors"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Confirm has a signed-in person prove again who they are. Their session goes
// on under another secret, which it returns; the old one no longer works.
func (d *Desk) Confirm(ctx context.Context, who models.Actor, secret, password, code string) (string, models.Actor, error) {
	records := d.Store.As(who)
	if err := d.right(ctx, records, who.UserID, password); err != nil {
		return "", models.Actor{}, err
	}
	err := records.InTx(ctx, func(tx *store.Scope) error {
		strength, err := d.prove(ctx, tx, who.UserID, code)
		if err != nil {
			return err
		}
		secret, who, err = d.renew(ctx, tx, who, secret, strength, d.Now())
		return err
	})
	return secret, who, err
}

// renew gives the session of somebody who proved at a moment who they are
// another secret.
func (d *Desk) renew(ctx context.Context, tx *store.Scope, who models.Actor, was string, strength models.Strength, proved time.Time) (string, models.Actor, error) {
	now := d.Now()
	secret, hash := newSecret()
	session := &models.Session{ID: who.Session, TokenHash: hash, ConfirmedAt: proved, SeenAt: now, Strength: strength}
	if err := tx.RenewSession(ctx, hashOf(was), session); err != nil {
		return "", models.Actor{}, err
	}
	err := tx.Record(ctx, store.Change{Action: "session.confirmed", Kind: "user", Object: who.UserID.String(), At: now})
	return secret, acting(who, session), err
}

// SetPassword replaces the person's own password and ends their other
// sessions. Their own goes on under another secret, which it returns.
func (d *Desk) SetPassword(ctx context.Context, who models.Actor, secret, password string) (string, models.Actor, error) {
	err := d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		user, err := tx.User(ctx, who.UserID)
		if err != nil {
			return err
		}
		if err := d.setPassword(ctx, tx, user, password); err != nil {
			return err
		}
		if _, err := tx.EndOtherSessions(ctx, who.UserID, who.Session); err != nil {
			return err
		}
		secret, who, err = d.renew(ctx, tx, who, secret, who.Strength, d.Now())
		return err
	})
	return secret, who, err
}

// SignOut ends a session. Ending one that is over changes nothing.
func (d *Desk) SignOut(ctx context.Context, who models.Actor, secret string) error {
	return d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.DeleteSession(ctx, hashOf(secret)); err != nil {
			return err
		}
		return d.closed(ctx, tx, who)
	})
}

// Sessions lists the person's own sessions that are live.
func (d *Desk) Sessions(ctx context.Context, who models.Actor, p store.Page) ([]models.Session, error) {
	now := d.Now()
	return d.Store.As(who).Sessions(ctx, p, now.Add(-d.Rules.IdleOf(who)), now)
}

// EndSession ends one of the person's own sessions.
func (d *Desk) EndSession(ctx context.Context, who models.Actor, id models.ID[models.Session]) error {
	return d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		return errors.Join(tx.EndSession(ctx, id), d.closed(ctx, tx, who))
	})
}

// EndOtherSessions ends every session of the person's own save this one.
func (d *Desk) EndOtherSessions(ctx context.Context, who models.Actor) error {
	return d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		n, err := tx.EndOtherSessions(ctx, who.UserID, who.Session)
		if err != nil || n == 0 {
			return err
		}
		return d.closed(ctx, tx, who)
	})
}

func (d *Desk) closed(ctx context.Context, tx *store.Scope, who models.Actor) error {
	return tx.Record(ctx, store.Change{Action: "session.closed", Kind: "user", Object: who.UserID.String(), At: d.Now()})
}
