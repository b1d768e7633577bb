package evaluation

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"caravan/internal/reach"
	"caravan/models"
)

// An ItemCost is what an item was given and spent in one currency, as the plan
// says it and in the currency asked for.
type ItemCost struct {
	Item      string        `json:"item"`
	Budgeted  models.Money  `json:"budgeted"`
	Spent     *models.Money `json:"spent" doc:"Null where nobody said of every line what was spent."`
	Scopes    []string      `json:"scopes,omitempty" validate:"dive,cost_scope" doc:"What the money was for, as far as its lines say."`
	Converted *models.Money `json:"converted" doc:"What the question is about, the budget or what was spent. Null where it is not known, or no rate leads there: it is never guessed."`
	Rate      *UsedRate     `json:"rate" doc:"Null where none was needed, or none is known."`
	Day       models.Date   `json:"day" doc:"The campaign's first day, which a rate must hold on."`
	Until     models.Date   `json:"until" doc:"Its last day. Of several rates, that counts which knows most of its days."`

	unspent bool // what was spent is asked for and not known
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

// The methods of money, at stored rates.
const (
	methodBudget reach.Method = "whole_budget"   // what was planned
	methodSpent  reach.Method = "whole_spending" // what was spent
)

// costs lists what every item was given and spent, currency by currency.
func (f *facts) costs(q *models.Question, items []Item) []ItemCost {
	list := []ItemCost{}
	for i := range f.campaigns {
		c := &f.campaigns[i]
		for _, sum := range sums(c.Budget) {
			sum.Item = items[i].ID
			list = append(list, f.converted(c, sum, q))
		}
	}
	return list
}

// sums adds budget lines of one currency, exactly. What was spent is known
// where every line says it.
func sums(budget []models.BudgetLine) []ItemCost {
	var list []ItemCost
	for _, line := range budget {
		currency := line.Money.Currency
		at := slices.IndexFunc(list, func(c ItemCost) bool { return c.Budgeted.Currency == currency })
		if at < 0 {
			at, list = len(list), append(list, ItemCost{Budgeted: models.Money{Amount: "0", Currency: currency}, Spent: &models.Money{Amount: "0", Currency: currency}})
		}
		c := &list[at]
		c.Budgeted = plusMoney(c.Budgeted, line.Money.Amount)
		switch {
		case line.Spent == "":
			c.Spent = nil
		case c.Spent != nil:
			*c.Spent = plusMoney(*c.Spent, line.Spent)
		}
		if line.Scope != "" {
			c.Scopes = append(c.Scopes, line.Scope)
		}
	}
	for i := range list {
		list[i].Scopes = set(list[i].Scopes)
	}
	return list
}

// plusMoney adds an amount of the same currency.
func plusMoney(m models.Money, amount string) models.Money {
	if sum, err := reach.Add(m.Amount, amount, models.MinorUnits(m.Currency)); err == nil { // plans hold plain amounts
		m.Amount = sum
	}
	return m
}

// converted is an amount of a campaign in another currency, at the stored rate
// that holds on its first day and knows most of its days. It goes one step and
// never over a third currency.
func (f *facts) converted(c *models.Campaign, cost ItemCost, q *models.Question) ItemCost {
	cost.Day, cost.Until = c.StartsOn, c.EndsOn
	sum, currency := cost.Budgeted, q.Currency
	if q.Metric == models.Spent {
		if cost.unspent = cost.Spent == nil; cost.unspent {
			return cost
		}
		sum = *cost.Spent
	}
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
		texts = append(texts, moneyText(&c.Budgeted)+", spent "+moneyText(c.Spent)+", is "+moneyText(c.Converted))
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
