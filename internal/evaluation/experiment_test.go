package evaluation_test

import (
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// trial is an experiment of two halves that begins today.
func (s *stage) trial(change ...func(*models.Experiment)) models.Experiment {
	e := models.Experiment{
		CampaignID: s.Campaign.ID, Title: "Two endings", Hypothesis: "The second ending is opened more often", Outcome: "The link was opened",
		Randomiser: "platform", Procedure: "Split test of the platform", Arms: []models.ExperimentArm{{Name: "first", Share: 1}, {Name: "second", Share: 1}},
		Baseline: 0.05, Smallest: 0.02, Alpha: 0.05, Power: 0.8, StartsOn: models.DateOf(s.now), EndsOn: models.DateOf(s.now.AddDate(0, 0, 14)),
	}
	for _, f := range change {
		f(&e)
	}
	return e
}

func (s *stage) register(change ...func(*models.Experiment)) *models.Experiment {
	s.t.Helper()
	e, err := s.desk.RegisterExperiment(s.t.Context(), s.Planner, s.trial(change...))
	s.must(err)
	return e
}

func (s *stage) look(e *models.Experiment, arms ...models.ArmCount) (evaluation.ExperimentResult, error) {
	return s.desk.LookAtExperiment(s.t.Context(), s.Planner, e.ID, models.ExperimentLook{Arms: arms, LookedAt: s.now, Source: "export"})
}

func TestExperimentsAreWrittenDownBeforeTheyBegin(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	if e := s.register(); e.SampleSize != 2213 {
		t.Errorf("each arm needs %d people", e.SampleSize)
	}
	for name, change := range map[string]func(*models.Experiment){
		"it has begun":              func(e *models.Experiment) { e.StartsOn = models.DateOf(s.now.AddDate(0, 0, -1)) },
		"nobody says who put whom":  func(e *models.Experiment) { e.Randomiser = "" },
		"one arm":                   func(e *models.Experiment) { e.Arms = e.Arms[:1] },
		"no difference that counts": func(e *models.Experiment) { e.Smallest = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.desk.RegisterExperiment(t.Context(), s.Planner, s.trial(change))
			is(t, err, models.ErrInvalid)
		})
	}
}

func TestLooksOnlyGrowAndHoldHoweverOftenOneLooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		e := s.register()
		early, err := s.look(e, models.ArmCount{People: 500, Yes: 25}, models.ArmCount{People: 500, Yes: 33})
		s.must(err)
		if early.Blocked != "" || early.Complete || early.Differences[0].Decided || early.EvidenceLevel != "randomised" {
			t.Errorf("early: %+v", early)
		}
		_, err = s.look(e, models.ArmCount{People: 400, Yes: 25}, models.ArmCount{People: 500, Yes: 33})
		is(t, err, models.ErrInvalid)
		decided, err := s.look(e, models.ArmCount{People: 5000, Yes: 250}, models.ArmCount{People: 5000, Yes: 400})
		s.must(err)
		d := decided.Differences[0]
		about(t, "difference", d.Difference, 0.03)
		if !d.Decided || !decided.Complete || *d.Low <= 0 {
			t.Errorf("decided: %+v", d)
		}
		fading, err := s.look(e, models.ArmCount{People: 9000, Yes: 600}, models.ArmCount{People: 9000, Yes: 640})
		s.must(err)
		if f := fading.Differences[0]; *f.PValue != *d.PValue {
			t.Errorf("another look takes back what was decided: %v after %v", *f.PValue, *d.PValue)
		}
		list, err := s.desk.Experiments(t.Context(), s.Planner, s.Campaign.ID)
		s.must(err)
		if len(list) != 1 || list[0].Looks != 3 {
			t.Errorf("list: %+v", list)
		}
	})
}

func TestABrokenSplitAndNobodysChanceSayNothing(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	broken, err := s.look(s.register(), models.ArmCount{People: 5000, Yes: 250}, models.ArmCount{People: 5600, Yes: 560})
	s.must(err)
	if broken.Blocked != "sample_ratio_mismatch" || len(broken.Differences) != 0 || broken.EvidenceLevel != "engagement" {
		t.Errorf("a split of 47 to 53 is read: %+v", broken)
	}
	posts, err := s.look(s.register(func(e *models.Experiment) { e.Randomiser = "nobody" }), models.ArmCount{People: 5000, Yes: 250}, models.ArmCount{People: 5000, Yes: 400})
	s.must(err)
	if posts.Blocked != "not_randomised" || len(posts.Differences) != 0 || posts.EvidenceLevel != "engagement" {
		t.Errorf("Monday and Tuesday are arms: %+v", posts)
	}
}
