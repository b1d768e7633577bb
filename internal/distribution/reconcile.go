package distribution

import (
	"context"
	"errors"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// Reconcile finds out what became of a doubtful delivery: it asks the
// platform, and where the platform cannot say, a person. It never sends.
func (d *Desk) Reconcile(ctx context.Context, id models.ID[models.Delivery]) error {
	delivery, first, err := d.look(ctx, id)
	if err != nil {
		return ignore(err, models.ErrWrongState, models.ErrStale)
	}
	channel, err := d.system().Channel(ctx, delivery.ChannelID)
	if err != nil {
		return err
	}
	connector, profile, err := d.connect(ctx, d.system(), channel)
	if err != nil {
		return d.learn(ctx, id, func(_ *store.Scope, delivery *models.Delivery) error { return delivery.AskPerson("channel_unusable") })
	}
	if delivery.Reason == models.Processing {
		return d.confirm(ctx, delivery, connector)
	}
	finder, can := connector.(platforms.Finder)
	if !can {
		return d.learn(ctx, id, func(_ *store.Scope, delivery *models.Delivery) error { return delivery.AskPerson("cannot_read_back") })
	}
	asking, cancel := context.WithTimeout(ctx, d.Timers.send())
	defer cancel()
	receipt, found, failure := finder.Find(asking, d.post(delivery, first))
	return d.learn(ctx, id, func(tx *store.Scope, delivery *models.Delivery) error {
		others, err := tx.PostOfAnother(ctx, delivery, receipt.ID)
		if err != nil {
			return err
		}
		keyed := d.keyHolds(profile, first)
		switch {
		case failure != nil:
			return delivery.Unread(d.Now())
		case found && !others:
			return d.found(ctx, tx, delivery, receipt, confirms(connector, receipt))
		case found && !keyed: // the same words, posted for another delivery: ours may stand behind it
			return delivery.AskPerson("alike")
		case profile.Delivery == platforms.Opaque:
			return delivery.AskPerson("not_seen")
		}
		return delivery.Absent(keyed, d.Now())
	})
}

// keyHolds reports whether the platform surely still knows the delivery's key:
// within half of its window.
func (d *Desk) keyHolds(p platforms.Profile, first time.Time) bool {
	return p.Delivery == platforms.Keyed && (p.KeyWindow == 0 || d.Now().Sub(first) < p.KeyWindow/2)
}

// look takes a doubtful delivery for this worker, and returns when its first
// attempt was written.
func (d *Desk) look(ctx context.Context, id models.ID[models.Delivery]) (delivery *models.Delivery, first time.Time, err error) {
	err = d.system().InTx(ctx, func(tx *store.Scope) error {
		if delivery, err = tx.Delivery(ctx, id); err != nil {
			return err
		}
		attempts, err := tx.Attempts(ctx, id)
		if err != nil {
			return err
		}
		if len(attempts) > 0 {
			first = attempts[0].CreatedAt
		}
		if err := delivery.Look(d.Now(), d.Timers.look()); err != nil {
			return err
		}
		return tx.SaveDelivery(ctx, delivery)
	})
	return delivery, first, err
}

// learn applies what was learned to the delivery as it stands now.
func (d *Desk) learn(ctx context.Context, id models.ID[models.Delivery], apply func(*store.Scope, *models.Delivery) error) error {
	var delivery *models.Delivery
	err := d.system().InTx(ctx, func(tx *store.Scope) (err error) {
		if delivery, err = tx.Delivery(ctx, id); err != nil {
			return err
		}
		before := *delivery
		if err := apply(tx, delivery); err != nil {
			return err
		}
		if delivery.Version != before.Version {
			return nil // evidence has saved it already
		}
		return d.save(ctx, tx, delivery)
	})
	if err == nil {
		d.changed(delivery)
	}
	return ignore(err, models.ErrWrongState, models.ErrStale)
}

// found takes a post that was read back as evidence, also of the attempts. It
// may be pending still.
func (d *Desk) found(ctx context.Context, tx *store.Scope, delivery *models.Delivery, receipt platforms.Receipt, pending bool) error {
	attempts, err := tx.Attempts(ctx, delivery.ID)
	if err != nil {
		return err
	}
	for i := len(attempts) - 1; i >= 0; i-- {
		a := &attempts[i]
		if a.Outcome == "ambiguous" || a.Outcome == "lease_expired" {
			if err := errors.Join(a.Close("accepted", "", "read back", d.Now()), tx.SaveAttempt(ctx, a)); err != nil {
				return err
			}
			break
		}
	}
	if pending {
		return d.process(ctx, tx, delivery, receipt)
	}
	return d.evidence(ctx, tx, delivery, receipt.ID, receipt.URL, d.Now())
}
