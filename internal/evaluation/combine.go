package evaluation

import (
	"slices"
	"strconv"

	"caravan/internal/reach"
	"caravan/models"
)

// A reached is how many people deliveries reached in one country, or in
// several that were added up.
type reached struct {
	country   string // empty: several
	result    reach.Result
	universe  *models.Universe
	target    *models.Universe
	platforms []reach.PlatformReach
	handfuls  []string // platforms that reached no more than a handful
	handful   bool     // nothing else is known: it must not be told
	from      provenance
}

// bounds are the three numbers.
func (r *reached) bounds() reach.Bounds {
	return reach.Bounds{Low: r.result.Low, Point: r.result.Value, High: r.result.High}
}

// reachIn combines what deliveries in one country reached, at an age in days;
// 0 is their whole life. Posts of one platform share followers; platforms
// overlap by chance or more.
func (f *facts) reachIn(country string, deliveries []*models.Delivery, days int) *reached {
	r := &reached{country: country, universe: f.population(country, f.assumptions.UniverseKind), from: provenance{deliveries: deliveries}}
	names, groups := by(deliveries, platformOf)
	var people *float64
	if r.universe != nil {
		people = new(float64(r.universe.Value))
		if r.universe.Starter {
			r.from.caveats = append(r.from.caveats, StarterUniverse)
		}
	}
	var platforms []reach.Platform
	veiled := false
	for _, name := range names {
		p := f.audienceOf(name, groups[name], days, &r.from)
		covered, few := f.veiledReach(name, groups[name], days, people, &p)
		veiled = veiled || covered > 0
		if few > 0 && few == len(p.Deliveries) {
			r.handfuls = append(r.handfuls, name)
		}
		platforms = append(platforms, p)
	}
	t := reach.TwoLevel(platforms, people, f.assumptions.KappaWithin)
	r.handful = len(r.handfuls) > 0 && !slices.ContainsFunc(t.Platforms, func(p reach.PlatformReach) bool {
		return p.High != nil && !slices.Contains(r.handfuls, p.Name)
	})
	r.result, r.platforms = t.Result(), t.Platforms
	r.result.Label = f.labelled(t, platforms)
	if veiled {
		r.from.caveats = append(r.from.caveats, Handful)
		if r.result.Label == reach.LabelReported { // nobody reported what stands under the veil
			r.result.Value, r.result.Label = nil, reach.LabelBounds
		}
	}
	reported(&r.result)
	r.from.sentence = []string{"kappa", strconv.FormatFloat(f.assumptions.KappaWithin, 'g', -1, 64)}
	return r
}

// labelled is the label of a combination. A platform that lacks a post lacks
// something; several posts of one platform alone are neither a report nor
// independent.
func (f *facts) labelled(t reach.TwoLevels, platforms []reach.Platform) reach.Label {
	partial := slices.ContainsFunc(t.Platforms, func(p reach.PlatformReach) bool { return p.Label == reach.LabelPartial })
	switch {
	case t.Label == reach.LabelMissing:
		return t.Label
	case partial:
		return reach.LabelPartial
	case len(platforms) == 1 && len(platforms[0].Deliveries) > 1 && t.Independent != nil:
		return reach.LabelScenario
	}
	return t.Label
}

// reported takes back that something is missing where all sources did report,
// and some no more than a range.
func reported(r *reach.Result) {
	if r.Label == reach.LabelBounds {
		r.Missing = nil
		r.Warnings = slices.DeleteFunc(r.Warnings, func(w reach.Warning) bool { return w == reach.SourceMissing })
	}
}

// audienceOf lists what the posts of a platform reached. Where the platform's
// number changed its meaning in between, only bounds remain.
func (f *facts) audienceOf(name string, deliveries []*models.Delivery, days int, from *provenance) reach.Platform {
	p := reach.Platform{Name: name}
	meanings := map[int64]bool{}
	for _, d := range deliveries {
		source, state := f.audience(d, days)
		p.Deliveries = append(p.Deliveries, source)
		if state == nil {
			continue
		}
		definition := f.definitions.id(state.DefinitionID)
		meanings[definition.ID] = true
		from.definitions, from.states = append(from.definitions, definition), append(from.states, state)
		if definition.Unit != "people" {
			from.caveats = append(from.caveats, MixedUnits)
		}
	}
	if len(meanings) > 1 {
		from.caveats = append(from.caveats, MixedDefinitions)
		for i := range p.Deliveries {
			p.Deliveries[i] = ranged(p.Deliveries[i])
		}
	}
	return p
}

// ranged is a source of which only bounds are believed.
func ranged(s reach.Source) reach.Source {
	if s.Reach != nil && s.Low == nil {
		s.Low, s.High = s.Reach, s.Reach
	}
	s.Reach = nil
	return s
}

// audience is what one delivery reached, and the series that says so; nil
// where none does.
func (f *facts) audience(d *models.Delivery, days int) (reach.Source, *models.SeriesState) {
	return f.loudest(d, f.states[d.ID], days)
}

// loudest is what the series of those that say most about whom a delivery
// reached says, and that series; nil where none says anything.
func (f *facts) loudest(d *models.Delivery, states []models.SeriesState, days int) (reach.Source, *models.SeriesState) {
	var best *models.SeriesState
	for i := range states {
		s := &states[i]
		if f.definitions.id(s.DefinitionID).Audience() && (best == nil || known(best) < known(s)) {
			best = s
		}
	}
	source := reach.Unreported(d.Platform)
	switch {
	case best == nil:
	case days > 0:
		source.Reach = floating(best.At(days))
	default:
		source.Reach, source.Low, source.High = floating(best.Value), floating(best.Low), floating(best.High)
	}
	return source, best
}

// known ranks series by how much they say.
func known(s *models.SeriesState) int {
	switch {
	case s.Value != nil:
		return 2
	case s.Low != nil:
		return 1
	}
	return 0
}

// reachOver combines what deliveries of campaigns reached, country by country,
// and adds the countries: nobody lives in two. What is nothing but a handful of
// people is hidden.
func (f *facts) reachOver(campaigns []models.ID[models.Campaign], deliveries []*models.Delivery, days int) (*reached, []*reached) {
	countries, groups := by(deliveries, countryOf)
	var parts []*reached
	for _, country := range countries {
		part := f.reachIn(country, groups[country], days)
		part.target = f.target(campaigns, country)
		parts = append(parts, part)
	}
	total := f.added(parts)
	if len(parts) == 1 {
		total = parts[0]
	}
	for _, part := range append(parts, total) {
		if part.handful {
			part.hide()
		}
	}
	return total, parts
}

// added adds the reach of countries.
func (f *facts) added(parts []*reached) *reached {
	total := &reached{target: &models.Universe{}, universe: &models.Universe{}}
	var strata []reach.Stratum
	var labels []reach.Label
	told := false
	for _, p := range parts {
		told = told || !p.handful && p.result.High != nil
		total.handful = total.handful || p.handful
		stratum := reach.Stratum{Key: p.country, Universe: people(p.universe)}
		for _, source := range p.platforms {
			stratum.Sources = append(stratum.Sources, reach.Source{ID: source.Name, Reach: source.Point, Low: source.Low, High: source.High})
		}
		strata, labels = append(strata, stratum), append(labels, p.result.Label)
		total.from.add(p.from)
		total.universe, total.target = together(total.universe, p.universe), together(total.target, p.target)
	}
	total.handful = total.handful && !told
	total.result = reach.CombineStrata(strata).Result()
	if total.result.Label = weakest(labels); total.result.Label == reach.LabelBounds {
		total.result.Value = nil
	}
	reported(&total.result)
	return total
}

// people is a universe for arithmetic.
func people(u *models.Universe) *float64 {
	if u == nil {
		return nil
	}
	return new(float64(u.Value))
}

// together adds the people of two countries; unknown and known is unknown.
func together(sum, more *models.Universe) *models.Universe {
	if sum == nil || more == nil {
		return nil
	}
	return &models.Universe{Kind: more.Kind, Year: max(sum.Year, more.Year), Value: sum.Value + more.Value, Source: more.Source, Licence: more.Licence, Starter: sum.Starter || more.Starter}
}

// weakest is the label of a sum: it claims no more than any of its parts.
func weakest(labels []reach.Label) reach.Label {
	missing := slices.Contains(labels, reach.LabelMissing)
	if missing && slices.ContainsFunc(labels, func(l reach.Label) bool { return l != reach.LabelMissing }) {
		return reach.LabelPartial
	}
	for _, label := range []reach.Label{
		reach.LabelPartial, reach.LabelBounds, reach.LabelIndependent, reach.LabelScenario, reach.LabelEstimated, reach.LabelReported,
	} {
		if slices.Contains(labels, label) {
			return label
		}
	}
	return reach.LabelMissing
}

// add takes over where another number comes from.
func (p *provenance) add(other provenance) {
	p.definitions, p.deliveries = append(p.definitions, other.definitions...), append(p.deliveries, other.deliveries...)
	p.states, p.caveats = append(p.states, other.states...), append(p.caveats, other.caveats...)
	p.sentence = other.sentence
}

// hide leaves nothing of the number and everything else of the answer.
func (r *reached) hide() {
	r.result.Value, r.result.Low, r.result.High, r.result.Label = nil, nil, nil, reach.LabelMissing
	r.from.caveats = append(slices.DeleteFunc(r.from.caveats, func(c Caveat) bool { return c == Handful }), SmallCount)
}

// figures are the reach itself, per 1,000 people, and as a share of the target
// audience.
func (f *facts) figures(r *reached) (reachFigure, perThousand, target Figure) {
	head := reach.PerCapita(r.bounds(), people(r.universe), people(r.target))
	share := func(b reach.Bounds, unit string) Figure {
		result := r.result
		result.Value, result.Low, result.High, result.Unit = b.Point, b.Low, b.High, unit
		result.Warnings = append(slices.Clone(result.Warnings), head.Warnings...)
		if b.Low == nil && b.High == nil {
			result.Label = reach.LabelMissing
		}
		return f.figure(result, r.from)
	}
	return f.figure(r.result, r.from), share(head.Per1000, "per_1000"), share(head.TargetShare, "share")
}
