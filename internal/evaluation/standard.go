package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"caravan/internal/reach"
	"caravan/models"
)

// A Standard is the ages that the rows of a panel were standardised to: what
// each would show if its people had those ages.
type Standard struct {
	Name   string        `json:"name" doc:"pooled, or the name of a standard population."`
	Bands  []WeighedBand `json:"bands" doc:"The ages that all rows know, aggregated until the standard has the same edges."`
	Reason string        `json:"reason" doc:"Why nothing was standardised; a code. Empty: it was."`
}

// A WeighedBand is some ages with their share of the standard.
type WeighedBand struct {
	Ages   string  `json:"ages" doc:"Such as 18-35 or 50+."`
	Weight float64 `json:"weight"`
}

// Why nothing is standardised.
const (
	noAges         = "no_ages"         // some rows do not know the ages of those reached
	noAgeUniverses = "no_age_universe" // nobody said how many people of those ages there are
	noCommonAges   = "no_common_ages"  // the bands that all know have no edges of the standard
)

// methodDirect is the method of a standardised reach.
const methodDirect reach.Method = "direct_standardisation"

// A group is neighbouring bands that are weighed as one.
type group struct {
	bands    []string
	from, to int // years; to is past the last, 0: no end
	weight   float64
}

func (g *group) ages() string { return bandText(models.StandardBand{From: g.from, To: g.to}) }

// agesOf reads a band of the vocabulary as years; to is past the last one and
// 0 where there is no end.
func agesOf(band string) (from, to int) {
	first, last, closed := strings.Cut(strings.TrimSuffix(band, "+"), "-")
	from, _ = strconv.Atoi(first)
	if closed {
		to, _ = strconv.Atoi(last)
		to++
	}
	return from, to
}

// standardise gives every row of a panel its standardised figure beside the
// crude one, or says why there is none. Bands are those that all rows know;
// they are aggregated and never split.
func (f *facts) standardise(q *models.Question, items []Item, p *Panel) {
	if q.Denominator != "population" {
		return
	}
	p.Standard = &Standard{Name: q.Standard, Bands: []WeighedBand{}}
	if q.Standard == "" {
		p.Standard.Name = models.PooledStandard
	}
	var known []Item
	for i := range p.Rows {
		if p.Rows[i].basis != nil {
			known = append(known, items[i])
		}
	}
	bands, reason := f.commonBands(q, known, p)
	groups := f.groups(known, bands)
	switch {
	case len(known) == 0:
		reason = noAges
	case reason == "" && len(groups) == 0:
		reason = noCommonAges
	}
	if p.Standard.Reason = reason; reason != "" {
		return
	}
	for _, g := range groups {
		p.Standard.Bands = append(p.Standard.Bands, WeighedBand{g.ages(), g.weight})
	}
	for i := range p.Rows {
		if p.Rows[i].basis != nil {
			p.Rows[i].Standardised = new(f.standardised(q, items[i], &p.Rows[i], p, groups))
		}
	}
}

// commonBands lists the age bands that every row knows: of all its posts, and
// of the people of all its countries.
func (f *facts) commonBands(q *models.Question, items []Item, p *Panel) (bands []string, reason string) {
	reported := 0
	for _, band := range models.Vocabularies()["age_band"] {
		if slices.ContainsFunc(items, func(i Item) bool { return !f.knowsBand(q, i.on(p.Platforms...), band) }) {
			continue
		}
		reported++
		if !slices.ContainsFunc(items, func(i Item) bool { return f.bandPeople(i, band) == 0 }) {
			bands = append(bands, band)
		}
	}
	switch {
	case reported == 0:
		return nil, noAges
	case len(bands) == 0:
		return nil, noAgeUniverses
	}
	return bands, ""
}

// knowsBand reports whether every post says how many of those it counts are of
// a band.
func (f *facts) knowsBand(q *models.Question, deliveries []*models.Delivery, band string) bool {
	return len(deliveries) > 0 && !slices.ContainsFunc(deliveries, func(d *models.Delivery) bool {
		return !slices.ContainsFunc(f.bands[banded{d.ID, band}], func(s models.SeriesState) bool {
			return wants(q.Metric)(f.definitions.id(s.DefinitionID)) && s.At(q.AgeDays) != nil && !q.Windowed()
		})
	})
}

// bandPeople is how many people of a band there are in the countries of an
// item; 0 where one is not known.
func (f *facts) bandPeople(item Item, band string) float64 {
	var people float64
	for _, country := range item.Countries {
		u := f.populationOf(country, "population", band)
		if u == nil {
			return 0
		}
		people += float64(u.Value)
	}
	return people
}

// groups joins neighbouring bands and weighs them by the people of all rows, or
// by a standard population where both ends are edges of its bands.
func (f *facts) groups(items []Item, bands []string) []group {
	var groups []group
	var open group
	for _, band := range bands {
		from, to := agesOf(band)
		if len(open.bands) == 0 || open.to != from {
			open = group{from: from}
		}
		if f.standard != nil && !f.standard.Begins(open.from) {
			open = group{}
			continue
		}
		open.bands, open.to = append(open.bands, band), to
		if open.weight = f.weigh(items, &open); open.weight > 0 {
			groups = append(groups, open)
			open = group{}
		}
	}
	var all float64
	for _, g := range groups {
		all += g.weight
	}
	for i := range groups {
		groups[i].weight /= all
	}
	return groups
}

// weigh is how much a group counts; 0 where the standard has not its edges.
func (f *facts) weigh(items []Item, g *group) float64 {
	if f.standard != nil {
		weight, _ := f.standard.Weight(g.from, g.to)
		return weight
	}
	var people float64
	seen := map[string]bool{}
	for _, item := range items {
		for _, country := range item.Countries {
			for _, band := range g.bands {
				if u := f.populationOf(country, "population", band); u != nil && !seen[country+band] {
					people, seen[country+band] = people+float64(u.Value), true
				}
			}
		}
	}
	return people
}

// standardised is a row's figure with the ages of the standard. A band of a
// handful of people hides it.
func (f *facts) standardised(q *models.Question, item Item, row *Row, p *Panel, groups []group) Figure {
	deliveries := item.on(p.Platforms...)
	var reached []reach.ReachedBand
	var counted []reach.Band
	small := false
	for _, g := range groups {
		var sum reach.Bounds
		var people float64
		for _, band := range g.bands {
			b := f.inBand(q, deliveries, band)
			sum, people = plusBounds(sum, b), people+f.bandPeople(item, band)
			small = small || b.High != nil && f.few(int64(*b.High))
		}
		reached = append(reached, reach.ReachedBand{Reach: sum, Population: people, Weight: g.weight})
		counted = append(counted, reach.Band{Count: orZero(sum.Point), Population: people, Weight: g.weight})
	}
	r := reach.Result{Unit: "per_1000", Label: row.Figure.Label, Method: methodDirect}
	if q.Metric == "reach" {
		s := reach.StandardiseReach(reached)
		r.Value, r.Low, r.High, r.Warnings = s.Standardised.Point, s.Standardised.Low, s.Standardised.High, s.Warnings
	} else {
		s := reach.Standardise(counted, f.assumptions.Level)
		r.Value, r.Low, r.High, r.Level, r.Method, r.Warnings = thousandfold(s.Rate), thousandfold(s.Low), thousandfold(s.High), &s.Level, s.Method, s.Warnings
	}
	from := provenance{deliveries: deliveries, sentence: []string{"standard", p.Standard.Name, "ages", agesText(groups)}}
	if small || slices.Contains(row.Figure.Caveats, SmallCount) || slices.Contains(row.Figure.Caveats, Handful) {
		r.Value, r.Low, r.High, r.Label = nil, nil, nil, reach.LabelMissing
		from.caveats = append(from.caveats, SmallCount)
	}
	figure := f.figure(r, from)
	figure.DefinitionIDs, figure.Sources, figure.AsOf = row.Figure.DefinitionIDs, row.Figure.Sources, row.Figure.AsOf
	return figure
}

func agesText(groups []group) string {
	var ages []string
	for _, g := range groups {
		ages = append(ages, g.ages())
	}
	return strings.Join(ages, ", ")
}

// inBand is how many people of a band deliveries reached, or how often they
// did what was asked for.
func (f *facts) inBand(q *models.Question, deliveries []*models.Delivery, band string) reach.Bounds {
	total := reach.Bounds{Low: new(0.0), Point: new(0.0), High: new(0.0)}
	if q.Metric != "reach" {
		for _, d := range deliveries {
			for _, s := range f.bands[banded{d.ID, band}] {
				if n := s.At(q.AgeDays); n != nil && wants(q.Metric)(f.definitions.id(s.DefinitionID)) {
					*total.Point += float64(*n)
				}
			}
		}
		return reach.Bounds{Low: total.Point, Point: total.Point, High: total.Point}
	}
	countries, groups := by(deliveries, countryOf)
	for _, country := range countries {
		total = plusBounds(total, f.reachInBand(country, groups[country], q.AgeDays, band))
	}
	return total
}

// reachInBand combines what deliveries reached of one band in one country.
func (f *facts) reachInBand(country string, deliveries []*models.Delivery, days int, band string) reach.Bounds {
	names, groups := by(deliveries, platformOf)
	var platforms []reach.Platform
	for _, name := range names {
		p := reach.Platform{Name: name}
		for _, d := range groups[name] {
			source, _ := f.loudest(d, f.bands[banded{d.ID, band}], days)
			p.Deliveries = append(p.Deliveries, source)
		}
		platforms = append(platforms, p)
	}
	r := reach.TwoLevel(platforms, people(f.populationOf(country, f.assumptions.UniverseKind, band)), f.assumptions.KappaWithin).Result()
	return reach.Bounds{Low: r.Low, Point: r.Value, High: r.High}
}

// plusBounds adds what is known of people who are not the same. What is not
// known on one side is not known of both.
func plusBounds(a, b reach.Bounds) reach.Bounds {
	if a == (reach.Bounds{}) {
		return b
	}
	add := func(x, y *float64) *float64 {
		if x == nil || y == nil {
			return nil
		}
		return new(*x + *y)
	}
	return reach.Bounds{Low: add(a.Low, b.Low), Point: add(a.Point, b.Point), High: add(a.High, b.High)}
}

func orZero(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

func thousandfold(x *float64) *float64 {
	if x == nil {
		return nil
	}
	return new(1000 * *x)
}
