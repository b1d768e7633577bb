package distribution

import (
	"context"
	"errors"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// batch is how many deliveries one sweep looks at.
const batch = 100

// Sweep mends what time has undone – claims and attempts whose worker is gone,
// windows that are over – and returns the deliveries with which something is
// to be done now. It is the truth that every doorbell only hurries.
func (d *Desk) Sweep(ctx context.Context) ([]models.ID[models.Delivery], error) {
	if err := d.punctual(ctx); err != nil {
		return nil, ignore(err, models.ErrHeld)
	}
	now := d.Now()
	waiting, err := d.system().Waiting(ctx, now, batch)
	if err != nil {
		return nil, err
	}
	due := make([]models.ID[models.Delivery], 0, len(waiting))
	for i := range waiting {
		w := &waiting[i]
		switch {
		case w.Due(now) || w.State == models.Uncertain || w.State == models.TakedownPending:
			due = append(due, w.ID)
		default:
			if err := d.mend(ctx, w.ID, now); err != nil {
				return due, err
			}
			if w.Unwanted > 0 {
				due = append(due, w.ID)
			}
		}
	}
	return due, nil
}

// Work does with a delivery what is to be done now: send, look for, take down.
func (d *Desk) Work(ctx context.Context, id models.ID[models.Delivery]) error {
	delivery, err := d.system().Delivery(ctx, id)
	if err != nil {
		return err
	}
	if delivery.Unwanted > 0 {
		if err := d.RemoveUnwanted(ctx, id); err != nil {
			return err
		}
	}
	switch delivery.State { //nolint:exhaustive // with the others there is nothing to do
	case models.Ready, models.RetryWait:
		return d.Publish(ctx, id)
	case models.Uncertain:
		return d.Reconcile(ctx, id)
	case models.TakedownPending:
		return d.Remove(ctx, id)
	}
	return nil
}

// mend moves one delivery on whose time is over.
func (d *Desk) mend(ctx context.Context, id models.ID[models.Delivery], now time.Time) error {
	err := d.system().InTx(ctx, func(tx *store.Scope) error {
		delivery, err := tx.Delivery(ctx, id)
		if err != nil {
			return err
		}
		switch delivery.State { //nolint:exhaustive // the others are not mended
		case models.Claimed:
			err = delivery.Release(now)
		case models.Sending:
			err = d.abandon(ctx, tx, delivery, now)
		case models.Planned, models.Ready, models.RetryWait:
			err = delivery.Expire(now)
		default:
			return nil
		}
		if err != nil {
			return err
		}
		if err := d.save(ctx, tx, delivery); err != nil {
			return err
		}
		return nil
	})
	return ignore(err, models.ErrWrongState, models.ErrStale)
}

// abandon takes a delivery whose worker never said what came of its attempt
// (T7).
func (d *Desk) abandon(ctx context.Context, tx *store.Scope, delivery *models.Delivery, now time.Time) error {
	attempts, err := tx.Attempts(ctx, delivery.ID)
	if err != nil {
		return err
	}
	for i := range attempts {
		a := &attempts[i]
		if a.Outcome != "" {
			continue
		}
		if now.Before(a.SendBy.Add(store.SendGrace)) {
			return models.ErrWrongState.With("The attempt may still be concluded.")
		}
		if err := errors.Join(a.Close("lease_expired", "uncertain", "the worker is gone", now), tx.SaveAttempt(ctx, a)); err != nil {
			return err
		}
		return delivery.Lose(delivery.Fence, "worker_lost", a.SendBy.Add(d.settle(d.Platforms[delivery.Platform].Profile)))
	}
	return delivery.Lose(delivery.Fence, "worker_lost", now)
}
