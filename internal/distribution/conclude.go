package distribution

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// conclude is the one place that decides what an outcome means.
func (d *Desk) conclude(ctx context.Context, s *sending) error {
	err := d.system().InTx(ctx, func(tx *store.Scope) error {
		delivery, err := tx.Delivery(ctx, s.delivery.ID)
		if err != nil {
			return err
		}
		if s.failure == nil {
			return d.accept(ctx, tx, delivery, s)
		}
		return d.fail(ctx, tx, delivery, s)
	})
	if err == nil {
		d.changed(s.delivery)
	}
	return err
}

// accept takes a receipt as evidence (T4). Where the platform is still working
// on the post it is asked again, and where a person does what was
// published, their word with proof is the evidence, and they are asked.
func (d *Desk) accept(ctx context.Context, tx *store.Scope, delivery *models.Delivery, s *sending) error {
	now := d.Now()
	if err := d.close(ctx, tx, s.attempt, "accepted", "", s.receipt.Trace, now); err != nil {
		return err
	}
	if s.profile.NeedsPerson && s.receipt.State == platforms.Accepted {
		if delivery.State != models.Sending {
			return nil
		}
		delivery.RemoteID, delivery.RemoteURL = s.receipt.ID, s.receipt.URL
		if err := delivery.Lose(delivery.Fence, "awaiting_proof", now); err != nil {
			return err
		}
		if err := d.save(ctx, tx, delivery); err != nil {
			return err
		}
		return errors.Join(delivery.AskPerson("awaiting_proof"), d.save(ctx, tx, delivery))
	}
	if confirms(s.connector, s.receipt) && (delivery.State == models.Sending || delivery.State == models.Uncertain) {
		return d.process(ctx, tx, delivery, s.receipt)
	}
	return d.evidence(ctx, tx, delivery, s.receipt.ID, s.receipt.URL, d.Now())
}

// evidence writes down that a post exists. It is a fact, whenever it comes: a
// second one of the delivery, or one of a delivery that has ended without it,
// is kept and taken down.
func (d *Desk) evidence(ctx context.Context, tx *store.Scope, delivery *models.Delivery, id, url string, public time.Time) error {
	now := d.Now()
	known, err := tx.Posts(ctx, delivery.ID)
	if err != nil {
		return err
	}
	post := models.Post{Platform: delivery.Platform, ChannelID: delivery.ChannelID, RemoteID: id, DeliveryID: delivery.ID, URL: url, CreatedAt: now}
	for _, p := range known {
		if p.RemoteID == id {
			return nil
		}
		if p.DuplicateOf == "" {
			post.DuplicateOf = p.RemoteID
		}
	}
	if post.DuplicateOf != "" || delivery.State.Void() {
		return d.unwanted(ctx, tx, delivery, &post)
	}
	if err := tx.CreatePost(ctx, &post); err != nil {
		return err
	}
	if err := delivery.Accept(id, url, public); err != nil {
		return err
	}
	if err := errors.Join(d.save(ctx, tx, delivery), d.oweMeasure(ctx, tx, delivery, 0), tx.GoLive(ctx, delivery.CampaignID, delivery.Country)); err != nil {
		return err
	}
	return d.silence(ctx, tx, delivery)
}

// unwanted keeps a post that should not exist, and queues it for removal.
func (d *Desk) unwanted(ctx context.Context, tx *store.Scope, delivery *models.Delivery, post *models.Post) error {
	now := d.Now()
	delivery.Unwant(post, now)
	return errors.Join(tx.CreatePost(ctx, post), tx.SaveDelivery(ctx, delivery), d.recordPost(ctx, tx, delivery, post))
}

// recordPost records what becomes of an unwanted post.
func (d *Desk) recordPost(ctx context.Context, tx *store.Scope, delivery *models.Delivery, post *models.Post) error {
	action := "post.unwanted"
	if post.Removal != models.RemovalPending {
		action = "post." + string(post.Removal)
	}
	return tx.Record(ctx, store.Change{
		Action: action, Kind: "delivery", Object: delivery.ID.String(), After: delivery.Digest, Reason: post.RemoteID, At: d.Now(),
		Tenant: delivery.OrganizationID, Campaign: delivery.CampaignID,
	})
}

// silence has a post taken down whose messenger withdrew their consent while
// it was on its way. No consent ends before the transaction does, so it is
// seen here or by whoever ends it.
func (d *Desk) silence(ctx context.Context, tx *store.Scope, delivery *models.Delivery) error {
	consents, err := tx.KeepConsents(ctx, delivery.MessengerID)
	if err != nil || !models.TakenBack(consents, delivery.Platform, delivery.Country, d.Now()) {
		return err
	}
	return errors.Join(delivery.Takedown(models.VoidConsent, d.Now()), d.save(ctx, tx, delivery))
}

// oweMeasure owes the next reading of a post, by the platform's schedule.
func (d *Desk) oweMeasure(ctx context.Context, tx *store.Scope, delivery *models.Delivery, round int) error {
	schedule := d.Platforms[delivery.Platform].Profile.Schedule
	if len(schedule) == 0 && delivery.LinkCode != "" {
		schedule = platforms.Schedule() // clicks are counted here
	}
	if round >= len(schedule) || delivery.PublishedAt == nil {
		return nil
	}
	return tx.Owe(ctx, tasks.Measure{Delivery: delivery.ID, Round: round}, "", delivery.PublishedAt.Add(schedule[round]), d.Now())
}

// fail reads a failure by its class. Only an overtaken worker leaves the
// delivery as it is: whoever overtook it knows better.
func (d *Desk) fail(ctx context.Context, tx *store.Scope, delivery *models.Delivery, s *sending) error {
	now, class := d.Now(), platforms.ClassOf(s.failure)
	if err := d.close(ctx, tx, s.attempt, outcome(class), string(class), s.failure.Error(), now); err != nil {
		return err
	}
	if delivery.Fence != s.attempt.Fence || delivery.State != models.Sending {
		return nil
	}
	delivery.Prepared = ""
	if f, ok := errors.AsType[*platforms.Failure](s.failure); ok {
		delivery.Prepared = f.Prepared
	}
	var err error
	again := now.Add(models.Backoff(delivery.Attempts-1, rand.Float64())) //nolint:gosec // spread, not a secret
	switch class {
	case platforms.Unsent:
		err = delivery.Retry(delivery.Fence, string(class), again)
	case platforms.Throttled:
		if f, ok := errors.AsType[*platforms.Failure](s.failure); ok && f.Until.After(again) {
			again = f.Until
		}
		err = errors.Join(delivery.Retry(delivery.Fence, string(class), again), tx.Pause(ctx, delivery.ChannelID, again))
	case platforms.Locked:
		err = errors.Join(delivery.Retry(delivery.Fence, string(class), again), d.lockChannel(ctx, tx, delivery, now))
	case platforms.Refused, platforms.Gone:
		err = delivery.Fail(delivery.Fence, string(class))
	case platforms.Uncertain, platforms.Duplicate:
		err = delivery.Lose(delivery.Fence, string(class), s.attempt.SendBy.Add(d.settle(s.profile)))
	}
	if err != nil {
		return err
	}
	return d.save(ctx, tx, delivery)
}

// settle is how long a late acceptance is possible on a platform.
func (d *Desk) settle(p platforms.Profile) time.Duration {
	switch {
	case d.Timers.Settle != 0:
		return d.Timers.Settle
	case p.Delivery == platforms.Keyed:
		return time.Minute
	default:
		return or(p.Settle, 10*time.Minute)
	}
}

// outcome is what an attempt's row says about a class.
func outcome(class platforms.Class) string {
	switch class {
	case platforms.Uncertain, platforms.Duplicate:
		return "ambiguous"
	case platforms.Unsent:
		return "not_sent"
	case platforms.Refused, platforms.Throttled, platforms.Locked, platforms.Gone:
		return "rejected"
	}
	return "ambiguous"
}

// close ends an attempt; one that was closed for it meanwhile stays so, unless
// evidence came late.
func (d *Desk) close(ctx context.Context, tx *store.Scope, a *models.Attempt, outcome, class, detail string, now time.Time) error {
	attempts, err := tx.Attempts(ctx, a.DeliveryID)
	if err != nil {
		return err
	}
	for i := range attempts {
		if attempts[i].N != a.N {
			continue
		}
		if err := attempts[i].Close(outcome, class, detail, now); err != nil {
			return nil //nolint:nilerr // it is closed, and stays so
		}
		return tx.SaveAttempt(ctx, &attempts[i])
	}
	return nil
}

// lockChannel stops a channel whose account needs a person.
func (d *Desk) lockChannel(ctx context.Context, tx *store.Scope, delivery *models.Delivery, now time.Time) error {
	channel, err := tx.LockChannel(ctx, delivery.ChannelID)
	if err != nil {
		return err
	}
	if channel.Lapsed(now) && d.renews(ctx, tx, channel) {
		return d.oweRenewal(ctx, tx, channel, now) // it may have run out before it was renewed
	}
	channel.Expire(now)
	hold := &models.Hold{
		OrganizationID: &delivery.OrganizationID, Scope: "channel", ScopeID: channel.ID.String(), Reason: "account_locked", ClosedAt: now,
	}
	return errors.Join(tx.SaveChannel(ctx, channel), tx.CreateHold(ctx, hold), tx.Record(ctx, store.Change{
		Action: "channel.locked", Kind: "channel", Object: channel.ID.String(), At: now, Tenant: delivery.OrganizationID,
	}))
}
