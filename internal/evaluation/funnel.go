package evaluation

import (
	"slices"

	"caravan/models"
)

// A FunnelStep is one row of the way from being shown to having changed
// something, of one item. Steps count different things, so none is divided by
// the one above it.
type FunnelStep struct {
	Item     string `json:"item"`
	Level    string `json:"level" validate:"evidence_level" doc:"The rung of the ladder of evidence that such a figure stands on."`
	Metric   string `json:"metric" doc:"A metric, engagement or survey."`
	Platform string `json:"platform" doc:"Empty: all platforms together, which only people can be."`
	Name     string `json:"name" doc:"Title of a survey; empty for others."`
	Figure   Figure `json:"figure"`
}

// The rungs of the ladder that counts stand on.
const (
	awareness = "awareness"
	engaged   = "engagement"
)

// steps are the counts of a funnel in their order, with their rungs.
func steps() [][2]string {
	return [][2]string{
		{"impressions", awareness}, {"views", awareness}, {"reach", awareness}, {"engagement", engaged}, {"clicks", engaged}, {"link_clicks", engaged}, {"helpline_contacts", engaged},
	}
}

// inFunnel reports whether a definition is of one of the steps.
func inFunnel(d *models.MetricDefinition) bool {
	return d.Exposure() || d.Audience() || d.Engagement() || d.Metric == "link_clicks" || d.Metric == "helpline_contacts"
}

// funnel lists the steps of every item. Of what would be known of one
// messenger it has none.
func (f *facts) funnel(q *models.Question, items []Item) []FunnelStep {
	list := []FunnelStep{}
	for i := range items {
		item := &items[i]
		if item.alone || len(item.deliveries) == 0 {
			item.EvidenceLevel = models.Vocabularies()["evidence_level"][0]
			continue
		}
		own := f.stepsOf(q, item)
		item.EvidenceLevel = highest(own)
		list = append(list, own...)
	}
	return list
}

// stepsOf are the steps of one item.
func (f *facts) stepsOf(q *models.Question, item *Item) []FunnelStep {
	var list []FunnelStep
	for _, step := range steps() {
		if step[0] != "reach" {
			list = append(list, f.countSteps(q, item, step[0], step[1])...)
		} else if !q.Windowed() { // people are not added up over days
			total, _ := f.reachOver(item.campaigns, item.deliveries, q.AgeDays)
			plain, _, _ := f.figures(total)
			list = append(list, FunnelStep{Item: item.ID, Level: step[1], Metric: step[0], Figure: plain})
		}
	}
	if q.By != "campaigns" {
		return list // a survey is about a campaign, not about some of its posts
	}
	for i := range f.surveys {
		if s := &f.surveys[i]; slices.Contains(item.campaigns, s.CampaignID) {
			r := f.surveyResult(s)
			list = append(list, FunnelStep{Item: item.ID, Level: r.EvidenceLevel, Metric: "survey", Name: r.Title, Figure: r.Lift})
		}
	}
	return list
}

// countSteps are a count of an item, platform by platform: those of different
// ones mean different things.
func (f *facts) countSteps(q *models.Question, item *Item, metric, level string) []FunnelStep {
	var list []FunnelStep
	names, groups := by(item.deliveries, platformOf)
	for _, name := range names {
		definitions := slices.DeleteFunc(latest(f.defined(name, groups[name], wants(metric))),
			func(d *models.MetricDefinition) bool { return !summable(d) || !f.has(groups[name], d) })
		if len(definitions) == 0 {
			continue
		}
		figure := f.total(f.tallied(groups[name], definitions, spanOf(q)), definitions[0].Unit)
		list = append(list, FunnelStep{Item: item.ID, Level: level, Metric: metric, Platform: name, Figure: figure})
	}
	return list
}

// highest is the rung that the figures of an item reach.
func highest(list []FunnelStep) string {
	rungs := models.Vocabularies()["evidence_level"]
	top := 0
	for _, step := range list {
		if step.Figure.Value != nil || step.Figure.Low != nil {
			top = max(top, slices.Index(rungs, step.Level))
		}
	}
	return rungs[top]
}

// A Background is what a campaign set out to do, as it stood when the answer
// was given: what a report measures its figures against. Audiences are not in
// it, for their names say where people at risk are.
type Background struct {
	ID       models.ID[models.Campaign] `json:"id"`
	Name     string                     `json:"name"`
	Goal     models.Goal                `json:"goal"`
	StartsOn models.Date                `json:"starts_on"`
	EndsOn   models.Date                `json:"ends_on"`
	Funders  []string                   `json:"funders"`
	Budget   []models.BudgetLine        `json:"budget"`
	Measures []PlanMeasure              `json:"measures" doc:"Of national plans, by country."`
}

// A PlanMeasure is what a campaign contributes to the plan of a country.
type PlanMeasure struct {
	Country string `json:"country" validate:"country"`
	Measure string `json:"measure"`
}

func (f *facts) backgrounds() []Background {
	list := []Background{}
	for i := range f.campaigns {
		c := &f.campaigns[i]
		b := Background{
			ID: c.ID, Name: c.Title, Goal: c.Goal, StartsOn: c.StartsOn, EndsOn: c.EndsOn, Funders: append([]string{}, c.Funders...),
			Budget: append([]models.BudgetLine{}, c.Budget...), Measures: []PlanMeasure{},
		}
		for _, part := range c.Countries {
			b.Measures = append(b.Measures, PlanMeasure{part.Country, part.PlanMeasure})
		}
		list = append(list, b)
	}
	return list
}
