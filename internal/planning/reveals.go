package planning

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// lately is how far back bounds of reveals look.
const lately = 48 * time.Hour

// Ask asks for who a messenger is. Somebody else has to agree.
func (d *Desk) Ask(ctx context.Context, by models.Actor, id models.ID[models.Messenger], reason string, fields []string) (*models.Reveal, error) {
	now := d.Now()
	reveal, err := d.asking(ctx, by, id, models.StepAsked, func(_ *store.Scope, identity *models.Identity, before models.Reveals) (*models.Reveal, error) {
		return identity.Ask(by, reason, fields, before, now)
	})
	return reveal, unwritten(err)
}

// asking does a custodian's asking, writes it down and tells the others.
func (d *Desk) asking(ctx context.Context, by models.Actor, id models.ID[models.Messenger], step models.RevealStep, ask func(*store.Scope, *models.Identity, models.Reveals) (*models.Reveal, error)) (*models.Reveal, error) {
	now := d.Now()
	var reveal *models.Reveal
	err := d.asCustodian(ctx, by, func(tx *store.Scope) error {
		identity, err := tx.Identity(ctx, id)
		if err != nil {
			return err
		}
		before, err := tx.LatelyRevealed(ctx, now.Add(-lately))
		if err != nil {
			return err
		}
		if reveal, err = ask(tx, identity, before); err != nil {
			return err
		}
		if err := tx.CreateReveal(ctx, reveal); err != nil {
			return err
		}
		if err := d.tell(ctx, tx, reveal, step); err != nil {
			return err
		}
		return tx.Record(ctx, told(reveal, "identity."+string(step), reveal.Reason, now))
	})
	return reveal, err
}

// told is what the trail says of a reveal.
func told(r *models.Reveal, action, reason string, now time.Time) store.Change {
	return store.Change{Action: action, Kind: "reveal", Object: r.ID.String(), Reason: reason, At: now}
}

// Approve is the second custodian's word.
func (d *Desk) Approve(ctx context.Context, by models.Actor, id models.ID[models.Reveal]) (*models.Reveal, error) {
	reveal, err := d.onReveal(ctx, by, id, "identity.approved", "", func(tx *store.Scope, r *models.Reveal, before models.Reveals) error {
		if err := r.Approve(by, before, d.Now()); err != nil {
			return err
		}
		return d.tell(ctx, tx, r, models.StepApproved)
	})
	return reveal, unwritten(err)
}

// Review is another custodian's judgement of how the glass was broken.
func (d *Desk) Review(ctx context.Context, by models.Actor, id models.ID[models.Reveal], judgement string) (*models.Reveal, error) {
	return d.onReveal(ctx, by, id, "identity.reviewed", judgement, func(_ *store.Scope, r *models.Reveal, _ models.Reveals) error {
		return r.Look(by, judgement, d.Now())
	})
}

// Give hands the sealed identity to whoever asked for it, once. That it did is
// in the trail before it returns; where that cannot be written nothing is
// given.
func (d *Desk) Give(ctx context.Context, by models.Actor, id models.ID[models.Reveal]) (*models.Reveal, models.Sealed, error) {
	var file models.Sealed
	reveal, err := d.onReveal(ctx, by, id, "identity.revealed", "", func(tx *store.Scope, r *models.Reveal, before models.Reveals) error {
		if err := r.Give(by, before, d.Now()); err != nil {
			return err
		}
		identity, err := tx.Identity(ctx, r.MessengerID)
		if err != nil {
			return err
		}
		if identity.ID != r.IdentityID {
			return models.ErrWrongState.With("It was sealed anew since.")
		}
		if err := d.tell(ctx, tx, r, models.StepRevealed); err != nil {
			return err
		}
		file, err = d.Keys.disclose(ctx, identity)
		return err
	})
	if err != nil {
		return nil, nil, unwritten(err)
	}
	return reveal, file, nil
}

// onReveal does a custodian's part in a reveal. The entry in the trail comes
// first: on Postgres it lets the parts of an organisation's reveals happen one
// after another, so that none passes a bound.
func (d *Desk) onReveal(ctx context.Context, by models.Actor, id models.ID[models.Reveal], action, reason string, apply func(*store.Scope, *models.Reveal, models.Reveals) error) (*models.Reveal, error) {
	now := d.Now()
	var reveal *models.Reveal
	err := d.asCustodian(ctx, by, func(tx *store.Scope) (err error) {
		if reveal, err = tx.Reveal(ctx, id); err != nil {
			return err
		}
		if err := tx.Record(ctx, told(reveal, action, reason, now)); err != nil {
			return err
		}
		before, err := tx.LatelyRevealed(ctx, now.Add(-lately))
		if err != nil {
			return err
		}
		if err := apply(tx, reveal, before); err != nil {
			return err
		}
		return tx.SaveReveal(ctx, reveal)
	})
	return reveal, err
}
