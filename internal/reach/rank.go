package reach

import (
	"cmp"
	"math"
	"slices"
)

// A RankGroup is where an item stands when there are too many for ranks.
type RankGroup string

// The groups. An item is above or below the middle only if its whole interval
// is above or below the median estimate.
const (
	GroupTop    RankGroup = "top"
	GroupMiddle RankGroup = "middle"
	GroupBottom RankGroup = "bottom"
)

// MostRanked is the number of items above which groups are shown, not ranks.
const MostRanked = 20

// A Rank is the place of one item; 1 is the highest estimate. RankLow and
// RankHigh are the best and the worst rank the intervals allow. All are 0 for
// an item without an estimate, which takes no part.
type Rank struct {
	Interval
	Rank     int       `json:"rank"`
	RankLow  int       `json:"rank_low"`
	RankHigh int       `json:"rank_high"`
	Group    RankGroup `json:"group"`
}

// SimultaneousLevel is the confidence each of k intervals needs for all of
// them together to have the given level (Bonferroni).
func SimultaneousLevel(level float64, k int) float64 {
	return 1 - (1-level)/float64(max(k, 1))
}

// RankProportions ranks proportions by Wilson intervals that hold together at
// the given level.
func RankProportions(items []Proportion, level float64) []Rank {
	known := 0
	for _, p := range items {
		if !math.IsNaN(p.share()) {
			known++
		}
	}
	each := SimultaneousLevel(level, known)
	var intervals []Interval
	for _, p := range items {
		intervals = append(intervals, Wilson(p.X, p.N, each))
	}
	return Ranks(intervals)
}

// Ranks turns intervals that hold together (see SimultaneousLevel) into a
// joint confidence region for the ranks, in the order given:
//
//	rank_low = 1 + #{j: L_j > U_i}     rank_high = K - #{j: U_j < L_i}
//
// Equal estimates share the better rank.
func Ranks(intervals []Interval) []Rank {
	middle := median(estimates(intervals))
	ranks := make([]Rank, len(intervals))
	for i, item := range intervals {
		ranks[i].Interval = item
		if item.Estimate == nil || !item.Defined() {
			continue
		}
		ranks[i].place(intervals)
		ranks[i].Group = group(item, middle)
	}
	return ranks
}

func (r *Rank) place(intervals []Interval) {
	r.Rank, r.RankLow = 1, 1
	for _, other := range intervals {
		if other.Estimate == nil || !other.Defined() {
			continue
		}
		r.RankHigh++
		if *other.Estimate > *r.Estimate {
			r.Rank++
		}
		if *other.Low > *r.High {
			r.RankLow++
		}
		if *other.High < *r.Low {
			r.RankHigh--
		}
	}
}

func group(i Interval, middle float64) RankGroup {
	switch {
	case *i.Low > middle:
		return GroupTop
	case *i.High < middle:
		return GroupBottom
	}
	return GroupMiddle
}

func estimates(intervals []Interval) []float64 {
	var known []float64
	for _, i := range intervals {
		if i.Estimate != nil && i.Defined() {
			known = append(known, *i.Estimate)
		}
	}
	return known
}

// median is the middle of the values, or the mean of the middle two.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(values))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// An Adjustment is a way to account for many comparisons.
type Adjustment string

// The adjustments: Holm for a family registered beforehand, Benjamini-Hochberg
// for screening, Benjamini-Yekutieli where dependence is arbitrary.
const (
	Bonferroni         Adjustment = "bonferroni"
	Holm               Adjustment = "holm"
	BenjaminiHochberg  Adjustment = "bh"
	BenjaminiYekutieli Adjustment = "by"
)

// AdjustPValues is the p-values adjusted for being several, in the order
// given. Holm 1979 steps down from the smallest; Benjamini and Hochberg 1995
// and Benjamini and Yekutieli 2001 step up from the largest. It returns
// ErrArgument for a p-value outside 0 to 1 and for an unknown adjustment.
func AdjustPValues(by Adjustment, p []float64) ([]float64, error) {
	order := make([]int, len(p))
	for i, x := range p {
		if !(x >= 0 && x <= 1) {
			return nil, ErrArgument
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	switch by {
	case Bonferroni:
		return stepDown(p, order, func(int) float64 { return float64(len(p)) }), nil
	case Holm:
		return stepDown(p, order, func(i int) float64 { return float64(len(p) - i) }), nil
	case BenjaminiHochberg:
		return stepUp(p, order, 1), nil
	case BenjaminiYekutieli:
		var harmonic float64
		for i := range p {
			harmonic += 1 / float64(i+1)
		}
		return stepUp(p, order, harmonic), nil
	}
	return nil, ErrArgument
}

// stepDown multiplies each p-value, from the smallest, and never lets one fall
// below its predecessor.
func stepDown(p []float64, order []int, factor func(int) float64) []float64 {
	adjusted := make([]float64, len(p))
	var highest float64
	for i, at := range order {
		highest = math.Min(1, math.Max(highest, factor(i)*p[at]))
		adjusted[at] = highest
	}
	return adjusted
}

// stepUp multiplies the i-th smallest p-value by scale m/i, from the largest,
// and never lets one rise above its successor.
func stepUp(p []float64, order []int, scale float64) []float64 {
	adjusted := make([]float64, len(p))
	lowest := 1.0
	for i, at := range slices.Backward(order) {
		lowest = math.Min(lowest, scale*float64(len(p))/float64(i+1)*p[at])
		adjusted[at] = lowest
	}
	return adjusted
}
