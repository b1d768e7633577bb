package distribution

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"time"

	"golang.org/x/oauth2"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// GrantPath is where platforms send the owners of accounts back to.
const GrantPath = "/channels/return"

func stateHash(state string) []byte {
	hash := sha256.Sum256([]byte(state))
	return hash[:]
}

// AskGrant returns where the owner of a channel's account allows it to be used.
func (d *Desk) AskGrant(ctx context.Context, by models.Actor, id models.ID[models.Channel]) (address string, err error) {
	state, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		channel, err := tx.LockChannel(ctx, id)
		if err != nil {
			return err
		}
		if !channel.Grantable() {
			return models.ErrWrongState.With("Its access is filled in by hand.")
		}
		if address, err = platforms.Asked(channel.GrantAt, state, verifier); err != nil {
			return err
		}
		grant := &models.ChannelGrant{ID: id, OrganizationID: channel.OrganizationID, AskedBy: by.UserID, StateHash: stateHash(state), AskedAt: d.Now()}
		if grant.Verifier, err = d.Keys.Seal(ctx, tx, []byte(verifier), channel.GrantPlace("verifier")); err != nil {
			return err
		}
		if err := tx.AskGrant(ctx, grant); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "channel.grant_asked", Kind: "channel", Object: id.String(), At: d.Now()})
	})
	return address, err
}

// EndGrant takes what the platform sent the owner of an account back with, and
// has a process that can open credentials trade it for access. False means that
// it has not answered within the time; how the account is says the channel then.
func (d *Desk) EndGrant(ctx context.Context, by models.Actor, state, code string, patience time.Duration) (*models.Channel, models.Health, bool, error) {
	scope := d.Store.As(by)
	var channel *models.Channel
	err := scope.InTx(ctx, func(tx *store.Scope) error {
		grant, err := tx.Asked(ctx, stateHash(state))
		if errors.Is(err, models.ErrMissing) {
			return models.ErrGrantOver
		}
		if err == nil {
			err = grant.Answer(by, d.Now())
		}
		if err != nil {
			return err
		}
		channel, err = d.answerGrant(ctx, tx, grant, code)
		return err
	})
	if err == nil && code == "" {
		err = models.ErrGrantRefused
	}
	if err != nil {
		return nil, models.Health{}, false, err
	}
	check, err := d.awaitCheck(ctx, scope, channel.ID, patience)
	if err != nil || check == nil {
		return channel, models.Health{}, false, err
	}
	channel, err = scope.Channel(ctx, channel.ID)
	return channel, check.Health, true, err
}

// answerGrant keeps the code that answers a question, and owes what follows. No
// code is an answer too, and nothing follows it.
func (d *Desk) answerGrant(ctx context.Context, tx *store.Scope, grant *models.ChannelGrant, code string) (*models.Channel, error) {
	channel, err := tx.Channel(ctx, grant.ID)
	if err != nil {
		return nil, err
	}
	if code == "" {
		return channel, tx.DropGrant(ctx, grant.ID)
	}
	if grant.Code, err = d.Keys.Seal(ctx, tx, []byte(code), channel.GrantPlace("code")); err != nil {
		return nil, err
	}
	return channel, errors.Join(tx.AnswerGrant(ctx, grant), tx.AskCheck(ctx, channel, d.Now()),
		tx.Owe(ctx, tasks.Redeem{Channel: grant.ID}, "redeem:"+grant.ID.String(), d.Now(), d.Now()))
}

// Redeem trades the answer of the owner of a channel's account for access. The
// code is gone before it is used: nobody uses it twice, and whoever is
// interrupted has the owner asked again.
func (d *Desk) Redeem(ctx context.Context, id models.ID[models.Channel]) error {
	channel, given, err := d.opened(ctx, id)
	if err != nil || channel.ArchivedAt != nil {
		return err
	}
	var code, verifier []byte
	err = d.system().InTx(ctx, func(tx *store.Scope) error {
		grant, err := tx.TakeGrant(ctx, id)
		if err != nil {
			return err
		}
		code, err = d.Keys.unseal(ctx, tx, grant.Code, channel.GrantPlace("code"))
		if err == nil {
			verifier, err = d.Keys.unseal(ctx, tx, grant.Verifier, channel.GrantPlace("verifier"))
		}
		return err
	})
	if err != nil {
		return ignore(err, models.ErrMissing)
	}
	grant := d.Platforms[channel.Platform].Profile.Grant
	token, failure := grant.Redeem(d.web(ctx), given, d.Address+GrantPath, string(code), string(verifier))
	if failure == nil {
		token, failure = d.exchange(ctx, channel, given, token)
	}
	if failure != nil {
		return d.answerCheck(ctx, d.system(), channel, &models.Health{Asked: true, Class: string(platforms.ClassOf(failure)), Detail: failure.Error()})
	}
	_, err = d.onChannel(ctx, models.System("worker"), id, "channel.granted", "", func(tx *store.Scope, c *models.Channel) error {
		c.Arm(true, d.Now())
		return d.keep(ctx, tx, c, given, token)
	})
	if err != nil {
		return err
	}
	return d.AnswerInspection(ctx, id)
}

// exchange trades a token for the one that the platform is to be used with,
// where that is another.
func (d *Desk) exchange(ctx context.Context, c *models.Channel, given platforms.Credentials, token *oauth2.Token) (*oauth2.Token, error) {
	platform := d.Platforms[c.Platform]
	first := maps.Clone(given)
	platform.Profile.Grant.Take(first, token)
	connector, err := platform.Connect(platforms.Settings{Credentials: first})
	if err != nil {
		return nil, err
	}
	exchanger, can := connector.(platforms.Exchanger)
	if !can {
		return token, nil
	}
	second, err := exchanger.Exchange(ctx)
	return &oauth2.Token{AccessToken: second}, err
}

// Renew renews the access to a channel's account, if it is still the access
// that ends then.
func (d *Desk) Renew(ctx context.Context, t tasks.Renew) error {
	channel, given, err := d.opened(ctx, t.Channel)
	if err != nil || channel.ArchivedAt != nil || channel.AccessUntil == nil || !channel.AccessUntil.Equal(t.Until) {
		return err
	}
	grant := d.Platforms[channel.Platform].Profile.Grant
	if given[grant.Refresh] == "" {
		return nil
	}
	token, failure := grant.Renew(d.web(ctx), given, d.Address+GrantPath)
	switch {
	case platforms.ClassOf(failure) == platforms.Locked:
		_, err := d.onChannel(ctx, models.System("worker"), t.Channel, "channel.access_ended", "", func(_ *store.Scope, c *models.Channel) error {
			c.Expire(d.Now())
			return nil
		})
		return err
	case failure != nil:
		return failure // again later: the access that there is stays
	}
	return d.system().InTx(ctx, func(tx *store.Scope) error {
		now, err := tx.LockChannel(ctx, t.Channel)
		if err != nil {
			return err
		}
		if now.AccessUntil == nil || !now.AccessUntil.Equal(t.Until) {
			return nil // a person gave other access meanwhile
		}
		if err := d.keep(ctx, tx, now, given, token); err != nil {
			return err
		}
		return tx.Regrant(ctx, now.ID, now.Credentials, now.AccessUntil)
	})
}

// keep seals tokens with the channel, and owes their renewal.
func (d *Desk) keep(ctx context.Context, tx *store.Scope, c *models.Channel, given platforms.Credentials, token *oauth2.Token) error {
	grant := d.Platforms[c.Platform].Profile.Grant
	grant.Take(given, token)
	plain, err := json.Marshal(given)
	if err != nil {
		return err
	}
	if c.Credentials, err = d.Keys.Seal(ctx, tx, plain, c.CredentialsPlace()); err != nil {
		return err
	}
	due := c.Grant(time.Duration(token.ExpiresIn)*time.Second, d.Now())
	if due.IsZero() || given[grant.Refresh] == "" {
		return nil
	}
	return d.oweRenewal(ctx, tx, c, due)
}

// oweRenewal owes the renewal of the access that a channel has now.
func (d *Desk) oweRenewal(ctx context.Context, tx *store.Scope, c *models.Channel, due time.Time) error {
	once := "renew:" + c.ID.String() + ":" + c.AccessUntil.Format(time.RFC3339)
	return tx.Owe(ctx, tasks.Renew{Channel: c.ID, Until: *c.AccessUntil}, once, due, d.Now())
}

// renews reports whether the access to a channel's account can be renewed
// without its owner.
func (d *Desk) renews(ctx context.Context, scope *store.Scope, c *models.Channel) bool {
	grant := d.Platforms[c.Platform].Profile.Grant
	if grant == nil || grant.Refresh == "" {
		return false
	}
	given, err := d.credentials(ctx, scope, c)
	return err == nil && given[grant.Refresh] != ""
}

// opened reads a channel with what opens it.
func (d *Desk) opened(ctx context.Context, id models.ID[models.Channel]) (*models.Channel, platforms.Credentials, error) {
	channel, err := d.system().Channel(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	given, err := d.credentials(ctx, d.system(), channel)
	return channel, given, err
}

// web has whoever asks for tokens go out as connectors do.
func (d *Desk) web(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, d.Web)
}
