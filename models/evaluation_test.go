package models_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"caravan/models"
)

func published() *models.Delivery {
	at := noon.Add(-24 * time.Hour)
	return &models.Delivery{PublishedAt: &at, Dimensions: models.Dimensions{Country: "KG"}, Zone: "Asia/Bishkek"}
}

func TestObservationIsAValueOrAReason(t *testing.T) {
	good := models.Observation{Value: new(int64(5)), ObservedAt: noon}
	is(t, good.Check(noon), nil)
	for name, c := range map[string]struct {
		change func(*models.Observation)
		want   error
	}{
		"neither":             {func(o *models.Observation) { o.Value = nil }, models.ErrValue},
		"both":                {func(o *models.Observation) { o.MissingReason = "removed" }, models.ErrValue},
		"unknown reason":      {func(o *models.Observation) { o.Value, o.MissingReason = nil, "lazy" }, models.ErrValue},
		"below zero":          {func(o *models.Observation) { o.Value = new(int64(-5)) }, models.ErrValue},
		"in the future":       {func(o *models.Observation) { o.ObservedAt = noon.Add(time.Hour) }, models.ErrTime},
		"unknown segment":     {func(o *models.Observation) { o.Segment = "uzbeks" }, models.ErrInvalid},
		"half a range":        {func(o *models.Observation) { o.ValueLow = new(int64(1)) }, models.ErrValue},
		"value above range":   {func(o *models.Observation) { o.ValueLow, o.ValueHigh = new(int64(1)), new(int64(4)) }, models.ErrValue},
		"value below range":   {func(o *models.Observation) { o.ValueLow, o.ValueHigh = new(int64(6)), new(int64(9)) }, models.ErrValue},
		"level without range": {func(o *models.Observation) { o.Level = new(0.9) }, models.ErrValue},
		"level of one": {func(o *models.Observation) {
			o.ValueLow, o.ValueHigh, o.Level = new(int64(1)), new(int64(9)), new(1.0)
		}, models.ErrValue},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			c.change(&o)
			is(t, o.Check(noon), c.want)
		})
	}
}

func TestObservationFitsItsDefinitionAndDelivery(t *testing.T) {
	counter := &models.MetricDefinition{Metric: "views", Kind: models.CounterMetric}
	period := &models.MetricDefinition{Metric: "readers", Kind: models.PeriodMetric}
	claim := &models.MetricDefinition{Metric: "reach", Kind: models.EstimateMetric}
	start := noon.Add(-time.Hour)
	for name, c := range map[string]struct {
		o          models.Observation
		definition *models.MetricDefinition
		delivery   *models.Delivery
		want       error
	}{
		"a count":                   {models.Observation{Value: new(int64(5)), ObservedAt: noon}, counter, published(), nil},
		"nothing was published":     {models.Observation{Value: new(int64(5)), ObservedAt: noon}, counter, &models.Delivery{}, models.ErrWrongState},
		"before it was published":   {models.Observation{Value: new(int64(5)), ObservedAt: noon.AddDate(0, -1, 0)}, counter, published(), models.ErrTime},
		"a period without a start":  {models.Observation{Value: new(int64(5)), ObservedAt: noon}, period, published(), models.ErrTime},
		"a count with a start":      {models.Observation{Value: new(int64(5)), ObservedAt: noon, PeriodStart: &start}, counter, published(), models.ErrTime},
		"a period of no length":     {models.Observation{Value: new(int64(5)), ObservedAt: start, PeriodStart: &start}, period, published(), models.ErrTime},
		"a claim without its range": {models.Observation{Value: new(int64(5)), ObservedAt: noon}, claim, published(), models.ErrValue},
	} {
		t.Run(name, func(t *testing.T) { is(t, c.o.Fits(c.definition, c.delivery), c.want) })
	}
}

// Zero, missing and withheld are three different things.
func TestZeroBelowAPrivacyFloorIsNoZero(t *testing.T) {
	o := models.Observation{Value: new(int64(0)), ObservedAt: noon, ReceivedAt: noon}
	o.Settle(&models.MetricDefinition{PrivacyFloor: new(int64(1000)), SettleHours: 48})
	if o.Value != nil || o.MissingReason != "below_privacy_floor" || o.Quality != models.QualityProvisional {
		t.Errorf("%+v", o)
	}
	zero := models.Observation{Value: new(int64(0)), ObservedAt: noon, ReceivedAt: noon}
	zero.Settle(&models.MetricDefinition{})
	if zero.Value == nil || zero.Quality != models.QualityOK {
		t.Errorf("%+v", zero)
	}
}

func TestDefinitionsAreDatedAndCompared(t *testing.T) {
	d := models.MetricDefinition{Metric: "views", Threshold: "3 s", ValidFrom: "2020-01-01", ValidTo: "2025-03-31"}
	for day, want := range map[models.Date]bool{"2019-12-31": false, "2020-01-01": true, "2025-03-30": true, "2025-03-31": false} {
		if d.Holds(day) != want {
			t.Errorf("%s: %v", day, !want)
		}
	}
	renumbered, redefined, floored := d, d, d
	renumbered.ID, renumbered.ValidTo, redefined.Threshold, floored.PrivacyFloor = 7, "", "on start", new(int64(100))
	if !d.Same(&renumbered) || d.Same(&redefined) || d.Same(&floored) || !floored.Same(&floored) {
		t.Error("a definition is what it counts, not its number or days")
	}
	is(t, d.OverDays(), models.ErrNotAdditive)
	is(t, d.OverDeliveries(), models.ErrNotAdditive)
}

func TestSegmentsAreAClosedDictionary(t *testing.T) {
	for segment, want := range map[string]bool{"": true, "women": true, "18-24": true, "men/50+": true, "all": false, "women/": false, "/18-24": false, "18-24/women": false} {
		if models.ValidSegment(segment) != want {
			t.Errorf("%q: %v", segment, !want)
		}
	}
}

func TestUniverseNamesSourceAndYear(t *testing.T) {
	by := person(models.Evaluator)
	good := models.Universe{Country: "TJ", Kind: "population", Year: 2026, Value: 10_800_000, Source: "stat.tj", RetrievedOn: "2027-02-01"}
	mine, err := models.NewUniverse(good, by, noon)
	is(t, err, nil)
	starter := models.StarterUniverses()[2]
	if !mine.Over(&starter) || starter.Over(mine) || starter.Value != 10_394_100 || !starter.Starter {
		t.Errorf("an organisation's own figure counts before the starter's: %+v", starter)
	}
	for name, change := range map[string]func(*models.Universe){
		"no source":      func(u *models.Universe) { u.Source = "" },
		"no year":        func(u *models.Universe) { u.Year = 0 },
		"no day":         func(u *models.Universe) { u.RetrievedOn = "" },
		"no country":     func(u *models.Universe) { u.Country = "US" },
		"no platform":    func(u *models.Universe) { u.Kind = "platform_users" },
		"a false range":  func(u *models.Universe) { u.Low = new(u.Value + 1) },
		"a wrong kind":   func(u *models.Universe) { u.Kind = "voters" },
		"a false people": func(u *models.Universe) { u.Segment = "tajiks" },
	} {
		t.Run(name, func(t *testing.T) {
			u := good
			change(&u)
			if _, err := models.NewUniverse(u, by, noon); err == nil {
				t.Error("taken")
			}
		})
	}
}

func TestSurveySaysWhatWasAskedOfWhom(t *testing.T) {
	good := models.Survey{
		Wording: map[string]string{"ru": "Вы видели?"}, Design: "single_round", DesignEffect: 1.4, StartsOn: "2027-01-10", EndsOn: "2027-02-01",
		Cells: []models.SurveyCell{{Round: "post", Arm: "treated", Yes: 60, Asked: 200}},
	}
	is(t, good.Check(), nil)
	if good.Cell("post", "treated", "") == nil || good.Cell("pre", "treated", "") != nil {
		t.Error("a cell is found by round and arm")
	}
	more := good
	more.Cells = []models.SurveyCell{{Round: "post", Arm: "treated", Yes: 201, Asked: 200}}
	unworded, undesigned, backwards, shrunk := good, good, good, good
	unworded.Wording, undesigned.Design, backwards.EndsOn, shrunk.DesignEffect = nil, "hunch", "2027-01-01", 0.5
	for _, s := range []models.Survey{more, unworded, undesigned, backwards, shrunk} {
		is(t, s.Check(), models.ErrInvalid)
	}
}

func TestComparisonIsSealedByWhatItSays(t *testing.T) {
	a := models.Comparison{Request: "{}", Result: "[]"}
	b := models.Comparison{Request: "{}", Result: "[1]"}
	a.Seal()
	b.Seal()
	if len(a.Digest) != 64 || a.Digest == b.Digest {
		t.Errorf("%s, %s", a.Digest, b.Digest)
	}
}

func TestResponseCountsThoseWhoAnswered(t *testing.T) {
	survey := models.Survey{Invited: new(int64(1000)), Cells: []models.SurveyCell{
		{Round: "pre", Arm: "treated", Asked: 200}, {Round: "post", Arm: "treated", Asked: 300}, {Round: "post", Arm: "treated", Segment: "women", Asked: 150},
	}}
	if got := survey.Response(); got == nil || *got != 0.5 {
		t.Errorf("other people in each round: %v", got)
	}
	survey.Transitions = []models.SurveyTransition{{Arm: "treated"}}
	if got := survey.Response(); got == nil || *got != 0.3 {
		t.Errorf("the same people twice: %v", got)
	}
	for _, invited := range []*int64{nil, new(int64(0)), new(int64(299))} {
		if survey.Invited = invited; survey.Response() != nil {
			t.Errorf("of %v", invited)
		}
	}
}

func TestWhatWasSpentIsAnAmountOrNotKnown(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*models.BudgetLine)
		at     string
	}{
		"not known":      {func(l *models.BudgetLine) { l.Spent = "" }, ""},
		"nothing":        {func(l *models.BudgetLine) { l.Spent = "0" }, ""},
		"a comma":        {func(l *models.BudgetLine) { l.Spent = "12,50" }, "/budget/0/spent"},
		"below zero":     {func(l *models.BudgetLine) { l.Spent = "-1" }, "/budget/0/spent"},
		"an odd scope":   {func(l *models.BudgetLine) { l.Scope = "bribes" }, "/budget/0/scope"},
		"a plan of text": {func(l *models.BudgetLine) { l.Money.Amount = "much" }, "/budget/0/money/amount"},
	} {
		t.Run(name, func(t *testing.T) {
			line := models.BudgetLine{Source: "own", Money: models.Money{Amount: "100", Currency: "KGS"}, Scope: "staff", Spent: "99.90"}
			c.change(&line)
			plan := models.Plan{Title: "Bread", StartsOn: "2027-03-01", EndsOn: "2027-03-31", Budget: []models.BudgetLine{line}}
			err := (&models.Campaign{}).Revise(plan, noon)
			refusal, refused := errors.AsType[*models.Refusal](err)
			if refused != (c.at != "") || refused && refusal.Fields[0].Pointer != c.at {
				t.Errorf("got %v, want it at %q", err, c.at)
			}
		})
	}
}

func TestALaterRateOfTheSamePairAndDaysOvertakesTheEarlier(t *testing.T) {
	rate := func(base, quote string, first, last models.Date) models.ExchangeRate {
		return models.ExchangeRate{Base: base, Quote: quote, FirstDay: first, LastDay: last}
	}
	newestFirst := []models.ExchangeRate{
		rate("USD", "KGS", "2027-03-01", "2027-03-31"), rate("USD", "KGS", "2027-03-01", "2027-03-31"), rate("USD", "KGS", "2027-03-01", "2027-03-01"),
		rate("KGS", "USD", "2027-03-01", "2027-03-31"), rate("USD", "TJS", "2027-03-01", "2027-03-31"), rate("USD", "KGS", "2027-03-01", "2027-03-31"),
	}
	want := []bool{false, true, false, false, false, true}
	if got := models.OvertakenRates(newestFirst); !slices.Equal(got, want) {
		t.Errorf("overtaken: %v, want %v", got, want)
	}
}

// People who clicked are not those who watched, whatever a headline says, and
// events that were held say nothing of who came.
func TestOnlyAudiencesAreTakenForPeopleReached(t *testing.T) {
	for metric, want := range map[string]bool{
		"reach": true, "listeners": true, "viewers": true, "readers": true,
		"unique_clicks": false, "unique_engaged": false, "views": false, "spots_aired": false, "print_run": false, "attendance": false,
	} {
		if got := (&models.MetricDefinition{Metric: metric}).Audience(); got != want {
			t.Errorf("%s is an audience: %t", metric, got)
		}
	}
}
