package evaluation

import (
	"caravan/internal/reach"
	"caravan/models"
)

// A veil says in which countries of campaigns a count of people is hidden:
// where it is a handful, and as much more as keeps the handful from being
// found by subtraction. It is drawn over all their countries whatever is asked
// for, so that no two answers lift it.
type veil struct {
	hidden    map[string]bool
	countries int
	total     bool // the sum over all of them is hidden
}

// veil draws the veil over what count says of the deliveries in each country.
func (f *facts) veil(campaigns []models.ID[models.Campaign], count func(country string, deliveries []*models.Delivery) *float64) veil {
	countries, groups := by(f.pick(of(campaigns)), countryOf)
	cells := map[string]int64{}
	for _, country := range countries {
		if n := count(country, groups[country]); n != nil {
			cells[country] = int64(*n)
		}
	}
	shown := reach.Suppress(cells, f.assumptions.Threshold, true)
	v := veil{hidden: map[string]bool{}, countries: len(countries), total: len(cells) > 0 && shown.Total == nil}
	for country := range shown.Reasons {
		v.hidden[country] = true
	}
	return v
}

// over reports whether the sum over some of the countries is hidden.
func (v veil) over(countries ...string) bool {
	if len(countries) == v.countries {
		return v.total
	}
	for _, country := range countries {
		if v.hidden[country] {
			return true
		}
	}
	return false
}
