package evaluation

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"caravan/internal/reach"
	"caravan/models"
)

// A CampaignSurvey is a survey about one of the campaigns of an answer.
type CampaignSurvey struct {
	CampaignID models.ID[models.Campaign] `json:"campaign_id"`
	Survey     SurveyResult               `json:"survey"`
}

// campaignSurveys lists the surveys about the campaigns, of the countries asked
// for.
func (f *facts) campaignSurveys(q *models.Question) []CampaignSurvey {
	list := []CampaignSurvey{}
	for i := range f.surveys {
		if s := &f.surveys[i]; len(q.Countries) == 0 || slices.Contains(q.Countries, s.Country) {
			list = append(list, CampaignSurvey{s.CampaignID, f.surveyResult(s)})
		}
	}
	return list
}

// A Clearance says who let what was published go out in a country. Persons are
// not in it: an authority answers as a body.
type Clearance struct {
	CampaignID models.ID[models.Campaign] `json:"campaign_id"`
	Message    string                     `json:"message" doc:"Its title."`
	Country    string                     `json:"country" validate:"country"`
	Authority  string                     `json:"authority" doc:"Its public name."`
	How        string                     `json:"how" validate:"clearance_kind" doc:"approved, with_conditions, by_silence, or own: the rule asks nobody else."`
	DecidedAt  *time.Time                 `json:"decided_at"`
	ValidUntil *time.Time                 `json:"valid_until"`
	Digest     models.Digest              `json:"digest" doc:"Of exactly what was approved."`
}

// clearances list who let the published versions go out, message by message.
func (f *facts) clearances(items []Item) []Clearance {
	published := map[string]bool{}
	for _, item := range items {
		for _, d := range item.deliveries {
			published[d.VersionID.String()+d.Country] = true
		}
	}
	list := []Clearance{}
	for _, c := range f.cleared {
		if published[c.VersionID.String()+c.Country] {
			list = append(list, Clearance{c.CampaignID, c.Message, c.Country, c.Authority, c.Cleared(c.Decisions), utc(c.DecidedAt), utc(c.ValidUntil), c.Digest})
		}
	}
	slices.SortStableFunc(list, func(a, b Clearance) int {
		return cmp.Or(cmp.Compare(a.CampaignID.String(), b.CampaignID.String()), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Country, b.Country))
	})
	return list
}

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	return new(at.UTC())
}

// A Scenario is a reach under other assumptions about how far audiences
// overlap. It is no measurement, and says how much hangs on them.
type Scenario struct {
	Item    string  `json:"item"`
	Within  float64 `json:"kappa_within" doc:"Posts of one platform: 1 reach the same people, 0 overlap by chance."`
	Between float64 `json:"kappa_between" doc:"Platforms: the same."`
	Figure  Figure  `json:"figure"`
}

// dials are the overlaps that a reach is tried under.
func dials() []float64 { return []float64{0, 0.5, 1} }

// sensitivity is the reach of every item, in what it is divided by, under other
// assumptions. Of what has no estimate there is none.
func (f *facts) sensitivity(q *models.Question, items []Item) []Scenario {
	list := []Scenario{}
	if q.Metric != "reach" {
		return list
	}
	for _, item := range items {
		if item.alone || len(item.deliveries) == 0 {
			continue
		}
		for _, within := range dials() {
			if several(item.deliveries, platformOf) {
				list = append(list, f.scenario(q, item, within, 0)...)
			}
		}
		for _, between := range dials()[1:] {
			if len(item.Platforms) > 1 {
				list = append(list, f.scenario(q, item, f.assumptions.KappaWithin, between)...)
			}
		}
	}
	return list
}

// several reports whether some of the deliveries have a key in common.
func several(deliveries []*models.Delivery, key func(*models.Delivery) string) bool {
	keys, _ := by(deliveries, key)
	return len(keys) < len(deliveries)
}

// scenario is the reach of an item under one pair of overlaps, or nothing.
func (f *facts) scenario(q *models.Question, item Item, within, between float64) []Scenario {
	other := *f
	other.assumptions.KappaWithin = within
	total, countries := other.reachOver(item.campaigns, item.deliveries, q.AgeDays)
	if total.result.Value == nil {
		return nil
	}
	value := 0.0
	for _, c := range countries {
		at := c.at(between)
		if at == nil {
			return nil
		}
		value += *at
	}
	total.result.Value, total.result.Label = &value, reach.LabelScenario
	total.from.sentence = []string{"kappa", strconv.FormatFloat(max(within, between), 'g', -1, 64)}
	total.universe, total.target = f.universe(item, f.assumptions.UniverseKind), f.universe(item, "target")
	figure, perThousand, share := f.figures(total)
	switch q.Denominator {
	case "population":
		figure = perThousand
	case "target":
		figure = share
	}
	return []Scenario{{item.ID, within, between, figure}}
}

// at is the reach of a country where its platforms overlap by kappa.
func (r *reached) at(kappa float64) *float64 {
	return reach.Combined{Lower: r.nested(), Independent: r.result.Value, Upper: r.result.High}.At(kappa)
}

// nested is the reach if the platforms reach the same people: that of the
// largest of them.
func (r *reached) nested() *float64 {
	var largest *float64
	for _, p := range r.platforms {
		if p.Point != nil && (largest == nil || *p.Point > *largest) {
			largest = p.Point
		}
	}
	return largest
}
