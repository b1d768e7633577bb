package distribution

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// Remove takes a published post down (T14). What cannot be taken down by the
// program is handed to a person, with its address.
func (d *Desk) Remove(ctx context.Context, id models.ID[models.Delivery]) error {
	var delivery *models.Delivery
	err := d.system().InTx(ctx, func(tx *store.Scope) (err error) {
		if delivery, err = tx.Delivery(ctx, id); err != nil {
			return err
		}
		if delivery.State != models.TakedownPending || d.Now().Before(delivery.NextAt) {
			return models.ErrWrongState
		}
		delivery.NextAt = d.Now().Add(d.Timers.look())
		return tx.SaveDelivery(ctx, delivery)
	})
	if err != nil {
		return ignore(err, models.ErrWrongState, models.ErrStale)
	}
	failure := d.retract(ctx, delivery, platforms.Receipt{ID: delivery.RemoteID, URL: delivery.RemoteURL, State: platforms.Live})
	return d.learn(ctx, id, func(_ *store.Scope, delivery *models.Delivery) error {
		switch retracted(failure) {
		case models.RemovalDone:
			return delivery.Move(models.TakenDown, "")
		case models.RemovalPending:
			if delivery.Looks++; delivery.Looks < models.MaxAttempts {
				delivery.NextAt = d.nextRemoval(delivery.Looks)
				return nil
			}
		case models.RemovalByHand:
		}
		return delivery.Move(models.TakedownFailed, "by_hand")
	})
}

// RemoveUnwanted takes the posts of a delivery down that should not exist.
func (d *Desk) RemoveUnwanted(ctx context.Context, id models.ID[models.Delivery]) error {
	var delivery *models.Delivery
	var due []models.Post
	err := d.system().InTx(ctx, func(tx *store.Scope) (err error) {
		if delivery, err = tx.Delivery(ctx, id); err != nil {
			return err
		}
		if due, err = tx.UnwantedPosts(ctx, id, d.Now()); err != nil {
			return err
		}
		later := d.Now().Add(d.Timers.look())
		for i := range due {
			due[i].RemoveAt = &later // nobody else tries meanwhile
			if err := tx.SavePost(ctx, &due[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range due {
		failure := d.retract(ctx, delivery, platforms.Receipt{ID: due[i].RemoteID, URL: due[i].URL, State: platforms.Live})
		if err := d.removed(ctx, id, &due[i], retracted(failure)); err != nil {
			return err
		}
	}
	return nil
}

// removed writes down what came of the removal of an unwanted post.
func (d *Desk) removed(ctx context.Context, id models.ID[models.Delivery], post *models.Post, outcome models.Removal) error {
	var delivery *models.Delivery
	err := d.system().InTx(ctx, func(tx *store.Scope) (err error) {
		if delivery, err = tx.Delivery(ctx, id); err != nil {
			return err
		}
		post.Removals++
		switch {
		case outcome == models.RemovalDone:
			delivery.Settle(post)
		case outcome == models.RemovalPending && post.Removals < models.MaxAttempts:
			again := d.nextRemoval(post.Removals)
			post.RemoveAt = &again
			return tx.SavePost(ctx, post)
		default:
			post.Removal, post.RemoveAt = models.RemovalByHand, nil
		}
		return errors.Join(tx.SavePost(ctx, post), tx.SaveDelivery(ctx, delivery), d.recordPost(ctx, tx, delivery, post))
	})
	if err == nil {
		d.changed(delivery)
	}
	return err
}

// retracted reads the answer of a platform to a removal: done, to be tried
// again, or not for a program to do.
func retracted(failure error) models.Removal {
	switch class := platforms.ClassOf(failure); {
	case failure == nil || class == platforms.Gone:
		return models.RemovalDone
	case class == platforms.Unsent || class == platforms.Throttled || class == platforms.Uncertain:
		return models.RemovalPending
	}
	return models.RemovalByHand
}

func (d *Desk) nextRemoval(tries int) time.Time {
	return d.Now().Add(models.Backoff(tries, rand.Float64())) //nolint:gosec // spread, not a secret
}

// retract asks the platform to remove a post of the delivery.
func (d *Desk) retract(ctx context.Context, delivery *models.Delivery, post platforms.Receipt) error {
	channel, err := d.system().Channel(ctx, delivery.ChannelID)
	if err != nil {
		return err
	}
	connector, _, err := d.connect(ctx, d.system(), channel)
	if err != nil {
		return platforms.Fail(platforms.Locked, "%v", err)
	}
	retractor, can := connector.(platforms.Retractor)
	if !can {
		return platforms.Fail(platforms.Refused, "the platform cannot take posts down")
	}
	ctx, cancel := context.WithTimeout(ctx, d.Timers.send())
	defer cancel()
	return retractor.Retract(ctx, post)
}
