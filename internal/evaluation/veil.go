package evaluation

import (
	"math"
	"slices"

	"caravan/internal/reach"
	"caravan/models"
)

// A veil stands in the place of a count of people in one cell - a message in a
// language, a country and on a platform - that is a handful, or that differs by a handful from what is told
// of the same people at a later age: a range that says no more than that. Every
// answer is made of counts under their veils, so that no two answers, one
// subtracted from the other, tell of fewer people.
type veil struct {
	low, high float64
	handful   bool // the count itself is one
}

// veil draws the veil over a count, which at gives at an age in days; nil where
// the count may be told.
func (f *facts) veil(days int, at func(days int) *float64) *veil {
	n, k := at(days), float64(f.assumptions.Threshold)
	if n == nil {
		return nil
	}
	if *n > 0 && *n < k {
		return &veil{1, k - 1, true}
	}
	for _, later := range laterAges(days) {
		m := at(later)
		if m == nil || math.Abs(*m-*n) >= k {
			continue
		}
		told := f.veil(later, at)
		switch {
		case *m == *n:
			return told
		case told == nil:
			told = &veil{low: *m, high: *m}
		}
		if *m > *n {
			return &veil{low: max(0, told.low-k+1), high: told.high}
		}
		return &veil{low: told.low, high: told.high + k - 1}
	}
	return nil
}

// laterAges lists the ages after one at which figures are told, 0 being the
// whole life.
func laterAges(days int) []int {
	if days == 0 {
		return nil
	}
	later := slices.DeleteFunc(models.Ages(), func(age int) bool { return age <= days })
	return append(later, 0)
}

// source is what enters a combination in the place of a platform's deliveries.
func (v *veil) source(platform string) reach.Source {
	return reach.Between(platform, v.low, math.Round((v.low+v.high)/2), v.high)
}

// veiledReach puts veils over what was reached on one platform in one country. It reports how many of them were covered, and how many of those are
// handfuls.
func (f *facts) veiledReach(name string, deliveries []*models.Delivery, days int, universe *float64, p *reach.Platform) (covered, handfuls int) {
	_, groups := by(deliveries, cellOf)
	var sources []reach.Source
	for i, d := range deliveries {
		group := groups[cellOf(d)]
		v := f.veil(days, func(age int) *float64 { return f.told(name, group, age, universe) })
		if v == nil {
			sources = append(sources, p.Deliveries[i])
			continue
		}
		if d != group[0] {
			continue // it stands for all of them
		}
		sources = append(sources, v.source(name))
		covered++
		if v.handful {
			handfuls++
		}
	}
	p.Deliveries = sources
	return covered, handfuls
}

// told is how many people deliveries on one platform reached, as it would be
// told without a veil.
func (f *facts) told(name string, deliveries []*models.Delivery, days int, universe *float64) *float64 {
	one := reach.TwoLevel([]reach.Platform{f.audienceOf(name, deliveries, days, &provenance{})}, universe, f.assumptions.KappaWithin).Platforms[0]
	if one.Point != nil {
		return one.Point
	}
	return one.High
}

// A veiledSum is a sum of people over cells, as far as it may
// be told.
type veiledSum struct {
	low, high float64
	covered   bool // by a veil in some of its parts
	hidden    bool // it consists of handfuls
}

// heads sums what deliveries of one platform have of people.
func (f *facts) heads(t *tally) veiledSum {
	sum := veiledSum{hidden: true}
	cells, groups := by(t.from.deliveries, func(d *models.Delivery) string { return cellOf(d) + d.Country })
	for _, cell := range cells {
		known := func(age int) *float64 {
			total, n := f.tallied(groups[cell], t.definitions, span{days: age}).known()
			if n == 0 {
				return nil
			}
			return &total
		}
		n := known(t.over.days)
		if n == nil {
			continue
		}
		v := f.veil(t.over.days, known)
		if v == nil {
			v = &veil{low: *n, high: *n}
		} else {
			sum.covered = true
		}
		sum.low, sum.high, sum.hidden = sum.low+v.low, sum.high+v.high, sum.hidden && v.handful
	}
	return sum
}

// cellOf names what may be told apart of posts on one platform in one country.
func cellOf(d *models.Delivery) string {
	return d.CampaignID.String() + messageOf(d) + languageOf(d) + messengerOf(d) + messageTypeOf(d)
}
