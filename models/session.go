package models

import (
	"cmp"
	"time"
)

// A Session is a signed-in browser. Only a hash of its secret is kept.
type Session struct {
	ID             ID[Session]
	TokenHash      []byte
	UserID         ID[User]
	OrganizationID ID[Organization]
	CreatedAt      time.Time
	SeenAt         time.Time
	ExpiresAt      time.Time
	ConfirmedAt    time.Time // when the person last proved who they are
	Strength       Strength
}

// A Strength is what somebody proved who they are with.
type Strength string

// The strengths, as audit entries name them.
const (
	ByPassword Strength = "password"
	ByCode     Strength = "password+totp"
	ByKey      Strength = "password+key"
	ByProvider Strength = "provider"
	// With a second factor, at the provider or here.
	ByProviderAndFactor Strength = "provider+factor"
)

// Factored reports whether a second factor was among it.
func (s Strength) Factored() bool { return s == ByCode || s == ByKey || s == ByProviderAndFactor }

// AtProvider reports whether it was proved at an organisation's provider.
func (s Strength) AtProvider() bool { return s == ByProvider || s == ByProviderAndFactor }

// SessionRules say how long sessions last. What is zero is the standard.
type SessionRules struct {
	Idle     time.Duration // without anybody doing something; 15 minutes
	Lifetime time.Duration // however much is done; 8 hours

	// PasswordAlone lets those who guard others go without a second factor: only
	// where nothing is at stake.
	PasswordAlone bool
	KeysAtOnce    bool // new security keys sign decisions too: only there as well
}

// Standard returns the rules with what was not set filled in.
func (r SessionRules) Standard() SessionRules {
	return SessionRules{Idle: cmp.Or(r.Idle, 15*time.Minute), Lifetime: cmp.Or(r.Lifetime, 8*time.Hour), PasswordAlone: r.PasswordAlone, KeysAtOnce: r.KeysAtOnce}
}

// Guards reports whether others depend on nobody else acting as the actor: those
// who decide, administer or know who messengers are.
func (a Actor) Guards() bool { return a.Is(Approver, Safeguarding, Admin, Operator) }

// Lacks reports whether the actor has to prove a second factor before anything
// dangerous.
func (r SessionRules) Lacks(who Actor) bool {
	return !r.PasswordAlone && who.Guards() && !who.IsSystem() && !who.Strength.Factored()
}

// IdleOf is how long the actor may do nothing: two thirds of what others may for
// those who decide, administer or know who messengers are.
func (r SessionRules) IdleOf(who Actor) time.Duration {
	if who.Guards() {
		return r.Standard().Idle * 2 / 3
	}
	return r.Standard().Idle
}

// NewSession signs the actor in.
func (r SessionRules) NewSession(who Actor, hash []byte, strength Strength, now time.Time) *Session {
	return &Session{
		ID: NewID[Session](), TokenHash: hash, UserID: who.UserID, OrganizationID: who.OrganizationID, CreatedAt: now, SeenAt: now,
		ExpiresAt: now.Add(r.Standard().Lifetime), ConfirmedAt: now, Strength: strength,
	}
}

// Live reports whether the actor's session may still be used.
func (r SessionRules) Live(s *Session, who Actor, now time.Time) bool {
	return now.Before(s.ExpiresAt) && now.Sub(s.SeenAt) < r.IdleOf(who)
}

// StepUpLifetime is how long proving who one is opens what asks for it.
const StepUpLifetime = 5 * time.Minute

// Confirmed reports whether the actor proved just now who they are.
func (a Actor) Confirmed(now time.Time) bool {
	return a.IsSystem() || now.Sub(a.ConfirmedAt) <= StepUpLifetime
}
