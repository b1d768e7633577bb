package models

import (
	"slices"
	"time"
)

// The publishing protocol, one method for each transition. Every caller holds
// the row, so that two workers never decide at once; the fence tells the one
// that was overtaken.

// ErrOvertaken says that somebody else has taken the delivery over since.
var ErrOvertaken = refusal(Conflict, "overtaken", "Another worker has taken it over.")

// Due reports whether the delivery may be claimed: it is ready, inside its
// window, and not waiting for a later try.
func (d *Delivery) Due(now time.Time) bool {
	return (d.State == Ready || d.State == RetryWait) && !now.Before(d.NotBefore) && now.Before(d.NotAfter) && !now.Before(d.NextAt)
}

// Authorize makes a planned delivery ready (T1).
func (d *Delivery) Authorize(now time.Time) error {
	if !now.Before(d.NotAfter) {
		return ErrPast
	}
	return d.Move(Ready, "")
}

// Unauthorize takes a delivery back that lost its approval (T15). What is
// claimed goes by way of its lease; what is sent stays.
func (d *Delivery) Unauthorize(reason string) error {
	if err := d.Move(Planned, reason); err != nil {
		return err
	}
	d.Fence++
	return nil
}

// Recallable lists the states in which a delivery that loses its approval can
// still be kept from leaving.
func Recallable() []DeliveryState { return []DeliveryState{Planned, Ready, RetryWait, Claimed} }

// Recall keeps a delivery from leaving whose approval is void. Under a rule that
// changed, or when the submission was only taken back, the same version may be
// approved again, and the delivery waits for that (T15). A text that was edited
// or archived, or a consent that was withdrawn, never comes back (T12).
func (d *Delivery) Recall(reason string) error {
	if reason == VoidRule || reason == VoidWithdrawn {
		return d.Unauthorize(reason)
	}
	return d.Drop(reason)
}

// Claim takes the delivery for one worker until the lease ends (T2).
func (d *Delivery) Claim(now time.Time, lease time.Duration) error {
	if !d.Due(now) {
		return ErrWrongState.With("It is not due.")
	}
	until := now.Add(lease)
	d.Fence, d.LeaseUntil = d.Fence+1, &until
	return d.Move(Claimed, "")
}

// Release takes a claim back whose lease is over (T2'). Nothing was sent, so
// it is tried again, unless it has killed its worker too often.
func (d *Delivery) Release(now time.Time) error {
	if d.State != Claimed || d.LeaseUntil == nil || now.Before(*d.LeaseUntil) {
		return ErrWrongState.With("The lease still holds.")
	}
	d.Fence, d.LeaseUntil, d.Crashes = d.Fence+1, nil, d.Crashes+1
	if d.Crashes >= MaxCrashes {
		return d.Move(Failed, "poison")
	}
	d.NextAt = now
	return d.Move(RetryWait, "worker_lost")
}

// Hurry lets a delivery that waits for a later try be tried now.
func (d *Delivery) Hurry(now time.Time) error {
	if d.State != RetryWait {
		return ErrWrongState.With("It does not wait for another try.")
	}
	d.NextAt = now
	return nil
}

// Anew returns a delivery of the same bytes on the same channel, due now. Only
// one that ended unsent can be made anew.
func (d *Delivery) Anew(by Actor, now time.Time) (*Delivery, error) {
	zone, err := time.LoadLocation(d.Zone)
	if err != nil || d.State != Failed && d.State != Expired {
		return nil, ErrWrongState.With("It is " + string(d.State) + ".")
	}
	at := now.Truncate(time.Minute)
	return &Delivery{
		ID: NewID[Delivery](), OrganizationID: d.OrganizationID, CampaignID: d.CampaignID, MessageID: d.MessageID, VersionID: d.VersionID,
		ChannelID: d.ChannelID, MessengerID: d.MessengerID, Dimensions: d.Dimensions, Rendering: d.Rendering, Digest: d.Digest,
		Local: at.In(zone).Format(localLayout), Zone: d.Zone, NotBefore: at, NotAfter: at.Add(d.NotAfter.Sub(d.NotBefore)), NextAt: at,
		State: Planned, Demonstration: d.Demonstration, CreatedBy: by.UserID, CreatedAt: now, Version: 1,
	}, nil
}

// Begin writes down that from now on the delivery may have been posted (T3).
// The caller has checked holds, approval, consent and window in the same
// transaction.
func (d *Delivery) Begin(fence int64, worker, key string, now time.Time, timeout time.Duration) (*Attempt, error) {
	switch {
	case d.Fence != fence || d.State != Claimed || d.LeaseUntil == nil || !now.Before(*d.LeaseUntil):
		return nil, ErrOvertaken
	case !now.Before(d.NotAfter):
		return nil, ErrPast
	case d.Attempts >= MaxAttempts:
		return nil, ErrWrongState.With("It was tried too often.")
	}
	if err := d.Move(Sending, ""); err != nil {
		return nil, err
	}
	d.LeaseUntil, d.Attempts = nil, d.Attempts+1
	return &Attempt{
		DeliveryID: d.ID, N: d.Attempts, Fence: fence, Key: key, RequestDigest: d.Digest, Worker: worker,
		SendBy: now.Add(timeout), CreatedAt: now,
	}, nil
}

// Accept takes evidence that the post exists (T4, T8, T11). Evidence is a
// fact: it counts from any attempt, even a late one. Public is when people
// could first see or hear it.
func (d *Delivery) Accept(remoteID, remoteURL string, public time.Time) error {
	if err := d.Move(Published, ""); err != nil {
		return err
	}
	d.Fence, d.LeaseUntil = d.Fence+1, nil
	d.RemoteID, d.RemoteURL, d.PublishedAt = remoteID, remoteURL, &public
	return nil
}

// InPublic is the instant nearest to one at which the post was public already.
func (d *Delivery) InPublic(at, now time.Time) time.Time {
	if at.After(now) {
		at = now
	}
	if d.PublishedAt != nil && at.Before(*d.PublishedAt) {
		at = *d.PublishedAt
	}
	return at
}

// Retry takes a definite non-acceptance: nothing was posted, so the delivery
// is tried again at a later time, at most MaxAttempts times (T5, T9).
func (d *Delivery) Retry(fence int64, reason string, at time.Time) error {
	if d.Fence != fence {
		return ErrOvertaken
	}
	to := RetryWait
	switch {
	case d.Attempts >= MaxAttempts && d.State == Uncertain:
		to = UncertainHuman
	case d.Attempts >= MaxAttempts:
		to = Failed
	}
	if err := d.Move(to, reason); err != nil {
		return err
	}
	d.LeaseUntil, d.NextAt = nil, at
	return nil
}

// Fail takes a definite and lasting refusal (T6).
func (d *Delivery) Fail(fence int64, reason string) error {
	if d.Fence != fence {
		return ErrOvertaken
	}
	if err := d.Move(Failed, reason); err != nil {
		return err
	}
	d.LeaseUntil = nil
	return nil
}

// Lose says that nobody knows whether the post exists (T7). It is looked for
// from the given time on; it is never simply sent again.
func (d *Delivery) Lose(fence int64, reason string, lookAt time.Time) error {
	if d.Fence != fence {
		return ErrOvertaken
	}
	if err := d.Move(Uncertain, reason); err != nil {
		return err
	}
	d.NextAt, d.Looks, d.AbsentAt = lookAt, 0, nil
	return nil
}

// The rules of looking for what may have been posted.
const (
	MaxLooks   = 3           // questions that failed, until a person is asked
	SecondLook = time.Minute // between two reads that both find nothing
)

// Processing is the reason of a delivery whose post the platform has taken and
// does not show yet.
const Processing = "processing"

// maxPolls is how often a platform is asked whether it is done: for about a
// day.
const maxPolls = 280

// Process says that the platform has taken the post, and will show it when it is
// done (T4). It is asked again until then.
func (d *Delivery) Process(remoteID, remoteURL string, now time.Time) error {
	if d.State != Uncertain {
		if err := d.Lose(d.Fence, Processing, now); err != nil {
			return err
		}
	}
	d.Reason, d.RemoteID, d.RemoteURL, d.LeaseUntil = Processing, remoteID, remoteURL, nil
	d.Looks, d.NextAt = 0, now.Add(Backoff(0, 0.5))
	return nil
}

// Unfinished says that the platform is not done yet, and reports whether it is
// worth asking again.
func (d *Delivery) Unfinished(now time.Time) bool {
	if d.Looks++; d.Looks >= maxPolls {
		return false
	}
	d.NextAt = now.Add(Backoff(min(d.Looks, 6), 0.5))
	return true
}

// Look takes an uncertain delivery for one who asks the platform. Nobody else
// asks until the timeout is over.
func (d *Delivery) Look(now time.Time, timeout time.Duration) error {
	if d.State != Uncertain || now.Before(d.NextAt) {
		return ErrWrongState.With("Nobody needs to look now.")
	}
	d.NextAt = now.Add(timeout)
	return nil
}

// Unread says that the platform did not answer what became of the delivery.
// After MaxLooks a person is asked (T10).
func (d *Delivery) Unread(now time.Time) error {
	if d.State != Uncertain {
		return ErrWrongState
	}
	if d.Looks++; d.Looks >= MaxLooks {
		return d.AskPerson("cannot_read_back")
	}
	d.NextAt = now.Add(Backoff(d.Looks, 0.5))
	return nil
}

// Absent says that the platform does not show the post. With a key that the
// platform still remembers once is enough, because the same key cannot post
// twice; otherwise it takes a second look, SecondLook later (T9).
func (d *Delivery) Absent(keyed bool, now time.Time) error {
	switch {
	case d.State != Uncertain:
		return ErrWrongState
	case keyed || d.AbsentAt != nil && now.Sub(*d.AbsentAt) >= SecondLook:
		return d.Retry(d.Fence, "not_posted", now)
	case d.AbsentAt == nil:
		d.AbsentAt = &now
	}
	d.NextAt = d.AbsentAt.Add(SecondLook)
	return nil
}

// AskPerson hands an uncertain delivery to a person (T10).
func (d *Delivery) AskPerson(reason string) error { return d.Move(UncertainHuman, reason) }

// Drop ends an unsent or doubtful delivery (T12, T11). What a worker has
// claimed fails at its next step.
func (d *Delivery) Drop(reason string) error {
	if err := d.Move(Cancelled, reason); err != nil {
		return err
	}
	d.Fence, d.LeaseUntil = d.Fence+1, nil
	return nil
}

// Expire ends a delivery whose window is over (T13), so that an outage is not
// followed by a flood.
func (d *Delivery) Expire(now time.Time) error {
	if now.Before(d.NotAfter) {
		return ErrWrongState.With("Its window is still open.")
	}
	return d.Move(Expired, "window_over")
}

// Takedown asks for a published post to be removed (T14).
func (d *Delivery) Takedown(reason string, now time.Time) error {
	if err := d.Move(TakedownPending, reason); err != nil {
		return err
	}
	d.NextAt = now
	return nil
}

// Close ends an attempt with what came of it.
func (a *Attempt) Close(outcome, class, detail string, now time.Time) error {
	late := slices.Contains([]string{"ambiguous", "lease_expired"}, a.Outcome) && outcome == "accepted"
	if a.Outcome != "" && !late {
		return ErrWrongState.With("The attempt is closed.")
	}
	a.Outcome, a.Class, a.Detail, a.ClosedAt = outcome, class, detail, &now
	return nil
}
