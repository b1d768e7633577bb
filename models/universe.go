package models

import "time"

// A Universe is how many people there are to be reached: the denominator of
// every share. Figures are added and never overwritten; the newest of the
// latest year counts, and an organisation's own before the installation's.
type Universe struct {
	ID             ID[Universe]
	OrganizationID *ID[Organization] // nil: of the installation
	Country        string
	Segment        string // see ValidSegment
	Kind           string // of the vocabulary universe_kind
	Platform       string // of kind platform_users only
	Year           int
	Value          int64
	Low            *int64
	High           *int64
	Source         string
	Licence        string
	RetrievedOn    Date
	Starter        bool // came with the program; to be replaced by a national figure
	CreatedAt      time.Time
}

// NewUniverse keeps a population figure of an organisation.
func NewUniverse(u Universe, by Actor, now time.Time) (*Universe, error) {
	u.ID, u.OrganizationID, u.Starter, u.CreatedAt = NewID[Universe](), &by.OrganizationID, false, now
	switch {
	case !Vocabularies()["country"].Has(u.Country):
		return nil, ErrInvalid.With("Unknown country.").At("/country")
	case !Vocabularies()["universe_kind"].Has(u.Kind):
		return nil, ErrInvalid.With("Unknown kind.").At("/kind")
	case (u.Kind == "platform_users") != (u.Platform != ""):
		return nil, ErrInvalid.With("Users of a platform name it, and nothing else does.").At("/platform")
	case !ValidSegment(u.Segment):
		return nil, ErrInvalid.With("No such segment.").At("/segment")
	case u.Year < 1900 || u.Year > now.Year()+1:
		return nil, ErrInvalid.With("A figure names its year.").At("/year")
	case u.Value < 0:
		return nil, ErrValue.At("/value")
	case u.Low != nil && (*u.Low < 0 || *u.Low > u.Value), u.High != nil && *u.High < u.Value:
		return nil, ErrValue.With("The range does not hold the value.").At("/low")
	case u.Source == "":
		return nil, ErrInvalid.With("A figure names its source.").At("/source")
	case !u.RetrievedOn.Valid() || u.RetrievedOn > LatestToday(now):
		return nil, ErrInvalid.With("Say on which day it was read.").At("/retrieved_on")
	}
	return &u, nil
}

// Over reports whether u counts before other where both are about the same
// people: the organisation's own, then the later year, then the newer row.
func (u *Universe) Over(other *Universe) bool {
	switch own, theirs := u.OrganizationID != nil, other.OrganizationID != nil; {
	case own != theirs:
		return own
	case u.Year != other.Year:
		return u.Year > other.Year
	}
	return u.ID.String() > other.ID.String()
}

// StarterUniverses returns the populations that the program brings along, from
// the Unicode CLDR 48.2 (territoryInfo). They are a neutral beginning.
func StarterUniverses() []Universe {
	var list []Universe
	for _, p := range []struct {
		id, country string
		value       int64
	}{
		{"0190a000-0000-7000-8000-00000000004b", "KZ", 20_260_000},
		{"0190a000-0000-7000-8000-00000000004c", "KG", 6_172_100},
		{"0190a000-0000-7000-8000-00000000004d", "TJ", 10_394_100},
		{"0190a000-0000-7000-8000-00000000004e", "TM", 5_744_150},
		{"0190a000-0000-7000-8000-00000000004f", "UZ", 36_520_600},
		{"0190a000-0000-7000-8000-000000000050", "AF", 40_121_600},
	} {
		list = append(list, Universe{
			ID: MustID[Universe](p.id), Country: p.country, Kind: "population", Year: 2024, Value: p.value,
			Source: "Unicode CLDR 48.2, territoryInfo", Licence: "Unicode-3.0", RetrievedOn: "2026-11-01", Starter: true,
			CreatedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		})
	}
	return list
}

// An AssumptionSet is what a result takes for granted. Every result names and
// prints the one it rests on; a changed one is a new version.
type AssumptionSet struct {
	Name         string  `gorm:"primaryKey"`
	Version      int     `gorm:"primaryKey;autoIncrement:false"`
	KappaWithin  float64 // how far posts on one platform reach the same people, -1 to 1
	Level        float64 // of intervals
	UniverseKind string  // which people reach is combined among
	Threshold    int64   // counts of people from 1 to below this are hidden
	ResetRatio   float64 // a counter that falls to this share has begun again
	CreatedAt    time.Time
}

// StandardAssumptions returns the set that is used where no other is named.
func StandardAssumptions() AssumptionSet {
	return AssumptionSet{
		Name: "standard", Version: 1, KappaWithin: 0.8, Level: 0.95, UniverseKind: "population", Threshold: 10, ResetRatio: 0.10,
		CreatedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
	}
}
