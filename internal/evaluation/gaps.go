package evaluation

import (
	"cmp"
	"slices"
	"time"

	"caravan/models"
)

// A Gap is something that is not known, and why. It is never a zero.
type Gap struct {
	Platform string     `json:"platform"`
	Country  string     `json:"country" validate:"country"`
	Metric   string     `json:"metric" validate:"metric"`
	Reason   string     `json:"reason" validate:"missing_reason"`
	Posts    int        `json:"posts" doc:"How many lack it."`
	Of       int        `json:"of" doc:"Of how many."`
	Manual   bool       `json:"manual" doc:"A person can enter it."`
	Since    *time.Time `json:"since" doc:"When it was last known; null: it never was."`
}

// gaps lists what is not known of deliveries: figures without a value or that
// stopped coming, figures that a person should enter, and the reach that a
// platform tells nobody.
func (f *facts) gaps(deliveries []*models.Delivery) []Gap {
	list := []Gap{}
	countries, inCountry := by(deliveries, countryOf)
	for _, country := range countries {
		names, groups := by(inCountry[country], platformOf)
		for _, name := range names {
			list = append(list, f.gapsOf(country, name, groups[name])...)
		}
	}
	slices.SortStableFunc(list, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Metric, b.Metric))
	})
	return list
}

func (f *facts) gapsOf(country, platform string, deliveries []*models.Delivery) []Gap {
	var list []Gap
	reachTold, possible := false, models.Vocabularies()["missing_reason"]
	for _, d := range latest(f.defined(platform, deliveries, func(*models.MetricDefinition) bool { return true })) {
		reachTold = reachTold || d.Audience()
		if d.Kind == models.GaugeMetric {
			continue
		}
		reasons := f.reasons(country, platform, d, deliveries)
		for _, reason := range possible {
			if g := reasons[reason]; g != nil {
				list = append(list, *g)
			}
		}
	}
	if !reachTold {
		list = append(list, Gap{Platform: platform, Country: country, Metric: "reach", Reason: "not_supported", Posts: len(deliveries), Of: len(deliveries)})
	}
	return list
}

// reasons counts why figures of a metric are not known.
func (f *facts) reasons(country, platform string, d *models.MetricDefinition, deliveries []*models.Delivery) map[string]*Gap {
	reasons := map[string]*Gap{}
	for _, v := range deliveries {
		reason, since := f.why(v, d)
		if reason == "" {
			continue
		}
		if reasons[reason] == nil {
			reasons[reason] = &Gap{Platform: platform, Country: country, Metric: d.Metric, Reason: reason, Of: len(deliveries), Manual: d.Manual}
		}
		reasons[reason].Posts++
		if since != nil {
			reasons[reason].Since = new(since.UTC())
		}
	}
	return reasons
}

// firstPeriod is how long it takes until the first day of a post is over and
// settled.
const firstPeriod = 48 * time.Hour

// why is the reason that a figure of a delivery is not known, and since when;
// empty if it is known.
func (f *facts) why(v *models.Delivery, d *models.MetricDefinition) (reason string, since *time.Time) {
	state := f.state(v, d.ID)
	switch {
	case state == nil && d.Kind == models.PeriodMetric && f.newest != nil && f.newest.Sub(*v.PublishedAt) < firstPeriod:
		return "not_yet_final", nil
	case state == nil:
		return "not_measured", nil
	}
	return state.MissingReason, state.LastAt
}
