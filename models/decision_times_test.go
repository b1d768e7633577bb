package models_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/models"
)

func TestTimesToDecide(t *testing.T) {
	now := time.Date(2027, 3, 20, 12, 0, 0, 0, time.UTC)
	asked := func(country string, change func(*models.Submission)) models.Submission {
		s := models.Submission{Country: country, Quorum: 1, State: models.UnderReview, SubmittedAt: now.AddDate(0, 0, -10), DueAt: now.AddDate(0, 0, -5)}
		change(&s)
		return s
	}
	decided := func(days int, state models.SubmissionState) func(*models.Submission) {
		return func(s *models.Submission) { s.State, s.DecidedAt = state, new(s.SubmittedAt.AddDate(0, 0, days)) }
	}
	submissions := []models.Submission{
		asked("KG", decided(1, models.Approved)), asked("KG", decided(2, models.Refused)), asked("KG", decided(9, models.Returned)),
		asked("KG", decided(4, models.Voided)), asked("KG", decided(3, models.Approved)),
		asked("KG", func(s *models.Submission) { s.Void(models.VoidWithdrawn) }),
		asked("KG", func(s *models.Submission) { decided(1, models.Approved)(s); s.Void(models.VoidWithdrawn) }),
		asked("KG", func(s *models.Submission) { s.Void(models.VoidEdited) }),
		asked("KG", func(*models.Submission) {}),
		asked("KG", func(s *models.Submission) { s.DueAt = now.AddDate(0, 0, 1) }),
		asked("KG", func(s *models.Submission) { decided(5, models.Approved)(s); s.BySilence = true }),
		asked("KG", func(s *models.Submission) { decided(0, models.Approved)(s); s.Quorum = 0 }),
		asked("TJ", decided(1, models.Approved)), asked("TJ", decided(2, models.Approved)), asked("TJ", decided(3, models.Approved)),
		asked("TJ", decided(4, models.Approved)),
	}
	want := []models.DecisionTimes{
		{Country: "KG", Decided: 5, MedianDays: new(3.0), Open: 2, Overdue: 1, BySilence: 1, LeftOut: 3, Refusals: map[string]int{}},
		{Country: "TJ", Decided: 4, Refusals: map[string]int{}}, // too few for a median
	}
	if diff := cmp.Diff(want, models.TimesToDecide(submissions, now)); diff != "" {
		t.Error(diff)
	}
}
