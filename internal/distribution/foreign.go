package distribution

import (
	"context"
	"errors"
	"slices"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// lookBack is how long posts of strangers are looked for after they came up,
// when nobody could look before.
const lookBack = 48 * time.Hour

// lookForeign looks for posts on a channel's account that the program did not
// send. The first closes the channel, and people are told.
func (d *Desk) lookForeign(ctx context.Context, channel *models.Channel) error {
	if channel.RemoteSince == nil {
		return nil
	}
	connector, _, err := d.connect(ctx, d.system(), channel)
	lister, can := connector.(platforms.Lister)
	if err != nil || !can {
		return nil // credentials that cannot be used are told of elsewhere
	}
	since := d.Now().Add(-lookBack)
	if channel.RemoteSince.After(since) {
		since = *channel.RemoteSince
	}
	asking, cancel := context.WithTimeout(ctx, d.Timers.send())
	defer cancel()
	shown, failure := lister.Recent(asking, since)
	if failure != nil {
		return nil // nothing was learned; the next look is owed
	}
	foreign, err := d.foreign(asking, channel, connector, shown)
	if err != nil || len(foreign) == 0 {
		return err
	}
	return d.alarm(ctx, channel.ID, foreign)
}

// foreign leaves out what is ours. It is asked after the platform was: what is
// on its way there has been written down before, and what is in doubt is still
// in doubt or has its evidence. So the doubtful are read before the evidence.
func (d *Desk) foreign(ctx context.Context, channel *models.Channel, connector platforms.Connector, shown []platforms.Shown) ([]platforms.Shown, error) {
	tried, err := d.system().Tried(ctx, channel.ID, d.Now().Add(-2*lookBack))
	if err != nil {
		return nil, err
	}
	ours, err := d.system().KnownPosts(ctx, channel.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(shown, func(s platforms.Shown) bool {
		return slices.Contains(ours, s.ID) || slices.ContainsFunc(tried, func(delivery models.Delivery) bool {
			return delivery.RemoteID == s.ID || d.shows(ctx, connector, &delivery, s)
		})
	}), nil
}

// shows reports whether a post is that of a delivery which was tried: by its
// text or, where the platform has changed that, as the connector finds it.
func (d *Desk) shows(ctx context.Context, connector platforms.Connector, delivery *models.Delivery, s platforms.Shown) bool {
	post := d.post(delivery, delivery.NotBefore)
	if post.Shows(s.Text) {
		return true
	}
	finder, can := connector.(platforms.Finder)
	if !can || delivery.State == models.Published {
		return false
	}
	receipt, found, failure := finder.Find(ctx, post)
	return failure != nil || found && receipt.ID == s.ID // what cannot be told is no alarm yet
}

// alarm keeps foreign posts, and closes the channel on the first.
func (d *Desk) alarm(ctx context.Context, id models.ID[models.Channel], foreign []platforms.Shown) error {
	return d.Store.As(models.System("watch")).InTx(ctx, func(tx *store.Scope) error {
		channel, err := tx.LockChannel(ctx, id)
		if err != nil {
			return err
		}
		for _, f := range foreign {
			if err := d.intruded(ctx, tx, channel, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// intruded keeps one foreign post, if it is not known already.
func (d *Desk) intruded(ctx context.Context, tx *store.Scope, channel *models.Channel, f platforms.Shown) error {
	now := d.Now()
	fresh, err := tx.CreateForeignPost(ctx, &models.ForeignPost{ChannelID: channel.ID, RemoteID: f.ID, URL: f.URL, FoundAt: now})
	if err != nil || !fresh {
		return err
	}
	closed := channel.Intrude(now)
	err = tx.Record(ctx, store.Change{
		Action: "channel.foreign_post", Kind: "channel", Object: channel.ID.String(), Reason: f.URL, At: now, Tenant: channel.OrganizationID,
	})
	if err == nil && closed {
		err = errors.Join(tx.SaveChannel(ctx, channel), d.tellAccount(ctx, tx, channel, models.ForForeignPost, f.ID, keepsAccounts))
	}
	return err
}
