package models

import "time"

// An Envelope is a code on paper, sealed away for a custodian, with which they
// open one identity alone when a life is in danger. A colleague made it: the
// program showed it to them once and keeps a slow hash.
type Envelope struct {
	ID             ID[Envelope]
	OrganizationID ID[Organization]
	UserID         ID[User] // whose code it is
	CodeHash       string   // Argon2id, PHC form
	MadeBy         ID[User]
	MadeAt         time.Time
	UsedAt         *time.Time
	ReplacedAt     *time.Time
}

// NewEnvelope keeps the hash of a code that was made for a custodian. Nobody
// makes their own: whoever could know it without breaking the seal needs no
// envelope.
func NewEnvelope(owner Actor, offices []Office, hash string, by Actor, now time.Time) (*Envelope, error) {
	switch {
	case owner.UserID == by.UserID:
		return nil, ErrSecondPerson.With("Another custodian makes your code and seals it away.")
	case owner.CheckCustodian(offices) != nil:
		return nil, ErrInvalid.With("They are no custodian.").At("/custodian_id")
	}
	return &Envelope{
		ID: NewID[Envelope](), OrganizationID: by.OrganizationID, UserID: owner.UserID, CodeHash: hash, MadeBy: by.UserID, MadeAt: now,
	}, nil
}

// Sealed reports whether its code may still be used.
func (e *Envelope) Sealed() bool { return e.UsedAt == nil && e.ReplacedAt == nil }

// An Ombudsperson is told at once whenever a custodian of an organisation opens
// an identity alone. They stand outside of it and need no account.
type Ombudsperson struct {
	ID             ID[Ombudsperson]
	OrganizationID ID[Organization]
	Name           string
	Email          string
	Locale         string // BCP 47, of letters
	NamedBy        ID[User]
	NamedAt        time.Time
	EndedAt        *time.Time
}

// NameOmbudsperson names whom an organisation answers to. Custodians do not
// choose who watches them.
func NameOmbudsperson(name, email, locale string, staff []Actor, by Actor, now time.Time) (*Ombudsperson, error) {
	if by.Is(Safeguarding) {
		return nil, ErrSecondPerson.With("Somebody names them who is no custodian.")
	}
	if err := (&User{}).Introduce(name, locale, time.UTC.String()); err != nil {
		return nil, err
	}
	o := &Ombudsperson{
		ID: NewID[Ombudsperson](), OrganizationID: by.OrganizationID, Name: name, Email: NormalizeEmail(email), Locale: locale, NamedBy: by.UserID, NamedAt: now,
	}
	return o, o.CheckOutside(staff)
}

// CheckOutside refuses an ombudsperson who is one of the organisation's staff.
func (o *Ombudsperson) CheckOutside(staff []Actor) error {
	for _, member := range staff {
		if NormalizeEmail(member.Email) == o.Email {
			return ErrOmbudsInside.At("/email")
		}
	}
	return nil
}

// TableName spells the plural.
func (Ombudsperson) TableName() string { return "ombudspersons" }
