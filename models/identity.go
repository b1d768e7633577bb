package models

import (
	"regexp"
	"slices"
	"time"
)

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

// An Office is what a person is in an organisation, any organisation.
type Office struct {
	OrganizationID ID[Organization]
	Kind           string // of the organisation
	Roles          []Role `gorm:"serializer:json"`
}

// CheckCustodian refuses a person whom no sealed identity of the organisation
// may be shown: who serves an authority besides, and who evaluates or operates
// anywhere. Offices are all that the person has.
func (a Actor) CheckCustodian(offices []Office) error {
	if !a.Is(Safeguarding) {
		return ErrForbidden
	}
	for _, o := range offices {
		foreign := o.OrganizationID != a.OrganizationID && slices.Contains([]string{"ministry", "review_board"}, o.Kind)
		if foreign || o.Kind == "evaluator" || slices.Contains(o.Roles, Evaluator) || slices.Contains(o.Roles, Operator) {
			return ErrNoCustodian
		}
	}
	return nil
}

// NewCustodianKey takes the public half of a key: a custodian's own, or the
// recovery key of the organisation.
func NewCustodianKey(recipient string, recovery bool, by Actor, now time.Time) (*CustodianKey, error) {
	if !regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`).MatchString(recipient) {
		return nil, ErrInvalid.With("Give the public half of a key, age1 and 58 characters.").At("/recipient")
	}
	return &CustodianKey{
		ID: NewID[CustodianKey](), OrganizationID: by.OrganizationID, UserID: by.UserID, Recipient: recipient, Recovery: recovery, CreatedAt: now,
	}, nil
}

// fewestCustodians is to how many custodians an identity is sealed at least,
// so that one key that is lost loses nobody.
const fewestCustodians = 2

// SealedTo checks to whom an identity is said to be sealed: all keys that the
// organisation has, which are two custodians' or more and the recovery key.
func SealedTo(keys []CustodianKey, said []ID[CustodianKey]) error {
	custodians, recovery := 0, 0
	for _, k := range keys {
		if !slices.Contains(said, k.ID) {
			return ErrWrongRecipients.With("It is not sealed to every key of now.")
		}
		if k.Recovery {
			recovery++
		} else {
			custodians++
		}
	}
	switch {
	case custodians < fewestCustodians || recovery == 0:
		return ErrWrongRecipients.With("Two custodians and a recovery key are needed.")
	case len(said) != len(keys):
		return ErrWrongRecipients.With("It is sealed to a key that is not one of now.")
	}
	return nil
}

// Why an identity was destroyed.
const (
	DestroyedWithdrawn = "withdrawn" // nobody may speak in its name any more
	DestroyedReplaced  = "replaced"  // by what was sealed later
	DestroyedRetention = "retention" // its time was over
)

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

// SealIdentity keeps who the messenger is, as somebody's browser has sealed it.
func (m *Messenger) SealIdentity(file, commitment []byte, to []ID[CustodianKey], by Actor, now time.Time) (*Identity, error) {
	if m.ArchivedAt != nil {
		return nil, ErrWrongState.With("It is archived.")
	}
	return &Identity{
		ID: NewID[Identity](), OrganizationID: m.OrganizationID, MessengerID: m.ID, Ciphertext: file, Commitment: commitment, Recipients: to,
		SealedBy: by.UserID, SealedOn: day(now),
	}, nil
}

// Destroy forgets who somebody is. What stays is the day, the reason, and what
// the sealing is known by.
func (i *Identity) Destroy(why string, now time.Time) {
	i.Ciphertext, i.Recipients, i.DestroyedOn, i.DestroyedFor = nil, []ID[CustodianKey]{}, day(now), why
}

// Forgotten reports whether an identity is kept without need: for as long as
// the retention nobody has agreed to speak.
func Forgotten(consents []Consent, sealedOn Date, retention time.Duration, now time.Time) bool {
	since, err := time.Parse(time.DateOnly, string(sealedOn))
	for _, c := range consents {
		end := c.ExpiresAt
		if c.WithdrawnAt != nil && c.WithdrawnAt.Before(end) {
			end = *c.WithdrawnAt
		}
		if end.After(since) {
			since = end
		}
	}
	return err == nil && now.Sub(since) >= retention
}

func day(at time.Time) Date { return Date(at.Format(time.DateOnly)) }
