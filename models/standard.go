package models

import (
	"fmt"
	"strings"
	"time"
)

// A StandardPopulation is the ages that figures are standardised to. It is
// added and never overwritten; of one name the newest counts, an organisation's
// own before the installation's.
type StandardPopulation struct {
	ID             ID[StandardPopulation]
	OrganizationID *ID[Organization] // nil: of the installation
	Name           string
	Bands          []StandardBand `gorm:"serializer:json"` // in order of age
	Year           int
	Source         string
	Licence        string
	Starter        bool // came with the program
	CreatedAt      time.Time
}

// A StandardBand is some ages with how much they count.
type StandardBand struct {
	From   int     `json:"from"`
	To     int     `json:"to" doc:"The first year that is not in it; 0: it has no end."`
	Weight float64 `json:"weight" doc:"Against that of the other bands; they need not add up to anything."`
}

// The standards that need no figures of anybody.
const (
	PooledStandard = "pooled" // the people of all that is compared, together
	WorldStandard  = "world"  // WHO World Standard 2000-2025
)

// NewStandardPopulation keeps a standard of an organisation.
func NewStandardPopulation(p StandardPopulation, by Actor, now time.Time) (*StandardPopulation, error) {
	p.ID, p.OrganizationID, p.Starter, p.CreatedAt = NewID[StandardPopulation](), &by.OrganizationID, false, now
	switch {
	case strings.TrimSpace(p.Name) == "":
		return nil, ErrInvalid.With("A standard has a name.").At("/name")
	case p.Name == PooledStandard || p.Name == WorldStandard:
		return nil, ErrInvalid.With("This name is taken by a standard that comes with the program.").At("/name")
	case p.Year < 1900 || p.Year > now.Year()+1:
		return nil, ErrInvalid.With("A standard names its year.").At("/year")
	case p.Source == "":
		return nil, ErrInvalid.With("A standard names its source.").At("/source")
	case len(p.Bands) < 2:
		return nil, ErrInvalid.With("A standard has at least two age bands.").At("/ages")
	}
	for i, band := range p.Bands {
		switch {
		case band.From < 0 || band.To != 0 && band.To <= band.From:
			return nil, ErrInvalid.With("Write ages such as 15-24, or 85+.").At("/ages")
		case !(band.Weight > 0):
			return nil, ErrInvalid.With("A weight is above zero.").At("/weight")
		case i > 0 && p.Bands[i-1].To != band.From:
			return nil, ErrInvalid.With(fmt.Sprintf("The bands leave a gap or overlap at the age of %d.", band.From)).At("/ages")
		}
	}
	return &p, nil
}

// Weight is how much the ages from years up to and not including to count; 0
// is no end. Ages that are no edges of bands are never split and report false.
func (p *StandardPopulation) Weight(from, to int) (weight float64, ok bool) {
	begun := false
	for _, band := range p.Bands {
		begun = begun || band.From == from
		if !begun {
			continue
		}
		if weight += band.Weight; band.To == to {
			return weight, true
		}
	}
	return 0, false
}

// Begins reports whether a band begins at an age.
func (p *StandardPopulation) Begins(age int) bool {
	for _, band := range p.Bands {
		if band.From == age {
			return true
		}
	}
	return false
}

// Over reports whether p counts before other of the same name.
func (p *StandardPopulation) Over(other *StandardPopulation) bool {
	if own, theirs := p.OrganizationID != nil, other.OrganizationID != nil; own != theirs {
		return own
	}
	return p.ID.String() > other.ID.String()
}

// StarterStandards returns the standards that the program brings along: the
// WHO World Standard Population 2000-2025 (Ahmad and others 2001), in percent.
func StarterStandards() []StandardPopulation {
	const years = 5
	var bands []StandardBand
	for i, percent := range []float64{
		8.86, 8.69, 8.60, 8.47, 8.22, 7.93, 7.61, 7.15, 6.59,
		6.04, 5.37, 4.55, 3.72, 2.96, 2.21, 1.52, 0.91, 0.63,
	} {
		bands = append(bands, StandardBand{From: years * i, To: years * (i + 1), Weight: percent})
	}
	bands[len(bands)-1].To = 0
	return []StandardPopulation{{
		ID: MustID[StandardPopulation]("0190a000-0000-7000-8000-000000000051"), Name: WorldStandard, Bands: bands, Year: 2001,
		Source: "WHO, Age standardization of rates: a new WHO standard (Ahmad and others 2001)", Licence: "", Starter: true,
		CreatedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
	}}
}
