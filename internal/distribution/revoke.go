package distribution

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// How credentials were taken away from a channel.
const (
	Revoked  = "revoked"   // the platform takes them no more
	Dropped  = "dropped"   // forgotten here; the platform offers no way to take them back
	ByPerson = "by_person" // forgotten here; the platform did not answer well, so a person has to take them back there
)

// A Revocation is what became of the credentials of one channel.
type Revocation struct {
	Channel models.Channel
	How     string
	Failure error // of the platform's
}

// revoking is how many platforms are asked at once, and for how long each.
const (
	revokingAtOnce   = 20
	revokingPatience = 5 * time.Second
)

// RevokeCredentials takes the credentials of all channels of an organisation
// away, or of everybody's where it is zero: nothing leaves any more, the
// platform is told that the token is not to be taken, and it is forgotten
// here, whatever the platform says. Broken off, it goes on with what is left.
func (d *Desk) RevokeCredentials(ctx context.Context, by models.Actor, organization models.ID[models.Organization], reason string) ([]Revocation, error) {
	channels, err := d.Store.As(by).Armed(ctx, organization)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var done []Revocation
	group := errgroup.Group{}
	group.SetLimit(revokingAtOnce)
	var faults []error
	for i := range channels {
		group.Go(func() error {
			revocation, err := d.revoke(ctx, by, channels[i].ID, reason)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				faults = append(faults, err)
				return nil
			}
			done = append(done, revocation)
			return nil
		})
	}
	_ = group.Wait()
	return done, errors.Join(faults...)
}

// revoke suspends one channel, and takes its credentials back.
func (d *Desk) revoke(ctx context.Context, by models.Actor, id models.ID[models.Channel], reason string) (Revocation, error) {
	return d.takeBack(ctx, by, id, "channel.suspended", reason, func(_ *store.Scope, c *models.Channel) error {
		c.State, c.IdleToldAt, c.UpdatedAt = models.ChannelSuspended, nil, d.Now()
		return nil
	})
}

// takeBack closes one channel, has its credentials taken back, and forgets
// them. While the platform is asked others may change the channel, so it is
// closed again before anything is forgotten.
func (d *Desk) takeBack(ctx context.Context, by models.Actor, id models.ID[models.Channel], action, reason string, closing func(*store.Scope, *models.Channel) error) (Revocation, error) {
	closed, err := d.onChannel(ctx, by, id, action, reason, closing)
	if err != nil {
		return Revocation{}, err
	}
	r := Revocation{How: Dropped}
	asking, cancel := context.WithTimeout(ctx, revokingPatience)
	defer cancel()
	connector, _, err := d.connect(ctx, d.system(), closed)
	revoker, can := connector.(platforms.Revoker)
	switch {
	case err != nil:
		r.How, r.Failure = ByPerson, err
	case can:
		r.How = Revoked
		if r.Failure = revoker.Revoke(asking); r.Failure != nil {
			r.How = ByPerson
		}
	}
	disarmed, err := d.onChannel(ctx, by, id, "credentials."+r.How, reason, func(tx *store.Scope, c *models.Channel) error {
		if err := closing(tx, c); err != nil {
			return err
		}
		c.Disarm(d.Now())
		return nil
	})
	if err != nil {
		return Revocation{}, err
	}
	r.Channel = *disarmed
	return r, nil
}
