package evaluation

import (
	"slices"
	"time"

	"caravan/internal/reach"
	"caravan/models"
)

// A Panel is the items beside each other in one respect. Within a panel the
// figures mean the same, or its rows say that they do not.
type Panel struct {
	Scope     string   `json:"scope" doc:"common: the platforms that all items used; all: every platform of each; platform: one alone."`
	Platforms []string `json:"platforms" doc:"Empty: every platform of each item."`
	Rows      []Row    `json:"rows"`
	Ranked    bool     `json:"ranked" doc:"The intervals separate at least two rows."`

	Standard  *Standard  `json:"standard" doc:"Null where nothing is divided by all people."`
	Contrasts []Contrast `json:"contrasts"`
}

// The scopes of panels.
const (
	commonScope   = "common"
	allScope      = "all"
	platformScope = "platform"
)

// A Row is one item in a panel. RankLow and RankHigh are the best and the
// worst place that the intervals allow, 1 being the most; null where nothing
// is ranked.
type Row struct {
	Item   string `json:"item"`
	Figure Figure `json:"figure" doc:"As it is: crude."`

	Standardised *Figure `json:"standardised" doc:"As it would be with the ages of the panel's standard; null where that is not known, and the standard says why."`

	Comparable string   `json:"comparable" doc:"yes, with_caveats or no."`
	Reasons    []string `json:"reasons" doc:"Why not, or what to mind; codes."`
	RankLow    *int     `json:"rank_low"`
	RankHigh   *int     `json:"rank_high"`

	strict reach.Interval // holds together with those of all other rows
	basis  *reach.Figure  // nil: there is no figure
	age    *time.Duration // of the oldest post when it was last read
	on     []string       // platforms
	pairs  []reach.DeliveryCount
}

// reachPanels compare reach on the platforms that all used, on all of them,
// and platform by platform.
func (f *facts) reachPanels(q *models.Question, items []Item) []Panel {
	common, union := platformsOfItems(items)
	panels := []Panel{}
	if q.By == "platforms" {
		return append(panels, f.reachPanel(q, items, Panel{Scope: allScope, Platforms: []string{}}))
	}
	if len(common) > 0 && len(common) < len(union) {
		panels = append(panels, f.reachPanel(q, items, Panel{Scope: commonScope, Platforms: common}))
	}
	panels = append(panels, f.reachPanel(q, items, Panel{Scope: allScope, Platforms: []string{}}))
	if len(union) > 1 {
		for _, name := range union {
			panels = append(panels, f.reachPanel(q, items, Panel{Scope: platformScope, Platforms: []string{name}}))
		}
	}
	return panels
}

func (f *facts) reachPanel(q *models.Question, items []Item, p Panel) Panel {
	for _, item := range items {
		p.Rows = append(p.Rows, f.reachRow(q, item, item.on(p.Platforms...)))
	}
	return f.judged(q, items, p)
}

// judged is a panel with everything that is said of its rows together.
func (f *facts) judged(q *models.Question, items []Item, p Panel) Panel {
	p = p.judge()
	f.standardise(q, items, &p)
	f.contrast(&p)
	return p
}

// reachRow is the reach of one item.
func (f *facts) reachRow(q *models.Question, item Item, deliveries []*models.Delivery) Row {
	total, _ := f.reachOver(item.campaigns, deliveries, q.AgeDays)
	if len(deliveries) > 0 {
		total.universe, total.target = f.universe(item, f.assumptions.UniverseKind), f.universe(item, "target")
	}
	plain, perThousand, share := f.figures(total)
	row := Row{Item: item.ID, Figure: plain}
	switch q.Denominator {
	case "population":
		row.Figure = perThousand
	case "target":
		row.Figure = share
	}
	row.strict = reach.Interval{Estimate: row.Figure.Low, Low: row.Figure.Low, High: row.Figure.High}
	f.found(&row, q, item, deliveries, total.from)
	return row
}

// platformsOfItems lists the platforms that every item used, and those that
// any did.
func platformsOfItems(items []Item) (common, union []string) {
	for i, item := range items {
		union = set(append(union, item.Platforms...))
		if i == 0 {
			common = slices.Clone(item.Platforms)
		}
		common = slices.DeleteFunc(common, func(p string) bool { return !slices.Contains(item.Platforms, p) })
	}
	return common, union
}

// countPanels compare counts, platform by platform: those of different
// platforms mean different things.
func (f *facts) countPanels(q *models.Question, items []Item) []Panel {
	panels := []Panel{}
	_, union := platformsOfItems(items)
	level := reach.SimultaneousLevel(f.assumptions.Level, len(items))
	if q.By == "platforms" {
		p := Panel{Scope: allScope, Platforms: []string{}}
		for _, item := range items {
			p.Rows = append(p.Rows, f.countRow(q, item, item.ID, level))
		}
		return append(panels, f.judged(q, items, p))
	}
	for _, name := range union {
		if len(f.defined(name, f.pick(everywhere), wants(q.Metric))) == 0 {
			continue
		}
		p := Panel{Scope: platformScope, Platforms: []string{name}}
		for _, item := range items {
			p.Rows = append(p.Rows, f.countRow(q, item, name, level))
		}
		panels = append(panels, f.judged(q, items, p))
	}
	return panels
}

// countRow is one count of one platform for an item. Level is that of an
// interval which holds together with those of all items.
func (f *facts) countRow(q *models.Question, item Item, platform string, level float64) Row {
	deliveries := item.on(platform)
	definitions := slices.DeleteFunc(latest(f.defined(platform, deliveries, wants(q.Metric))),
		func(d *models.MetricDefinition) bool { return !summable(d) || !f.has(deliveries, d) })
	over := spanOf(q)
	t := f.tallied(deliveries, definitions, over)
	row := Row{Item: item.ID}
	switch {
	case len(definitions) == 0:
		row.Figure = f.total(&tally{counts: make([]*float64, len(deliveries))}, "")
	case q.Denominator == "post":
		row.rated(f, t, t.posts(), "per_post", level)
	case q.Denominator == "shown":
		row.rated(f, t, f.exposure(platform, deliveries, over), "per_shown", level)
	case q.Denominator == "reached":
		row.rated(f, t, f.reachedBy(platform, deliveries, over), "per_reached", level)
	default:
		row.Figure = f.counted(q, item, t)
	}
	f.found(&row, q, item, deliveries, provenance{definitions: definitions, states: t.from.states})
	return row
}

// rated gives a row a rate over a base, which is nil where nobody counts it.
// Level is that of an interval which holds together with those of all rows.
func (r *Row) rated(f *facts, t, base *tally, unit string, level float64) {
	if base == nil {
		base = &tally{counts: make([]*float64, len(t.counts))}
	}
	r.Figure = f.rate(t, base, unit, f.assumptions.Level)
	r.strict, r.pairs = between(f.rate(t, base, unit, level)), pairs(t, base)
	if slices.Contains(r.Figure.Caveats, SmallCount) {
		r.veil(SmallCount)
	}
}

func between(figure Figure) reach.Interval {
	return reach.Interval{Estimate: figure.Value, Low: figure.Low, High: figure.High}
}

// counted is a sum, or that for every 1,000 people.
func (f *facts) counted(q *models.Question, item Item, t *tally) Figure {
	figure := f.total(t, t.definitions[0].Unit)
	if q.Denominator != "population" {
		return figure
	}
	universe := f.universe(item, "population")
	figure.Unit = "per_1000"
	if universe == nil || universe.Value == 0 {
		figure.Value, figure.Low, figure.High, figure.Label = nil, nil, nil, reach.LabelMissing
		figure.Warnings = set(append(figure.Warnings, reach.PopulationUnknown))
		return figure
	}
	if universe.Starter {
		figure.Caveats = set(append(figure.Caveats, StarterUniverse))
	}
	for _, n := range []**float64{&figure.Value, &figure.Low, &figure.High} {
		if *n != nil {
			*n = new(1000 * **n / float64(universe.Value))
		}
	}
	return figure
}

// found notes what has to be known of a row before it may stand beside others.
func (f *facts) found(row *Row, q *models.Question, item Item, deliveries []*models.Delivery, from provenance) {
	if q.By != "platforms" { // there, nobody lacks what the others are
		row.on, _ = by(deliveries, platformOf)
	}
	row.Reasons = []string{}
	if item.alone {
		row.veil(OneMessenger)
	}
	if len(deliveries) == 0 {
		row.Reasons = append(row.Reasons, "not_used")
		return
	}
	for _, d := range deliveries {
		f.age(row, q, d)
	}
	if row.Figure.Low == nil && row.Figure.Value == nil {
		row.Reasons = append(row.Reasons, row.lacks())
		return
	}
	row.basis = basis(q, row, from)
}

// veil leaves nothing of a row's figure but why.
func (r *Row) veil(why Caveat) {
	r.Figure.Value, r.Figure.Low, r.Figure.High, r.Figure.Label = nil, nil, nil, reach.LabelMissing
	r.Figure.Caveats, r.Figure.Sentence = set(append(r.Figure.Caveats, why)), reach.LabelMissing.Template()
	r.strict, r.pairs = reach.Interval{}, nil
}

// age notes how long a row's delivery has been read.
func (f *facts) age(row *Row, q *models.Question, d *models.Delivery) {
	for i := range f.states[d.ID] {
		state := &f.states[d.ID][i]
		if state.LastAt == nil || !wants(q.Metric)(f.definitions.id(state.DefinitionID)) {
			continue
		}
		if age := state.LastAt.Sub(*d.PublishedAt); row.age == nil || age > *row.age {
			row.age = &age
		}
		if q.Windowed() && localDay(d, *state.LastAt) < q.To && !slices.Contains(row.Reasons, "window_not_covered") {
			row.Reasons = append(row.Reasons, "window_not_covered")
		}
		if q.AgeDays > 0 && state.Value != nil && state.At(q.AgeDays) == nil && !slices.Contains(row.Reasons, "too_young") {
			row.Reasons = append(row.Reasons, "too_young")
		}
	}
}

// lacks says why a row has no figure.
func (r *Row) lacks() string {
	switch {
	case slices.Contains(r.Figure.Caveats, SmallCount):
		return string(SmallCount)
	case slices.Contains(r.Figure.Caveats, OneMessenger):
		return string(OneMessenger)
	case slices.Contains(r.Figure.Warnings, reach.TargetUnknown) && r.Figure.Unit == "share":
		return string(reach.TargetUnknown)
	case slices.Contains(r.Figure.Warnings, reach.PopulationUnknown) && r.Figure.Unit == "per_1000":
		return string(reach.PopulationUnknown)
	case slices.Contains(r.Figure.Warnings, reach.ReachExceedsUniverse):
		return string(reach.ReachExceedsUniverse)
	}
	return "no_figure"
}
