package reach

import (
	"math"
	"slices"
)

// DefaultAnomalyThreshold is the modified z beyond which an increment is
// flagged (Iglewicz and Hoaglin 1993).
const DefaultAnomalyThreshold = 3.5

// Anomalies are values far from the middle of their series. A flag makes a
// value suspect; it never removes it.
type Anomalies struct {
	Median  *float64  `json:"median"`
	MAD     *float64  `json:"mad"`   // median absolute deviation
	Scale   string    `json:"scale"` // mad, mean_ad or none
	Scores  []float64 `json:"scores"`
	Flagged []int     `json:"flagged"` // positions with |score| above the threshold
}

// ModifiedZ scores increments by 0.6745 (x - median)/MAD, or by
// (x - median)/(1.253314 x mean absolute deviation) where more than half of
// them are equal and MAD is 0. Where all are equal every score is 0. Values
// must be finite.
func ModifiedZ(values []int64, threshold float64) Anomalies {
	x := make([]float64, len(values))
	for i, v := range values {
		x[i] = float64(v)
	}
	middle := median(x)
	deviations := make([]float64, len(x))
	for i, v := range x {
		deviations[i] = math.Abs(v - middle)
	}
	mad := median(deviations)
	a := Anomalies{Median: finite(middle), MAD: finite(mad), Scale: "none", Scores: []float64{}, Flagged: []int{}}
	factor := 0.0
	switch mean := sum(deviations) / float64(len(x)); {
	case mad > 0:
		a.Scale, factor = "mad", 0.6745/mad
	case mean > 0:
		a.Scale, factor = "mean_ad", 1/(1.253314*mean)
	}
	for i, v := range x {
		score := *finite(factor * (v - middle))
		a.Scores = append(a.Scores, score)
		if math.Abs(score) > threshold {
			a.Flagged = append(a.Flagged, i)
		}
	}
	return a
}

// An identity is a counter that is never above another.
type identity struct {
	less, more string
	broken     Warning
}

func identities() []identity {
	return []identity{
		{"reach", "impressions", ImpressionsBelowReach},
		{"clicks", "impressions", ClicksExceed},
		{"unique_clicks", "reach", UniqueClicksExceed},
		{"views_complete", "views", CompleteExceedsViews},
		{"reach", "universe", ReachExceedsUniverse},
		{"unique_clicks", "clicks", UniqueExceedsTotal},
	}
}

// Identities checks the counters of one delivery, by metric, against each
// other: no more people than impressions, no more clicks than impressions, and
// so on. Metrics that are absent are not checked. The warnings are in order.
func Identities(counters map[string]float64) []Warning {
	warnings := []Warning{}
	for _, l := range identities() {
		less, ok := counters[l.less]
		more, known := counters[l.more]
		if ok && known && less > more {
			warnings = append(warnings, l.broken)
		}
	}
	for _, v := range counters {
		if v < 0 {
			warnings = append(warnings, NegativeValue)
			break
		}
	}
	slices.Sort(warnings)
	return warnings
}

// Contradicting lists the counters that a warning of Identities is about.
func Contradicting(warning Warning) []string {
	for _, i := range identities() {
		if i.broken == warning {
			return []string{i.less, i.more}
		}
	}
	return nil
}
