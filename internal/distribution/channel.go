package distribution

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

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
	suit(&a, platform.Profile)
	channel, err := models.NewChannel(a, by, d.Now())
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := d.seal(ctx, tx, channel, given); err != nil {
			return err
		}
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

// suit gives an account what follows from its platform. What a person carries
// out is the text as it was approved, so nobody would come over our address.
func suit(a *models.Account, of platforms.Profile) {
	a.Class, a.Tight, a.PictureBytes = string(of.ChannelClass), of.Tight(), of.Picture()
	a.CountClicks = a.CountClicks && !of.NeedsPerson
}

// Resettle replaces the settings of the account that was read, and what opens
// it where that is given anew.
func (d *Desk) Resettle(ctx context.Context, by models.Actor, id models.ID[models.Channel], read int, a models.Account, given Credentials) (*models.Channel, error) {
	return d.onChannel(ctx, by, id, "channel.revised", "", func(tx *store.Scope, channel *models.Channel) error {
		if channel.Version != read {
			return models.ErrStale
		}
		a.Platform = channel.Platform
		suit(&a, d.Platforms[channel.Platform].Profile)
		if err := channel.Revise(a, d.Now()); err != nil {
			return err
		}
		if len(given) > 0 {
			if err := d.seal(ctx, tx, channel, given); err != nil {
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

// Resume ends a suspension. Where the program suspended the channel, the reason
// says what it was; an account that is another than before is ours from then on.
func (d *Desk) Resume(ctx context.Context, by models.Actor, id models.ID[models.Channel], reason string) (*models.Channel, error) {
	return d.onChannel(ctx, by, id, "channel.resumed", reason, func(tx *store.Scope, channel *models.Channel) error {
		why := channel.SuspendedFor
		if err := errors.Join(channel.Resume(reason, d.Now()), tx.ExplainPosts(ctx, id, d.Now())); err != nil || why != models.ForOtherAccount {
			return err
		}
		check, err := tx.ChannelCheck(ctx, id)
		if err == nil {
			channel.Adopt(check.Health.ID, d.Now())
		}
		return err
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
		return tx.Record(ctx, store.Change{Action: action, Kind: "channel", Object: id.String(), Reason: reason, At: d.Now(), Tenant: channel.OrganizationID})
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

// unfit says which of the credentials cannot be right, and why.
func unfit(err error) error {
	failure, ok := errors.AsType[*platforms.Failure](err)
	if !ok {
		return err
	}
	at := strings.TrimSuffix("/credentials/"+failure.Field, "/")
	return models.ErrCredential.With("The platform cannot be connected: " + failure.Err.Error() + ".").At(at)
}

// seal hides credentials with the channel, if its platform can be connected
// with them.
func (d *Desk) seal(ctx context.Context, tx *store.Scope, channel *models.Channel, given Credentials) error {
	platform := d.Platforms[channel.Platform]
	filled, err := platform.credentials(given)
	if err != nil {
		return err
	}
	channel.AccessUntil = nil
	if channel.GrantAt, err = d.grantAt(platform.Profile.Grant, filled); err != nil {
		return unfit(err)
	}
	granted := !channel.Grantable() || filled[platform.Profile.Grant.Access] != ""
	if granted {
		if _, err := platform.Connect(platforms.Settings{Credentials: filled}); err != nil {
			return unfit(err)
		}
	}
	if len(filled) == 0 {
		return nil
	}
	plain, err := json.Marshal(filled)
	if err != nil {
		return fmt.Errorf("credentials of channel %s: %w", channel.ID, err)
	}
	channel.Arm(granted, d.Now())
	if channel.Credentials, err = d.Keys.Seal(ctx, tx, plain, channel.CredentialsPlace()); err != nil {
		return err
	}
	return d.oweLook(ctx, tx, channel.ID, d.Now())
}

// grantAt is where the owner of an account is asked, if an application was
// named that asks.
func (d *Desk) grantAt(grant *platforms.Grant, filled platforms.Credentials) (string, error) {
	if grant == nil || filled[grant.Client] == "" {
		return "", nil
	}
	return grant.Address(filled, d.Address+GrantPath)
}
