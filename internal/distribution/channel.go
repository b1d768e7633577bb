package distribution

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// Credentials are what the account form of a platform was filled in with, by
// field. They are sealed at once and never given back.
type Credentials map[string]string

// Connect registers an account, with what opens it.
func (d *Desk) Connect(ctx context.Context, by models.Actor, a models.Account, given Credentials) (*models.Channel, error) {
	platform, known := d.Platforms[a.Platform]
	if !known {
		return nil, models.ErrPlatform.At("/platform")
	}
	a.Class = string(platform.Profile.ChannelClass)
	channel, err := models.NewChannel(a, by, d.Now())
	if err != nil {
		return nil, err
	}
	if err := d.seal(channel, given); err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := d.alone(ctx, tx, channel); err != nil {
			return err
		}
		if err := tx.CreateChannel(ctx, channel); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "channel.connected", Kind: "channel", Object: channel.ID.String(), At: d.Now()})
	})
	return channel, err
}

// Resettle replaces the settings of the account that was read, and what opens
// it where that is given anew.
func (d *Desk) Resettle(ctx context.Context, by models.Actor, id models.ID[models.Channel], read int, a models.Account, given Credentials) (*models.Channel, error) {
	return d.onChannel(ctx, by, id, "channel.revised", "", func(tx *store.Scope, channel *models.Channel) error {
		if channel.Version != read {
			return models.ErrStale
		}
		a.Platform, a.Class = channel.Platform, channel.Class
		if err := channel.Revise(a, d.Now()); err != nil {
			return err
		}
		if len(given) > 0 {
			if err := d.seal(channel, given); err != nil {
				return err
			}
		}
		return d.alone(ctx, tx, channel)
	})
}

// Suspend keeps everything from leaving over a channel until it is resumed.
func (d *Desk) Suspend(ctx context.Context, by models.Actor, id models.ID[models.Channel], reason string) (*models.Channel, error) {
	return d.onChannel(ctx, by, id, "channel.suspended", reason, func(tx *store.Scope, channel *models.Channel) error {
		return channel.Suspend(reason, d.Now())
	})
}

// Resume ends a suspension.
func (d *Desk) Resume(ctx context.Context, by models.Actor, id models.ID[models.Channel]) (*models.Channel, error) {
	return d.onChannel(ctx, by, id, "channel.resumed", "", func(tx *store.Scope, channel *models.Channel) error {
		return channel.Resume(d.Now())
	})
}

// Archive ends the use of a channel and forgets its credentials.
func (d *Desk) Archive(ctx context.Context, by models.Actor, id models.ID[models.Channel]) (*models.Channel, error) {
	return d.onChannel(ctx, by, id, "channel.archived", "", func(tx *store.Scope, channel *models.Channel) error {
		waiting, err := tx.Unsettled(ctx, id)
		if err != nil {
			return err
		}
		return channel.Archive(waiting, d.Now())
	})
}

// onChannel changes a channel on a person's word. Publishing keeps the same
// row, so that nothing leaves while it changes.
func (d *Desk) onChannel(ctx context.Context, by models.Actor, id models.ID[models.Channel], action, reason string, apply func(*store.Scope, *models.Channel) error) (*models.Channel, error) {
	var channel *models.Channel
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if channel, err = tx.LockChannel(ctx, id); err != nil {
			return err
		}
		if err := apply(tx, channel); err != nil {
			return err
		}
		if err := tx.SaveChannel(ctx, channel); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: action, Kind: "channel", Object: id.String(), Reason: reason, At: d.Now()})
	})
	return channel, err
}

// alone refuses a second voice of the organisation on the same platform.
func (d *Desk) alone(ctx context.Context, tx *store.Scope, channel *models.Channel) error {
	others, err := tx.Channels(ctx, store.ChannelFilter{Platform: channel.Platform}, store.Page{Limit: 1000})
	if err != nil {
		return err
	}
	return channel.Alone(others, d.Platforms[channel.Platform].Profile.NeedsPerson)
}

// seal hides credentials with the channel, if its platform can be connected
// with them.
func (d *Desk) seal(channel *models.Channel, given Credentials) error {
	platform := d.Platforms[channel.Platform]
	filled, err := platform.credentials(given)
	if err != nil {
		return err
	}
	if _, err := platform.Connect(platforms.Settings{Credentials: filled}); err != nil {
		return models.ErrInvalid.With("The platform cannot be connected with these.").At("/credentials")
	}
	if len(filled) == 0 {
		return nil
	}
	plain, err := json.Marshal(filled)
	if err != nil {
		return fmt.Errorf("credentials of channel %s: %w", channel.ID, err)
	}
	channel.Credentials = d.Vault.Seal(plain, channel.CredentialsPlace())
	return nil
}

// A Health is how an account is, as far as its platform says.
type Health struct {
	Asked     bool // the platform can be asked, and was
	Well      bool
	Name, URL string // as the platform knows it
	Followers *int64
	ExpiresAt time.Time // of the credentials; zero if the platform does not say
	Class     string    // of the failure, if there is one
	Detail    string    // for operators; never a credential
}

// Inspect asks a channel's platform whether the account is well. An account
// that needs a person is marked so, and one that is well again no longer.
func (d *Desk) Inspect(ctx context.Context, by models.Actor, id models.ID[models.Channel], patience time.Duration) (*models.Channel, Health, error) {
	channel, err := d.Store.As(by).Channel(ctx, id)
	if err != nil {
		return nil, Health{}, err
	}
	if channel.ArchivedAt != nil {
		return nil, Health{}, models.ErrWrongState.With("It is archived.")
	}
	asking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	health := d.examine(asking, channel)
	state := channel.Judge(health.Asked, health.Well, health.Class == string(platforms.Locked), health.ExpiresAt, d.Now())
	if state == channel.State {
		return channel, health, nil
	}
	channel, err = d.onChannel(ctx, by, id, "channel."+state, health.Class, func(_ *store.Scope, c *models.Channel) error {
		c.State, c.UpdatedAt = state, d.Now()
		return nil
	})
	return channel, health, err
}

// examine asks the platform, without changing anything.
func (d *Desk) examine(ctx context.Context, channel *models.Channel) Health {
	connector, _, err := d.connect(channel)
	if err != nil {
		return Health{Asked: true, Class: string(platforms.Locked), Detail: "the credentials cannot be used"}
	}
	inspector, can := connector.(platforms.Inspector)
	if !can {
		return Health{}
	}
	account, failure := inspector.Inspect(ctx)
	if failure != nil {
		return Health{Asked: true, Class: string(platforms.ClassOf(failure)), Detail: failure.Error()}
	}
	return Health{Asked: true, Well: true, Name: account.Name, URL: account.URL, Followers: account.Followers, ExpiresAt: account.ExpiresAt}
}
