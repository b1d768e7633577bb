package evaluation

import (
	"caravan/internal/reach"
	"caravan/models"
)

// onlyOne is the count of messengers from which on a figure is of no one of
// them.
const onlyOne = 2

// keepApart marks the kinds of messenger whose figures would be those of one
// person, in this answer or by subtraction from another.
func (f *facts) keepApart(q *models.Question, items []Item) {
	kinds := map[string]int64{}
	for i := range items {
		items[i].alone = f.alone(q, items[i])
		kinds[items[i].ID] = messengers(items[i].deliveries)
		if items[i].alone {
			kinds[items[i].ID] = 1
		}
	}
	hidden := reach.Suppress(kinds, onlyOne, true).Reasons
	for i := range items {
		if _, found := hidden[items[i].ID]; found {
			items[i].alone = true
		}
	}
}

// alone reports whether a kind of messenger speaks through one person where an
// item counts it. Asking for fewer countries does not find that person either.
func (f *facts) alone(q *models.Question, item Item) bool {
	everywhere := f.pick(func(d *models.Delivery) bool { return of(q.CampaignIDs)(d) && d.MessengerType == item.ID })
	countries, groups := by(everywhere, countryOf)
	people := map[string]int64{}
	for _, country := range countries {
		people[country] = messengers(groups[country])
	}
	shown := reach.Suppress(people, onlyOne, true)
	if len(item.Countries) == len(countries) {
		return shown.Total == nil
	}
	for _, country := range item.Countries {
		if _, hidden := shown.Reasons[country]; hidden {
			return true
		}
	}
	return false
}

// messengers counts the people who speak in deliveries.
func messengers(deliveries []*models.Delivery) int64 {
	people, _ := by(deliveries, func(d *models.Delivery) string { return d.MessengerID.String() })
	return int64(len(people))
}
