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
	Item       string   `json:"item"`
	Figure     Figure   `json:"figure"`
	Comparable string   `json:"comparable" doc:"yes, with_caveats or no."`
	Reasons    []string `json:"reasons" doc:"Why not, or what to mind; codes."`
	RankLow    *int     `json:"rank_low"`
	RankHigh   *int     `json:"rank_high"`

	strict reach.Interval // holds together with those of all other rows
	basis  *reach.Figure  // nil: there is no figure
	age    *time.Duration // of the oldest post when it was last read
	on     []string       // platforms
}

// reachPanels compare reach on the platforms that all used, on all of them,
// and platform by platform.
func (f *facts) reachPanels(q *models.Question, items []Item) []Panel {
	common, union := platformsOfItems(items)
	panels := []Panel{}
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
	return p.judge()
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
	f.found(&row, q, deliveries, total.from)
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
	for _, name := range union {
		if len(f.defined(name, f.pick(everywhere), wants(q.Metric))) == 0 {
			continue
		}
		p := Panel{Scope: platformScope, Platforms: []string{name}}
		for _, item := range items {
			p.Rows = append(p.Rows, f.countRow(q, item, name, level))
		}
		panels = append(panels, p.judge())
	}
	return panels
}

// countRow is one count of one platform for an item. Level is that of an
// interval which holds together with those of all items.
func (f *facts) countRow(q *models.Question, item Item, platform string, level float64) Row {
	deliveries := item.on(platform)
	definitions := slices.DeleteFunc(latest(f.defined(platform, deliveries, wants(q.Metric))),
		func(d *models.MetricDefinition) bool { return !summable(d) || !f.has(deliveries, d) })
	t := f.tallied(deliveries, definitions, q.AgeDays)
	row := Row{Item: item.ID}
	switch {
	case len(definitions) == 0:
		row.Figure = f.total(&tally{counts: make([]*float64, len(deliveries))}, "")
	case q.Denominator == "post":
		row.Figure = f.perPost(t, f.assumptions.Level)
		row.strict = between(f.perPost(t, level))
	case q.Denominator == "shown":
		shown := f.exposure(platform, deliveries, q.AgeDays)
		if shown == nil {
			shown = &tally{counts: make([]*float64, len(deliveries))}
		}
		row.Figure = f.rate(t, shown, "per_shown", f.assumptions.Level)
		row.strict = between(f.rate(t, shown, "per_shown", level))
	default:
		row.Figure = f.counted(q, item, t)
	}
	f.found(&row, q, deliveries, provenance{definitions: definitions, states: t.from.states})
	return row
}

func between(figure Figure) reach.Interval {
	return reach.Interval{Estimate: figure.Value, Low: figure.Low, High: figure.High}
}

// counted is a sum, or that for every 1,000 people. A handful of people in one
// country stays hidden.
func (f *facts) counted(q *models.Question, item Item, t *tally) Figure {
	figure := f.total(t, t.definitions[0].Unit)
	if slices.ContainsFunc(t.definitions, (*models.MetricDefinition).Heads) && f.headsVeil(q, item, t).over(item.Countries...) {
		figure.Value, figure.Low, figure.High, figure.Label = nil, nil, nil, reach.LabelMissing
		figure.Caveats = set(append(figure.Caveats, SmallCount))
	}
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

func (f *facts) headsVeil(q *models.Question, item Item, t *tally) veil {
	return f.veil(item.campaigns, func(_ string, deliveries []*models.Delivery) *float64 {
		sum, n := f.tallied(Item{deliveries: deliveries}.on(t.definitions[0].Platform), t.definitions, q.AgeDays).known()
		if n == 0 {
			return nil
		}
		return &sum
	})
}

// found notes what has to be known of a row before it may stand beside others.
func (f *facts) found(row *Row, q *models.Question, deliveries []*models.Delivery, from provenance) {
	row.on, _ = by(deliveries, platformOf)
	row.Reasons = []string{}
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
	case slices.Contains(r.Figure.Warnings, reach.TargetUnknown) && r.Figure.Unit == "share":
		return string(reach.TargetUnknown)
	case slices.Contains(r.Figure.Warnings, reach.PopulationUnknown) && r.Figure.Unit == "per_1000":
		return string(reach.PopulationUnknown)
	case slices.Contains(r.Figure.Warnings, reach.ReachExceedsUniverse):
		return string(reach.ReachExceedsUniverse)
	}
	return "no_figure"
}
