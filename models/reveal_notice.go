package models

import "time"

// A RevealStep is what happened to a sealed identity that others are told.
type RevealStep string

// The steps.
const (
	StepAsked       RevealStep = "asked"
	StepApproved    RevealStep = "approved"
	StepRevealed    RevealStep = "revealed"
	StepGlassBroken RevealStep = "glass_broken"
	StepSuspended   RevealStep = "suspended" // whoever broke it, for nobody has looked at it
)

// Tells reports whether somebody of the organisation is told of the step:
// every custodian, who asked included, for it may not have been they. Of a
// breaking of the glass, and of what follows from it, administrators are told as
// well.
func (s RevealStep) Tells(who Actor) bool {
	return who.Is(Safeguarding) || (s == StepGlassBroken || s == StepSuspended) && who.Is(Admin)
}

// A RevealNotice tells one person once that a step was taken: one of the
// organisation, or its ombudsperson. Whom the identity is of is not in it.
type RevealNotice struct {
	ID             ID[RevealNotice]
	RevealID       ID[Reveal]
	UserID         *ID[User]
	OmbudspersonID *ID[Ombudsperson]
	Step           RevealStep
	CreatedAt      time.Time
	SentAt         *time.Time
}
