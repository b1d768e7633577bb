package models

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A ReferralService is somebody to whom a moderator can point a person who
// needs more than an answer. It is read by people: the program refers nobody,
// and keeps nothing about who was pointed where. The person decides, and goes
// themselves.
type ReferralService struct {
	ID             ID[ReferralService]
	OrganizationID ID[Organization]
	ReferralEntry  `gorm:"embedded"`
	CreatedAt      time.Time
	Version        int
}

// A ReferralEntry is what the organisation knows about a service.
type ReferralEntry struct {
	Country   string
	Kind      string // of the vocabulary referral_kind
	Name      string
	Contact   string   // how they are reached
	Languages []string `gorm:"serializer:json"` // tags
	Hours     string   // in words
	Source    string   // who says so
	CheckedOn Date     // when somebody last made sure
}

// NewReferralService enters a service, or says what is wrong with it.
func NewReferralService(entry ReferralEntry, by Actor, now time.Time) (*ReferralService, error) {
	s := &ReferralService{ID: NewID[ReferralService](), OrganizationID: by.OrganizationID, CreatedAt: now, Version: 1}
	return s, s.Enter(entry, now)
}

// Enter replaces what is known about the service. A service that nobody has
// made sure of helps nobody.
func (s *ReferralService) Enter(entry ReferralEntry, now time.Time) error {
	vocabularies := Vocabularies()
	switch {
	case !vocabularies["country"].Has(entry.Country):
		return ErrInvalid.With("Unknown country.").At("/country")
	case !vocabularies["referral_kind"].Has(entry.Kind):
		return ErrInvalid.With("Unknown kind of service.").At("/kind")
	case strings.TrimSpace(entry.Name) == "":
		return ErrInvalid.With("Say who helps.").At("/name")
	case strings.TrimSpace(entry.Contact) == "":
		return ErrInvalid.With("Say how they are reached.").At("/contact")
	case strings.TrimSpace(entry.Source) == "":
		return ErrInvalid.With("Say where this was read, or who was asked.").At("/source")
	case !entry.CheckedOn.Valid() || entry.CheckedOn > LatestToday(now):
		return ErrInvalid.With("Give the day on which somebody last made sure.").At("/checked_on")
	}
	s.ReferralEntry = entry
	return nil
}

// InReferralOrder sorts services in the order in which they are offered: by
// country, and those that are not the police first, whoever was entered first.
func InReferralOrder(services []ReferralService) {
	kinds := Vocabularies()["referral_kind"]
	slices.SortFunc(services, func(a, b ReferralService) int {
		return cmp.Or(
			cmp.Compare(a.Country, b.Country), cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID.String(), b.ID.String()),
		)
	})
}
