package evaluation_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/platforms"
	"caravan/internal/reach"
	"caravan/internal/store"
	"caravan/models"
)

// claim is what somebody says a delivery reached, between bounds.
func (s *stage) claim(d *models.Delivery, low, value, high int64) models.Observation {
	o := s.counted(d, "reach", 48, value)
	o.ValueLow, o.ValueHigh = &low, &high
	return o
}

// reach reads the reach of the campaign.
func (s *stage) reach() evaluation.CampaignReach {
	s.t.Helper()
	s.rollUp()
	answer, err := s.desk.CampaignReach(s.t.Context(), s.Planner, s.Campaign.ID)
	s.must(err)
	return answer
}

// about compares a number to four digits; not known is NaN.
func about(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	switch {
	case got == nil && math.IsNaN(want):
	case got == nil || math.Abs(*got-want) > 1e-4*math.Max(1, math.Abs(want)):
		t.Errorf("%s is %v, want %v", what, show(got), want)
	}
}

func show(p *float64) any {
	if p == nil {
		return nil
	}
	return *p
}

var unknown = math.NaN()

func TestReachIsBoundsAnEstimateAndASentence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		video, radio, abroad := s.published("video", "KG"), s.published("radio", "KG"), s.published("radio", "TJ")
		s.observe(s.counted(video, "reach", 24, 100_000), s.claim(radio, 150_000, 200_000, 250_000), s.claim(abroad, 1000, 2000, 3000))
		got := s.reach()
		if len(got.Countries) != 2 || got.Countries[0].Country != "KG" || got.Countries[1].Country != "TJ" {
			t.Fatalf("countries: %+v", got.Countries)
		}
		kg := got.Countries[0].Reach
		n := 6_172_100.0
		estimate := 100_000 + 200_000 - 100_000*200_000/n
		about(t, "low in Kyrgyzstan", kg.Low, 150_000)
		about(t, "estimate in Kyrgyzstan", kg.Value, estimate)
		about(t, "high in Kyrgyzstan", kg.High, 350_000)
		if kg.Label != reach.LabelIndependent || !strings.Contains(kg.Sentence, "150000 to 350000") {
			t.Errorf("label %s: %s", kg.Label, kg.Sentence)
		}
		about(t, "per thousand", got.Countries[0].PerThousand.Value, 1000*estimate/n)
		total := got.Total.Reach
		about(t, "low", total.Low, 151_000)
		about(t, "estimate", total.Value, estimate+2000)
		about(t, "high", total.High, 353_000)
		tj := got.Countries[1].Reach
		if tj.Label != reach.LabelEstimated || !strings.Contains(tj.Sentence, "Nobody measured it") {
			t.Errorf("a claim is %s: %s", tj.Label, tj.Sentence)
		}
		if d := got.Countries[0].Denominators; len(d) != 1 || d[0].Year != 2024 || !d[0].Starter || d[0].Source == "" {
			t.Errorf("denominators: %+v", d)
		}
		if got.EvidenceLevel != "awareness" {
			t.Errorf("evidence: %s", got.EvidenceLevel)
		}
	})
}

func TestMissingIsNotZero(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	video, plain := s.published("video", "KG"), s.published("plain", "KG")
	silent := s.published("video", "KG")
	s.observe(s.counted(video, "reach", 24, 5000), s.counted(plain, "reactions", 24, 7))
	failed := &platforms.Failure{Class: platforms.Gone}
	s.must(s.desk.Unmeasured(t.Context(), silent.ID, failed, "b1", s.now))
	got := s.reach()
	kg := got.Total.Reach
	about(t, "low", kg.Low, 5000)
	about(t, "estimate", kg.Value, unknown)
	about(t, "high", kg.High, 6_172_100)
	if kg.Label != reach.LabelPartial || strings.Join(kg.Missing, " ") != "plain video" {
		t.Errorf("%s without %v", kg.Label, kg.Missing)
	}
	type gap struct{ platform, metric, reason string }
	var gaps []gap
	for _, g := range got.Gaps {
		gaps = append(gaps, gap{g.Platform, g.Metric, g.Reason})
	}
	for _, want := range []gap{{"plain", "reach", "not_supported"}, {"video", "reach", "removed"}, {"video", "views", "not_measured"}} {
		if !slices.Contains(gaps, want) {
			t.Errorf("no %v in %v", want, gaps)
		}
	}
	if slices.Contains(gaps, gap{"plain", "reactions", "not_measured"}) {
		t.Error("what is known is said to be missing")
	}
}

func TestPostsOfOnePlatformShareFollowers(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	for _, n := range []int64{4000, 6000} {
		s.observe(s.counted(s.published("video", "KG"), "reach", 24, n))
	}
	got := s.reach().Total.Reach
	independent := 10_000 - 4000*6000/6_172_100.0
	about(t, "low", got.Low, 6000)
	about(t, "estimate", got.Value, independent-0.8*(independent-6000))
	about(t, "high", got.High, 10_000)
	if got.Label != reach.LabelScenario || !strings.Contains(got.Sentence, "k = 0.8") {
		t.Errorf("%s: %s", got.Label, got.Sentence)
	}
}

func TestEngagementRestsOnPosts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		for _, n := range [][3]int64{{100, 5, 1}, {300, 20, 4}, {200, 9, 0}, {400, 33, 2}} {
			d := s.published("video", "KG")
			s.observe(s.counted(d, "views", 24, n[0]), s.counted(d, "reactions", 24, n[1]), s.counted(d, "comments", 24, n[2]))
		}
		video := s.reach().Platforms[0]
		about(t, "per post", video.EngagementPerPost.Value, 74.0/4)
		about(t, "per view", video.EngagementPerShown.Value, 74.0/1000)
		want := reach.RateOverDeliveries([]reach.DeliveryCount{{Y: 6, X: 100}, {Y: 24, X: 300}, {Y: 9, X: 200}, {Y: 35, X: 400}}, 0.95).Log
		about(t, "low", video.EngagementPerShown.Low, *want.Low)
		about(t, "high", video.EngagementPerShown.High, *want.High)
		if f := video.EngagementPerShown; f.Level == nil || *f.Level != 0.95 || !strings.Contains(f.Sentence, "over 4 posts") {
			t.Errorf("%+v", f)
		}
		for _, c := range video.Counts {
			if c.Metric == "views" {
				about(t, "views", c.Figure.Value, 1000)
			}
		}
	})
}

func TestOnePostHasNoInterval(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	d := s.published("plain", "KG")
	s.observe(s.counted(d, "reactions", 24, 12))
	p := s.reach().Platforms[0]
	about(t, "per post", p.EngagementPerPost.Value, 12)
	if p.EngagementPerPost.Low != nil || p.EngagementPerShown != nil {
		t.Errorf("an interval out of one post: %+v", p)
	}
}

func TestHandfulsOfPeopleAreHidden(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	few, some, many := s.published("event", "KG"), s.published("event", "TJ"), s.published("event", "UZ")
	s.observe(s.claim(few, 3, 4, 5), s.claim(some, 40, 40, 40), s.claim(many, 500, 500, 500))
	s.observe(s.counted(few, "attendance", 1, 4))
	got := s.reach()
	for i, hidden := range []bool{true, false, false} {
		if f := got.Countries[i].Reach; (f.High == nil) != hidden || slices.Contains(f.Caveats, evaluation.SmallCount) != hidden {
			t.Errorf("%s: hidden %v, want %v", got.Countries[i].Country, f.High == nil, hidden)
		}
	}
	if total := got.Total.Reach; *total.Low != 541 || *total.High != 549 || !slices.Contains(total.Caveats, evaluation.Handful) {
		t.Errorf("all together, less TJ and UZ: %+v", total)
	}
	text, err := json.Marshal([]any{got.Countries, got.Total})
	s.must(err)
	for _, small := range []string{`:4,`, `:5,`, `:544,`} {
		if strings.Contains(string(text), small) {
			t.Errorf("%s is given away", small)
		}
	}
}

func TestGrowthIsByDayAndGapsStayGaps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		d := s.published("video", "KG")
		s.observe(s.counted(d, "views", 1, 10), s.counted(d, "views", 20, 50), s.counted(d, "views", 44, 70))
		got := s.reach()
		if len(got.Growth) != 1 || got.Growth[0].Metric != "views" {
			t.Fatalf("growth: %+v", got.Growth)
		}
		total := int64(0)
		for i, day := range got.Growth[0].Days {
			if day.Age != i {
				t.Errorf("day %s is of age %d, want %d", day.Day, day.Age, i)
			}
			total += *day.Increment
		}
		if total != 70 {
			t.Errorf("days come to %d", total)
		}
	})
}

func TestOthersReachIsNotThere(t *testing.T) {
	records := dbtest.SQLite(t)
	s, other := newStage(t, records), newStage(t, records)
	_, err := s.desk.CampaignReach(t.Context(), other.Planner, s.Campaign.ID)
	is(t, err, models.ErrMissing)
}

func TestSurveyShowsItsLiftAndNoHandfuls(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		survey := models.Survey{
			CampaignID: s.Campaign.ID, Country: "KG", Title: "Talks", Wording: map[string]string{"ru": "Говорили ли Вы?"}, Design: "comparison_group",
			Mode: "face to face", Selection: "villages at random", DesignEffect: 1, StartsOn: "2027-02-01", EndsOn: "2027-03-20",
			Cells: []models.SurveyCell{
				{Round: "pre", Arm: "treated", Yes: 61, Asked: 204},
				{Round: "post", Arm: "treated", Yes: 92, Asked: 211},
				{Round: "pre", Arm: "comparison", Yes: 58, Asked: 198},
				{Round: "post", Arm: "comparison", Yes: 66, Asked: 207},
			},
		}
		_, err := s.desk.AddSurvey(t.Context(), s.Planner, survey)
		s.must(err)
		small := survey
		small.Cells = slices.Clone(survey.Cells)
		small.Cells[0].Yes = 3
		_, err = s.desk.AddSurvey(t.Context(), s.Planner, small)
		s.must(err)
		got := s.reach()
		lift := got.Surveys[0].Lift
		about(t, "lift", lift.Value, (92.0/211-61.0/204)-(66.0/207-58.0/198))
		if lift.Low == nil || got.EvidenceLevel != "comparison_group" {
			t.Errorf("%+v, evidence %s", lift, got.EvidenceLevel)
		}
		hidden := got.Surveys[1]
		if hidden.Lift.Value != nil || hidden.Lift.Low != nil || hidden.Cells[0].Yes != nil && *hidden.Cells[0].Yes == 3 {
			t.Errorf("three people are given away: %+v", hidden)
		}
	})
}
