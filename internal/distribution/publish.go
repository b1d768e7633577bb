package distribution

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/models"
)

// Publish takes a due delivery through one attempt: claim, write ahead, send,
// record. A delivery that is not due, or taken by another, is left alone; so a
// call too many does nothing. What it has claimed it finishes even when ctx ends.
func (d *Desk) Publish(ctx context.Context, id models.ID[models.Delivery]) error {
	claimed, channel, err := d.claim(ctx, id)
	if err != nil {
		return ignore(err, models.ErrWrongState, models.ErrHeld, models.ErrStale)
	}
	ctx = context.WithoutCancel(ctx) // or the claim would wait for the end of its lease
	if known, err := d.recognize(ctx, channel); err != nil || !known {
		return errors.Join(err, d.putOff(ctx, claimed, "account_unchecked", d.Now().Add(askAgain)))
	}
	came := d.Circuits.enter(d.serverOf(ctx, channel))
	if came == nil {
		return d.putOff(ctx, claimed, "platform_down", d.Now().Add(d.Circuits.pause()))
	}
	send, err := d.begin(ctx, claimed)
	if err != nil || send == nil {
		came(errUntried)
		return ignore(err, models.ErrOvertaken)
	}
	if left := send.attempt.SendBy.Sub(d.Now()); left > 0 {
		send.run(ctx, left)
		came(send.failure)
	} else {
		came(errUntried)
		send.failure = platforms.Fail(platforms.Unsent, "the deadline passed before anything was sent")
	}
	return d.record(ctx, send)
}

// ignore returns nil for the errors that mean somebody else has it.
func ignore(err error, expected ...error) error {
	for _, e := range expected {
		if errors.Is(err, e) {
			return nil
		}
	}
	return err
}

// claim takes the delivery for this worker (T2).
func (d *Desk) claim(ctx context.Context, id models.ID[models.Delivery]) (delivery *models.Delivery, channel *models.Channel, err error) {
	if err := d.punctual(ctx); err != nil {
		return nil, nil, err
	}
	err = d.system().InTx(ctx, func(tx *store.Scope) error {
		if delivery, err = tx.Delivery(ctx, id); err != nil {
			return err
		}
		if channel, err = tx.Channel(ctx, delivery.ChannelID); err != nil {
			return err
		}
		if err := held(ctx, tx, delivery, channel); err != nil {
			return err
		}
		if err := delivery.Claim(d.Now(), d.Timers.lease()); err != nil {
			return err
		}
		return d.save(ctx, tx, delivery)
	})
	return delivery, channel, err
}

// A sending is one attempt on its way.
type sending struct {
	delivery  *models.Delivery
	attempt   *models.Attempt
	connector platforms.Connector
	profile   platforms.Profile
	post      platforms.Post
	receipt   platforms.Receipt
	failure   error
}

// run makes the one request.
func (s *sending) run(ctx context.Context, left time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	s.receipt, s.failure = s.connector.Publish(ctx, s.post)
}

// begin writes the attempt ahead (T3): in one transaction it checks the gate,
// the approval of exactly these bytes, the consent and the rate, and commits
// that from now on the delivery may have been posted. A nil sending means that
// the delivery went elsewhere instead.
func (d *Desk) begin(ctx context.Context, claimed *models.Delivery) (s *sending, err error) {
	err = d.system().InTx(ctx, func(tx *store.Scope) error {
		s, err = d.writeAhead(ctx, tx, claimed)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (d *Desk) writeAhead(ctx context.Context, tx *store.Scope, claimed *models.Delivery) (*sending, error) {
	if err := tx.PassGate(ctx); err != nil {
		return nil, err
	}
	// Before the delivery, as whoever ends a consent locks them too.
	if _, err := tx.KeepConsents(ctx, claimed.MessengerID); err != nil {
		return nil, err
	}
	delivery, err := tx.Delivery(ctx, claimed.ID)
	if err != nil {
		return nil, err
	}
	if delivery.Fence != claimed.Fence || delivery.State != models.Claimed {
		return nil, models.ErrOvertaken
	}
	channel, err := tx.LockChannel(ctx, delivery.ChannelID)
	if err != nil {
		return nil, err
	}
	connector, profile, err := d.connect(ctx, tx, channel)
	if err != nil {
		return nil, d.giveUp(ctx, tx, delivery, "channel_unusable")
	}
	now := d.Now()
	if err := d.check(ctx, tx, delivery, channel, delivery.Yields); err != nil {
		return nil, d.stepBack(ctx, tx, delivery, err, now)
	}
	if wait, err := d.rate(ctx, tx, channel, profile, now); err != nil || !wait.IsZero() {
		return nil, errors.Join(err, d.wait(ctx, tx, delivery, "rate_limited", wait))
	}
	post := d.post(delivery, now)
	if objections := connector.Check(post); len(objections) > 0 {
		return nil, d.giveUp(ctx, tx, delivery, objections[0].Code)
	}
	if err := d.intact(ctx, post); err != nil {
		return nil, d.lack(ctx, tx, delivery, err, now)
	}
	attempt, err := delivery.Begin(claimed.Fence, d.Worker, post.Key, now, d.Timers.send()+longer(post))
	if errors.Is(err, models.ErrPast) {
		return nil, d.wait(ctx, tx, delivery, "window_over", now)
	}
	if err != nil {
		return nil, err
	}
	if err := tx.CreateAttempt(ctx, attempt); err != nil {
		return nil, err
	}
	s := &sending{delivery: delivery, attempt: attempt, connector: connector, profile: profile, post: post}
	return s, d.save(ctx, tx, delivery)
}

// slowLine is how many bytes of recordings a second are sent at least.
const slowLine = 256 << 10

// longer is how much more time than any other a post takes that has recordings.
func longer(post platforms.Post) time.Duration {
	bytes := int64(0)
	for _, m := range post.Media {
		if m.Duration > 0 {
			bytes += m.Size
		}
	}
	return time.Duration(bytes/slowLine) * time.Second
}

// errNoLibrary says that this process has no pictures.
var errNoLibrary = errors.New("there is no library of pictures")

// intact refuses a post whose pictures are not byte for byte those that were
// approved.
func (d *Desk) intact(ctx context.Context, post platforms.Post) error {
	if len(post.Media) > 0 && d.Media == nil {
		return errNoLibrary
	}
	for _, m := range post.Media {
		if err := d.Media.Check(ctx, m.SHA256); err != nil {
			return err
		}
	}
	return nil
}

// lack puts a claimed delivery aside whose pictures cannot be sent: for good
// where they were changed, until somebody has put them back where they are not
// there.
func (d *Desk) lack(ctx context.Context, tx *store.Scope, delivery *models.Delivery, why error, now time.Time) error {
	if errors.Is(why, models.ErrMediaChanged) {
		return d.giveUp(ctx, tx, delivery, models.ErrMediaChanged.Code)
	}
	d.Log.ErrorContext(ctx, "picture not at hand", slog.String("delivery", delivery.ID.String()), slog.Any("error", why))
	return d.wait(ctx, tx, delivery, "media_missing", now.Add(time.Minute))
}

// check asks again for everything that allowed the delivery, as it stands now.
// It must not meet another over another account: two requests at once did not
// see each other.
func (d *Desk) check(ctx context.Context, tx *store.Scope, delivery *models.Delivery, channel *models.Channel, meets func(other *models.Delivery) bool) error {
	if err := held(ctx, tx, delivery, channel); err != nil {
		return err
	}
	g, err := d.groundsOf(ctx, tx, delivery.CampaignID, delivery.MessageID, delivery.MessengerID)
	if err != nil {
		return err
	}
	if err := g.allow(delivery, channel, d.Now()); err != nil {
		return err
	}
	return d.oneVoice(ctx, tx, delivery, meets)
}

// held refuses a delivery that a hold or the suspension of its channel stops.
func held(ctx context.Context, tx *store.Scope, delivery *models.Delivery, channel *models.Channel) error {
	if err := channel.Silent(); err != nil {
		return err
	}
	holds, err := tx.HeldBy(ctx, delivery, channel.Countries)
	if err == nil && len(holds) > 0 {
		err = models.ErrHeld
	}
	return err
}

// stepBack puts a claimed delivery where the refusal belongs: behind a hold it
// waits, without an approval it is planned again, without a consent it ends.
func (d *Desk) stepBack(ctx context.Context, tx *store.Scope, delivery *models.Delivery, why error, now time.Time) error {
	refusal, ok := errors.AsType[*models.Refusal](why)
	if !ok {
		return why
	}
	switch {
	case errors.Is(why, models.ErrHeld):
		return d.wait(ctx, tx, delivery, refusal.Code, now.Add(5*time.Second))
	case errors.Is(why, models.ErrConsent):
		return errors.Join(delivery.Drop(refusal.Code), d.save(ctx, tx, delivery))
	}
	if err := d.wait(ctx, tx, delivery, refusal.Code, now); err != nil {
		return err
	}
	if err := delivery.Unauthorize(refusal.Code); err != nil {
		return err
	}
	return d.save(ctx, tx, delivery)
}

// wait lets a claimed delivery go until a time. Nothing was sent.
func (d *Desk) wait(ctx context.Context, tx *store.Scope, delivery *models.Delivery, reason string, until time.Time) error {
	if err := delivery.Retry(delivery.Fence, reason, until); err != nil {
		return err
	}
	return d.save(ctx, tx, delivery)
}

// giveUp ends a claimed delivery that can never be sent as it is.
func (d *Desk) giveUp(ctx context.Context, tx *store.Scope, delivery *models.Delivery, reason string) error {
	if err := delivery.Fail(delivery.Fence, reason); err != nil {
		return err
	}
	return d.save(ctx, tx, delivery)
}

// rate returns when the channel may send again, or the zero time for now: a
// platform that asked to wait is heeded, and one account sends one post at a
// time.
func (d *Desk) rate(ctx context.Context, tx *store.Scope, channel *models.Channel, profile platforms.Profile, now time.Time) (time.Time, error) {
	if channel.PausedUntil != nil && now.Before(*channel.PausedUntil) {
		return *channel.PausedUntil, nil
	}
	busy, err := tx.Busy(ctx, channel.ID)
	if err != nil || busy {
		return now.Add(time.Second + time.Duration(rand.IntN(1000))*time.Millisecond), err //nolint:gosec // spread, not a secret
	}
	for _, limit := range []platforms.Rate{profile.Rate, {Posts: channel.PerMinute, Per: time.Minute}} {
		if limit.Posts == 0 {
			continue
		}
		n, first, err := tx.Sends(ctx, channel.ID, now.Add(-limit.Per))
		if err != nil {
			return time.Time{}, err
		}
		if n >= limit.Posts {
			return first.Add(limit.Per), nil
		}
	}
	return time.Time{}, nil
}

// save writes a delivery with its audit entry.
func (d *Desk) save(ctx context.Context, tx *store.Scope, delivery *models.Delivery) error {
	if err := tx.SaveDelivery(ctx, delivery); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{
		Action: "delivery." + string(delivery.State), Kind: "delivery", Object: delivery.ID.String(), After: delivery.Digest,
		Reason: delivery.Reason, At: d.Now(), Tenant: delivery.OrganizationID, Campaign: delivery.CampaignID,
	})
}

// recordFor is how long the outcome of an attempt is tried to be written. After
// that the sweep finds the open attempt and treats it as unknown.
const recordFor = 30 * time.Second

// record writes what came of an attempt, again and again if the database is
// away, because a known outcome is worth more than a guess later.
func (d *Desk) record(ctx context.Context, s *sending) error {
	ctx, cancel := context.WithTimeout(ctx, recordFor)
	defer cancel()
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		err := d.conclude(ctx, s)
		if err == nil || ctx.Err() != nil {
			return err
		}
		d.Log.WarnContext(ctx, "outcome not yet recorded", slog.String("delivery", s.delivery.ID.String()), slog.Any("error", err))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}
