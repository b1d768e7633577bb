package models

import (
	"slices"
	"strings"
)

// A Coverage is the part of the public that one submission would reach, and
// when.
type Coverage struct {
	SubmissionID   ID[Submission]
	CampaignID     ID[Campaign]
	OrganizationID ID[Organization]
	Country        string
	AdminAreas     []string // none: all of the country
	Languages      []string
	Period         Period
	Gender         string
	AgeBands       []string
	LifeSituations []string
	Themes         []string
	Approach       Approach
}

// An Overlap is another campaign before the same public at the same time.
type Overlap struct {
	With        Coverage
	Shared      []string // what the two have in common, besides country and days
	Contradicts bool     // one offers, the other attacks
}

// Overlap returns what two coverages have in common, or nil where they do not
// meet: another country, other days, no language in common, or people apart.
// Where one says nothing of a dimension it means everybody.
func (c Coverage) Overlap(other Coverage) *Overlap {
	if c.CampaignID == other.CampaignID || c.Country != other.Country || c.Period.To < other.Period.From || other.Period.To < c.Period.From {
		return nil
	}
	if !slices.ContainsFunc(c.Languages, func(tag string) bool { return speaks(other.Languages, tag) }) {
		return nil
	}
	found := &Overlap{With: other, Shared: []string{"languages"}}
	for _, d := range []struct {
		name        string
		ours, their []string
	}{
		{"admin_areas", folded(c.AdminAreas), folded(other.AdminAreas)},
		{"gender", everybody(c.Gender), everybody(other.Gender)},
		{"age_bands", c.AgeBands, other.AgeBands},
		{"life_situations", c.LifeSituations, other.LifeSituations},
	} {
		if len(d.ours) == 0 || len(d.their) == 0 {
			continue
		}
		if !meet(d.ours, d.their) {
			return nil
		}
		found.Shared = append(found.Shared, d.name)
	}
	if meet(c.Themes, other.Themes) {
		found.Shared = append(found.Shared, "themes")
	}
	found.Contradicts = c.Approach == Positive && other.Approach == Negative || c.Approach == Negative && other.Approach == Positive
	return found
}

// everybody is no gender in particular.
func everybody(gender string) []string {
	if gender == "" || gender == "all" {
		return nil
	}
	return []string{gender}
}

func folded(names []string) []string {
	lower := make([]string, 0, len(names))
	for _, name := range names {
		lower = append(lower, strings.ToLower(name))
	}
	return lower
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// Coverage is the part of the public that the submission would reach. parts
// are the countries of campaigns, its own among them.
func (s *Submission) Coverage(b Brief, segment Segment, parts []CampaignCountry) Coverage {
	c := Coverage{
		SubmissionID: s.ID, CampaignID: s.CampaignID, OrganizationID: s.OrganizationID, Country: s.Country, Period: s.Statement.Period,
		Gender: segment.Gender, AgeBands: segment.AgeBands, LifeSituations: segment.LifeSituations, AdminAreas: segment.AdminAreas,
		Themes: b.Themes, Approach: b.Approach,
	}
	for _, t := range s.Statement.Texts {
		c.Languages = append(c.Languages, t.Language)
	}
	for _, part := range parts {
		if part.CampaignID == s.CampaignID && part.Country == s.Country && len(part.AdminAreas) > 0 {
			c.AdminAreas = part.AdminAreas
		}
	}
	return c
}

// Overlaps lists the other campaigns that a submission meets among coverages
// that hold its own, each campaign once.
func Overlaps(id ID[Submission], coverages []Coverage) []Overlap {
	at := slices.IndexFunc(coverages, func(c Coverage) bool { return c.SubmissionID == id })
	if at < 0 {
		return nil
	}
	var found []Overlap
	for _, other := range coverages {
		overlap := coverages[at].Overlap(other)
		if overlap == nil || slices.ContainsFunc(found, func(o Overlap) bool { return o.With.CampaignID == other.CampaignID }) {
			continue
		}
		found = append(found, *overlap)
	}
	return found
}
