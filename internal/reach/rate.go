package reach

import "math"

// A Frequency is how often a reached person was exposed on average.
type Frequency struct {
	Frequency *float64  `json:"frequency"`
	Warnings  []Warning `json:"warnings"`
}

// AverageFrequency is impressions / reach; undefined when nobody was reached.
// Fewer impressions than people is a mistake of the source and is warned about.
func AverageFrequency(impressions, reach *float64) Frequency {
	i, r := count(impressions), count(reach)
	f := Frequency{Frequency: finite(ratio(i, r))}
	if r == 0 {
		f.Warnings = append(f.Warnings, ZeroReach)
	}
	if i < r {
		f.Warnings = append(f.Warnings, ImpressionsBelowReach)
	}
	if r == 0 && i > 0 {
		f.Warnings = append(f.Warnings, ImpressionsNoReach)
	}
	return f
}

// A CombinedFrequency is the average frequency over several sources.
type CombinedFrequency struct {
	Impressions *float64 `json:"impressions"`
	Bounds
	Warnings []Warning `json:"warnings"`
}

// FrequencyOver is the average frequency over sources with these impressions
// and this combined reach: sum I / R with the bounds sum I / U and sum I / L,
// which invert. One source without impressions leaves it undefined.
func FrequencyOver(impressions []*float64, reach Bounds) CombinedFrequency {
	var total float64
	for _, i := range impressions {
		total += count(i)
	}
	f := CombinedFrequency{Impressions: finite(total), Bounds: reach.under(total)}
	if count(reach.High) == 0 {
		f.Warnings = append(f.Warnings, ZeroReach)
	}
	return f
}

// under is x divided by bounds, which turns them around.
func (b Bounds) under(x float64) Bounds {
	q := b.each(func(r float64) float64 { return ratio(x, r) })
	return Bounds{Low: q.High, Point: q.Point, High: q.Low}
}

// Ratings are the broadcaster's figures of a campaign.
type Ratings struct {
	GRP       *float64  `json:"grp"`       // points; may exceed 100
	ReachPct  *float64  `json:"reach_pct"` // percent of the universe
	Frequency *float64  `json:"frequency"`
	Warnings  []Warning `json:"warnings"`
}

// GrossRatings is GRP = 100 impressions / universe = reach % x frequency.
func GrossRatings(impressions, reach, universe *float64) Ratings {
	i, r, n := count(impressions), count(reach), count(universe)
	f := AverageFrequency(impressions, reach)
	return Ratings{
		GRP: finite(ratio(100*i, n)), ReachPct: finite(ratio(100*r, n)), Frequency: f.Frequency,
		Warnings: append(universeWarnings(r, n), f.Warnings...),
	}
}

func universeWarnings(reach, n float64) []Warning {
	switch {
	case math.IsNaN(n):
		return []Warning{UniverseUnknown}
	case reach > n:
		return []Warning{ReachExceedsUniverse}
	case n == 0:
		return []Warning{ZeroUniverse}
	}
	return nil
}

// A TableRow is one campaign in a published table.
type TableRow struct {
	ReachSharePct *float64  `json:"reach_share_pct"`
	Frequency     *float64  `json:"frequency"`
	ClicksPer1000 *float64  `json:"unique_clicks_per_1000_reached"`
	Warnings      []Warning `json:"warnings"`
}

// CampaignTable is the row of a campaign: share of the universe reached in
// percent, average frequency, and people who clicked per 1,000 reached. A
// share above 100 is not given.
func CampaignTable(universe, reach, impressions, uniqueClicks *float64) TableRow {
	n, r := count(universe), count(reach)
	f := AverageFrequency(impressions, reach)
	row := TableRow{
		ReachSharePct: finite(100 * ratio(r, n)), Frequency: f.Frequency,
		ClicksPer1000: finite(1000 * ratio(count(uniqueClicks), r)),
		Warnings:      append(universeWarnings(r, n), f.Warnings...),
	}
	if r > n {
		row.ReachSharePct = nil
	}
	return row
}

// An Engagement is how many of those reached engaged.
type Engagement struct {
	ByReach       Interval  `json:"by_reach"`
	ByImpressions *float64  `json:"by_impressions"` // another rate, never mixed with the first
	Warnings      []Warning `json:"warnings"`
}

// EngagementRate is engagements / reach. Its interval is binomial (Wilson) only
// where both sides count unique people of one definition; events over people
// have a Poisson interval (Garwood), and their rate may exceed 1. More engaged
// people than people reached leave the interval undefined.
func EngagementRate(engagements, reach, impressions *float64, uniquePeople bool, level float64) Engagement {
	e, r := count(engagements), count(reach)
	rate := Poisson(e, level).per(r)
	if uniquePeople {
		rate = Wilson(e, r, level)
		rate.Estimate = finite(ratio(e, r))
	}
	result := Engagement{ByReach: rate, ByImpressions: finite(ratio(e, count(impressions)))}
	if r == 0 {
		result.Warnings = append(result.Warnings, ZeroReach)
	}
	if uniquePeople && e > r {
		result.Warnings = append(result.Warnings, EngagedExceedReach)
	}
	return result
}

// PerHead is reach against the people there are.
type PerHead struct {
	Per1000     Bounds    `json:"per_1000"`     // per 1,000 population
	TargetShare Bounds    `json:"target_share"` // of the target audience, 0 to 1
	Warnings    []Warning `json:"warnings"`
}

// PerCapita is 1000 reach/population and reach/target, each with its
// bounds. A reach above its denominator has no share.
func PerCapita(reach Bounds, population, target *float64) PerHead {
	var p PerHead
	p.Per1000 = p.share(reach, count(population), 1000, PopulationUnknown)
	p.TargetShare = p.share(reach, count(target), 1, TargetUnknown)
	p.Warnings = ordered(p.Warnings)
	return p
}

func (p *PerHead) share(reach Bounds, n, scale float64, unknown Warning) Bounds {
	switch {
	case math.IsNaN(n):
		p.Warnings = append(p.Warnings, unknown)
	case n == 0:
		p.Warnings = append(p.Warnings, ZeroUniverse)
	}
	return reach.each(func(r float64) float64 {
		if r > n && n > 0 {
			p.Warnings = append(p.Warnings, ReachExceedsUniverse)
			return math.NaN()
		}
		return scale * ratio(r, n)
	})
}

// A Cost is what a campaign cost for what it did, in the unit of the cost.
type Cost struct {
	Per1000    Bounds    `json:"per_1000_reached"`
	PerEngaged *float64  `json:"per_engaged"`
	Warnings   []Warning `json:"warnings"`
}

// CostOfReach is 1000 C/R with the bounds 1000 C/U and 1000 C/L, which invert,
// and C/E for each engaged person. A cost of 0 is warned about: such a
// campaign has no place in a ranking by cost.
func CostOfReach(cost float64, reach Bounds, engaged *float64) Cost {
	c, e := count(&cost), count(engaged)
	result := Cost{Per1000: reach.under(1000 * c), PerEngaged: finite(ratio(c, e))}
	if count(reach.High) == 0 {
		result.Warnings = append(result.Warnings, ZeroReach)
	}
	if e == 0 {
		result.Warnings = append(result.Warnings, ZeroEngagements)
	}
	if c == 0 {
		result.Warnings = append(result.Warnings, ZeroCost)
	}
	return result
}
