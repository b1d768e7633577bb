package models

import (
	"slices"
	"time"
)

// FewDecisions is the number of decisions below which no median is told: it
// would say how one person works.
const FewDecisions = 5

// DecisionTimes says how long the authorities of a country take.
type DecisionTimes struct {
	Country    string
	Decided    int      // by people
	MedianDays *float64 // from submission to decision; nil: fewer than FewDecisions
	Open       int
	Overdue    int // of those open
	BySilence  int // decided by the rule, because nobody decided in time
	LeftOut    int // withdrawn, or void before anybody decided
	Refusals   map[string]int
}

// TimesToDecide sums up submissions by country, in the order of the
// vocabulary. Those that nobody was asked about are no decisions, and a
// withdrawn one is not counted against anybody.
func TimesToDecide(submissions []Submission, now time.Time) []DecisionTimes {
	var all []DecisionTimes
	for _, country := range Vocabularies()["country"] {
		times, days := DecisionTimes{Country: country, Refusals: map[string]int{}}, []float64{}
		for i := range submissions {
			if s := &submissions[i]; s.Country == country && s.Quorum > 0 && times.count(s, now) {
				days = append(days, s.DecidedAt.Sub(s.SubmittedAt).Hours()/24)
			}
		}
		if times.Decided >= FewDecisions {
			times.MedianDays = new(median(days))
		}
		if times.Decided+times.Open+times.BySilence+times.LeftOut > 0 {
			all = append(all, times)
		}
	}
	return all
}

// count counts a submission, and reports whether people decided on it.
func (t *DecisionTimes) count(s *Submission, now time.Time) bool {
	switch {
	case s.VoidReason == VoidWithdrawn || s.State == Voided && s.DecidedAt == nil:
		t.LeftOut++
	case s.BySilence:
		t.BySilence++
	case s.DecidedAt != nil:
		t.Decided++
		return true
	default:
		t.Open++
		if now.After(s.DueAt) {
			t.Overdue++
		}
	}
	return false
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
