package report_test

import (
	"encoding/json"
	"testing"
	"time"

	"caravan/internal/evaluation"
	"caravan/internal/reach"
	"caravan/models"
)

// A name that a spreadsheet would take for a formula, and one in each script.
const (
	hostile = `=HYPERLINK("http://evil.example","click")`
	dari    = "کمپاین نان و کتاب برای همه"
	kazakh  = "Бүгін әр бала білім алуға құқылы"
)

func figure(unit string, low, value, high *float64, label reach.Label) evaluation.Figure {
	at := time.Date(2027, 4, 2, 9, 30, 0, 0, time.UTC)
	return evaluation.Figure{
		Low: low, Value: value, High: high, Label: label, Method: "frechet_independence", Unit: unit, DefinitionIDs: []int64{3}, Sources: []string{"mastodon"},
		AsOf: &at, Deliveries: 5, Sentence: "As reported by the platform.", AssumptionSet: "standard/1", DataVersion: "0011223344556677",
	}
}

// snapshot is a frozen comparison of four campaigns: one is only known between
// bounds, one is a handful and hidden, one has names that are no names.
func snapshot(t *testing.T) *models.Comparison {
	t.Helper()
	ids := []models.ID[models.Campaign]{models.NewID[models.Campaign](), models.NewID[models.Campaign](), models.NewID[models.Campaign](), models.NewID[models.Campaign]()}
	names := []string{hostile, dari, kazakh, "+7 and @all\tof them"}
	q := models.Question{By: "campaigns", CampaignIDs: ids, Countries: []string{"AF", "KZ"}, Metric: "reach", Denominator: "population"}
	a := evaluation.Answer{
		Question: q, DataVersion: "0011223344556677", Assumptions: evaluation.Assumptions{Name: "standard", Version: 1, KappaWithin: 0.8, Level: 0.95, UniverseKind: "population", Threshold: 10},
		Multiplicity: evaluation.Multiplicity{Comparisons: 1, Level: 0.95, Alike: 0},
		Definitions:  []evaluation.Meaning{{ID: 3, Metric: "reach", Platform: "mastodon", NativeName: "reach", Unit: "people", Kind: "counter", Threshold: "once", ValidFrom: "2026-01-01", Source: "made up"}},
	}
	for i, id := range ids {
		a.Items = append(a.Items, evaluation.Item{ID: id.String(), Name: names[i], Countries: []string{"AF", "KZ"}, Platforms: []string{"mastodon", "outlet_radio"}, Posts: 5, EvidenceLevel: "engagement"})
		a.Denominators = append(a.Denominators, evaluation.ItemUniverse{Item: id.String(), Denominator: evaluation.Denominator{Country: "AF", Kind: "population", Year: 2025, Value: 40121600, Source: "Unicode CLDR 48.2", Licence: "Unicode-3.0", Starter: true}})
		a.Campaigns = append(a.Campaigns, evaluation.Background{
			ID: id, Name: names[i], Goal: models.Goal{Statement: "Young people know where help is", Indicator: "@SUM(A1)", Baseline: "12 %", Target: "20 %"},
			StartsOn: "2027-03-01", EndsOn: "2027-05-31", Funders: []string{"Fund"}, Budget: []models.BudgetLine{{Source: "own", Money: models.Money{Amount: "1200.50", Currency: "KZT"}, Purpose: "-2+3", Scope: "media", Spent: "900.25"}},
			Measures: []evaluation.PlanMeasure{{Country: "KZ", Measure: "Measure 4.2"}, {Country: "AF"}},
		})
	}
	standardised := figure("per_1000", new(27.0), new(28.5), new(30.0), "modelled_independent")
	hidden := figure("per_1000", nil, nil, nil, "not_available")
	hidden.Caveats = []evaluation.Caveat{evaluation.SmallCount}
	p := evaluation.Panel{Scope: "all", Platforms: []string{}, Ranked: true, Standard: &evaluation.Standard{Name: "pooled", Bands: []evaluation.WeighedBand{{Ages: "18-35", Weight: 0.6}, {Ages: "36+", Weight: 0.4}}}}
	p.Rows = []evaluation.Row{
		{Item: ids[0].String(), Figure: figure("per_1000", new(20.0), new(31.5), new(44.25), "modelled_independent"), Standardised: &standardised, Comparable: "yes", Reasons: []string{}, RankLow: new(1), RankHigh: new(2)},
		{Item: ids[1].String(), Figure: figure("per_1000", new(18.0), nil, new(40.0), "bounds_only"), Comparable: "with_caveats", Reasons: []string{"missing_platforms"}, RankLow: new(1), RankHigh: new(2)},
		{Item: ids[2].String(), Figure: figure("per_1000", new(1234.5), new(1234.5), new(1234.5), "reported"), Comparable: "no", Reasons: []string{"different_age"}},
		{Item: ids[3].String(), Figure: hidden, Comparable: "no", Reasons: []string{"small_count"}},
	}
	p.Contrasts = []evaluation.Contrast{{Item: ids[0].String(), Against: ids[1].String(), Ratio: new(1.31), Low: new(1.02), High: new(1.7), Level: 0.95, PValue: new(0.03), Holm: new(0.03), BH: new(0.03)}}
	a.Panels = []evaluation.Panel{p}
	a.Funnel = []evaluation.FunnelStep{
		{Item: ids[0].String(), Level: "awareness", Metric: "views", Platform: "mastodon", Figure: figure("plays", new(125000.0), new(125000.0), new(125000.0), "reported")},
		{Item: ids[0].String(), Level: "awareness", Metric: "reach", Figure: figure("people", new(90000.0), new(104000.0), new(118000.0), "modelled_independent")},
		{Item: ids[0].String(), Level: "engagement", Metric: "engagement", Platform: "mastodon", Figure: figure("events", new(2100.0), new(2100.0), new(2100.0), "reported")},
	}
	a.Gaps = []evaluation.ItemGap{{Item: ids[1].String(), Gap: evaluation.Gap{Platform: "outlet_radio", Country: "AF", Metric: "reach", Reason: "not_measured", Posts: 2, Of: 5}}}
	annexed(&a)
	return sealed(t, &a)
}

// annexed adds what stands in the annexes: a survey with a hidden cell, the
// reach under another assumption, and who let a message go out.
func annexed(a *evaluation.Answer) {
	lift := figure("share", new(0.02), new(0.11), new(0.2), "estimated")
	lift.Level, lift.Caveats = new(0.95), []evaluation.Caveat{evaluation.ParallelTrends}
	a.Surveys = []evaluation.CampaignSurvey{{CampaignID: a.Campaigns[0].ID, Survey: evaluation.SurveyResult{
		Title: "Talks at home", Country: "KZ", Wording: map[string]string{"kk-Cyrl": kazakh, "ru": "Говорили ли Вы?"}, Design: "comparison_group", Mode: "By phone", Selection: "=at random",
		StartsOn: "2027-02-01", EndsOn: "2027-06-01", DesignEffect: 1.6, EvidenceLevel: "comparison_group", Invited: new(int64(900)), Response: new(0.5), Clusters: 8, Lift: lift,
		Cells: []evaluation.SurveyCount{
			{Round: "post", Arm: "treated", Yes: new(int64(92)), Asked: new(int64(211))},
			{Round: "pre", Arm: "treated", Segment: "women/18-24"},
			{Round: "pre", Arm: "treated", Yes: new(int64(61)), Asked: new(int64(204))},
		},
	}}}
	a.Sensitivity = []evaluation.Scenario{{Item: a.Items[0].ID, Within: 1, Between: 0.5, Figure: figure("per_1000", new(20.0), new(24.5), new(44.25), "scenario")}}
	on := time.Date(2027, 2, 20, 9, 0, 0, 0, time.UTC)
	a.Clearances = []evaluation.Clearance{{
		CampaignID: a.Campaigns[0].ID, Message: "+Bread", Country: "KZ", Authority: "Committee on messages", How: "with_conditions", DecidedAt: &on, ValidUntil: &on,
		Digest: "00aa11bb22cc33dd44ee55ff66aa77bb88cc99dd00ee11ff22aa33bb44cc55dd",
	}}
}

func sealed(t *testing.T, a *evaluation.Answer) *models.Comparison {
	t.Helper()
	request, err := json.Marshal(a.Question)
	if err != nil {
		t.Fatal(err)
	}
	result, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	id, err := models.ParseID[models.Comparison]("01a21e8e-7e58-7791-a97b-ab67682dfded")
	if err != nil {
		t.Fatal(err)
	}
	c := &models.Comparison{
		ID: id, Request: string(request), Result: string(result), DataVersion: a.DataVersion, AssumptionSet: "standard/1", Program: "test",
		CreatedAt: time.Date(2027, 4, 3, 10, 0, 0, 0, time.UTC),
	}
	c.Seal()
	return c
}

// costly is a frozen comparison of what a campaign cost.
func costly(t *testing.T) *models.Comparison {
	t.Helper()
	id := models.NewID[models.Campaign]()
	cost := figure("money", new(26220.0), new(26220.0), new(26220.0), "reported")
	cost.Method = "whole_budget"
	return sealed(t, &evaluation.Answer{
		Question: models.Question{By: "campaigns", CampaignIDs: []models.ID[models.Campaign]{id}, Metric: "cost", Denominator: "none", Currency: "KGS"},
		Items:    []evaluation.Item{{ID: id.String(), Name: "In dollars"}},
		Panels:   []evaluation.Panel{{Scope: "all", Rows: []evaluation.Row{{Item: id.String(), Figure: cost, Comparable: "yes"}}}},
		Costs: []evaluation.ItemCost{{
			Item: id.String(), Budgeted: models.Money{Amount: "300.00", Currency: "USD"}, Spent: &models.Money{Amount: "280.00", Currency: "USD"}, Scopes: []string{"media", "staff"}, Converted: &models.Money{Amount: "26220.00", Currency: "KGS"},
			Rate: &evaluation.UsedRate{Base: "USD", Quote: "KGS", Rate: "87.4", FirstDay: "2027-03-01", LastDay: "2027-03-31", Source: "National Bank", Licence: "open"},
		}},
	})
}
