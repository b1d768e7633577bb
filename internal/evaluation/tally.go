package evaluation

import (
	"slices"
	"strconv"

	"caravan/internal/reach"
	"caravan/models"
)

// A tally is what each of some deliveries has of one thing, all of them under
// the same definitions.
type tally struct {
	definitions []*models.MetricDefinition
	over        span
	counts      []*float64 // by delivery; nil where it is not known
	from        provenance
}

// tallied reads definitions of one platform for deliveries on it, over a span.
// A delivery of which one part is not known is not known.
func (f *facts) tallied(deliveries []*models.Delivery, definitions []*models.MetricDefinition, over span) *tally {
	t := &tally{definitions: definitions, over: over, from: provenance{definitions: definitions, deliveries: deliveries}}
	for _, d := range deliveries {
		total := new(0.0)
		for _, definition := range definitions {
			state := f.state(d, definition.ID)
			count := f.count(d, state, over)
			if count == nil {
				total = nil
				break
			}
			t.from.states = append(t.from.states, state)
			*total += float64(*count)
		}
		t.counts = append(t.counts, total)
	}
	return t
}

// known is the sum of what is known, and of how many deliveries.
func (t *tally) known() (sum float64, n int) {
	for _, c := range t.counts {
		if c != nil {
			sum, n = sum+*c, n+1
		}
	}
	return sum, n
}

// total is the sum over deliveries. With one missing it is only a lower bound.
func (f *facts) total(t *tally, unit string) Figure {
	sum, n := t.known()
	r := reach.Result{Method: methodSum, Unit: unit, Label: reach.LabelMissing}
	if n < len(t.counts) {
		r.Missing = platformsOf(t.definitions)
	}
	veiled := veiledSum{low: sum, high: sum}
	if t.heads() {
		veiled = f.heads(t)
	}
	if veiled.covered && !veiled.hidden {
		t.from.caveats = append(t.from.caveats, Handful)
	}
	switch {
	case n == 0:
	case veiled.hidden:
		t.from.caveats = append(t.from.caveats, SmallCount)
	case n < len(t.counts):
		r.Low, r.Label = &veiled.low, reach.LabelPartial
	case veiled.covered:
		r.Low, r.High, r.Label = &veiled.low, &veiled.high, reach.LabelBounds
	default:
		r.Value, r.Low, r.High, r.Label = &sum, &sum, &sum, reach.LabelReported
		if slices.ContainsFunc(t.definitions, claimed) {
			r.Label = reach.LabelEstimated
		}
	}
	return f.figure(r, t.from)
}

// heads reports whether people are counted.
func (t *tally) heads() bool {
	return slices.ContainsFunc(t.definitions, (*models.MetricDefinition).Heads)
}

// veils reports whether some of what is counted stands under a veil.
func (f *facts) veils(t *tally) bool { return t.heads() && f.heads(t).covered }

func claimed(d *models.MetricDefinition) bool { return d.Kind == models.EstimateMetric }

func platformsOf(definitions []*models.MetricDefinition) []string {
	var names []string
	for _, d := range definitions {
		names = append(names, d.Platform)
	}
	return names
}

// perPost is the mean over posts, and how much posts differ, at a level of
// confidence.
func (f *facts) perPost(t *tally, level float64) Figure {
	return f.rate(t, t.posts(), "per_post", level)
}

// posts counts every delivery of a tally as one.
func (t *tally) posts() *tally {
	one := &tally{counts: make([]*float64, len(t.counts))}
	for i := range one.counts {
		one.counts[i] = new(1.0)
	}
	return one
}

// pairs are the deliveries of which both sides are known.
func pairs(of, over *tally) []reach.DeliveryCount {
	var known []reach.DeliveryCount
	for i, y := range of.counts {
		if x := over.counts[i]; y != nil && x != nil {
			known = append(known, reach.DeliveryCount{Y: *y, X: *x})
		}
	}
	return known
}

// rate is a ratio of sums over the deliveries of which both sides are known,
// with the delivery as the unit of evidence.
func (f *facts) rate(of, over *tally, unit string, level float64) Figure {
	pairs := pairs(of, over)
	from := of.from
	from.add(over.from)
	from.deliveries = of.from.deliveries
	from.sentence = []string{"n", strconv.Itoa(len(pairs))}
	r := ratio(pairs, unit, level, &from)
	if f.veils(of) || f.veils(over) { // a ratio tells what it is made of
		from.caveats = append(from.caveats, SmallCount)
		r.Value, r.Low, r.High, r.Label = nil, nil, nil, reach.LabelMissing
	}
	if len(pairs) < len(of.counts) {
		r.Missing = platformsOf(of.definitions)
	}
	return f.figure(r, from)
}

// ratio is the clustered rate, or what is left of it where nothing happened:
// then the exact limit for counts still says how much there can have been.
func ratio(pairs []reach.DeliveryCount, unit string, level float64, from *provenance) reach.Result {
	if len(pairs) == 0 {
		return reach.Result{Method: reach.MethodJackknife, Unit: unit, Label: reach.LabelMissing}
	}
	c := reach.RateOverDeliveries(pairs, level)
	interval := c.Log
	if c.Ratio != nil && *c.Ratio == 0 {
		var base float64
		for _, p := range pairs {
			base += p.X
		}
		interval = reach.EngagementRate(new(0.0), &base, nil, false, level).ByReach
		interval.Method = reach.MethodJackknife
	}
	r := interval.Result(unit)
	r.Warnings = c.Warnings
	if r.Value != nil {
		r.Label = reach.LabelReported
	}
	if c.Few && r.Low != nil {
		from.caveats = append(from.caveats, FewPosts)
	}
	return r
}

// defined lists the definitions of a platform that deliveries have series of
// or should have, as wanted: each meaning once, in order.
func (f *facts) defined(platform string, deliveries []*models.Delivery, wanted func(*models.MetricDefinition) bool) []*models.MetricDefinition {
	var list []*models.MetricDefinition
	for i := range f.definitions {
		d := &f.definitions[i]
		if d.Platform != platform || !wanted(d) {
			continue
		}
		if slices.ContainsFunc(deliveries, func(v *models.Delivery) bool {
			return d.Holds(models.DateOf(*v.PublishedAt)) || f.state(v, d.ID) != nil
		}) {
			list = append(list, d)
		}
	}
	return list
}

// latest keeps of each native name the definition that held last: rates are
// not formed over two meanings.
func latest(definitions []*models.MetricDefinition) []*models.MetricDefinition {
	var list []*models.MetricDefinition
	for i, d := range definitions { // in the order of names and days
		if i+1 == len(definitions) || definitions[i+1].NativeName != d.NativeName {
			list = append(list, d)
		}
	}
	return list
}

// engagement is what people did with the posts of one platform, all kinds
// together that the platform counts at all; nil where it counts none.
func (f *facts) engagement(platform string, deliveries []*models.Delivery, over span) *tally {
	definitions := slices.DeleteFunc(latest(f.defined(platform, deliveries, (*models.MetricDefinition).Engagement)),
		func(d *models.MetricDefinition) bool { return !f.has(deliveries, d) })
	if len(definitions) == 0 {
		return nil
	}
	return f.tallied(deliveries, definitions, over)
}

// has reports whether any of the deliveries has a figure under a definition.
func (f *facts) has(deliveries []*models.Delivery, d *models.MetricDefinition) bool {
	return slices.ContainsFunc(deliveries, func(v *models.Delivery) bool {
		state := f.state(v, d.ID)
		return state != nil && state.Value != nil
	})
}

// exposure is how often the posts of one platform were shown; nil where the
// platform does not say.
func (f *facts) exposure(platform string, deliveries []*models.Delivery, over span) *tally {
	definitions := latest(f.defined(platform, deliveries, (*models.MetricDefinition).Exposure))
	if len(definitions) == 0 {
		return nil
	}
	return f.tallied(deliveries, definitions[:1], over)
}

// reachedBy is how many people the posts of one platform say that they
// reached, post by post: the base of a rate, and no number of different
// people. Nil where the platform does not say.
func (f *facts) reachedBy(platform string, deliveries []*models.Delivery, over span) *tally {
	definitions := slices.DeleteFunc(latest(f.defined(platform, deliveries, (*models.MetricDefinition).Audience)),
		func(d *models.MetricDefinition) bool { return !f.has(deliveries, d) })
	if len(definitions) == 0 {
		return nil
	}
	return f.tallied(deliveries, definitions[:1], over)
}
