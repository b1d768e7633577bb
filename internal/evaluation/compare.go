package evaluation

import (
	"cmp"
	"context"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// An Answer is what a question of comparison comes to. It holds everything
// that is needed to read it, and nothing that changes while the data do not.
type Answer struct {
	Question     models.Question `json:"question"`
	DataVersion  string          `json:"data_version"`
	AsOf         *time.Time      `json:"as_of"`
	Assumptions  Assumptions     `json:"assumptions"`
	Items        []Item          `json:"items" doc:"What is compared, in the order asked for."`
	Panels       []Panel         `json:"panels"`
	Definitions  []Meaning       `json:"definitions" doc:"What the figures mean."`
	Denominators []ItemUniverse  `json:"denominators"`
	Costs        []ItemCost      `json:"costs,omitempty" doc:"What was budgeted and spent, as it stands and converted, with the rates; of money only."`
	Gaps         []ItemGap       `json:"gaps"`
	Funnel       []FunnelStep    `json:"funnel" doc:"From being shown to having changed something. Different things are counted; none is divided by another."`
	Campaigns    []Background    `json:"campaigns" doc:"What the campaigns set out to do."`
	Multiplicity Multiplicity    `json:"multiplicity"`

	Sensitivity []Scenario       `json:"sensitivity,omitempty" doc:"The reach under other assumptions about overlap."`
	Surveys     []CampaignSurvey `json:"surveys,omitempty" doc:"About the campaigns, in the countries asked for."`
	Clearances  []Clearance      `json:"clearances,omitempty" doc:"Who let what was published go out."`
}

// An Item is one thing that is compared.
type Item struct {
	ID            string   `json:"id" doc:"Of a campaign or message, or the code of what its posts have in common."`
	Name          string   `json:"name" doc:"Title of a campaign or message, or the code again."`
	Countries     []string `json:"countries"`
	Platforms     []string `json:"platforms"`
	Posts         int      `json:"posts"`
	Demonstration bool     `json:"demonstration"`
	EvidenceLevel string   `json:"evidence_level" validate:"evidence_level" doc:"The most that its figures allow to be claimed."`

	campaigns  []models.ID[models.Campaign]
	deliveries []*models.Delivery
	alone      bool // what it shows would be known of one messenger
}

// A Meaning is what one of the figures means.
type Meaning struct {
	ID         int64       `json:"id"`
	Metric     string      `json:"metric" validate:"metric"`
	Platform   string      `json:"platform"`
	NativeName string      `json:"native_name"`
	Unit       string      `json:"unit"`
	Kind       string      `json:"kind"`
	Threshold  string      `json:"threshold"`
	ValidFrom  models.Date `json:"valid_from"`
	Source     string      `json:"source"`
}

// An ItemUniverse is what a share of an item was divided by.
type ItemUniverse struct {
	Item        string      `json:"item"`
	Denominator Denominator `json:"denominator"`
}

// An ItemGap is something that is not known of an item.
type ItemGap struct {
	Item string `json:"item"`
	Gap  Gap    `json:"gap"`
}

// Compare answers a question with the figures that the actor may see.
func (d *Desk) Compare(ctx context.Context, by models.Actor, q models.Question) (Answer, error) {
	if err := q.Check(); err != nil {
		return Answer{}, err
	}
	if q.Countries == nil {
		q.Countries = []string{}
	}
	f, err := d.readFacts(ctx, by, q.CampaignIDs, wish{
		series: asked(&q),
		more:   func(f *facts, tx *store.Scope) error { return f.readFor(ctx, tx, &q) },
	})
	if err != nil {
		return Answer{}, err
	}
	items := f.items(&q)
	if len(items) > models.MaxCompared {
		return Answer{}, models.ErrInvalid.With("There are more than 20 of them. Choose fewer campaigns or countries.").At("/by")
	}
	funnel := f.funnel(&q, items)
	a := Answer{
		Question: q, DataVersion: f.named, AsOf: f.newest, Assumptions: f.assume(), Items: items,
		Definitions: []Meaning{}, Denominators: f.divided(&q, items), Gaps: f.itemGaps(&q, items),
		Funnel: funnel, Campaigns: f.backgrounds(),
		Sensitivity: f.sensitivity(&q, items), Surveys: f.campaignSurveys(&q), Clearances: f.clearances(items),
	}
	switch q.Metric {
	case "reach":
		a.Panels = f.reachPanels(&q, items)
	case models.Cost, models.Spent:
		a.Costs = f.costs(&q, items)
		a.Panels = f.costPanels(&q, items, a.Costs)
	default:
		a.Panels = f.countPanels(&q, items)
	}
	a.Definitions = f.meanings(&a)
	a.Multiplicity, err = f.adjust(a.Panels)
	return a, err
}

// asked finds the definitions that a question needs the figures of.
func asked(q *models.Question) func(*models.MetricDefinition) bool {
	metric := wants(q.Metric)
	return func(d *models.MetricDefinition) bool { return metric(d) || basedOn(q, d) || inFunnel(d) }
}

// basedOn reports whether a question divides by what a definition counts.
func basedOn(q *models.Question, d *models.MetricDefinition) bool {
	return (q.Denominator == "shown" || q.Denominator == "thousand_shown") && d.Exposure() || q.Denominator == "reached" && d.Audience()
}

// readFor reads what only this question needs.
func (f *facts) readFor(ctx context.Context, tx *store.Scope, q *models.Question) (err error) {
	if f.cleared, err = tx.ClearedOf(ctx, q.CampaignIDs); err != nil {
		return err
	}
	if q.By == "messages" {
		f.messages, err = tx.MessageTitles(ctx, q.CampaignIDs)
	}
	if err == nil && q.OfMoney() {
		f.rates, err = tx.ExchangeRates(ctx)
	}
	if err == nil && q.Standard != "" && q.Standard != models.PooledStandard {
		err = f.readStandard(ctx, tx, q.Standard)
	}
	if err != nil || !q.Windowed() {
		return err
	}
	grown, err := tx.GrowthOfSeries(ctx, q.CampaignIDs, f.definitions.ids(asked(q)), q.From, q.To)
	f.window = make(map[models.SeriesKey]int64, len(grown))
	for _, g := range grown {
		if g.Increment != nil {
			f.window[models.SeriesKey{DeliveryID: g.DeliveryID, DefinitionID: g.DefinitionID}] = *g.Increment
		}
	}
	return err
}

// readStandard reads the standard population of a name that counts before all
// others.
func (f *facts) readStandard(ctx context.Context, tx *store.Scope, name string) error {
	known, err := tx.StandardPopulations(ctx)
	if err != nil {
		return err
	}
	names := []string{models.PooledStandard}
	for i := range known {
		names = append(names, known[i].Name)
		if p := &known[i]; p.Name == name && (f.standard == nil || p.Over(f.standard)) {
			f.standard = p
		}
	}
	if f.standard == nil {
		refusal := models.ErrInvalid.With("Unknown standard population.").At("/standard")
		refusal.Fields[0].Allowed = set(names)
		return refusal
	}
	return nil
}

// items are the things to compare with the deliveries that they count.
func (f *facts) items(q *models.Question) []Item {
	over := spanOf(q)
	asked := func(d *models.Delivery) bool {
		return over.public(d) && (len(q.Countries) == 0 || slices.Contains(q.Countries, d.Country))
	}
	items := []Item{}
	if q.By == "campaigns" {
		for i := range f.campaigns {
			c := &f.campaigns[i]
			item := Item{ID: c.ID.String(), Name: c.Title, Demonstration: c.Demonstration, campaigns: []models.ID[models.Campaign]{c.ID}}
			items = append(items, item.with(f.pick(func(d *models.Delivery) bool { return d.CampaignID == c.ID && asked(d) })))
		}
		return items
	}
	demonstration := slices.ContainsFunc(f.campaigns, func(c models.Campaign) bool { return c.Demonstration })
	keys, groups := by(f.pick(asked), common(q.By))
	if q.By == "countries" && len(q.Countries) > 0 {
		keys = q.Countries // one where nothing was published stays in the table
	}
	for _, key := range keys {
		item := Item{ID: key, Name: f.nameOf(q, key), Demonstration: demonstration, campaigns: q.CampaignIDs}
		items = append(items, item.with(groups[key]))
	}
	if q.By == "messengers" {
		f.keepApart(q, items)
	}
	return items
}

// common is what the posts of an item have in common.
func common(by string) func(*models.Delivery) string {
	switch by {
	case "messages":
		return messageOf
	case "languages":
		return languageOf
	case "platforms":
		return platformOf
	case "messengers":
		return messengerOf
	case "message_types":
		return messageTypeOf
	}
	return countryOf
}

// nameOf is what an item is called.
func (f *facts) nameOf(q *models.Question, key string) string {
	if id, err := models.ParseID[models.Message](key); err == nil && q.By == "messages" {
		return f.messages[id]
	}
	return key
}

// with counts what an item consists of.
func (i Item) with(deliveries []*models.Delivery) Item {
	i.deliveries, i.Posts = deliveries, len(deliveries)
	i.Countries, _ = by(deliveries, countryOf)
	i.Platforms, _ = by(deliveries, platformOf)
	return i
}

// on are the deliveries of an item on platforms; of none given, all.
func (i Item) on(platforms ...string) []*models.Delivery {
	if len(platforms) == 0 {
		return i.deliveries
	}
	return slices.DeleteFunc(slices.Clone(i.deliveries), func(d *models.Delivery) bool { return !slices.Contains(platforms, d.Platform) })
}

// universe is how many people of a kind there are in the countries of an item
// together; nil where one is not known.
func (f *facts) universe(item Item, kind string) *models.Universe {
	sum := &models.Universe{}
	for _, country := range item.Countries {
		sum = together(sum, f.peopleOf(item, country, kind))
	}
	if len(item.Countries) == 0 {
		return nil
	}
	return sum
}

func (f *facts) peopleOf(item Item, country, kind string) *models.Universe {
	if kind == "target" {
		return f.target(item.campaigns, country)
	}
	return f.population(country, kind)
}

// divided lists the denominators of every item.
func (f *facts) divided(q *models.Question, items []Item) []ItemUniverse {
	list := []ItemUniverse{}
	if q.Denominator != "population" && q.Denominator != "target" {
		return list
	}
	for _, item := range items {
		for _, country := range item.Countries {
			if u := f.peopleOf(item, country, q.Denominator); u != nil {
				list = append(list, ItemUniverse{item.ID, denominator(u)})
			}
		}
	}
	return list
}

// itemGaps lists what is not known of the metric asked for.
func (f *facts) itemGaps(q *models.Question, items []Item) []ItemGap {
	list := []ItemGap{}
	for _, item := range items {
		for _, gap := range f.gaps(item.deliveries) {
			d := models.MetricDefinition{Metric: gap.Metric}
			if wants(q.Metric)(&d) || basedOn(q, &d) {
				list = append(list, ItemGap{item.ID, gap})
			}
		}
	}
	return list
}

// wants finds the definitions that a metric asked for is made of.
func wants(metric string) func(*models.MetricDefinition) bool {
	switch metric {
	case "reach", models.Cost, models.Spent:
		return (*models.MetricDefinition).Audience
	case "engagement":
		return (*models.MetricDefinition).Engagement
	}
	return func(d *models.MetricDefinition) bool { return d.Metric == metric }
}

// meanings lists the definitions that the figures of an answer rest on.
func (f *facts) meanings(a *Answer) []Meaning {
	var ids []int64
	for _, panel := range a.Panels {
		for _, row := range panel.Rows {
			ids = append(ids, row.Figure.DefinitionIDs...)
		}
	}
	for _, step := range a.Funnel {
		ids = append(ids, step.Figure.DefinitionIDs...)
	}
	list := []Meaning{}
	for _, id := range set(ids) {
		d := f.definitions.id(id)
		list = append(list, Meaning{d.ID, d.Metric, d.Platform, d.NativeName, d.Unit, d.Kind, d.Threshold, d.ValidFrom, d.Source})
	}
	slices.SortFunc(list, func(a, b Meaning) int { return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.ID, b.ID)) })
	return list
}
