// Package access is the desk where people prove who they are: signing in and
// out, tokens for programs, one-time links. What they may do then is the
// permission table's affair, in models.
package access

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

// A Desk lets people in.
type Desk struct {
	Store *store.Store
	Now   func() time.Time
	Vault *vault.Vault        // seals second factors and clients' secrets
	Rules models.SessionRules // how long sessions last

	Web     *http.Client // asks identity providers
	Address string       // of the installation, that providers send people back to
}

// SignIn checks a password, and a code where a second factor is set up, and
// opens a session. It returns the session's secret, of which only a hash is
// kept. An unknown address, a wrong password and a disabled person are told
// apart neither by answer nor by time.
func (d *Desk) SignIn(ctx context.Context, email, password, code string) (secret string, who models.Actor, err error) {
	system := d.Store.As(models.System("access"))
	user, err := d.known(ctx, system, email, password)
	if err != nil {
		return "", models.Actor{}, err
	}
	strength, err := d.prove(ctx, system, user.ID, code)
	if err != nil {
		return "", models.Actor{}, err
	}
	return d.open(ctx, system, user, strength)
}

// open starts a session of a user in the first of their organisations.
func (d *Desk) open(ctx context.Context, system *store.Scope, user *models.User, strength models.Strength) (string, models.Actor, error) {
	actors, err := system.ActorsOf(ctx, user.ID)
	if err != nil {
		return "", models.Actor{}, err
	}
	if len(actors) == 0 {
		return "", models.Actor{}, models.ErrWrongPassword
	}
	return d.enter(ctx, actors[0], strength, d.Now())
}

// enter starts a session of somebody who proved at a moment who they are, unless
// they are suspended.
func (d *Desk) enter(ctx context.Context, who models.Actor, strength models.Strength, proved time.Time) (string, models.Actor, error) {
	now := d.Now()
	secret, hash := newSecret()
	session := d.Rules.NewSession(who, hash, strength, now)
	session.ConfirmedAt = proved
	who = acting(who, session)
	err := d.Store.As(who).InTx(ctx, func(tx *store.Scope) error {
		user, err := tx.User(ctx, who.UserID)
		if err == nil && user.SuspendedAt != nil {
			err = models.ErrSuspended
		}
		if err != nil {
			return err
		}
		if err := tx.ForgetSessions(ctx, who.UserID, now); err != nil {
			return err
		}
		if err := tx.CreateSession(ctx, session); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "session.opened", Kind: "user", Object: who.UserID.String(), At: now})
	})
	return secret, who, err
}

// acting is an actor with what their session says of them.
func acting(who models.Actor, session *models.Session) models.Actor {
	who.Session, who.Strength, who.ConfirmedAt = session.ID, session.Strength, session.ConfirmedAt
	return who
}

// Session returns who a session's secret belongs to, or ErrUnknownPerson. It
// counts as use: the session will not go idle.
func (d *Desk) Session(ctx context.Context, secret string) (models.Actor, error) {
	session, who, err := d.session(ctx, secret)
	if now := d.Now(); err == nil && now.Sub(session.SeenAt) > time.Minute {
		err = d.Store.As(who).TouchSession(ctx, session.ID, now)
	}
	return who, err
}

// Peek is Session without counting as use.
func (d *Desk) Peek(ctx context.Context, secret string) (models.Actor, error) {
	_, who, err := d.session(ctx, secret)
	return who, err
}

func (d *Desk) session(ctx context.Context, secret string) (*models.Session, models.Actor, error) {
	system := d.Store.As(models.System("access"))
	session, err := system.SessionByHash(ctx, hashOf(secret))
	if errors.Is(err, models.ErrMissing) {
		err = models.ErrUnknownPerson
	}
	if err != nil {
		return nil, models.Actor{}, err
	}
	who, err := system.Actor(ctx, session.UserID, session.OrganizationID)
	if err == nil && !d.Rules.Live(session, who, d.Now()) {
		err = models.ErrUnknownPerson
	}
	if err != nil {
		return nil, models.Actor{}, err
	}
	return session, acting(who, session), nil
}

// Invite is Enlist for those who need the link alone.
func (d *Desk) Invite(ctx context.Context, by models.Actor, user models.User, organization models.ID[models.Organization], roles []models.Role) (string, error) {
	secret, _, err := d.Enlist(ctx, by, user, organization, roles)
	return secret, err
}

// Enlist makes a person with roles in an organisation and returns the secret
// of the one-time link with which they set their password.
func (d *Desk) Enlist(ctx context.Context, by models.Actor, user models.User, organization models.ID[models.Organization], roles []models.Role) (string, *store.Member, error) {
	now := d.Now()
	secret, hash := newSecret()
	user.ID, user.Email, user.CreatedAt, user.Version = models.NewID[models.User](), models.NormalizeEmail(user.Email), now, 1
	member := &store.Member{Membership: models.Membership{
		ID: models.NewID[models.Membership](), OrganizationID: organization, UserID: user.ID, CreatedAt: now, Version: 1,
	}}
	if err := user.Introduce(user.Name, cmp.Or(user.Locale, "en"), cmp.Or(user.Zone, "UTC")); err != nil {
		return "", nil, err
	}
	if err := member.Membership.Assign(roles, false, nil, by, now); err != nil {
		return "", nil, err
	}
	member.User = user
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if _, err := tx.Tenant(ctx, organization); err != nil {
			return models.ErrInvalid.With("There is no such organisation.").At("/organization_id")
		}
		if err := tx.CreateUser(ctx, &user); errors.Is(err, models.ErrTaken) {
			return models.ErrTaken.With("Somebody signs in with this address.").At("/email")
		} else if err != nil {
			return err
		}
		return errors.Join(
			tx.CreateMembership(ctx, &member.Membership),
			tx.CreateLink(ctx, models.NewLink(&user, hash, now)),
			tx.Record(ctx, store.Change{Action: "user.invited", Kind: "user", Object: user.ID.String(), At: now, Tenant: organization}),
		)
	})
	return secret, member, err
}

// Welcome uses a one-time link: it sets the password, ends the sessions that
// rested on the old one, and signs the person in. Where a second factor is set
// up the link does not replace it. A link works once, even when two people
// press it at the same time.
func (d *Desk) Welcome(ctx context.Context, secret, password, code string) (string, models.Actor, error) {
	system, now := d.Store.As(models.System("access")), d.Now()
	var user *models.User
	var strength models.Strength
	err := system.InTx(ctx, func(tx *store.Scope) (err error) {
		link, err := tx.UseLink(ctx, hashOf(secret), now)
		if err != nil {
			return err
		}
		if user, err = tx.User(ctx, link.UserID); err != nil {
			return err
		}
		if strength, err = d.prove(ctx, tx, user.ID, code); err != nil {
			return err
		}
		if err := d.setPassword(ctx, tx, user, password); err != nil {
			return err
		}
		_, err = tx.EndOtherSessions(ctx, user.ID, models.ID[models.Session]{})
		return err
	})
	if err != nil {
		return "", models.Actor{}, err
	}
	return d.open(ctx, system, user, strength)
}

// setPassword replaces a person's password.
func (d *Desk) setPassword(ctx context.Context, tx *store.Scope, user *models.User, password string) error {
	actors, err := tx.ActorsOf(ctx, user.ID)
	if err != nil {
		return err
	}
	about := []string{user.Email, user.Name}
	for _, a := range actors {
		about = append(about, a.Organization.PublicName, a.Organization.Slug)
	}
	if err := models.CheckPassword(password, about...); err != nil {
		return err
	}
	if user.PasswordHash, err = vault.HashSlowly(ctx, password); err != nil {
		return err
	}
	if err := tx.SaveUser(ctx, user); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{Action: "user.password_set", Kind: "user", Object: user.ID.String(), At: d.Now()})
}

// newSecret returns 256 random bits as text, and the hash to keep.
func newSecret() (string, []byte) {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	secret := base64.RawURLEncoding.EncodeToString(raw)
	return secret, hashOf(secret)
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

func text64(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func raw64(text string) ([]byte, error) { return base64.RawURLEncoding.DecodeString(text) }
