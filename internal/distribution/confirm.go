package distribution

import (
	"context"
	"errors"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// confirms reports whether the platform says later that a post it has taken has
// become public.
func confirms(connector platforms.Connector, receipt platforms.Receipt) bool {
	_, can := connector.(platforms.Confirmer)
	return can && receipt.State == platforms.Accepted
}

// process keeps that a platform has taken the post of a delivery and is still
// working on it.
func (d *Desk) process(ctx context.Context, tx *store.Scope, delivery *models.Delivery, receipt platforms.Receipt) error {
	if err := delivery.Process(receipt.ID, receipt.URL, d.Now()); err != nil {
		return err
	}
	return d.save(ctx, tx, delivery)
}

// confirm asks whether a post that was taken has become public. One that was
// turned down in the end has failed, for good: the platform has decided.
func (d *Desk) confirm(ctx context.Context, asked *models.Delivery, connector platforms.Connector) error {
	confirmer, can := connector.(platforms.Confirmer)
	if !can {
		return d.learn(ctx, asked.ID, func(_ *store.Scope, delivery *models.Delivery) error { return delivery.AskPerson("cannot_read_back") })
	}
	asking, cancel := context.WithTimeout(ctx, d.Timers.send())
	defer cancel()
	receipt := platforms.Receipt{ID: asked.RemoteID, URL: asked.RemoteURL, State: platforms.Accepted}
	receipt, failure := confirmer.Confirm(asking, receipt)
	return d.learn(ctx, asked.ID, func(tx *store.Scope, delivery *models.Delivery) error {
		if delivery.State != models.Uncertain || delivery.Reason != models.Processing {
			return models.ErrWrongState
		}
		if failure == nil { // what was learned on the way the platform may say only once
			delivery.RemoteID, delivery.RemoteURL = receipt.ID, receipt.URL
		}
		class := platforms.ClassOf(failure)
		switch {
		case class == platforms.Refused || class == platforms.Gone:
			return errors.Join(d.turnedDown(ctx, tx, delivery, class, failure), delivery.Fail(delivery.Fence, string(class)))
		case failure == nil && receipt.State == platforms.Live:
			return d.evidence(ctx, tx, delivery, receipt.ID, receipt.URL, d.Now())
		case delivery.Unfinished(d.Now()):
			return tx.SaveDelivery(ctx, delivery) // the trail need not have every question
		}
		return delivery.AskPerson("still_processing")
	})
}

// turnedDown keeps the platform's words with the attempt that it had accepted.
func (d *Desk) turnedDown(ctx context.Context, tx *store.Scope, delivery *models.Delivery, class platforms.Class, failure error) error {
	attempts, err := tx.Attempts(ctx, delivery.ID)
	if err != nil || len(attempts) == 0 {
		return err
	}
	last := &attempts[len(attempts)-1]
	last.Class, last.Detail = string(class), failure.Error()
	return tx.SaveAttempt(ctx, last)
}
