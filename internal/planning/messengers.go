package planning

import (
	"context"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// Enrol keeps a messenger by pseudonym.
func (d *Desk) Enrol(ctx context.Context, by models.Actor, profile models.MessengerProfile) (*models.Messenger, error) {
	now := d.Now()
	messenger, err := models.NewMessenger(profile, by, now)
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateMessenger(ctx, messenger); err != nil {
			return err
		}
		return tx.Record(ctx, about(messenger.ID, "messenger.enrolled", now))
	})
	return messenger, err
}

// about describes what was done to a messenger, or to what hangs on one.
func about(id models.ID[models.Messenger], action string, now time.Time) store.Change {
	return store.Change{Action: action, Kind: "messenger", Object: id.String(), At: now}
}

// Describe replaces the profile of the version that was read.
func (d *Desk) Describe(ctx context.Context, by models.Actor, id models.ID[models.Messenger], read int, profile models.MessengerProfile) (*models.Messenger, error) {
	now := d.Now()
	var messenger *models.Messenger
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if messenger, err = tx.Messenger(ctx, id); err != nil {
			return err
		}
		if messenger.Version != read {
			return models.ErrStale
		}
		if err := messenger.Revise(profile, now); err != nil {
			return err
		}
		if err := tx.SaveMessenger(ctx, messenger); err != nil {
			return err
		}
		return tx.Record(ctx, about(id, "messenger.described", now))
	})
	return messenger, err
}

// RecordConsent keeps what a messenger agreed to.
func (d *Desk) RecordConsent(ctx context.Context, by models.Actor, id models.ID[models.Messenger], form models.Consent) (*models.Consent, error) {
	now := d.Now()
	var consent *models.Consent
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		messenger, err := tx.Messenger(ctx, id)
		if err != nil {
			return err
		}
		if consent, err = messenger.Agree(form, now); err != nil {
			return err
		}
		if err := tx.CreateConsent(ctx, consent); err != nil {
			return err
		}
		return tx.Record(ctx, about(id, "consent.recorded", now))
	})
	return consent, err
}

// Assess keeps a judgement of the danger to a messenger.
func (d *Desk) Assess(ctx context.Context, by models.Actor, id models.ID[models.Messenger], judged models.RiskAssessment) (*models.RiskAssessment, error) {
	now := d.Now()
	var risk *models.RiskAssessment
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		messenger, err := tx.Messenger(ctx, id)
		if err != nil {
			return err
		}
		consents, err := tx.Consents(ctx, id)
		if err != nil {
			return err
		}
		if risk, err = messenger.Assess(judged, consents, now); err != nil {
			return err
		}
		if err := tx.CreateRisk(ctx, risk); err != nil {
			return err
		}
		return tx.Record(ctx, about(id, "risk.assessed", now))
	})
	return risk, err
}

// An Ending is a consent that was withdrawn, with what that set off.
type Ending struct {
	Consent   *models.Consent
	Voided    int  // submissions
	Cancelled int  // deliveries that had not left
	Removing  int  // live posts that are being taken down
	Forgotten bool // who the messenger is, because no consent is left

	consents []models.Consent
}

// EndConsent takes a consent back for good. What was submitted on it is void,
// what waits is cancelled and what is live is taken down, unless another
// consent of the messenger covers it. With the last consent goes who they are.
func (d *Desk) EndConsent(ctx context.Context, by models.Actor, messenger models.ID[models.Messenger], id models.ID[models.Consent], reason string) (*Ending, error) {
	now := d.Now()
	ending := &Ending{}
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if ending.Consent, err = tx.Consent(ctx, id); err != nil {
			return err
		}
		if ending.Consent.MessengerID != messenger {
			return models.ErrMissing
		}
		if err := ending.Consent.Withdraw(now); err != nil {
			return err
		}
		if err := tx.SaveConsent(ctx, ending.Consent); err != nil {
			return err
		}
		change := about(messenger, "consent.ended", now)
		change.Reason = reason
		if err := tx.Record(ctx, change); err != nil {
			return err
		}
		if err := ending.follow(ctx, tx, now); err != nil {
			return err
		}
		live := func(c models.Consent) bool { return c.Live(now) }
		if ending.Forgotten = !slices.ContainsFunc(ending.consents, live); !ending.Forgotten {
			return nil
		}
		return d.destroy(ctx, tx, messenger, models.DestroyedWithdrawn, now)
	})
	return ending, err
}

// follow ends what rested on the consent.
func (e *Ending) follow(ctx context.Context, tx *store.Scope, now time.Time) error {
	resting, err := tx.SubmissionsUnder(ctx, e.Consent)
	if err != nil {
		return err
	}
	e.Voided = len(resting)
	if err := tx.VoidSubmissions(ctx, resting, models.VoidConsent, now); err != nil {
		return err
	}
	spoken, err := tx.Spoken(ctx, e.Consent.MessengerID)
	if err != nil {
		return err
	}
	if e.consents, err = tx.Consents(ctx, e.Consent.MessengerID); err != nil {
		return err
	}
	for i := range spoken {
		covers := func(c models.Consent) bool { return c.Covers(spoken[i].Platform, spoken[i].Country, now) }
		if slices.ContainsFunc(e.consents, covers) {
			continue
		}
		if err := e.silence(ctx, tx, &spoken[i], now); err != nil {
			return err
		}
	}
	return nil
}

// silence cancels a delivery that has not left, and has a live one taken down.
func (e *Ending) silence(ctx context.Context, tx *store.Scope, delivery *models.Delivery, now time.Time) error {
	if delivery.State == models.Published {
		e.Removing++
		if err := delivery.Takedown(models.VoidConsent, now); err != nil {
			return err
		}
	} else {
		e.Cancelled++
		if err := delivery.Drop(models.VoidConsent); err != nil {
			return err
		}
	}
	if err := tx.SaveDelivery(ctx, delivery); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{
		Action: "delivery." + string(delivery.State), Kind: "delivery", Object: delivery.ID.String(), After: delivery.Digest,
		Reason: models.VoidConsent, At: now, Campaign: delivery.CampaignID,
	})
}
