package models

import "time"

// Suspend shuts a person out who broke the glass, when nobody else has looked
// at it in time. It reports whether it did.
func (u *User) Suspend(r *Reveal, now time.Time) bool {
	due := r.ReviewDue()
	if u.ID != r.AskedBy || u.SuspendedAt != nil || due == nil || now.Before(*due) {
		return false
	}
	u.SuspendedAt, u.SuspendedFor = &now, &r.ID
	return true
}

// Reinstate lets a person in again who was suspended over a reveal: when a
// custodian has judged all that they opened alone, and by somebody else than
// that custodian. Waiting is how many judgements are overdue.
func (u *User) Reinstate(r *Reveal, waiting int, by Actor) error {
	switch {
	case u.SuspendedAt == nil:
		return ErrWrongState.With("They are not suspended.")
	case waiting > 0 || r.ReviewedBy == nil:
		return ErrReviewWaits
	case *r.ReviewedBy == by.UserID:
		return ErrSecondPerson
	}
	u.SuspendedAt, u.SuspendedFor = nil, nil
	return nil
}
