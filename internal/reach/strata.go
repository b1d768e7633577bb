package reach

import "math"

// A Stratum is people who are in no other stratum: residents of one country,
// of one gender and age band, in one period.
type Stratum struct {
	Key      string
	Universe *float64 // people; nil when not known
	Sources  []Source
}

// Strata is the reach over strata, in people. Contrast is what pooling the
// strata before combining would have given; it is there to be warned about,
// not to be used.
type Strata struct {
	Lower           *float64  `json:"lower"`
	Upper           *float64  `json:"upper"`
	Independent     *float64  `json:"independent"`
	GrossSum        *float64  `json:"gross_sum"`
	WithoutEstimate []string  `json:"strata_without_estimate"`
	Contrast        *float64  `json:"pooled_independent_for_contrast"`
	Label           Label     `json:"label"`
	Missing         []string  `json:"missing"`
	Warnings        []Warning `json:"warnings"`
}

// CombineStrata combines inside each stratum and then adds, which halves the
// error of assuming independence where some people use more media than others.
// Bounds always add; one stratum without an estimate leaves the total without
// one.
func CombineStrata(strata []Stratum) Strata {
	total := Strata{WithoutEstimate: []string{}, Contrast: finite(pooled(strata)), Label: LabelMissing}
	var lower, upper, point, gross float64
	labels := map[Label]bool{}
	for _, s := range strata {
		c := Combine(s.Sources, s.Universe)
		labels[c.Label] = true
		if c.Independent == nil {
			total.WithoutEstimate = append(total.WithoutEstimate, s.Key)
		}
		most := number(c.Upper)
		if c.Label == LabelMissing {
			most = count(s.Universe)
		}
		lower, upper = lower+orElse(number(c.Lower), 0), upper+most
		point, gross = point+number(c.Independent), gross+orElse(number(c.GrossSum), 0)
		total.Missing = append(total.Missing, c.Missing...)
		total.Warnings = append(total.Warnings, c.Warnings...)
	}
	total.Missing, total.Warnings = ordered(total.Missing), ordered(total.Warnings)
	if total.Label = together(labels); total.Label == LabelMissing {
		return total
	}
	total.Lower, total.Upper = finite(lower), finite(upper)
	total.Independent, total.GrossSum = finite(point), finite(gross)
	return total
}

// together is the label of a sum of labelled numbers: the weakest of them.
func together(labels map[Label]bool) Label {
	switch {
	case len(labels) == 0, len(labels) == 1 && labels[LabelMissing]:
		return LabelMissing
	case labels[LabelMissing], labels[LabelPartial]:
		return LabelPartial
	case labels[LabelBounds]:
		return LabelBounds
	case labels[LabelIndependent]:
		return LabelIndependent
	case labels[LabelEstimated]:
		return LabelEstimated
	}
	return LabelReported
}

// pooled is independence over all strata thrown together, source by source.
func pooled(strata []Stratum) float64 {
	var n float64
	var order []string
	reach := map[string]float64{}
	for _, s := range strata {
		n += count(s.Universe)
		for _, source := range s.Sources {
			if _, seen := reach[source.ID]; !seen {
				order = append(order, source.ID)
			}
			reach[source.ID] += count(source.Reach)
		}
	}
	var reaches []float64
	for _, id := range order {
		reaches = append(reaches, reach[id])
	}
	if maxOf(reaches) > n {
		return math.NaN()
	}
	return chance(reaches, n)
}

// Result is the reach over strata as it is shown, without its provenance.
func (s Strata) Result() Result {
	return Result{
		Value: s.Independent, Low: s.Lower, High: s.Upper, Label: s.Label, Method: MethodStrata, Unit: "people",
		Missing: s.Missing, Warnings: s.Warnings,
	}
}

// DefaultKappaWithin is how far the audiences of posts on one platform are
// taken to be the same followers where nothing better is known. It is a choice
// of this design, to be printed beside what rests on it.
const DefaultKappaWithin = 0.8

// A Platform is the deliveries one platform made in one stratum. Total is the
// platform's own de-duplicated number, nil when it gave none.
type Platform struct {
	Name       string
	Deliveries []Source
	Total      *float64
}

// A PlatformReach is what one platform reached, in people.
type PlatformReach struct {
	Name string `json:"platform"`
	Bounds
	Label Label `json:"label"`
}

// TwoLevels is the reach of several platforms with several deliveries each.
type TwoLevels struct {
	Combined
	Platforms []PlatformReach `json:"platforms"`
}

// TwoLevel combines deliveries inside a platform with the duplication
// kappaWithin, because they share followers, and then platforms by
// independence. A platform's own total replaces its deliveries; where it
// contradicts them the answer carries ReportedOutsideBounds.
func TwoLevel(platforms []Platform, universe *float64, kappaWithin float64) TwoLevels {
	var t TwoLevels
	var sources []Source
	var warnings []Warning
	for _, p := range platforms {
		reached, warned := p.reach(universe, kappaWithin)
		t.Platforms = append(t.Platforms, reached)
		sources = append(sources, Source{ID: p.Name, Reach: reached.Point, Low: reached.Low, High: reached.High})
		warnings = append(warnings, warned...)
	}
	t.Combined = Combine(sources, universe)
	t.Warnings = append(t.Warnings, warnings...)
	return t
}

// reach is what one platform reached.
func (p Platform) reach(universe *float64, kappa float64) (PlatformReach, []Warning) {
	c := Combine(p.Deliveries, universe)
	if total := count(p.Total); !math.IsNaN(total) {
		own := PlatformReach{Name: p.Name, Bounds: bounds(total, total, total), Label: LabelReported}
		if c.contradicts(total) {
			return own, []Warning{ReportedOutsideBounds}
		}
		return own, nil
	}
	point := c.Independent
	if len(p.Deliveries) > 1 {
		point = c.At(kappa)
	}
	return PlatformReach{Name: p.Name, Bounds: Bounds{Low: c.Lower, Point: point, High: c.Upper}, Label: c.Label}, nil
}

// contradicts says whether a total is below one of its parts or above all of
// them together.
func (c Combined) contradicts(total float64) bool {
	return total < number(c.Lower) || total > number(c.Upper)
}

// A PeriodReach is the reach of one channel over a period, in people.
type PeriodReach struct {
	Value    *float64  `json:"value"`
	Lower    *float64  `json:"lower"`
	Upper    *float64  `json:"upper"`
	Label    Label     `json:"label"`
	Missing  []string  `json:"missing"`
	Warnings []Warning `json:"warnings"`
}

// OverTime is the reach of one channel over a period whose parts (days, or
// posts to the same followers) are known. Parts never add and are never
// independent: the value is the platform's own reach of the period or nothing,
// with the bounds max(part) and min(N, sum of parts).
func OverTime(parts []Source, universe, reported *float64) PeriodReach {
	c := Combine(parts, universe)
	p := PeriodReach{Lower: c.Lower, Upper: c.Upper, Label: c.Label, Missing: c.Missing, Warnings: c.Warnings}
	value := count(reported)
	switch {
	case !math.IsNaN(value):
		p.Value, p.Label = finite(value), LabelReported
	case len(parts) == 1:
		p.Value = c.Independent
	case c.Label == LabelIndependent:
		p.Label = LabelBounds
	}
	if math.IsNaN(value) {
		return p
	}
	if c.Label == LabelMissing {
		p.Warnings = nil
	}
	if value > count(universe) {
		p.Warnings = append(p.Warnings, ReachExceedsUniverse)
	} else if c.contradicts(value) {
		p.Warnings = append(p.Warnings, ReportedOutsideBounds)
	}
	p.Warnings = ordered(p.Warnings)
	return p
}

// Result is the period reach as it is shown, without its provenance.
func (p PeriodReach) Result() Result {
	return Result{
		Value: p.Value, Low: p.Lower, High: p.Upper, Label: p.Label, Method: MethodPeriod, Unit: "people",
		Missing: p.Missing, Warnings: p.Warnings,
	}
}
