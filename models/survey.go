package models

import (
	"slices"
	"time"
)

// A Survey is a finished survey about a campaign. Only counts are kept; no
// answer of any person.
type Survey struct {
	ID             ID[Survey]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	Country        string
	Title          string
	Wording        map[string]string            `gorm:"serializer:json"` // the question, by language tag
	Reworded       map[string]map[string]string `gorm:"serializer:json"` // by round, where it was asked in other words
	Design         string                       // of the vocabulary survey_design
	Mode           string                       // how people were asked
	Selection      string                       // how respondents, and the comparison group, were chosen
	DesignEffect   float64                      // 1 for a simple random sample
	StartsOn       Date
	EndsOn         Date
	Invited        *int64
	Source         string
	CreatedAt      time.Time
	Cells          []SurveyCell       `gorm:"-"`
	Transitions    []SurveyTransition `gorm:"serializer:json"` // of the same people, before and after
	Clusters       []SurveyCluster    `gorm:"serializer:json"` // districts or schools, where whole ones were chosen
}

// A SurveyCell is how many of those asked in one round said yes.
type SurveyCell struct {
	SurveyID ID[Survey] `gorm:"primaryKey"`
	Round    string     `gorm:"primaryKey"` // pre, post, later
	Arm      string     `gorm:"primaryKey"` // treated, comparison
	Segment  string     `gorm:"primaryKey"` // see ValidSegment
	Yes      int64
	Asked    int64
}

// A SurveyTransition is how the people of one arm answered before and after.
// It is all that is kept of their being the same.
type SurveyTransition struct {
	Arm    string `json:"arm"`
	YesYes int64  `json:"yes_yes"`
	YesNo  int64  `json:"yes_no"`
	NoYes  int64  `json:"no_yes"`
	NoNo   int64  `json:"no_no"`
}

// A SurveyCluster is the answers of one district or school before and after.
type SurveyCluster struct {
	Name      string `json:"name"` // of a place, not of a person
	Arm       string `json:"arm"`
	PreYes    int64  `json:"pre_yes"`
	PreAsked  int64  `json:"pre_asked"`
	PostYes   int64  `json:"post_yes"`
	PostAsked int64  `json:"post_asked"`
}

// Cell returns the cell of a round and arm for a segment, or nil.
func (s *Survey) Cell(round, arm, segment string) *SurveyCell {
	for i := range s.Cells {
		if c := &s.Cells[i]; c.Round == round && c.Arm == arm && c.Segment == segment {
			return c
		}
	}
	return nil
}

// Transition returns how the people of an arm changed, or nil.
func (s *Survey) Transition(arm string) *SurveyTransition {
	for i := range s.Transitions {
		if s.Transitions[i].Arm == arm {
			return &s.Transitions[i]
		}
	}
	return nil
}

// Response is the share of those invited who answered, over all rounds, or in
// the larger one where the same people answered twice; nil where nobody counted
// who was invited, or more answered than that.
func (s *Survey) Response() *float64 {
	rounds := map[string]int64{}
	var all int64
	for _, c := range s.Cells {
		if c.Segment == "" {
			rounds[c.Round], all = rounds[c.Round]+c.Asked, all+c.Asked
		}
	}
	if len(s.Transitions) > 0 {
		all = 0
		for _, n := range rounds {
			all = max(all, n)
		}
	}
	if s.Invited == nil || *s.Invited < 1 || all > *s.Invited {
		return nil
	}
	return new(float64(all) / float64(*s.Invited))
}

// Compared reports whether the design has a comparison group. Without one a
// survey shows no effect of anything.
func (s *Survey) Compared() bool { return s.Design == "comparison_group" || s.Design == "randomised" }

// Arms lists the groups that the design asks.
func (s *Survey) Arms() []string {
	if s.Compared() {
		return []string{"treated", "comparison"}
	}
	return []string{"treated"}
}

// Worded reports whether two rounds asked in the same words.
func (s *Survey) Worded(a, b string) bool {
	return sameWords(s.wording(a), s.wording(b))
}

func (s *Survey) wording(round string) map[string]string {
	if other := s.Reworded[round]; other != nil {
		return other
	}
	return s.Wording
}

func sameWords(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for tag, text := range a {
		if b[tag] != text {
			return false
		}
	}
	return true
}

// Check refuses a survey that does not say what was asked, of whom and how.
func (s *Survey) Check() error {
	switch {
	case len(s.Wording) == 0:
		return ErrInvalid.With("A survey keeps the question as it was asked.").At("/wording")
	case !Vocabularies()["survey_design"].Has(s.Design):
		return ErrInvalid.With("Unknown design.").At("/design")
	case !s.StartsOn.Valid() || !s.EndsOn.Valid() || s.EndsOn < s.StartsOn:
		return ErrInvalid.With("A survey ends on or after the day it starts.").At("/ends_on")
	case s.DesignEffect < 1:
		return ErrInvalid.With("A design effect is 1 or more.").At("/design_effect")
	}
	for round := range s.Reworded {
		if !Vocabularies()["survey_round"].Has(round) {
			return ErrInvalid.With("Unknown round.").At("/reworded")
		}
	}
	if err := s.checkCells(); err != nil {
		return err
	}
	return s.checkSamePeople()
}

// checkCells refuses cells that are no counts, twice there, or too few for the
// design.
func (s *Survey) checkCells() error {
	vocabularies := Vocabularies()
	seen := map[[3]string]bool{}
	for _, c := range s.Cells {
		if c.Yes < 0 || c.Yes > c.Asked || !vocabularies["survey_round"].Has(c.Round) || !vocabularies["survey_arm"].Has(c.Arm) || !ValidSegment(c.Segment) {
			return ErrInvalid.With("A cell has a round, an arm and no more yes than asked.").At("/cells")
		}
		key := [3]string{c.Round, c.Arm, c.Segment}
		if seen[key] {
			return ErrInvalid.With("A cell stands there twice.").At("/cells")
		}
		seen[key] = true
	}
	rounds := []string{"pre", "post"}
	if s.Design == "single_round" {
		rounds = rounds[1:]
	}
	for _, round := range rounds {
		for _, arm := range s.Arms() {
			if s.Cell(round, arm, "") == nil {
				return ErrInvalid.With("This design needs the counts of everybody in each round and group.").At("/cells")
			}
		}
	}
	return nil
}

// checkSamePeople refuses transitions and clusters that contradict the rest.
func (s *Survey) checkSamePeople() error {
	if len(s.Transitions) == 0 && len(s.Clusters) == 0 {
		return nil
	}
	switch {
	case s.Design == "single_round":
		return ErrInvalid.With("One round shows no change of anybody.").At("/design")
	case len(s.Transitions) > 0 && len(s.Clusters) > 0:
		return ErrInvalid.With("Give the changes of the same people, or those of places, not both.").At("/clusters")
	case !s.Worded("pre", "post"):
		return ErrInvalid.With("Answers to other words are not paired.").At("/reworded")
	case len(s.Clusters) > 0 && !s.Compared():
		return ErrInvalid.With("Places are compared with a comparison group.").At("/clusters")
	}
	for _, arm := range s.Arms() {
		t := s.Transition(arm)
		switch of := s.inArm(arm); {
		case len(s.Transitions) > 0 && (t == nil || !t.fits(s.Cell("pre", arm, ""), s.Cell("post", arm, ""))):
			return ErrInvalid.With("The changes of the same people add up to the counts of both rounds.").At("/transitions")
		case len(s.Clusters) > 0 && of < 2:
			return ErrInvalid.With("Each group needs at least two places.").At("/clusters")
		}
	}
	if at := slices.IndexFunc(s.Clusters, func(c SurveyCluster) bool {
		return c.PreYes < 0 || c.PreYes > c.PreAsked || c.PostYes < 0 || c.PostYes > c.PostAsked || c.PreAsked < 1 || c.PostAsked < 1
	}); at >= 0 {
		return ErrInvalid.With("A place has no more yes than asked.").At(place("/clusters", at))
	}
	return nil
}

func (s *Survey) inArm(arm string) int {
	n := 0
	for _, c := range s.Clusters {
		if c.Arm == arm {
			n++
		}
	}
	return n
}

// fits reports whether the people of a transition are those of two cells.
func (t *SurveyTransition) fits(pre, post *SurveyCell) bool {
	n := t.YesYes + t.YesNo + t.NoYes + t.NoNo
	return min(t.YesYes, t.YesNo, t.NoYes, t.NoNo) >= 0 && pre.Asked == n && post.Asked == n && pre.Yes == t.YesYes+t.YesNo && post.Yes == t.YesYes+t.NoYes
}
