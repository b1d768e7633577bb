package evaluation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/reach"
	"caravan/models"
)

// An ItemCost is what an item was given in one currency, as the plan says it
// and in the currency asked for.
type ItemCost struct {
	Item      string        `json:"item"`
	Budgeted  models.Money  `json:"budgeted"`
	Converted *models.Money `json:"converted" doc:"Null where no rate leads there: it is never guessed."`
	Rate      *UsedRate     `json:"rate" doc:"Null where none was needed, or none is known."`
	Day       models.Date   `json:"day" doc:"The campaign's first day, which a rate must hold on."`
	Until     models.Date   `json:"until" doc:"Its last day. Of several rates, that counts which knows most of its days."`
}

// A UsedRate is an exchange rate as it was used.
type UsedRate struct {
	ID       models.ID[models.ExchangeRate] `json:"id"`
	Base     string                         `json:"base"`
	Quote    string                         `json:"quote"`
	Rate     string                         `json:"rate" doc:"How many of quote one of base was worth."`
	FirstDay models.Date                    `json:"first_day"`
	LastDay  models.Date                    `json:"last_day"`
	Source   string                         `json:"source"`
	Licence  string                         `json:"licence"`
	Entered  time.Time                      `json:"entered_at"`
}

// methodBudget is the method of a cost: what was planned, at stored rates.
const methodBudget reach.Method = "whole_budget"

// costs lists what every item was given, currency by currency.
func (f *facts) costs(q *models.Question, items []Item) []ItemCost {
	list := []ItemCost{}
	for i := range f.campaigns {
		c := &f.campaigns[i]
		for _, sum := range sums(c.Budget) {
			list = append(list, f.converted(c, items[i].ID, sum, q.Currency))
		}
	}
	return list
}

// sums adds budget lines of one currency, exactly.
func sums(budget []models.BudgetLine) []models.Money {
	var list []models.Money
	for _, line := range budget {
		at := slices.IndexFunc(list, func(m models.Money) bool { return m.Currency == line.Money.Currency })
		if at < 0 {
			at, list = len(list), append(list, models.Money{Amount: "0", Currency: line.Money.Currency})
		}
		if sum, err := reach.Add(list[at].Amount, line.Money.Amount, models.MinorUnits(line.Money.Currency)); err == nil { // plans hold plain amounts
			list[at].Amount = sum
		}
	}
	return list
}

// converted is an amount of a campaign in another currency, at the stored rate
// that holds on its first day and knows most of its days. It goes one step and
// never over a third currency.
func (f *facts) converted(c *models.Campaign, item string, sum models.Money, currency string) ItemCost {
	cost := ItemCost{Item: item, Budgeted: sum, Day: c.StartsOn, Until: c.EndsOn}
	if sum.Currency == currency {
		cost.Converted = &sum
		return cost
	}
	var best *models.ExchangeRate
	for i := range f.rates {
		r := &f.rates[i]
		if _, is := r.Between(sum.Currency, currency); is && r.Holds(c.StartsOn) && (best == nil || r.Over(best, c.StartsOn, c.EndsOn)) {
			best = r
		}
	}
	if best == nil {
		return cost
	}
	convert := reach.Convert
	if inverse, _ := best.Between(sum.Currency, currency); inverse {
		convert = reach.ConvertBack
	}
	if amount, err := convert(sum.Amount, best.Rate, models.MinorUnits(currency)); err == nil {
		cost.Converted = &models.Money{Amount: amount, Currency: currency}
		cost.Rate = &UsedRate{best.ID, best.Base, best.Quote, best.Rate, best.FirstDay, best.LastDay, best.Source, best.Licence, best.CreatedAt.UTC()}
	}
	return cost
}

// costPanels compare what campaigns cost, over all their platforms: a budget is
// of all of them. Nothing is ranked by it, for the cheapest is not the best.
func (f *facts) costPanels(q *models.Question, items []Item, costs []ItemCost) []Panel {
	p := Panel{Scope: allScope, Platforms: []string{}}
	for _, item := range items {
		p.Rows = append(p.Rows, f.costRow(q, item, costs))
	}
	return []Panel{f.judged(q, items, p)}
}

// costRow is what one item cost, or why nobody can say.
func (f *facts) costRow(q *models.Question, item Item, costs []ItemCost) Row {
	cost, converted, lacks := total(item.ID, costs)
	row := Row{Item: item.ID, Reasons: []string{}}
	if lacks != "" {
		row.Figure = f.figure(reach.Result{Unit: "money", Method: methodBudget, Label: reach.LabelMissing}, provenance{deliveries: item.deliveries, caveats: []Caveat{lacks}})
		row.Reasons = append(row.Reasons, string(lacks))
		return row
	}
	r, from := reach.Result{Value: &cost, Low: &cost, High: &cost, Label: reach.LabelReported}, provenance{deliveries: item.deliveries}
	if q.Denominator == "none" {
		row.basis = &reach.Figure{Metric: q.Metric, Unit: "money", Kind: "measured"}
	} else {
		r, from = f.overReached(q, item, cost)
	}
	r.Unit, r.Method = "money", methodBudget
	if cost == 0 {
		r.Warnings = append(r.Warnings, reach.ZeroCost)
	}
	from.caveats = append(from.caveats, PlannedBudget)
	row.Figure = f.figure(r, from)
	if q.Denominator != "none" {
		f.found(&row, q, item, item.deliveries, from)
	}
	if row.basis == nil {
		return row
	}
	row.mind(reach.Caveat(PlannedBudget))
	if converted {
		row.mind(reach.CurrencyConverted)
	}
	return row
}

// total adds what an item was given. One amount without a rate leaves no total.
func total(item string, costs []ItemCost) (sum float64, converted bool, lacks Caveat) {
	text, lacks := "0", NoBudget
	for _, c := range costs {
		switch {
		case c.Item != item:
			continue
		case c.Converted == nil:
			return 0, false, NoRate
		}
		lacks, converted = "", converted || c.Rate != nil
		text, _ = reach.Add(text, c.Converted.Amount, models.MinorUnits(c.Converted.Currency))
	}
	sum, _ = strconv.ParseFloat(text, 64)
	return sum, converted, lacks
}

// overReached divides a cost by the people reached, with the bounds turned
// round: the more there were, the less one cost.
func (f *facts) overReached(q *models.Question, item Item, cost float64) (reach.Result, provenance) {
	reached, _ := f.reachOver(item.campaigns, item.deliveries, 0)
	c := reach.CostOfReach(cost, reached.bounds(), nil)
	r := reached.result
	r.Value, r.Low, r.High = c.Per1000.Point, c.Per1000.Low, c.Per1000.High
	r.Warnings = append(slices.Clone(r.Warnings), c.Warnings...)
	if q.Denominator == "person_reached" {
		for _, n := range []**float64{&r.Value, &r.Low, &r.High} {
			if *n != nil {
				*n = new(**n / 1000)
			}
		}
	}
	if r.Value == nil && r.Low == nil && r.High == nil {
		r.Label = reach.LabelMissing
	}
	return r, reached.from
}

func costsOf(a *Answer, item string) []ItemCost {
	var list []ItemCost
	for _, c := range a.Costs {
		if c.Item == item {
			list = append(list, c)
		}
	}
	return list
}

// costOf is what a reader takes from an item's costs.
func costOf(a *Answer, item string) string {
	var texts []string
	for _, c := range costsOf(a, item) {
		texts = append(texts, moneyText(&c.Budgeted)+" is "+moneyText(c.Converted))
	}
	return strings.Join(texts, "; ") + RatesText(a, item)
}

// RatesText names the rates that an item's cost was converted at.
func RatesText(a *Answer, item string) string {
	var texts []string
	for _, c := range costsOf(a, item) {
		if r := c.Rate; r != nil {
			texts = append(texts, fmt.Sprintf("1 %s = %s %s, %s to %s, %s", r.Base, r.Rate, r.Quote, r.FirstDay, r.LastDay, r.Source))
		}
	}
	return strings.Join(texts, "; ")
}

func moneyText(m *models.Money) string {
	if m == nil {
		return "not known"
	}
	return m.Amount + " " + m.Currency
}
