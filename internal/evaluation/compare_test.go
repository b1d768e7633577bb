package evaluation_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// second plans another campaign of the same newsroom.
func (s *stage) second(title string) *models.Campaign {
	s.t.Helper()
	c, err := models.NewCampaign(models.Plan{Title: title, Disclosure: "Osh Media", StartsOn: "2027-03-01", EndsOn: "2027-05-31"}, []string{"KG"}, s.Planner, s.now)
	s.must(err)
	s.must(s.records.As(s.Planner).InTx(s.t.Context(), func(tx *store.Scope) error { return tx.CreateCampaign(s.t.Context(), c) }))
	return c
}

func in(c *models.Campaign) func(*models.Delivery) {
	return func(d *models.Delivery) { d.CampaignID = c.ID }
}

func (s *stage) compare(q models.Question) evaluation.Answer {
	s.t.Helper()
	s.rollUp()
	a, err := s.desk.Compare(s.t.Context(), s.Planner, q)
	s.must(err)
	return a
}

func (s *stage) between(metric, denominator string, others ...*models.Campaign) models.Question {
	q := models.Question{By: "campaigns", CampaignIDs: []models.ID[models.Campaign]{s.Campaign.ID}, Metric: metric, Denominator: denominator}
	for _, c := range others {
		q.CampaignIDs = append(q.CampaignIDs, c.ID)
	}
	return q
}

func TestNothingIsRankedThatIntervalsDoNotSeparate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		alike, ahead := s.second("Alike"), s.second("Ahead")
		posts := func(c *models.Campaign, reactions ...int64) {
			for _, n := range reactions {
				d := s.published("video", "KG", in(c))
				s.observe(s.counted(d, "views", 24, 1000), s.counted(d, "reactions", 24, n))
			}
		}
		posts(s.Campaign, 10, 14, 9, 12, 11)
		posts(alike, 12, 8, 15, 10, 11)
		a := s.compare(s.between("reactions", "shown", alike))
		if len(a.Panels) != 1 || a.Panels[0].Ranked || a.Panels[0].Rows[0].RankLow != nil {
			t.Errorf("alike campaigns are ranked: %+v", a.Panels)
		}
		posts(ahead, 110, 95, 120, 99, 105)
		p := s.compare(s.between("reactions", "shown", alike, ahead)).Panels[0]
		if !p.Ranked || *p.Rows[2].RankLow != 1 || *p.Rows[2].RankHigh != 1 || *p.Rows[0].RankLow != 2 || *p.Rows[0].RankHigh != 3 {
			t.Errorf("ranks: %+v", p.Rows)
		}
		about(t, "rate", p.Rows[2].Figure.Value, 529.0/5000)
	})
}

func TestDifferentThingsAreNotComparable(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	other, third := s.second("Other"), s.second("Third")
	page, radio, again := s.published("page", "KG"), s.published("radio", "KG", in(other)), s.published("radio", "KG", in(third))
	start := *page.PublishedAt
	readers := s.counted(page, "readers", 24, 300)
	readers.PeriodStart = &start
	s.observe(readers, s.claim(radio, 900, 1000, 1100), s.claim(again, 1900, 2000, 2100))
	a := s.compare(s.between("reach", "none", other, third))
	var all evaluation.Panel
	for _, p := range a.Panels {
		if p.Scope == "all" {
			all = p
		}
	}
	devices := all.Rows[0]
	if devices.Comparable != "no" || !slices.Contains(devices.Reasons, "unit_mismatch") || devices.RankLow != nil {
		t.Errorf("devices stand beside people: %+v", devices)
	}
	if r := all.Rows[1]; r.Comparable != "with_caveats" || *r.RankLow != 2 || *r.RankHigh != 2 {
		t.Errorf("people: %+v", r)
	}
}

func TestMissingPlatformsAndCommonOnesComeFirst(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	other := s.second("Other")
	s.observe(s.claim(s.published("radio", "KG"), 900, 1000, 1100), s.counted(s.published("video", "KG"), "reach", 48, 5000))
	s.observe(s.claim(s.published("radio", "KG", in(other)), 2900, 3000, 3100))
	a := s.compare(s.between("reach", "population", other))
	var scopes []string
	for _, p := range a.Panels {
		scopes = append(scopes, p.Scope+" "+strings.Join(p.Platforms, "+"))
	}
	if diff := cmp.Diff([]string{"common radio", "all ", "platform radio", "platform video"}, scopes); diff != "" {
		t.Error(diff)
	}
	if r := a.Panels[1].Rows[1]; !slices.Contains(r.Reasons, "missing_platforms") {
		t.Errorf("what lacks a platform does not say so: %+v", r)
	}
	about(t, "per thousand", a.Panels[0].Rows[1].Figure.Value, 1000*3000/6_172_100.0)
	if r := a.Panels[3].Rows[1]; r.Comparable != "no" || !slices.Contains(r.Reasons, "not_used") {
		t.Errorf("a platform that was not used: %+v", r)
	}
	if len(a.Denominators) != 2 || a.Denominators[0].Denominator.Source == "" {
		t.Errorf("denominators: %+v", a.Denominators)
	}
}

func TestAgesAreComparedAndTheYoungSaySo(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	other := s.second("Young")
	old, young := s.published("video", "KG"), s.published("video", "KG", in(other))
	s.observe(s.counted(old, "views", 7*24, 700), s.counted(old, "views", 28*24, 900), s.counted(young, "views", 3*24, 650))
	q := s.between("views", "none", other)
	if r := s.compare(q).Panels[0].Rows[1]; !slices.Contains(r.Reasons, "different_age") {
		t.Errorf("different ages: %v", r.Reasons)
	}
	q.AgeDays = 7
	rows := s.compare(q).Panels[0].Rows
	about(t, "at seven days", rows[0].Figure.Value, 700)
	if r := rows[1]; r.Figure.Value != nil || r.Comparable != "no" || !slices.Contains(r.Reasons, "too_young") {
		t.Errorf("three days are taken for seven: %+v", r)
	}
}

func TestUnknownTargetsAndHandfulsHaveNoShare(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	s.observe(s.claim(s.published("event", "KG"), 4, 4, 4), s.claim(s.published("event", "UZ"), 400, 400, 400), s.claim(s.published("event", "TJ"), 40, 40, 40))
	q := models.Question{By: "countries", CampaignIDs: []models.ID[models.Campaign]{s.Campaign.ID}, Metric: "reach", Denominator: "target"}
	for _, r := range s.compare(q).Panels[0].Rows {
		if r.Comparable != "no" {
			t.Errorf("%s: a share of nobody knows how many: %+v", r.Item, r)
		}
	}
	q.Denominator = "none"
	rows := s.compare(q).Panels[0].Rows
	if !slices.Contains(rows[0].Reasons, "small_count") || rows[1].Figure.Value == nil || rows[2].Figure.Value == nil {
		t.Errorf("KG, TJ and UZ: %+v", rows)
	}
}

func TestWhatPeopleDidIsDividedByThoseReached(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	other := s.second("Other")
	for _, reactions := range []int64{50, 60, 40, 55} {
		mine, theirs := s.published("video", "KG"), s.published("video", "KG", in(other))
		s.observe(s.counted(mine, "reach", 24, 5000), s.counted(mine, "reactions", 24, reactions), s.counted(theirs, "reach", 24, 2000), s.counted(theirs, "reactions", 24, 2*reactions))
	}
	p := s.compare(s.between("reactions", "reached", other)).Panels[0]
	about(t, "per account reached", p.Rows[0].Figure.Value, 205.0/20000)
	about(t, "per account reached", p.Rows[1].Figure.Value, 410.0/8000)
	if p.Rows[0].Figure.Unit != "per_reached" || p.Rows[0].Figure.Low == nil || !p.Ranked {
		t.Errorf("row: %+v", p.Rows[0])
	}
}

func TestFrozenComparisonNeverChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		other := s.second("=cmd()")
		mine, theirs := s.published("video", "KG"), s.published("video", "KG", in(other))
		s.observe(s.counted(mine, "views", 24, 100), s.counted(theirs, "views", 24, 200))
		s.rollUp()
		q := s.between("views", "none", other)
		frozen, err := s.desk.Freeze(t.Context(), s.Planner, q)
		s.must(err)
		same, err := s.desk.Freeze(t.Context(), s.Planner, q)
		s.must(err)
		if same.ID != frozen.ID {
			t.Error("the same question about the same data is another comparison")
		}
		s.observe(s.counted(mine, "views", 48, 175))
		s.rollUp()
		later, err := s.desk.Freeze(t.Context(), s.Planner, q)
		s.must(err)
		read, err := records.As(s.Planner).Comparison(t.Context(), frozen.ID)
		s.must(err)
		if read.Result != frozen.Result || read.Digest != frozen.Digest {
			t.Error("reading it back gives other bytes")
		}
		if later.ID == frozen.ID || later.DataVersion == frozen.DataVersion {
			t.Error("other data give the same comparison")
		}
		var kept evaluation.Answer
		s.must(json.Unmarshal([]byte(read.Result), &kept))
		about(t, "views as they were", kept.Panels[0].Rows[0].Figure.Value, 100)
	})
}

func TestTheWayFromReachToChangeIsKeptWithWhatMayBeClaimed(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	other := s.second("Handful")
	mine := s.published("video", "KG")
	s.observe(s.counted(mine, "views", 24, 7000), s.counted(mine, "reach", 24, 5000), s.counted(mine, "reactions", 24, 60),
		s.claim(s.published("event", "KG", in(other)), 4, 4, 4))
	a := s.compare(s.between("reach", "none", other))
	var steps []string
	for _, step := range a.Funnel {
		if step.Item == a.Items[0].ID {
			steps = append(steps, step.Level+" "+step.Metric+" "+step.Platform)
		} else if step.Figure.Value != nil || step.Figure.High != nil || !slices.Contains(step.Figure.Caveats, evaluation.SmallCount) {
			t.Errorf("a handful is told: %+v", step)
		}
	}
	if diff := cmp.Diff([]string{"awareness views video", "awareness reach ", "engagement engagement video"}, steps); diff != "" {
		t.Error(diff)
	}
	if a.Items[0].EvidenceLevel != "engagement" || a.Items[1].EvidenceLevel != "output" {
		t.Errorf("evidence: %+v", a.Items)
	}
	if len(a.Campaigns) != 2 || a.Campaigns[1].Name != "Handful" {
		t.Errorf("campaigns: %+v", a.Campaigns)
	}
}
