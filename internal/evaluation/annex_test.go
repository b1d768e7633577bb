package evaluation_test

import (
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// The newsroom's version is approved for Kyrgyzstan; here for Tajikistan too,
// with conditions, and void by now.
func TestAnAnswerSaysWhichBodyLetWhatWasPublishedGoOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		s.published("video", "KG")
		s.published("video", "TJ")
		q := s.between("reach", "none", s.second("Other"))
		before := s.compare(q)
		known, err := records.As(s.Planner).SubmissionsOf(t.Context(), s.Message.ID)
		s.must(err)
		sub := known[0]
		sub.ID, sub.Country, sub.State = models.NewID[models.Submission](), "TJ", models.Voided
		s.must(records.As(models.System("test")).CreateSubmission(t.Context(), &sub))
		s.must(records.As(models.System("test")).CreateDecision(t.Context(), &models.Decision{
			ID: models.NewID[models.Decision](), OrganizationID: sub.AuthorityID, SubmissionID: sub.ID, UserID: s.Planner.UserID, Kind: models.ApproveWithConditions, Digest: sub.Digest, CreatedAt: s.now,
		}))
		a := s.compare(q)
		if len(before.Clearances) != 1 || len(a.Clearances) != 2 || a.DataVersion == before.DataVersion {
			t.Fatalf("cleared: %+v, then %+v", before.Clearances, a.Clearances)
		}
		authority, err := records.As(s.Planner).Organization(t.Context(), sub.AuthorityID)
		s.must(err)
		c := a.Clearances[1]
		if c.Country != "TJ" || c.How != "with_conditions" || c.Message != s.Message.Title || c.Authority != authority.PublicName || c.Digest != sub.Digest || !c.DecidedAt.Equal(*sub.DecidedAt) {
			t.Errorf("cleared: %+v", c)
		}
	})
}

// TestReachIsTriedUnderOtherOverlaps has two posts of 1,000 and 2,000 people on
// one platform and 3,000 on the radio.
func TestReachIsTriedUnderOtherOverlaps(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	for _, n := range []int64{1000, 2000} {
		s.observe(s.counted(s.published("video", "KG"), "reach", 24, n))
	}
	s.observe(s.claim(s.published("radio", "KG"), 3000, 3000, 3000))
	a := s.compare(s.between("reach", "none", s.second("Other")))
	got := map[[2]float64]evaluation.Figure{}
	for _, one := range a.Sensitivity {
		got[[2]float64{one.Within, one.Between}] = one.Figure
	}
	if len(got) != 5 || len(a.Sensitivity) != 5 {
		t.Fatalf("scenarios: %+v", a.Sensitivity)
	}
	now := a.Panels[len(a.Panels)-3].Rows[0].Figure // of all platforms
	loose, nested := got[[2]float64{0, 0}], got[[2]float64{0.8, 1}]
	about(t, "platforms nested", nested.Value, 3000)
	if !(*nested.Value < *now.Value && *now.Value < *loose.Value) || *loose.Low != *now.Low || *loose.High != *now.High || loose.Label != "scenario" {
		t.Errorf("by chance %v, nested %v, now %v", *loose.Value, *nested.Value, *now.Value)
	}
}

func TestAnAnswerBringsItsSurveys(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	s.surveyed(func(v *models.Survey) { v.Invited = new(int64(1000)) })
	a := s.compare(s.between("reach", "none", s.second("Other")))
	if len(a.Surveys) != 1 || a.Surveys[0].CampaignID != s.Campaign.ID || *a.Surveys[0].Survey.Response != 0.8 {
		t.Errorf("surveys: %+v", a.Surveys)
	}
	q := s.between("reach", "none", s.second("Third"))
	if q.Countries = []string{"TJ"}; len(s.compare(q).Surveys) != 0 {
		t.Error("a survey of a country that was not asked for")
	}
	hidden := s.surveyed(func(v *models.Survey) { v.Invited, v.Cells[0].Yes = new(int64(1000)), 3 })
	if hidden.Response != nil {
		t.Errorf("a share of a hidden count is told: %v", *hidden.Response)
	}
}
