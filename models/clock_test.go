package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"caravan/models"
)

func TestSilenceFollowsTheRule(t *testing.T) {
	due := time.Date(2027, 3, 4, 12, 0, 0, 0, time.UTC)
	statement := models.NewStatement(models.Statement{}, 1)
	digest, err := statement.Digest()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		made, today models.Silence
		mode        string
		at          time.Time
		altered     bool
		state       models.SubmissionState
		escalated   bool
	}{
		"approves":                  {models.SilenceApproves, models.SilenceApproves, "required_by_agreement", due, false, models.Approved, false},
		"refuses":                   {models.SilenceRefuses, models.SilenceRefuses, "required_by_law", due, false, models.Refused, false},
		"escalates":                 {models.SilenceEscalates, models.SilenceEscalates, "required_by_law", due, false, models.UnderReview, true},
		"too early":                 {models.SilenceApproves, models.SilenceApproves, "consultative", due.Add(-time.Second), false, models.UnderReview, false},
		"a law asks for approval":   {models.SilenceApproves, models.SilenceApproves, "required_by_law", due, false, models.UnderReview, true},
		"the rule was stricter":     {models.SilenceEscalates, models.SilenceApproves, "consultative", due, false, models.UnderReview, true},
		"the rule became stricter":  {models.SilenceApproves, models.SilenceEscalates, "consultative", due, false, models.UnderReview, true},
		"the statement was altered": {models.SilenceApproves, models.SilenceApproves, "consultative", due, true, models.UnderReview, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := models.Submission{State: models.UnderReview, DueAt: due, Silence: c.made, Statement: statement, Digest: digest}
			if c.altered {
				s.Digest = "another"
			}
			s.Lapse(&models.ApprovalRule{Silence: c.today, Mode: c.mode, ValidityHours: 24}, c.at)
			if s.State != c.state || (s.EscalatedAt != nil) != c.escalated || s.BySilence != (c.state != models.UnderReview) {
				t.Errorf("%s, escalated %v, by silence %t", s.State, s.EscalatedAt, s.BySilence)
			}
			if s.Lapse(&models.ApprovalRule{Silence: c.today, Mode: c.mode, ValidityHours: 24}, c.at) && c.at.Equal(due) {
				t.Error("something followed twice")
			}
		})
	}
}

func TestSilenceIsNoApprovalWhereALawRequiresOne(t *testing.T) {
	authority := models.NewID[models.Organization]()
	rule := models.ApprovalRule{
		Mode: "required_by_law", AuthorityID: &authority, Quorum: 1, DeadlineHours: 72, ValidityHours: 24, ValidFrom: "2020-01-01",
		Silence: models.SilenceApproves,
	}
	if err := rule.Check(); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("taken: %v", err)
	}
	rule.Mode = "required_by_agreement"
	if err := rule.Check(); err != nil {
		t.Error(err)
	}
}

func TestAlarmsComeInOrder(t *testing.T) {
	submitted := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for hours, want := range map[int]string{72: "half_time@36 last_day@48 deadline@72", 48: "half_time@24 deadline@48", 10: "half_time@5 deadline@10"} {
		s := models.Submission{SubmittedAt: submitted, DueAt: submitted.Add(time.Duration(hours) * time.Hour)}
		var got []string
		for alarm, at := s.Following(""); alarm != ""; alarm, at = s.Following(alarm) {
			got = append(got, fmt.Sprintf("%s@%v", alarm, at.Sub(submitted).Hours()))
		}
		if said := strings.Join(got, " "); said != want {
			t.Errorf("%d hours: %q", hours, said)
		}
	}
}
