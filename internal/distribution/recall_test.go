package distribution_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/models"
)

// An edit after the approval takes everything back that has not left: the
// version, its submissions and what was waiting, even in a worker's hands. What
// is published stays.
func TestEditTakesBackWhatHasNotLeft(t *testing.T) {
	each(t, func(s *stage) {
		planning := &planning.Desk{Store: s.records, Now: func() time.Time { return s.now }}
		out := s.scheduled("keyed")
		s.work()
		later := s.request("keyed")
		later.Start.Local = "2027-03-09T19:30"
		made, err := s.desk.Schedule(s.t.Context(), s.Planner, later)
		if err != nil {
			s.t.Fatal(err)
		}
		waiting := made[0].ID

		rewrite := func(body string) {
			variant, err := s.records.As(s.Planner).Variant(s.t.Context(), s.Message.ID, "ru")
			if err != nil {
				s.t.Fatal(err)
			}
			_, err = planning.Rewrite(s.t.Context(), s.Planner, s.Message.ID, variant.Version, models.Text{Language: "ru", Title: "Хлеб", Body: body})
			if err != nil {
				s.t.Fatal(err)
			}
		}
		rewrite("Хлеб и книги") // the same again
		s.is(waiting, models.Ready, "")
		rewrite("Хлеб, чай и книги")
		s.is(waiting, models.Cancelled, models.VoidEdited)
		s.is(out, models.Published, "")

		version, err := s.records.As(s.Planner).Version(s.t.Context(), s.Version.ID)
		if err != nil || version.VoidReason != models.VoidEdited {
			s.t.Errorf("the version is %+v, %v", version, err)
		}
		if _, err := s.desk.Schedule(s.t.Context(), s.Planner, later); !errors.Is(err, models.ErrNotApproved) {
			s.t.Errorf("scheduled again: %v", err)
		}
		s.now = made[0].NotBefore
		s.work()
		s.posts("keyed", 1)
	})
}

// A claim does not outlive the approval, and a submission that was only taken
// back leaves its deliveries waiting.
func TestVoidSubmissionsTakeBackClaims(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		err := s.records.As(models.System("test")).InTx(s.t.Context(), func(tx *store.Scope) error {
			delivery, err := tx.Delivery(s.t.Context(), id)
			if err != nil {
				return err
			}
			return errors.Join(delivery.Claim(s.now, time.Minute), tx.SaveDelivery(s.t.Context(), delivery))
		})
		if err != nil {
			s.t.Fatal(err)
		}
		s.void(models.VoidWithdrawn)
		s.is(id, models.Claimed, "") // its worker finds out before it sends
		s.now = s.now.Add(2 * time.Minute)
		s.work() // takes it from the worker that is gone
		s.work()
		s.is(id, models.Planned, models.ErrNotApproved.Code)
		s.posts("keyed", 0)
	})
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.void(models.VoidWithdrawn)
		s.is(id, models.Planned, models.VoidWithdrawn)
	})
}

// void ends the submissions of the message.
func (s *stage) void(reason string) {
	s.t.Helper()
	err := s.records.As(s.Planner).InTx(s.t.Context(), func(tx *store.Scope) error {
		submissions, err := tx.SubmissionsOf(s.t.Context(), s.Message.ID)
		if err != nil {
			return err
		}
		return tx.VoidSubmissions(s.t.Context(), submissions, reason, s.now)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
