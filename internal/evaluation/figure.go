package evaluation

import (
	"slices"
	"time"

	"caravan/internal/reach"
	"caravan/models"
)

// A Figure is one number as it is shown, frozen and exported: with what it is
// at least and at most, what it rests on, where it came from, and the sentence
// to print beside it. Value, Low and High are null when undefined; Level is
// null when Low and High are bounds that hold for certain.
type Figure struct {
	Value         *float64        `json:"value"`
	Low           *float64        `json:"low"`
	High          *float64        `json:"high"`
	Level         *float64        `json:"level"`
	Label         reach.Label     `json:"label"`
	Method        reach.Method    `json:"method"`
	Unit          string          `json:"unit"`
	DefinitionIDs []int64         `json:"definition_ids"`
	Sources       []string        `json:"sources"`
	AsOf          *time.Time      `json:"as_of"`
	Deliveries    int             `json:"n_deliveries"`
	Missing       []string        `json:"missing"`
	Warnings      []reach.Warning `json:"warnings"`
	Caveats       []Caveat        `json:"caveats"`
	Sentence      string          `json:"sentence"`
	AssumptionSet string          `json:"assumption_set"`
	DataVersion   string          `json:"data_version"`
}

// A Caveat is something to know about a number besides its warnings.
type Caveat string

// The caveats, a closed list.
const (
	MixedUnits       Caveat = "mixed_units"       // accounts or devices are taken for people
	MixedDefinitions Caveat = "mixed_definitions" // one platform's number changed its meaning: bounds only
	FewPosts         Caveat = "few_posts"         // the interval rests on fewer than four posts
	SuspectFigures   Caveat = "suspect_figures"   // some observations are marked suspect
	Provisional      Caveat = "provisional"       // the platform may still change it
	CountersFell     Caveat = "counters_fell"     // the platform corrected or restarted a counter
	StarterUniverse  Caveat = "starter_universe"  // divided by a figure that came with the program
	DifferentTargets Caveat = "different_targets" // the campaigns address different audiences
	SmallCount       Caveat = "small_count"       // hidden: it would be a handful of people
	OtherWords       Caveat = "other_words"       // the rounds were asked in other words: not compared
	ParallelTrends   Caveat = "parallel_trends"   // both groups are taken to have changed alike otherwise
	OneMessenger     Caveat = "one_messenger"     // hidden: it would be what one messenger did
	NoRate           Caveat = "no_rate"           // nobody entered what the currency was worth
	NoBudget         Caveat = "no_budget"         // nobody planned any money
	PlannedBudget    Caveat = "planned_budget"    // the whole budget, and not what was spent
	NotAllSpent      Caveat = "not_all_spent"     // nobody said of every line what was spent
	OtherScope       Caveat = "other_scope"       // the money was for other things
	SharedMoney      Caveat = "shared_money"      // it paid for other platforms too
	Handful          Caveat = "handful"           // a handful of people enters it as a range
)

// methodSum is the method of a total over deliveries.
const methodSum reach.Method = "sum_over_deliveries"

// A provenance is where a number comes from.
type provenance struct {
	definitions []*models.MetricDefinition
	deliveries  []*models.Delivery
	states      []*models.SeriesState
	sentence    []string // facts that the sentence names, in pairs
	caveats     []Caveat
}

// figure makes a Figure of a result.
func (f *facts) figure(r reach.Result, p provenance) Figure {
	made := Figure{
		Value: r.Value, Low: r.Low, High: r.High, Level: r.Level, Label: r.Label, Method: r.Method, Unit: r.Unit,
		AsOf: lastOf(p.states), Deliveries: len(p.deliveries), Missing: set(r.Missing), Warnings: set(r.Warnings),
		Caveats: set(append(qualities(p.states), p.caveats...)), Sentence: sentence(r, p.sentence),
		AssumptionSet: f.assumptionName(), DataVersion: f.named,
	}
	for _, d := range p.definitions {
		made.DefinitionIDs = append(made.DefinitionIDs, d.ID)
		made.Sources = append(made.Sources, d.Platform)
	}
	made.DefinitionIDs, made.Sources = set(made.DefinitionIDs), set(made.Sources)
	return made
}

// sentence is what must be printed beside a result. Ratios and claims have
// sentences of their own, for the labels know neither posts nor persons.
func sentence(r reach.Result, facts []string) string {
	template := ""
	switch {
	case r.Method == reach.MethodJackknife && r.Low == nil:
		template = "Ratio of reported counts over {n} posts; too few to show how much posts differ."
	case r.Method == reach.MethodJackknife:
		template = "Ratio of reported counts over {n} posts; {level} % interval {low} to {high}, from how much the posts differ."
	case r.Value != nil && (r.Method == methodDirect || r.Method == reach.MethodFayFeuer):
		template = "What it would be if the people had the ages of the standard ({standard}), over the ages {ages}."
	case r.Value != nil && r.Method == methodLifted:
		template = "The change among those asked, times the reach: between {low} and {high}. Nobody counted them."
	case r.Method == methodBudget || r.Method == methodSpent:
		template = MoneySentence(&Figure{Low: r.Low, High: r.High, Label: r.Label, Method: r.Method})
	case r.Label == reach.LabelEstimated && r.Level == nil:
		template = "Claimed by whoever ran the channel: between {low} and {high}. Nobody measured it."
	default:
		return r.Sentence(facts...)
	}
	return r.Fill(template, facts...)
}

// set returns the values in ascending order, once each, never nil.
func set[T int64 | ~string](values []T) []T {
	sorted := append([]T{}, values...)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

func lastOf(states []*models.SeriesState) *time.Time {
	var last *time.Time
	for _, s := range states {
		if s.LastAt != nil && (last == nil || s.LastAt.After(*last)) {
			last = s.LastAt
		}
	}
	if last == nil {
		return nil
	}
	return new(last.UTC())
}

// qualities are the caveats that observations bring along.
func qualities(states []*models.SeriesState) []Caveat {
	var found []Caveat
	for _, s := range states {
		switch s.Quality {
		case models.QualitySuspect:
			found = append(found, SuspectFigures)
		case models.QualityProvisional:
			found = append(found, Provisional)
		}
		if s.Corrections > 0 || s.Resets > 0 {
			found = append(found, CountersFell)
		}
	}
	return found
}

// floating is a count for arithmetic.
func floating(n *int64) *float64 {
	if n == nil {
		return nil
	}
	return new(float64(*n))
}

// A Denominator is what a share was divided by.
type Denominator struct {
	Country string `json:"country"`
	Kind    string `json:"kind"`
	Year    int    `json:"year"`
	Value   int64  `json:"value"`
	Source  string `json:"source"`
	Licence string `json:"licence"`
	Starter bool   `json:"starter" doc:"It came with the program and is to be replaced by a national figure."`
}

func denominator(u *models.Universe) Denominator {
	return Denominator{u.Country, u.Kind, u.Year, u.Value, u.Source, u.Licence, u.Starter}
}
