package models

import "time"

// A Survey is a finished survey about a campaign. Only counts are kept; no
// answer of any person.
type Survey struct {
	ID             ID[Survey]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	Country        string
	Title          string
	Wording        map[string]string `gorm:"serializer:json"` // the question, by language tag
	Design         string            // of the vocabulary survey_design
	Mode           string            // how people were asked
	Selection      string            // how respondents, and the comparison group, were chosen
	DesignEffect   float64           // 1 for a simple random sample
	StartsOn       Date
	EndsOn         Date
	Invited        *int64
	Source         string
	CreatedAt      time.Time
	Cells          []SurveyCell `gorm:"-"`
}

// A SurveyCell is how many of those asked in one round said yes.
type SurveyCell struct {
	SurveyID ID[Survey] `gorm:"primaryKey"`
	Round    string     `gorm:"primaryKey"` // pre, post
	Arm      string     `gorm:"primaryKey"` // treated, comparison
	Segment  string     `gorm:"primaryKey"` // see ValidSegment
	Yes      int64
	Asked    int64
}

// Cell returns the cell of a round and arm for everybody, or nil.
func (s *Survey) Cell(round, arm string) *SurveyCell {
	for i := range s.Cells {
		if c := &s.Cells[i]; c.Round == round && c.Arm == arm && c.Segment == "" {
			return c
		}
	}
	return nil
}

// Check refuses a survey that does not say what was asked, of whom and how.
func (s *Survey) Check() error {
	vocabularies := Vocabularies()
	switch {
	case len(s.Wording) == 0:
		return ErrInvalid.With("A survey keeps the question as it was asked.").At("/wording")
	case !vocabularies["survey_design"].Has(s.Design):
		return ErrInvalid.With("Unknown design.").At("/design")
	case !s.StartsOn.Valid() || !s.EndsOn.Valid() || s.EndsOn < s.StartsOn:
		return ErrInvalid.With("A survey ends on or after the day it starts.").At("/ends_on")
	case s.DesignEffect < 1:
		return ErrInvalid.With("A design effect is 1 or more.").At("/design_effect")
	}
	for _, c := range s.Cells {
		if c.Yes < 0 || c.Yes > c.Asked || !vocabularies["survey_round"].Has(c.Round) || !vocabularies["survey_arm"].Has(c.Arm) || !ValidSegment(c.Segment) {
			return ErrInvalid.With("A cell has a round, an arm and no more yes than asked.").At("/cells")
		}
	}
	return nil
}
