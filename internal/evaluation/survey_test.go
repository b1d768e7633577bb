package evaluation_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/store"
	"caravan/models"
)

// talks is a survey of two groups before and after.
func (s *stage) talks(change ...func(*models.Survey)) models.Survey {
	survey := models.Survey{
		CampaignID: s.Campaign.ID, Country: "KG", Title: "Talks", Wording: map[string]string{"ru": "Говорили ли Вы?"}, Design: "comparison_group",
		Mode: "face to face", Selection: "villages at random", DesignEffect: 1, StartsOn: "2027-02-01", EndsOn: "2027-03-20",
		Cells: []models.SurveyCell{
			{Round: "pre", Arm: "treated", Yes: 60, Asked: 200},
			{Round: "post", Arm: "treated", Yes: 100, Asked: 200},
			{Round: "pre", Arm: "comparison", Yes: 60, Asked: 200},
			{Round: "post", Arm: "comparison", Yes: 70, Asked: 200},
		},
	}
	for _, f := range change {
		f(&survey)
	}
	return survey
}

// surveyed adds a survey and reads what it shows.
func (s *stage) surveyed(change ...func(*models.Survey)) evaluation.SurveyResult {
	s.t.Helper()
	_, err := s.desk.AddSurvey(s.t.Context(), s.Planner, s.talks(change...))
	s.must(err)
	all := s.reach().Surveys
	return all[len(all)-1]
}

func TestTheSamePeopleAndWholePlacesHaveTheirOwnIntervals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		width := func(r evaluation.SurveyResult) float64 {
			about(t, "lift", r.Lift.Value, 0.15)
			return *r.Lift.High - *r.Lift.Low
		}
		plain := width(s.surveyed())
		paired := s.surveyed(func(v *models.Survey) {
			v.Transitions = []models.SurveyTransition{{Arm: "treated", YesYes: 55, YesNo: 5, NoYes: 45, NoNo: 95}, {Arm: "comparison", YesYes: 55, YesNo: 5, NoYes: 15, NoNo: 125}}
		})
		if !paired.Paired || width(paired) >= plain {
			t.Errorf("the same people tell no more than others: %v, not below %v", width(paired), plain)
		}
		places := s.surveyed(func(v *models.Survey) {
			for i, post := range []int64{40, 10, 38, 12} {
				v.Clusters = append(v.Clusters, models.SurveyCluster{Name: "t", Arm: "treated", PreYes: 15, PreAsked: 50, PostYes: post, PostAsked: 50},
					models.SurveyCluster{Name: "c", Arm: "comparison", PreYes: 15, PreAsked: 50, PostYes: 17 + int64(i%2), PostAsked: 50})
			}
		})
		if places.Clusters != 8 || width(places) <= plain || !slices.Contains(places.Lift.Warnings, "lift_not_distinguishable_from_zero") {
			t.Errorf("eight places tell as much as 800 people: %v", width(places))
		}
		deff := s.surveyed(func(v *models.Survey) { v.DesignEffect = 2 })
		if width(deff) <= plain {
			t.Error("a design effect changes nothing")
		}
	})
}

func TestOtherWordsAreNotCompared(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	reworded := func(v *models.Survey) {
		v.Reworded = map[string]map[string]string{"pre": {"ru": "Беседовали ли Вы?"}}
	}
	got := s.surveyed(reworded)
	if got.Lift.Value != nil || !slices.Contains(got.Lift.Caveats, evaluation.OtherWords) {
		t.Errorf("answers to other words are compared: %+v", got.Lift)
	}
	_, err := s.desk.AddSurvey(t.Context(), s.Planner, s.talks(reworded, func(v *models.Survey) {
		v.Transitions = []models.SurveyTransition{{Arm: "treated", YesYes: 55, YesNo: 5, NoYes: 45, NoNo: 95}, {Arm: "comparison", YesYes: 55, YesNo: 5, NoYes: 15, NoNo: 125}}
	}))
	is(t, err, models.ErrInvalid)
}

func TestSegmentsAndLaterRoundsHaveChangesOfTheirOwn(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	more := func(womenBefore int64) func(*models.Survey) {
		return func(v *models.Survey) {
			v.Cells = append(v.Cells,
				models.SurveyCell{Round: "pre", Arm: "treated", Segment: "women", Yes: womenBefore, Asked: 100}, models.SurveyCell{Round: "post", Arm: "treated", Segment: "women", Yes: 60, Asked: 100},
				models.SurveyCell{Round: "pre", Arm: "comparison", Segment: "women", Yes: 30, Asked: 100}, models.SurveyCell{Round: "post", Arm: "comparison", Segment: "women", Yes: 30, Asked: 100},
				models.SurveyCell{Round: "later", Arm: "treated", Yes: 80, Asked: 200}, models.SurveyCell{Round: "later", Arm: "comparison", Yes: 70, Asked: 200},
			)
		}
	}
	changes := s.surveyed(more(30)).Changes
	if len(changes) != 2 || changes[0].Round != "later" || changes[1].Segment != "women" {
		t.Fatalf("changes: %+v", changes)
	}
	about(t, "later", changes[0].Change.Value, 0.05)
	about(t, "among women", changes[1].Change.Value, 0.3)

	small := s.surveyed(more(4))
	if small.Changes[1].Change.Value != nil || small.Lift.Value == nil {
		t.Errorf("four women are given away: %+v", small.Changes[1])
	}
	for _, c := range small.Cells {
		if c.Segment == "women" && c.Round == "pre" && c.Arm == "treated" && c.Yes != nil {
			t.Errorf("four women are shown: %+v", c)
		}
	}
}

func TestNoWordOfACauseWithoutAComparisonGroup(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	s.observe(s.counted(s.published("video", "KG"), "reach", 48, 20_000))
	for _, design := range []string{"single_round", "pre_post"} {
		told, err := json.Marshal(s.surveyed(func(v *models.Survey) { v.Design = design }))
		s.must(err)
		text := strings.ReplaceAll(string(told), "design_effect", "")
		if word := regexp.MustCompile(`(?i)\b(effect|impact|cause)`).FindString(text); word != "" {
			t.Errorf("%s says %q: %s", design, word, text)
		}
	}
}

func TestALiftIsPeopleAndMoneyOnlyBesideAComparisonGroup(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	s.observe(s.counted(s.published("video", "KG"), "reach", 48, 20_000))
	s.Campaign.Budget = []models.BudgetLine{{Source: "donor", Money: models.Money{Amount: "6000.00", Currency: "KGS"}}}
	s.must(s.records.As(s.Planner).InTx(t.Context(), func(tx *store.Scope) error { return tx.SaveCampaign(t.Context(), s.Campaign) }))
	lifted := s.surveyed().Lifted
	about(t, "people", lifted.People.Value, 3000)
	if len(s.Campaign.Countries) == 1 {
		about(t, "cost of each", lifted.Cost.Value, 2)
	} else if lifted.Reason != "several_countries" || lifted.Cost.Value != nil {
		t.Errorf("the cost of several countries is that of one: %+v", lifted)
	}
	alone := s.surveyed(func(v *models.Survey) { v.Design, v.Cells = "pre_post", v.Cells[:2] })
	if alone.Lifted != nil || alone.EvidenceLevel != "self_reported" {
		t.Errorf("without a comparison group %d people changed: %+v", 0, alone.Lifted)
	}
}

func TestSurveysThatDoNotAddUp(t *testing.T) {
	s := newStage(t, dbtest.SQLite(t))
	for name, change := range map[string]func(*models.Survey){
		"no comparison group": func(v *models.Survey) { v.Cells = v.Cells[:2] },
		"a cell twice":        func(v *models.Survey) { v.Cells = append(v.Cells, v.Cells[0]) },
		"one place": func(v *models.Survey) {
			v.Clusters = []models.SurveyCluster{{Name: "t", Arm: "treated", PreAsked: 5, PostAsked: 5}}
		},
		"other people": func(v *models.Survey) {
			v.Transitions = []models.SurveyTransition{{Arm: "treated", YesYes: 1}, {Arm: "comparison", NoNo: 1}}
		},
		"a round that is none": func(v *models.Survey) { v.Reworded = map[string]map[string]string{"last": {"ru": "?"}} },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.desk.AddSurvey(t.Context(), s.Planner, s.talks(change))
			is(t, err, models.ErrInvalid)
		})
	}
}
