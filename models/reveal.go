package models

import (
	"slices"
	"time"
)

// IdentityFields lists what is asked of a messenger's identity, and no more:
// what a consent and their safety need.
func IdentityFields() []string { return []string{"name", "contact", "emergency_contact"} }

// The states of a reveal.
const (
	RevealWaiting  = "pending_second_person"
	RevealApproved = "approved" // may be opened, once, for ten minutes
	RevealGiven    = "given"
	RevealLapsed   = "lapsed"
)

// Bounds of reveals.
const (
	revealWaits   = 24 * time.Hour   // for the second person
	revealOpen    = 10 * time.Minute // to whoever asked
	revealsADay   = 3                // approved, in an organisation
	revealingSpan = 24 * time.Hour   // is a day
)

// ReviewWithin is how soon somebody else looks at a breaking of the glass.
const ReviewWithin = 24 * time.Hour

// A Reveal is a custodian's asking for the sealed identity of a messenger,
// with what came of it. The identity itself is never in it.
type Reveal struct {
	ID             ID[Reveal]
	OrganizationID ID[Organization]
	MessengerID    ID[Messenger]
	IdentityID     ID[Identity]
	AskedBy        ID[User]
	Reason         string
	Fields         []string `gorm:"serializer:json"`
	BreakGlass     bool     // for a threat to life: by one person, reviewed afterwards
	AskedAt        time.Time
	ApprovedBy     *ID[User]
	ApprovedAt     *time.Time
	ExpiresAt      *time.Time
	GivenAt        *time.Time
	ReviewedBy     *ID[User]
	ReviewedAt     *time.Time
	Review         string
}

// State is how far the reveal has come.
func (r *Reveal) State(now time.Time) string {
	switch {
	case r.GivenAt != nil:
		return RevealGiven
	case r.ExpiresAt != nil && now.Before(*r.ExpiresAt):
		return RevealApproved
	case r.ExpiresAt == nil && now.Sub(r.AskedAt) < revealWaits:
		return RevealWaiting
	}
	return RevealLapsed
}

// ReviewDue is when somebody else has to have looked at a breaking of the
// glass; nil where that is not needed, or done.
func (r *Reveal) ReviewDue() *time.Time {
	if !r.BreakGlass || r.ReviewedAt != nil {
		return nil
	}
	due := r.AskedAt.Add(ReviewWithin)
	return &due
}

// Reveals are what the custodians of an organisation asked for lately. They
// bound what is asked for next.
type Reveals []Reveal

// Suspended reports whether a custodian may do nothing until somebody else has
// looked at how they broke the glass.
func (all Reveals) Suspended(custodian ID[User], now time.Time) bool {
	return slices.ContainsFunc(all, func(r Reveal) bool {
		due := r.ReviewDue()
		return r.AskedBy == custodian && due != nil && !now.Before(*due)
	})
}

// today counts those of a day that fit.
func (all Reveals) today(now time.Time, fits func(*Reveal) bool) int {
	n := 0
	for i := range all {
		if now.Sub(all[i].AskedAt) < revealingSpan && fits(&all[i]) {
			n++
		}
	}
	return n
}

// Ask asks for an identity. Somebody else has to agree.
func (i *Identity) Ask(by Actor, reason string, fields []string, lately Reveals, now time.Time) (*Reveal, error) {
	switch {
	case i.DestroyedOn != "":
		return nil, ErrMissing
	case reason == "":
		return nil, ErrReason.At("/reason")
	case len(fields) == 0:
		return nil, ErrInvalid.With("Say what you need to know.").At("/fields")
	case lately.Suspended(by.UserID, now):
		return nil, ErrUnderReview
	}
	return &Reveal{
		ID: NewID[Reveal](), OrganizationID: i.OrganizationID, MessengerID: i.MessengerID, IdentityID: i.ID, AskedBy: by.UserID,
		Reason: reason, Fields: fields, AskedAt: now,
	}, nil
}

// BreakGlass asks for an identity because a life is in danger. One person is
// enough, once a day; somebody else looks at it within a day.
func (i *Identity) BreakGlass(by Actor, reason string, fields []string, lately Reveals, now time.Time) (*Reveal, error) {
	r, err := i.Ask(by, reason, fields, lately, now)
	if err != nil {
		return nil, err
	}
	mine := func(r *Reveal) bool { return r.BreakGlass && r.AskedBy == by.UserID }
	if lately.today(now, mine) > 0 {
		return nil, ErrRevealLimit.With("You have broken the glass today.")
	}
	r.BreakGlass = true
	r.open(now)
	return r, nil
}

func (r *Reveal) open(now time.Time) {
	until := now.Add(revealOpen)
	r.ExpiresAt = &until
}

// Approve is the second person's word: whoever asked may open the identity,
// once, for ten minutes.
func (r *Reveal) Approve(by Actor, lately Reveals, now time.Time) error {
	approved := func(r *Reveal) bool { return r.ApprovedBy != nil }
	switch {
	case r.AskedBy == by.UserID:
		return ErrSecondPerson
	case r.State(now) != RevealWaiting:
		return ErrWrongState.With("It does not wait for anybody.")
	case lately.Suspended(by.UserID, now):
		return ErrUnderReview
	case lately.today(now, approved) >= revealsADay:
		return ErrRevealLimit.With("Three a day are the most.")
	}
	r.ApprovedBy, r.ApprovedAt = &by.UserID, &now
	r.open(now)
	return nil
}

// Give hands the identity out, to whoever asked and to nobody a second time.
func (r *Reveal) Give(by Actor, lately Reveals, now time.Time) error {
	switch {
	case r.AskedBy != by.UserID:
		return ErrSecondPerson.With("Whoever asked opens it.")
	case r.State(now) != RevealApproved:
		return ErrWrongState.With("It is not open.")
	case lately.Suspended(by.UserID, now):
		return ErrUnderReview
	}
	r.GivenAt = &now
	return nil
}

// Look is somebody else's judgement of how the glass was broken. It ends the
// suspension that comes without it.
func (r *Reveal) Look(by Actor, judgement string, now time.Time) error {
	switch {
	case r.ReviewDue() == nil:
		return ErrWrongState.With("Nothing has to be looked at.")
	case r.AskedBy == by.UserID:
		return ErrSecondPerson
	case judgement == "":
		return ErrReason.At("/review")
	}
	r.ReviewedBy, r.ReviewedAt, r.Review = &by.UserID, &now, judgement
	return nil
}
