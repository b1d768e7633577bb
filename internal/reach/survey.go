package reach

import "math"

// SurveyRounds are the answers of a survey before and after, with and without
// the campaign, from different people each time.
type SurveyRounds struct {
	TreatedPre     Proportion `json:"treated_pre"`
	TreatedPost    Proportion `json:"treated_post"`
	ComparisonPre  Proportion `json:"comparison_pre"`
	ComparisonPost Proportion `json:"comparison_post"`
}

// A Lift is a difference in differences of a proportion. It is an effect only
// if both groups would have changed alike without the campaign, which one
// round before it cannot show.
type Lift struct {
	Lift             *float64 `json:"lift"`
	TreatedChange    *float64 `json:"treated_change"`
	ComparisonChange *float64 `json:"comparison_change"`
	SE               *float64 `json:"se"`
	Mover            Interval `json:"mover_ci"` // primary
	Wald             Interval `json:"wald_ci"`
	Z                *float64 `json:"z"`
	PValue           *float64 `json:"p_value"`
}

// DiffInDiff is (T1-T0) - (C1-C0) of repeated cross-sections. The primary
// interval is MOVER from two Newcombe-Wilson differences; each cell counts at
// its effective size n/designEffect.
func DiffInDiff(s SurveyRounds, designEffect, level float64) Lift {
	treated := Difference(s.TreatedPost.deflated(designEffect), s.TreatedPre.deflated(designEffect), level)
	comparison := Difference(s.ComparisonPost.deflated(designEffect), s.ComparisonPre.deflated(designEffect), level)
	var variance float64
	for _, cell := range []Proportion{s.TreatedPre, s.TreatedPost, s.ComparisonPre, s.ComparisonPost} {
		p := cell.share()
		variance += designEffect * p * (1 - p) / cell.N
	}
	se := math.Sqrt(variance)
	mover := moverDifference(treated, comparison, MethodMover)
	lift := number(mover.Estimate)
	return Lift{
		Lift: mover.Estimate, TreatedChange: treated.Estimate, ComparisonChange: comparison.Estimate,
		SE: finite(se), Mover: mover, Wald: wald(lift, se, level), Z: finite(lift / se), PValue: finite(normalTails(lift / se)),
	}
}

// wald is an estimate +- z se.
func wald(estimate, se, level float64) Interval {
	half := normalCritical(level) * se
	return around(estimate, estimate-half, estimate+half, level, MethodWald)
}

// A Mean is a mean score with its standard error.
type Mean struct {
	Mean float64 `json:"mean"`
	SE   float64 `json:"se"`
}

// MeanRounds are the mean scores of a survey before and after. The standard
// errors of the two changes are known only where the same people answered.
type MeanRounds struct {
	TreatedPre         Mean     `json:"treated_pre"`
	TreatedPost        Mean     `json:"treated_post"`
	ComparisonPre      Mean     `json:"comparison_pre"`
	ComparisonPost     Mean     `json:"comparison_post"`
	TreatedChangeSE    *float64 `json:"treated_change_se"`
	ComparisonChangeSE *float64 `json:"comparison_change_se"`
}

// A MeanLift is a difference in differences of means, in points of the scale.
type MeanLift struct {
	Lift            *float64 `json:"lift"`
	SECrossSections *float64 `json:"se_repeated_cross_sections"`
	SEPanel         *float64 `json:"se_panel"`
	CrossSections   Interval `json:"ci_repeated_cross_sections"`
	Panel           Interval `json:"ci_panel"` // where the same people answered
}

// DiffInDiffMeans is the difference in differences of means, with a normal
// interval from four independent cells and, where the errors of the changes
// are known, from them.
func DiffInDiffMeans(s MeanRounds, level float64) MeanLift {
	lift := (s.TreatedPost.Mean - s.TreatedPre.Mean) - (s.ComparisonPost.Mean - s.ComparisonPre.Mean)
	cross := math.Hypot(math.Hypot(s.TreatedPre.SE, s.TreatedPost.SE), math.Hypot(s.ComparisonPre.SE, s.ComparisonPost.SE))
	panel := math.Hypot(number(s.TreatedChangeSE), number(s.ComparisonChangeSE))
	return MeanLift{
		Lift: finite(lift), SECrossSections: finite(cross), SEPanel: finite(panel),
		CrossSections: wald(lift, cross, level), Panel: wald(lift, panel, level),
	}
}

// Transitions count how the same people answered before and after; the
// answers of no single person are kept.
type Transitions struct {
	YesYes float64 `json:"yes_yes"`
	YesNo  float64 `json:"yes_no"`
	NoYes  float64 `json:"no_yes"`
	NoNo   float64 `json:"no_no"`
}

// change is (n01-n10)/n and its variance ((n10+n01) - (n10-n01)^2/n)/n^2.
func (t Transitions) change() (change, variance float64) {
	yes, no := count(&t.NoYes), count(&t.YesNo)
	n := count(&t.YesYes) + count(&t.NoNo) + yes + no
	return ratio(yes-no, n), ratio(yes+no-ratio((no-yes)*(no-yes), n), n*n)
}

// PairedChange is the change among the same people, with a normal interval.
// Without others to compare with it is an effect of nothing in particular.
func PairedChange(t Transitions, level float64) Interval {
	change, variance := t.change()
	return wald(change, math.Sqrt(variance), level)
}

// A PairedLift is a difference in differences of a proportion among the same
// people.
type PairedLift struct {
	Lift             *float64 `json:"lift"`
	TreatedChange    *float64 `json:"treated_change"`
	ComparisonChange *float64 `json:"comparison_change"`
	SE               *float64 `json:"se"`
	Interval         Interval `json:"ci"`
}

// DiffInDiffPaired is the difference of two changes among the same people,
// with a normal interval.
func DiffInDiffPaired(treated, comparison Transitions, level float64) PairedLift {
	t, vt := treated.change()
	c, vc := comparison.change()
	se := math.Sqrt(vt + vc)
	return PairedLift{
		Lift: finite(t - c), TreatedChange: finite(t), ComparisonChange: finite(c),
		SE: finite(se), Interval: wald(t-c, se, level),
	}
}

// A Weighting is what weights do to a sample.
type Weighting struct {
	NEffective   *float64 `json:"n_eff"`
	DesignEffect *float64 `json:"deff"`
}

// Kish is the effective sample size (sum w)^2 / sum w^2 of weights and the
// design effect n/n_eff (Kish 1965). Weights must not be negative.
func Kish(weights []float64) Weighting {
	var total, squares float64
	for _, w := range weights {
		total, squares = total+count(&w), squares+w*w
	}
	effective := ratio(total*total, squares)
	return Weighting{NEffective: finite(effective), DesignEffect: finite(ratio(float64(len(weights)), effective))}
}

// LiftedPeople is how many people a lift stands for, and at what cost.
type LiftedPeople struct {
	People   Bounds    `json:"lifted_people"`
	Cost     Bounds    `json:"cost_per_lifted"`
	Relative *float64  `json:"relative_lift"` // lift / baseline
	Headroom *float64  `json:"headroom_lift"` // lift / (1 - baseline)
	Warnings []Warning `json:"warnings"`
}

// PeopleLifted is lift x reach: its low and high ends are the smallest and
// largest of the four products of both intervals. Where the lift cannot be
// told from none the cost of a lifted person has no upper end, and where
// nobody may have been lifted it has no end at all.
func PeopleLifted(lift Interval, reach Bounds, cost, baseline *float64) LiftedPeople {
	low, high := lift.limits()
	least, most := count(reach.Low), count(reach.High)
	corners := []float64{low * least, low * most, high * least, high * most}
	people := bounds(
		math.Min(math.Min(corners[0], corners[1]), math.Min(corners[2], corners[3])),
		number(lift.Estimate)*count(reach.Point),
		math.Max(math.Max(corners[0], corners[1]), math.Max(corners[2], corners[3])),
	)
	change, base := number(lift.Estimate), number(baseline)
	l := LiftedPeople{
		People: people, Cost: people.under(count(cost)),
		Relative: finite(ratio(change, base)), Headroom: finite(ratio(change, 1-base)),
	}
	if lift.covers(0) {
		l.Cost.High = nil
		l.Warnings = append(l.Warnings, LiftCoversZero)
	}
	return l
}
