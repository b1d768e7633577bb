package models

import (
	"strings"
	"time"
)

// A SecurityKey is a factor that signs what it is asked (WebAuthn): a device,
// or a passkey of a browser. What is kept of it is public. A key that its
// person removed stays, revoked, so that what it signed can still be checked.
type SecurityKey struct {
	ID           ID[SecurityKey]
	UserID       ID[User]
	Name         string // as its person calls it
	CredentialID []byte
	PublicKey    []byte   // COSE (RFC 9052)
	Transports   []string `gorm:"serializer:json"` // how browsers reach it
	Synced       bool     // may be copied to other devices of its person
	SignCount    int64    // of its last signature: a lower one comes from a copy
	CreatedAt    time.Time
	UsedAt       *time.Time
	RevokedAt    *time.Time
}

// SecurityKeys is how many keys a person may have at once.
const SecurityKeys = 10

// Call names the key.
func (k *SecurityKey) Call(name string) error {
	if k.Name = strings.TrimSpace(name); k.Name == "" {
		return ErrInvalid.With("Say what to call it.").At("/name")
	}
	return nil
}

// A Ceremony is what a key was asked to sign and has not yet, once and soon.
// Only a hash of the secret is kept with which it is ended.
type Ceremony struct {
	ID         ID[Ceremony]
	UserID     ID[User]
	SessionID  *ID[Session] // that it belongs to; nil while there is none
	Purpose    CeremonyPurpose
	SecretHash []byte
	Asked      string // what has to be answered, as JSON
	ExpiresAt  time.Time
}

// A CeremonyPurpose is what a ceremony is good for, and nothing else.
type CeremonyPurpose string

// The purposes.
const (
	ToRegister CeremonyPurpose = "register"
	ToSignIn   CeremonyPurpose = "sign_in" // the password was right
	ToConfirm  CeremonyPurpose = "confirm" // the password was right, or they are of a provider
	ToSign     CeremonyPurpose = "sign"    // a decision
)

// CeremonyLifetime is how long a key may take to answer.
const CeremonyLifetime = 5 * time.Minute

// Begin is a ceremony that a person begins, in a session if there is one.
func (p CeremonyPurpose) Begin(id ID[User], session ID[Session], hash []byte, asked string, now time.Time) *Ceremony {
	c := &Ceremony{ID: NewID[Ceremony](), UserID: id, Purpose: p, SecretHash: hash, Asked: asked, ExpiresAt: now.Add(CeremonyLifetime)}
	if !session.IsZero() {
		c.SessionID = &session
	}
	return c
}

// Ends reports whether the ceremony may be ended for a purpose in a session.
func (c *Ceremony) Ends(purpose CeremonyPurpose, session ID[Session], now time.Time) bool {
	here := c.SessionID == nil && session.IsZero() || c.SessionID != nil && *c.SessionID == session
	return here && c.Purpose == purpose && now.Before(c.ExpiresAt)
}
