package evaluation_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// budgeted plans another campaign that costs so much, with one post that
// reached 1,000 to 2,000 people.
func (s *stage) budgeted(title string, lines ...models.Money) *models.Campaign {
	s.t.Helper()
	plan := models.Plan{Title: title, Disclosure: "Osh Media", StartsOn: "2027-03-01", EndsOn: "2027-03-31"}
	for _, m := range lines {
		plan.Budget = append(plan.Budget, models.BudgetLine{Source: "donor", Money: m})
	}
	c, err := models.NewCampaign(plan, []string{"KG"}, s.Planner, s.now)
	s.must(err)
	s.must(s.records.As(s.Planner).InTx(s.t.Context(), func(tx *store.Scope) error { return tx.CreateCampaign(s.t.Context(), c) }))
	s.observe(s.claim(s.published("radio", "KG", in(c)), 1000, 1500, 2000))
	return c
}

func (s *stage) rate(base, quote string, first, last models.Date, rate string) *models.ExchangeRate {
	s.t.Helper()
	kept, err := s.desk.AddRate(s.t.Context(), s.Planner, models.ExchangeRate{
		Base: base, Quote: quote, FirstDay: first, LastDay: last, Rate: rate, Source: "National Bank",
	})
	s.must(err)
	return kept
}

func (s *stage) cost(denominator string, campaigns ...*models.Campaign) models.Question {
	q := models.Question{By: "campaigns", Metric: "cost", Denominator: denominator, Currency: "USD"}
	for _, c := range campaigns {
		q.CampaignIDs = append(q.CampaignIDs, c.ID)
	}
	return q
}

func TestMoneyIsConvertedAtTheStoredRateThatIsNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		ours := s.budgeted("In dollars", models.Money{Amount: "300.00", Currency: "USD"})
		theirs := s.budgeted("In som", models.Money{Amount: "43700.00", Currency: "KGS"}, models.Money{Amount: "43700.00", Currency: "KGS"})
		s.rate("USD", "KGS", "2027-03-01", "2027-03-01", "88") // of one of the days only
		average := s.rate("USD", "KGS", "2027-03-01", "2027-03-31", "87.4")

		a := s.compare(s.cost("thousand_reached", ours, theirs))
		rows := a.Panels[0].Rows
		about(t, "dollars, at least", rows[0].Figure.Low, 1000*300/2000.0) // the bounds turn round
		about(t, "dollars, at most", rows[0].Figure.High, 1000*300/1000.0)
		about(t, "som, at most", rows[1].Figure.High, 1000*1000/1000.0)
		if rows[1].Comparable != "with_caveats" || !slices.Contains(rows[1].Reasons, "currency_converted") || slices.Contains(rows[0].Reasons, "currency_converted") {
			t.Errorf("comparable: %+v", rows)
		}
		cost := a.Costs[1]
		if len(a.Costs) != 2 || cost.Budgeted.Amount != "87400.00" || cost.Converted.Amount != "1000.00" || cost.Rate.ID != average.ID || cost.Rate.Source != "National Bank" {
			t.Errorf("the rate is not named: %+v", a.Costs)
		}
		if a.Panels[0].Ranked {
			t.Error("campaigns are ranked by what they cost")
		}
		about(t, "each", s.compare(s.cost("person_reached", ours, theirs)).Panels[0].Rows[0].Figure.High, 0.3)
		about(t, "all", s.compare(s.cost("none", ours, theirs)).Panels[0].Rows[1].Figure.Value, 1000)
	})
}

func TestWithoutARateOfTheDayNothingIsConverted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		ours := s.budgeted("In dollars", models.Money{Amount: "300.00", Currency: "USD"})
		theirs := s.budgeted("In both", models.Money{Amount: "100.00", Currency: "USD"}, models.Money{Amount: "87400", Currency: "KGS"})
		none := s.budgeted("For nothing")
		s.rate("USD", "KGS", "2027-02-01", "2027-02-28", "87.4") // another month
		s.rate("EUR", "KGS", "2027-03-01", "2027-03-31", "95")   // and over a third currency
		s.rate("EUR", "USD", "2027-03-01", "2027-03-31", "1.1")  // it is not led

		a := s.compare(s.cost("none", ours, theirs, none))
		for i, reason := range map[int]string{1: "no_rate", 2: "no_budget"} {
			if r := a.Panels[0].Rows[i]; r.Comparable != "no" || r.Figure.Value != nil || !slices.Contains(r.Reasons, reason) {
				t.Errorf("%s: %+v", reason, r)
			}
		}
		for _, c := range a.Costs {
			if c.Budgeted.Currency == "KGS" && (c.Converted != nil || c.Day != "2027-03-01") {
				t.Errorf("it does not say for which day a rate is lacking: %+v", c)
			}
		}
	})
}

func TestAFrozenCostKeepsItsRate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		ours := s.budgeted("In dollars", models.Money{Amount: "300.00", Currency: "USD"})
		theirs := s.budgeted("In som", models.Money{Amount: "87400.00", Currency: "KGS"})
		s.rate("USD", "KGS", "2027-03-01", "2027-03-31", "87.4")
		s.rollUp()
		q := s.cost("none", ours, theirs)
		frozen, err := s.desk.Freeze(t.Context(), s.Planner, q)
		s.must(err)

		s.rate("USD", "KGS", "2027-03-01", "2027-03-31", "100") // a correction is a new row
		standing, err := s.desk.Standing(t.Context(), s.Planner, frozen.ID)
		s.must(err)
		if !standing.Overtaken || !strings.Contains(frozen.Result, `"rate":"87.4"`) {
			t.Errorf("overtaken: %v\n%s", standing.Overtaken, frozen.Result)
		}
		later, err := s.desk.Renew(t.Context(), s.Planner, frozen.ID)
		s.must(err)
		change, err := evaluation.Differ(frozen, later)
		s.must(err)
		if !slices.Equal(change.Reasons, []string{"cost"}) || len(change.Rows) != 1 {
			t.Errorf("what changed: %+v", change)
		}
		var kept evaluation.Answer
		s.must(json.Unmarshal([]byte(frozen.Result), &kept))
		if rates := evaluation.RatesText(&kept, kept.Items[0].ID) + evaluation.RatesText(&kept, kept.Items[1].ID); rates != "1 USD = 87.4 KGS, 2027-03-01 to 2027-03-31, National Bank" {
			t.Errorf("the rate is not named: %q", rates)
		}
	})
}

func TestABudgetIsOfAWholeCampaign(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	ours, theirs := s.budgeted("One"), s.budgeted("Other")
	for name, change := range map[string]func(*models.Question){
		"/by":          func(q *models.Question) { q.By = "countries" },
		"/countries":   func(q *models.Question) { q.Countries = []string{"KG"} },
		"/age_days":    func(q *models.Question) { q.AgeDays = 7 },
		"/from":        func(q *models.Question) { q.From, q.To = "2027-03-01", "2027-03-02" },
		"/currency":    func(q *models.Question) { q.Currency = "" },
		"/standard":    func(q *models.Question) { q.Standard = "nobody's" },
		"/denominator": func(q *models.Question) { q.Denominator = "post" },
	} {
		q := s.cost("none", ours, theirs)
		change(&q)
		_, err := s.desk.Compare(t.Context(), s.Planner, q)
		refusal, ok := errors.AsType[*models.Refusal](err)
		if !ok || refusal.Fields[0].Pointer != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// spending plans a campaign of one line, of which so much was spent.
func (s *stage) spending(title, spent, scope string) *models.Campaign {
	c := s.budgeted(title, models.Money{Amount: "300.00", Currency: "USD"}, models.Money{Amount: "100.00", Currency: "USD"})
	for i := range c.Budget {
		c.Budget[i].Scope = scope
	}
	c.Budget[0].Spent, c.Budget[1].Spent = "50.00", spent
	s.must(s.records.As(s.Planner).SaveCampaign(s.t.Context(), c))
	return c
}

func TestWhatWasSpentIsNoBudget(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		all, some, nothing := s.spending("All said", "30.00", ""), s.spending("One line said", "", ""), s.spending("Nothing", "0", "")
		q := s.cost("thousand_reached", all, some, nothing)
		q.Metric = "spent"
		a := s.compare(q)
		rows := a.Panels[0].Rows
		about(t, "at most", rows[0].Figure.High, 1000*80/1000.0)
		about(t, "at least", rows[0].Figure.Low, 1000*80/2000.0)
		if slices.Contains(rows[0].Reasons, "planned_budget") || a.Costs[0].Spent.Amount != "80.00" {
			t.Errorf("what was spent passes for a plan: %+v %+v", rows[0], a.Costs[0])
		}
		if r := rows[1]; r.Comparable != "no" || r.Figure.High != nil || !slices.Contains(r.Reasons, "not_all_spent") || a.Costs[1].Spent != nil || a.Costs[1].Converted != nil {
			t.Errorf("what nobody said counts as nothing: %+v %+v", r, a.Costs[1])
		}
		about(t, "nothing but the first line", rows[2].Figure.High, 1000*50/1000.0)
		about(t, "the budget of the second", s.compare(s.cost("none", all, some)).Panels[0].Rows[1].Figure.Value, 400)
	})
}

func TestMoneyForOtherThingsIsNotCompared(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	a := s.compare(s.cost("none", s.spending("Media", "1", "media"), s.spending("Staff", "1", "staff"), s.spending("Media too", "1", "media")))
	for i, want := range []string{"with_caveats", "no", "with_caveats"} {
		if r := a.Panels[0].Rows[i]; r.Comparable != want || slices.Contains(r.Reasons, "other_scope") != (want == "no") || r.Figure.Value == nil {
			t.Errorf("row %d: %+v", i, r)
		}
	}
}

// TestMoneyPerViewIsOfOnePlatform has two campaigns of 400 dollars: one was
// shown 10,000 times on the page and nowhere else, the other paid for the radio
// too.
func TestMoneyPerViewIsOfOnePlatform(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		plan := models.Plan{Title: "Page alone", Disclosure: "Osh Media", StartsOn: "2027-03-01", EndsOn: "2027-03-31", Budget: []models.BudgetLine{{Source: "own", Money: models.Money{Amount: "400.00", Currency: "USD"}}}}
		alone, err := models.NewCampaign(plan, []string{"KG"}, s.Planner, s.now)
		s.must(err)
		s.must(s.records.As(s.Planner).InTx(t.Context(), func(tx *store.Scope) error { return tx.CreateCampaign(t.Context(), alone) }))
		both := s.budgeted("Page and radio", models.Money{Amount: "400.00", Currency: "USD"})
		silent := s.budgeted("Radio", models.Money{Amount: "400.00", Currency: "USD"})
		for _, c := range []*models.Campaign{alone, both} {
			s.observe(s.counted(s.published("page", "KG", in(c)), "views", 24, 10_000))
		}
		a := s.compare(s.cost("thousand_shown", alone, both, silent))
		if len(a.Panels) != 1 || a.Panels[0].Scope != "platform" || !slices.Equal(a.Panels[0].Platforms, []string{"page"}) || a.Panels[0].Ranked {
			t.Fatalf("panels: %+v", a.Panels)
		}
		rows := a.Panels[0].Rows
		about(t, "of the page alone", rows[0].Figure.Value, 40)
		if f := rows[1].Figure; f.Value != nil || *f.Low != 0 || !slices.Contains(rows[1].Reasons, "shared_money") || f.Label != "bounds_only" {
			t.Errorf("money of the radio passes for that of the page: %+v", rows[1])
		}
		about(t, "at most", rows[1].Figure.High, 40)
		if r := rows[2]; r.Comparable != "no" || r.Figure.High != nil || !slices.Contains(r.Reasons, "not_used") {
			t.Errorf("what was not shown: %+v", r)
		}
	})
}
