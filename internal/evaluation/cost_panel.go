package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"caravan/internal/reach"
	"caravan/models"
)

// costPanels compare what campaigns cost, over all their platforms: a budget is
// of all of them. What was shown means something else on each platform, so that
// is compared platform by platform. Nothing is ranked by it, for the cheapest is
// not the best.
func (f *facts) costPanels(q *models.Question, items []Item, costs []ItemCost) []Panel {
	if q.Denominator != "thousand_shown" {
		return []Panel{f.costPanel(q, items, costs, Panel{Scope: allScope, Platforms: []string{}})}
	}
	panels := []Panel{}
	_, union := platformsOfItems(items)
	for _, name := range union {
		if len(f.defined(name, f.pick(everywhere), (*models.MetricDefinition).Exposure)) > 0 {
			panels = append(panels, f.costPanel(q, items, costs, Panel{Scope: platformScope, Platforms: []string{name}}))
		}
	}
	return panels
}

func (f *facts) costPanel(q *models.Question, items []Item, costs []ItemCost, p Panel) Panel {
	for _, item := range items {
		p.Rows = append(p.Rows, f.costRow(q, item, costs, p.Platforms))
	}
	p.sameScope(costs)
	return f.judged(q, items, p)
}

// costRow is what one item cost, or why nobody can say.
func (f *facts) costRow(q *models.Question, item Item, costs []ItemCost, platforms []string) Row {
	cost, converted, lacks := total(item.ID, costs)
	method, caveats := methodSpent, []Caveat{}
	if q.Metric == models.Cost {
		method, caveats = methodBudget, []Caveat{PlannedBudget}
	}
	row := Row{Item: item.ID, Reasons: []string{}}
	if lacks != "" {
		row.Figure = f.figure(reach.Result{Unit: "money", Method: method, Label: reach.LabelMissing}, provenance{deliveries: item.deliveries, caveats: []Caveat{lacks}})
		row.Reasons = append(row.Reasons, string(lacks))
		return row
	}
	r, from := reach.Result{Value: &cost, Low: &cost, High: &cost, Label: reach.LabelReported}, provenance{deliveries: item.deliveries}
	switch q.Denominator {
	case "none":
		row.basis = &reach.Figure{Metric: q.Metric, Unit: "money", Kind: "measured"}
	case "thousand_shown":
		r, from = f.overShown(item, platforms[0], cost)
	default:
		r, from = f.overReached(q, item, cost)
	}
	r.Unit, r.Method = "money", method
	if cost == 0 {
		r.Warnings = append(r.Warnings, reach.ZeroCost)
	}
	from.caveats = append(from.caveats, caveats...)
	row.Figure = f.figure(r, from)
	if q.Denominator != "none" {
		f.found(&row, q, item, item.on(platforms...), from)
	}
	if row.basis == nil {
		return row
	}
	for _, caveat := range []Caveat{PlannedBudget, SharedMoney} {
		if slices.Contains(from.caveats, caveat) {
			row.mind(reach.Caveat(caveat))
		}
	}
	if converted {
		row.mind(reach.CurrencyConverted)
	}
	return row
}

// total adds what an item was given or spent. One amount without a rate leaves
// no total.
func total(item string, costs []ItemCost) (sum float64, converted bool, lacks Caveat) {
	text, lacks := "0", NoBudget
	for _, c := range costs {
		switch {
		case c.Item != item:
			continue
		case c.Converted == nil && c.unspent:
			return 0, false, NotAllSpent
		case c.Converted == nil:
			return 0, false, NoRate
		}
		lacks, converted = "", converted || c.Rate != nil
		text, _ = reach.Add(text, c.Converted.Amount, models.MinorUnits(c.Converted.Currency))
	}
	sum, _ = strconv.ParseFloat(text, 64)
	return sum, converted, lacks
}

// sameScope lets only those rows stand beside each other whose money was for
// the same things: those of most rows, the first of them.
func (p *Panel) sameScope(costs []ItemCost) {
	scope := func(r *Row) string {
		var all []string
		for _, c := range costs {
			if c.Item == r.Item {
				all = append(all, c.Scopes...)
			}
		}
		return strings.Join(set(all), "+")
	}
	counts := map[string]int{}
	for i := range p.Rows {
		if p.Rows[i].basis != nil {
			counts[scope(&p.Rows[i])]++
		}
	}
	most, n := "", 0
	for i := range p.Rows {
		if s := scope(&p.Rows[i]); counts[s] > n {
			most, n = s, counts[s]
		}
	}
	for i := range p.Rows {
		if r := &p.Rows[i]; r.basis != nil && scope(r) != most {
			r.Reasons, r.basis, r.strict = append(r.Reasons, string(OtherScope)), nil, reach.Interval{}
		}
	}
}

// overShown divides a cost by how often the posts of one platform were shown.
// Money that paid for other platforms too says no more than at most how much.
func (f *facts) overShown(item Item, platform string, cost float64) (reach.Result, provenance) {
	deliveries := item.on(platform)
	r, from := reach.Result{Label: reach.LabelMissing}, provenance{deliveries: deliveries}
	shown := f.exposure(platform, deliveries, span{})
	if shown == nil {
		return r, from
	}
	from = shown.from
	figure := f.total(shown, "plays")
	c := reach.CostOfReach(cost, reach.Bounds{Low: figure.Low, Point: figure.Value, High: figure.High}, nil)
	r.Value, r.Low, r.High, r.Warnings, r.Label = c.Per1000.Point, c.Per1000.Low, c.Per1000.High, c.Warnings, figure.Label
	switch {
	case r.High == nil:
		r.Value, r.Low, r.Label = nil, nil, reach.LabelMissing
	case len(deliveries) < len(item.deliveries):
		r.Value, r.Low, r.Label = nil, new(0.0), reach.LabelBounds
		from.caveats = append(from.caveats, SharedMoney)
	case r.Low == nil: // some posts do not say
		r.Low = new(0.0)
	}
	return r, from
}

// MoneySentence is what has to be said beside an amount, in English and with
// its ends in braces.
func MoneySentence(r *Figure) string {
	planned := r.Method == methodBudget
	switch zero := r.Low != nil && r.High != nil && *r.Low == 0 && *r.High > 0; {
	case r.High == nil && planned:
		return "Not known: the budget, its exchange rate or what it is divided by is lacking."
	case r.High == nil:
		return "Not known: what was spent, its exchange rate or what it is divided by is lacking."
	case zero && r.Label == reach.LabelPartial:
		return "At most {high}: not every post says how often it was shown."
	case zero:
		return "At most {high}: the money paid for other platforms too, and nobody split it."
	case *r.Low != *r.High && planned:
		return "The whole budget as planned, over everybody who was reached: between {low} and {high}."
	case *r.Low != *r.High:
		return "All that was spent, over everybody who was reached: between {low} and {high}."
	case planned:
		return "The whole budget as planned; what was spent may differ."
	}
	return "All that was spent, as those who spent it say."
}
