package access

import (
	"context"
	"errors"

	"github.com/go-webauthn/webauthn/webauthn"

	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

// BeginSignInWithKey checks a password and has the person's keys asked. As in
// SignIn, who is unknown, wrong or disabled is not told apart.
func (d *Desk) BeginSignInWithKey(ctx context.Context, email, password string) (*Challenge, error) {
	system := d.Store.As(models.System("access"))
	user, err := d.known(ctx, system, email, password)
	if err != nil {
		return nil, err
	}
	h, err := holder(ctx, system, user.ID, user.Email)
	if err != nil {
		return nil, err
	}
	return d.ask(ctx, system, h, models.ToSignIn, models.ID[models.Session]{})
}

// SignInWithKey takes the answer of a key to a challenge, for which the
// password was right, and opens a session.
func (d *Desk) SignInWithKey(ctx context.Context, ceremony, answer string) (string, models.Actor, error) {
	system := d.Store.As(models.System("access"))
	var asked webauthn.SessionData
	begun, err := d.taken(ctx, system, ceremony, models.ToSignIn, models.ID[models.Session]{}, &asked)
	if err != nil {
		return "", models.Actor{}, err
	}
	user, err := system.User(ctx, begun.UserID)
	if err == nil && user.DisabledAt != nil {
		err = models.ErrWrongPassword
	}
	if err != nil {
		return "", models.Actor{}, err
	}
	actors, err := system.ActorsOf(ctx, user.ID)
	if err != nil {
		return "", models.Actor{}, err
	}
	if len(actors) == 0 {
		return "", models.Actor{}, models.ErrWrongPassword
	}
	records := d.Store.As(actors[0])
	h, err := holder(ctx, records, user.ID, user.Email)
	if err != nil {
		return "", models.Actor{}, err
	}
	if _, err := d.check(ctx, records, h, &asked, answer); err != nil {
		return "", models.Actor{}, err
	}
	return d.enter(ctx, actors[0], models.ByKey, d.Now())
}

// BeginConfirmationWithKey has the keys of a signed-in person asked, who
// gives their password too. Who came in at their provider may have none: a key
// that asks its person is proof enough.
func (d *Desk) BeginConfirmationWithKey(ctx context.Context, who models.Actor, password string) (*Challenge, error) {
	records := d.Store.As(who)
	if !who.Strength.AtProvider() {
		if password == "" {
			return nil, models.ErrInvalid.With("Send the password too.").At("/password")
		}
		if err := d.right(ctx, records, who.UserID, password); err != nil {
			return nil, err
		}
	}
	h, err := holder(ctx, records, who.UserID, who.Email)
	if err != nil {
		return nil, err
	}
	return d.ask(ctx, records, h, models.ToConfirm, who.Session)
}

// ConfirmWithKey takes the answer of a key. The person's session goes on under
// another secret, which it returns; the old one no longer works.
func (d *Desk) ConfirmWithKey(ctx context.Context, who models.Actor, secret, ceremony, answer string) (string, models.Actor, error) {
	records := d.Store.As(who)
	var asked webauthn.SessionData
	if _, err := d.taken(ctx, records, ceremony, models.ToConfirm, who.Session, &asked); err != nil {
		return "", models.Actor{}, err
	}
	h, err := holder(ctx, records, who.UserID, who.Email)
	if err != nil {
		return "", models.Actor{}, err
	}
	if _, err := d.check(ctx, records, h, &asked, answer); err != nil {
		return "", models.Actor{}, err
	}
	err = records.InTx(ctx, func(tx *store.Scope) (err error) {
		secret, who, err = d.renew(ctx, tx, who, secret, withKey(who.Strength), d.Now())
		return err
	})
	return secret, who, err
}

// right checks the password of somebody who is signed in.
func (d *Desk) right(ctx context.Context, records *store.Scope, id models.ID[models.User], password string) error {
	user, err := records.User(ctx, id)
	if err != nil {
		return err
	}
	right, err := vault.Matches(ctx, user.PasswordHash, password)
	if err == nil && !right {
		err = models.ErrWrongPassword
	}
	return err
}

// known finds who has an address and a password. An unknown address, a wrong
// password and a disabled person are told apart neither by answer nor by time.
func (d *Desk) known(ctx context.Context, system *store.Scope, email, password string) (*models.User, error) {
	user, err := system.UserByEmail(ctx, email)
	if errors.Is(err, models.ErrMissing) {
		user, err = &models.User{}, nil
	}
	if err != nil {
		return nil, err
	}
	right, err := vault.Matches(ctx, user.PasswordHash, password)
	if err == nil && (!right || user.DisabledAt != nil) {
		err = models.ErrWrongPassword
	}
	return user, err
}
