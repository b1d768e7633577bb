package distribution

import (
	"context"
	"errors"
	"slices"
	"strings"

	"caravan/internal/store"
	"caravan/models"
)

// Cancel ends an unsent delivery (T12). What is on its way cannot be called
// back; it is refused with its state.
func (d *Desk) Cancel(ctx context.Context, by models.Actor, id models.ID[models.Delivery], reason string) (*models.Delivery, error) {
	return d.byPerson(ctx, by, id, func(_ *store.Scope, delivery *models.Delivery) error {
		if reason == "" {
			return models.ErrReason.At("/reason")
		}
		return delivery.Drop(reason)
	})
}

// A Finding is what a person saw when they looked for a doubtful post.
type Finding struct {
	Verdict string // seen, not_there, drop or removed
	URL     string // of the post that was seen, or removed
	Reason  string
	Airing  *models.Airing // offline: what happened, with proof
}

// Resolve takes a person's word on a doubtful delivery (T11), or on a post that
// the program could not take down. What was seen has an address or, offline, a
// proof. Where nobody but people can tell, "not there" takes the word of a
// second person, because it sends again.
func (d *Desk) Resolve(ctx context.Context, by models.Actor, id models.ID[models.Delivery], f Finding) (*models.Delivery, error) {
	return d.byPerson(ctx, by, id, func(tx *store.Scope, delivery *models.Delivery) error {
		if f.Verdict == "removed" {
			return d.removedByHand(ctx, tx, delivery, f.URL)
		}
		if delivery.State != models.UncertainHuman {
			return models.ErrWrongState.With("It is " + string(delivery.State) + ".")
		}
		switch f.Verdict {
		case "seen":
			return d.seen(ctx, tx, by, delivery, f)
		case "not_there":
			return d.notThere(ctx, tx, by, delivery, f.Reason)
		case "drop":
			if f.Reason == "" {
				return models.ErrReason.At("/reason")
			}
			return delivery.Drop(f.Reason)
		}
		return models.ErrInvalid.At("/verdict")
	})
}

// removedByHand takes a person's word that the post at an address is gone. Any
// post of the delivery at that address that waited for a person is meant.
func (d *Desk) removedByHand(ctx context.Context, tx *store.Scope, delivery *models.Delivery, url string) error {
	posts, err := tx.Posts(ctx, delivery.ID)
	if err != nil {
		return err
	}
	refusal := error(models.ErrWrongState.With("No post there waits for a person to remove it.").At("/url"))
	if delivery.State == models.TakedownFailed && delivery.RemoteURL == url {
		if refusal = delivery.Move(models.TakenDown, "by_hand"); refusal != nil {
			return refusal
		}
	}
	for i := range posts {
		if posts[i].Removal == models.RemovalByHand && posts[i].URL == url {
			delivery.Settle(&posts[i])
			refusal = errors.Join(tx.SavePost(ctx, &posts[i]), d.recordPost(ctx, tx, delivery, &posts[i]))
		}
	}
	return refusal
}

func (d *Desk) seen(ctx context.Context, tx *store.Scope, by models.Actor, delivery *models.Delivery, f Finding) error {
	now := d.Now()
	if d.Platforms[delivery.Platform].Profile.NeedsPerson {
		if f.Airing == nil {
			return models.ErrProof.At("/airing")
		}
		a := *f.Airing
		if err := d.keepAiringOf(ctx, tx, by, delivery, &a); err != nil {
			return err
		}
		return d.evidence(ctx, tx, delivery, a.ID.String(), delivery.RemoteURL, a.HappenedAt)
	}
	if !strings.HasPrefix(f.URL, "https://") && !strings.HasPrefix(f.URL, "http://") {
		return models.ErrProof.With("Give the address at which the post is seen.").At("/url")
	}
	return d.evidence(ctx, tx, delivery, f.URL, f.URL, now)
}

// notThere sends again after the word of two people, or of one where the
// platform itself tells copies apart.
func (d *Desk) notThere(ctx context.Context, tx *store.Scope, by models.Actor, delivery *models.Delivery, reason string) error {
	if reason == "" {
		return models.ErrReason.At("/reason")
	}
	profile := d.Platforms[delivery.Platform].Profile
	if profile.Delivery == "O" && !profile.NeedsPerson {
		first, err := tx.Absence(ctx, delivery.ID, delivery.Attempts)
		if err != nil {
			return err
		}
		switch {
		case first == nil:
			return tx.CreateAbsence(ctx, &models.Absence{DeliveryID: delivery.ID, Attempt: delivery.Attempts, ReportedBy: by.UserID, CreatedAt: d.Now()})
		case first.ReportedBy == by.UserID:
			return models.ErrSecondPerson
		}
	}
	return delivery.Retry(delivery.Fence, "not_there", d.Now())
}

// Again tries a delivery once more: one that waits for a later try is tried
// now, one that lost its approval is asked about again, and one that ended
// unsent is made anew. It returns the delivery that is to leave.
func (d *Desk) Again(ctx context.Context, by models.Actor, id models.ID[models.Delivery]) (*models.Delivery, error) {
	var next *models.Delivery
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		delivery, err := tx.Delivery(ctx, id)
		if err != nil {
			return err
		}
		if next = delivery; delivery.State == models.RetryWait {
			return errors.Join(delivery.Hurry(d.Now()), d.save(ctx, tx, delivery))
		}
		fresh := delivery.State != models.Planned
		if fresh {
			if next, err = delivery.Anew(by, d.Now()); err != nil {
				return err
			}
		}
		if err := d.mayLeave(ctx, tx, next); err != nil {
			return err
		}
		if fresh {
			return d.ready(ctx, tx, next)
		}
		return errors.Join(next.Authorize(d.Now()), d.save(ctx, tx, next), d.oweWarning(ctx, tx, next, next.NotBefore.Add(-ahead)))
	})
	if err == nil {
		d.changed(next)
	}
	return next, err
}

// mayLeave refuses a delivery that is not allowed, or not at its hour.
func (d *Desk) mayLeave(ctx context.Context, tx *store.Scope, delivery *models.Delivery) error {
	channel, err := tx.Channel(ctx, delivery.ChannelID)
	if err != nil {
		return err
	}
	if _, quiet := channel.Quiet.After(models.LocalTime{Local: delivery.Local, Zone: delivery.Zone}); quiet {
		return models.ErrQuietHours
	}
	campaign, err := tx.Campaign(ctx, delivery.CampaignID)
	if err != nil {
		return err
	}
	if slices.Contains(campaign.BlackoutDates, delivery.Day()) {
		return models.ErrBlackout
	}
	return d.check(ctx, tx, delivery, channel, delivery.Echoes)
}

// Retract asks for a published post to be taken down (T14).
func (d *Desk) Retract(ctx context.Context, by models.Actor, id models.ID[models.Delivery], reason string) (*models.Delivery, error) {
	return d.byPerson(ctx, by, id, func(_ *store.Scope, delivery *models.Delivery) error {
		if reason == "" {
			return models.ErrReason.At("/reason")
		}
		delivery.Looks = 0
		return delivery.Takedown(reason, d.Now())
	})
}

// byPerson changes a delivery on a person's word.
func (d *Desk) byPerson(ctx context.Context, by models.Actor, id models.ID[models.Delivery], apply func(*store.Scope, *models.Delivery) error) (*models.Delivery, error) {
	var delivery *models.Delivery
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if delivery, err = tx.Delivery(ctx, id); err != nil {
			return err
		}
		before := delivery.Version
		if err := apply(tx, delivery); err != nil {
			return err
		}
		if delivery.Version != before {
			return nil // evidence has saved it already
		}
		return d.save(ctx, tx, delivery)
	})
	if err == nil {
		d.changed(delivery)
	}
	return delivery, err
}

// names refuses a scope that names nothing that could be stopped: whoever
// stops something must not be left to believe that it is.
func (d *Desk) names(scope, id string) error {
	fits := false
	switch scope {
	case "all":
		fits = id == ""
	case "country":
		fits = models.Vocabularies()["country"].Has(id)
	case "platform":
		_, fits = d.Platforms[id]
	default:
		_, err := models.ParseID[models.Campaign](id)
		fits = err == nil && models.Vocabularies()["hold_scope"].Has(scope)
	}
	if !fits {
		return models.ErrInvalid.With("A scope names what it stops; all names nothing.").At("/scope_id")
	}
	return nil
}

// Close closes a gate: one person, one step. It returns the hold and the
// attempts that had left before it and may still land.
func (d *Desk) Close(ctx context.Context, by models.Actor, scope, scopeID, reason string) (*models.Hold, []models.Attempt, error) {
	if err := d.names(scope, scopeID); err != nil {
		return nil, nil, err
	}
	if reason == "" {
		return nil, nil, models.ErrReason.At("/reason")
	}
	hold := &models.Hold{Scope: scope, ScopeID: scopeID, Reason: reason, ClosedBy: by.UserID, ClosedAt: d.Now()}
	if !by.Is(models.Operator) || scope != "all" {
		hold.OrganizationID = &by.OrganizationID
	}
	records := d.Store.As(by)
	err := records.InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CloseHold(ctx, hold); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "hold.closed", Kind: "hold", Object: scope + ":" + scopeID, Reason: reason, At: d.Now()})
	})
	if err != nil {
		return nil, nil, err
	}
	landing, err := records.OpenAttempts(ctx)
	return hold, landing, err
}

// Open takes one of the two words that open a gate again. It reports whether
// the gate is open now.
func (d *Desk) Open(ctx context.Context, by models.Actor, id int64, reason string) (hold *models.Hold, open bool, err error) {
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if hold, err = tx.Hold(ctx, id); err != nil {
			return err
		}
		if open, err = hold.Open(by, reason, d.Now()); err != nil {
			return err
		}
		if err := tx.SaveHold(ctx, hold); err != nil {
			return err
		}
		action := map[bool]string{false: "hold.opening", true: "hold.opened"}[open]
		return tx.Record(ctx, store.Change{Action: action, Kind: "hold", Object: hold.Scope + ":" + hold.ScopeID, Reason: reason, At: d.Now()})
	})
	return hold, open, err
}
