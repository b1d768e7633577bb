package models

import "time"

// A CustodianKey is the public half of a key that a custodian made in their
// browser, or of the recovery key that lies apart from every machine. The
// private half was never here.
type CustodianKey struct {
	ID             ID[CustodianKey]
	OrganizationID ID[Organization]
	UserID         ID[User] // who made it
	Recipient      string   // age1..., X25519
	Recovery       bool
	CreatedAt      time.Time
	RetiredAt      *time.Time
}

// An Identity is who a messenger is, sealed in the browser of whoever wrote it
// down. Nobody here can open it. Once destroyed it stays as a mark that it may
// not come back.
type Identity struct {
	ID             ID[Identity]
	OrganizationID ID[Organization]
	MessengerID    ID[Messenger]
	Ciphertext     Sealed             // an age file; nil once destroyed
	Commitment     []byte             // SHA-256 of its header, which no two sealings share
	Recipients     []ID[CustodianKey] `gorm:"serializer:json"` // whom it was sealed to, as was said
	SealedBy       ID[User]
	SealedOn       Date
	DestroyedOn    Date   // empty while it is kept
	DestroyedFor   string // withdrawn, replaced or retention
}

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
