package evaluation_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// among asks about the stage's campaign alone, by what its posts have in
// common.
func (s *stage) among(by, metric, denominator string) models.Question {
	return models.Question{By: by, CampaignIDs: []models.ID[models.Campaign]{s.Campaign.ID}, Metric: metric, Denominator: denominator}
}

func speaking(language string) func(*models.Delivery) {
	return func(d *models.Delivery) { d.Language = language }
}

func itemsOf(a evaluation.Answer) []string {
	var names []string
	for _, item := range a.Items {
		names = append(names, item.Name)
	}
	return names
}

func TestWhatPostsHaveInCommonIsCompared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		for _, d := range []*models.Delivery{s.published("video", "KG"), s.published("video", "UZ", speaking("uz-Latn"))} {
			s.observe(s.counted(d, "views", 24, 100))
		}
		for by, want := range map[string][]string{
			"languages":     {"ru", "uz-Latn"},
			"platforms":     {"video"},
			"countries":     {"KG", "UZ"},
			"message_types": {string(s.Message.Type)},
			"messages":      {s.Message.Title},
		} {
			a := s.compare(s.among(by, "views", "none"))
			if !slices.Equal(itemsOf(a), want) {
				t.Errorf("by %s: %v, not %v", by, itemsOf(a), want)
			}
			total := 0.0
			for _, row := range a.Panels[0].Rows {
				total += *row.Figure.Value
			}
			about(t, "views by "+by, &total, 200)
		}
	})
}

// Platforms mean different things by one word; those of one family may stand
// beside each other with a caveat, as page views and video views here.
func TestPlatformsStandInOnePanelAndSayHowTheyDiffer(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	s.observe(s.counted(s.published("video", "KG"), "views", 24, 100), s.counted(s.published("page", "KG"), "views", 24, 40))
	a := s.compare(s.among("platforms", "views", "none"))
	if len(a.Panels) != 1 || a.Panels[0].Scope != "all" || len(a.Panels[0].Rows) != 2 {
		t.Fatalf("panels: %+v", a.Panels)
	}
	row := a.Panels[0].Rows[1]
	if row.Comparable != "with_caveats" || !slices.Contains(row.Reasons, "definition_family_match") || slices.Contains(row.Reasons, "missing_platforms") {
		t.Errorf("video beside page: %s %v", row.Comparable, row.Reasons)
	}
}

func TestTheFiguresOfOneMessengerStayHidden(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	kind := func(name string) func(*models.Delivery) {
		return func(d *models.Delivery) { d.MessengerType = name }
	}
	person := func(name string) func(*models.Delivery) {
		other, err := models.NewMessenger(models.MessengerProfile{Pseudonym: name, Type: "teacher_educator", Languages: []string{"ru"}, CredibilitySource: "assumed"}, s.Planner, s.now)
		s.must(err)
		s.must(s.records.As(s.Planner).CreateMessenger(t.Context(), other))
		return func(d *models.Delivery) { d.MessengerID = other.ID }
	}
	post := func(change ...func(*models.Delivery)) {
		s.observe(s.counted(s.published("video", "KG", change...), "views", 24, 100))
	}
	teachers := kind("teacher_educator")
	post(kind("former_extremist"))
	post(teachers)
	post(teachers, person("Second"))
	post(teachers, person("Third"))
	post(kind("journalist"), person("Fourth"))
	post(kind("journalist"), person("Fifth"))
	shown := map[string]bool{}
	for _, row := range s.compare(s.among("messengers", "views", "none")).Panels[0].Rows {
		shown[row.Item] = row.Figure.Value != nil
		if row.Figure.Value == nil && !slices.Contains(row.Reasons, "one_messenger") {
			t.Errorf("%s does not say why it is hidden: %v", row.Item, row.Reasons)
		}
	}
	// The two journalists would give the one away by subtraction.
	if want := (map[string]bool{"former_extremist": false, "journalist": false, "teacher_educator": true}); fmt.Sprint(shown) != fmt.Sprint(want) {
		t.Errorf("shown: %v", shown)
	}
}

func TestAWindowCountsItsDaysAndNoOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		early, late := s.published("video", "KG"), s.published("video", "KG", func(d *models.Delivery) {
			at := d.PublishedAt.AddDate(0, 0, 20)
			d.PublishedAt = &at
		})
		// Noon of the first of March is 18:00 in Bishkek.
		s.observe(s.counted(early, "views", 6, 60), s.counted(early, "views", 30, 300), s.counted(early, "views", 24*10, 900), s.counted(late, "views", 24, 500))
		q := s.among("countries", "views", "post")
		q.From, q.To = "2027-03-02", "2027-03-02"
		row := s.compare(q).Panels[0].Rows[0]
		if row.Figure.Deliveries != 1 {
			t.Errorf("a post of three weeks later counts on the second of March: %d", row.Figure.Deliveries)
		}
		about(t, "on the second of March", row.Figure.Value, float64(s.growth("video", "views")["2027-03-02"]))
		q.From, q.To = "2027-03-01", "2027-04-30"
		row = s.compare(q).Panels[0].Rows[0]
		about(t, "over everything", row.Figure.Value, 1400.0/2)
		if !slices.Contains(row.Reasons, "window_not_covered") || row.Comparable != "with_caveats" {
			t.Errorf("readings that ended before the window say nothing: %+v", row.Reasons)
		}
		q.From, q.To = "2027-03-15", "2027-03-16"
		if row = s.compare(q).Panels[0].Rows[0]; row.Figure.Value != nil || row.Comparable != "no" {
			t.Errorf("days after the last reading are taken for days without views: %+v", row.Figure)
		}
	})
}

// Every pair is tested once, and what many tests find by chance is taken back.
func TestPairsAreTestedAndTheirNumberIsNamed(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	near, far := s.second("Near"), s.second("Far")
	for c, reactions := range map[*models.Campaign][]int64{s.Campaign: {10, 14, 9, 12, 11}, near: {16, 13, 18, 14, 15}, far: {60, 75, 58, 66, 71}} {
		for _, n := range reactions {
			d := s.published("video", "KG", in(c))
			s.observe(s.counted(d, "views", 24, 1000), s.counted(d, "reactions", 24, n))
		}
	}
	a := s.compare(s.between("reactions", "shown", near, far))
	if a.Multiplicity.Comparisons != 3 || a.Multiplicity.Sentence == "" {
		t.Errorf("multiplicity: %+v", a.Multiplicity)
	}
	first := a.Panels[0].Contrasts[0]
	about(t, "ratio", first.Ratio, 56.0/76)
	if first.Item != s.Campaign.ID.String() || *first.PValue >= 0.05 || *first.Holm < *first.PValue || *first.BH > *first.Holm {
		t.Errorf("first pair: p %v, Holm %v, BH %v", *first.PValue, *first.Holm, *first.BH)
	}
	for _, c := range a.Panels[0].Contrasts[1:] {
		if *c.Holm > 0.001 {
			t.Errorf("%s against %s: %v", c.Item, c.Against, *c.Holm)
		}
	}
}

// universe enters how many people of an age band there are.
func (s *stage) universe(country, band string, value int64) {
	s.t.Helper()
	_, err := s.desk.AddUniverse(s.t.Context(), s.Planner, models.Universe{
		Country: country, Segment: band, Kind: "population", Year: 2026, Value: value, Source: "census", RetrievedOn: "2026-12-01",
	})
	s.must(err)
}

func (s *stage) aged(d *models.Delivery, band string, value int64) models.Observation {
	o := s.counted(d, "reach", 24, value)
	o.Segment = band
	return o
}

// The country whose people are young reaches more of its people and less of
// every age.
func TestCrudeAndStandardisedMayPointOppositeWays(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	young, old := s.published("video", "KG"), s.published("video", "UZ")
	s.universe("KG", "18-24", 800_000)
	s.universe("KG", "25-35", 200_000)
	s.universe("UZ", "18-24", 200_000)
	s.universe("UZ", "25-35", 800_000)
	s.universe("KG", "", 1_000_000)
	s.universe("UZ", "", 1_000_000)
	s.observe(
		s.counted(young, "reach", 24, 34_000), s.aged(young, "18-24", 32_000), s.aged(young, "25-35", 2_000),
		s.counted(old, "reach", 24, 22_000), s.aged(old, "18-24", 9_000), s.aged(old, "25-35", 13_000),
	)
	p := s.compare(s.among("countries", "reach", "population")).Panels[0]
	if p.Standard == nil || p.Standard.Reason != "" || len(p.Standard.Bands) != 2 || math.Abs(p.Standard.Bands[0].Weight-0.5) > 1e-12 {
		t.Fatalf("standard: %+v", p.Standard)
	}
	about(t, "KG crude", p.Rows[0].Figure.Value, 34)
	about(t, "UZ crude", p.Rows[1].Figure.Value, 22)
	about(t, "KG standardised", p.Rows[0].Standardised.Value, 0.5*40+0.5*10)
	about(t, "UZ standardised", p.Rows[1].Standardised.Value, 0.5*45+0.5*16.25)

	q := s.among("countries", "reach", "population")
	q.Standard = "world" // neither 18 nor 36 is an edge of its bands
	if p := s.compare(q).Panels[0]; p.Standard.Reason != "no_common_ages" || p.Rows[0].Standardised != nil {
		t.Errorf("bands are split: %+v", p.Standard)
	}
}

func TestBandsAreJoinedUntilTheyFitTheWorldStandard(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	for _, country := range []string{"KG", "UZ"} {
		d := s.published("video", country)
		s.observe(s.counted(d, "reach", 24, 60_000))
		for _, band := range []string{"14-17", "18-24", "25-35", "36-49", "50+"} {
			s.universe(country, band, 100_000)
			s.observe(s.aged(d, band, 12_000))
		}
	}
	q := s.among("countries", "reach", "population")
	q.Standard = "world"
	p := s.compare(q).Panels[0]
	var ages []string
	for _, b := range p.Standard.Bands {
		ages = append(ages, b.Ages)
	}
	if !slices.Equal(ages, []string{"25-49", "50+"}) { // 14 to 24 begin between two edges
		t.Errorf("ages: %v (%s)", ages, p.Standard.Reason)
	}
	about(t, "standardised", p.Rows[0].Standardised.Value, 120)
}

func TestWithoutAgesNothingIsStandardisedAndWhy(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	known, unknown := s.published("video", "KG"), s.published("video", "UZ")
	s.observe(s.counted(known, "reach", 24, 34_000), s.aged(known, "18-24", 32_000), s.counted(unknown, "reach", 24, 22_000))
	if p := s.compare(s.among("countries", "reach", "population")).Panels[0]; p.Standard.Reason != "no_ages" || p.Rows[0].Standardised != nil {
		t.Errorf("standard: %+v", p.Standard)
	}
	s.observe(s.aged(unknown, "18-24", 9_000))
	if p := s.compare(s.among("countries", "reach", "population")).Panels[0]; p.Standard.Reason != "no_age_universe" {
		t.Errorf("standard: %+v", p.Standard)
	}
	if p := s.compare(s.among("countries", "reach", "none")).Panels[0]; p.Standard != nil {
		t.Errorf("what is not divided is standardised: %+v", p.Standard)
	}
}
