package evaluation

import (
	"slices"
	"time"

	"caravan/internal/reach"
	"caravan/models"
)

// A doubtful is a row that cannot be true together with another, and why.
type doubtful struct {
	row     int
	warning reach.Warning
}

// doubt finds the rows of one post, segment and instant that contradict each
// other or the number of people there are, and makes them suspect: more people
// than impressions, more than live in the country. They count all the same,
// with a mark on everything that rests on them; nobody's figure is thrown away
// because another's may be wrong.
func doubt(observed []models.Observation, definitions dictionary, universes []models.Universe, country func(*models.Observation) string) []doubtful {
	var list []doubtful
	for _, rows := range moments(observed) {
		counters, names := map[string]float64{}, map[int]string{}
		for _, row := range rows {
			o, d := &observed[row], definitions.id(observed[row].DefinitionID)
			if o.Value == nil {
				continue
			}
			names[row] = d.Metric
			if d.Audience() {
				names[row] = "reach"
				if people := population(universes, country(o), "population", ""); people != nil {
					counters["universe"] = float64(people.Value)
				}
			}
			counters[names[row]] = max(counters[names[row]], float64(*o.Value))
		}
		list = append(list, contradictions(rows, names, counters)...)
	}
	for _, d := range list {
		observed[d.row].Quality = models.Worse(observed[d.row].Quality, models.QualitySuspect)
	}
	return list
}

// contradictions finds the rows of a moment whose counters cannot be true
// together.
func contradictions(rows []int, names map[int]string, counters map[string]float64) []doubtful {
	var list []doubtful
	for _, warning := range reach.Identities(counters) {
		for _, row := range rows {
			if slices.Contains(reach.Contradicting(warning), names[row]) {
				list = append(list, doubtful{row, warning})
			}
		}
	}
	return list
}

// moments groups rows that are about one post, segment and instant, in their
// order.
func moments(observed []models.Observation) [][]int {
	type moment struct {
		delivery models.ID[models.Delivery]
		segment  string
		at       time.Time
	}
	var groups [][]int
	at := map[moment]int{}
	for row := range observed {
		o := &observed[row]
		m := moment{o.DeliveryID, o.Segment, o.ObservedAt}
		group, known := at[m]
		if !known {
			group, at[m] = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[group] = append(groups[group], row)
	}
	return groups
}
