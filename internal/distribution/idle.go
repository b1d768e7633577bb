package distribution

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// lookIdle takes credentials back that nobody uses, and has people told before.
func (d *Desk) lookIdle(ctx context.Context, channel *models.Channel) error {
	never := channel.Idleness(time.Time{}, false, d.Now())
	if !d.Keys.Opens() || never == models.InUse && channel.IdleToldAt == nil {
		return nil // then it is not idle either if it was used
	}
	idle, err := d.idleness(ctx, d.system(), channel)
	switch {
	case err != nil || idle == models.IdleTold:
		return err
	case idle == models.IdleOver:
		return d.endIdle(ctx, channel.ID)
	}
	return d.tellIdle(ctx, channel.ID)
}

// idleness judges the credentials of a channel, as it was read in scope.
func (d *Desk) idleness(ctx context.Context, scope *store.Scope, channel *models.Channel) (models.Idleness, error) {
	sent, err := scope.LastSent(ctx, channel.ID)
	if err != nil {
		return models.InUse, err
	}
	planned, err := scope.Unsettled(ctx, channel.ID)
	if err != nil {
		return models.InUse, err
	}
	vouched, err := scope.Vouched(ctx, channel.ID, d.Now())
	return channel.Idleness(sent, planned+vouched > 0, d.Now()), err
}

// tellIdle tells people that a channel will lose its credentials, or forgets
// that they were told, once it is used.
func (d *Desk) tellIdle(ctx context.Context, id models.ID[models.Channel]) error {
	return d.Store.As(models.System("watch")).InTx(ctx, func(tx *store.Scope) error {
		channel, err := tx.LockChannel(ctx, id)
		if err != nil {
			return err
		}
		idle, err := d.idleness(ctx, tx, channel)
		if err != nil {
			return err
		}
		now := d.Now()
		switch idle {
		case models.InUse:
			channel.IdleToldAt = nil
			return tx.SaveIdle(ctx, channel)
		case models.Idle:
			channel.IdleToldAt = &now
			if err := tx.SaveIdle(ctx, channel); err != nil {
				return err
			}
			err = tx.Record(ctx, store.Change{Action: "channel.idle_told", Kind: "channel", Object: id.String(), At: now, Tenant: channel.OrganizationID})
			if err != nil {
				return err
			}
			return d.tellOfIdle(ctx, tx, channel, models.AboutIdle)
		case models.IdleTold, models.IdleOver:
		}
		return nil // another process was faster
	})
}

// endIdle takes the credentials of a channel back, unless it is used after all.
func (d *Desk) endIdle(ctx context.Context, id models.ID[models.Channel]) error {
	_, err := d.takeBack(ctx, models.System("watch"), id, "channel.idle", models.AboutIdle, func(tx *store.Scope, channel *models.Channel) error {
		idle, err := d.idleness(ctx, tx, channel)
		if err != nil {
			return err
		}
		if idle != models.IdleOver {
			return models.ErrWrongState
		}
		channel.Expire(d.Now())
		return d.tellOfIdle(ctx, tx, channel, models.AboutDisarmed)
	})
	return ignore(err, models.ErrWrongState)
}

// tellOfIdle tells each person once for each time that a channel comes to be
// idle.
func (d *Desk) tellOfIdle(ctx context.Context, tx *store.Scope, channel *models.Channel, about string) error {
	return d.tellAccount(ctx, tx, channel, about, channel.IdleToldAt.UTC().Format(time.RFC3339), keepsAccounts)
}
