package distribution_test

import (
	"testing"
	"time"

	"caravan/internal/tasks"
	"caravan/models"
)

// early schedules a delivery on the searchable platform, an hour before it is
// due.
func (s *stage) early() models.ID[models.Delivery] {
	s.t.Helper()
	id := s.scheduled("searchable")
	s.now = s.now.Add(-time.Hour)
	return id
}

// warn asks whether a delivery can leave in time, and returns what speaks
// against it.
func (s *stage) warn(id models.ID[models.Delivery]) string {
	s.t.Helper()
	if err := s.desk.Forewarn(s.t.Context(), tasks.Forewarn{Delivery: id}); err != nil {
		s.t.Fatal(err)
	}
	return s.is(id, models.Ready, "").AtRisk
}

// warnings counts the looks that are owed until a time.
func (s *stage) warnings(until time.Time) (n int) {
	s.t.Helper()
	due, err := s.records.As(models.System("test")).DueTasks(s.t.Context(), until, 100)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, t := range due {
		if t.Kind == (tasks.Forewarn{}).Kind() {
			n++
		}
	}
	return n
}

func TestAccountIsAskedAfterAnHourBefore(t *testing.T) {
	each(t, func(s *stage) {
		id := s.early()
		if before := s.warnings(s.now.Add(-time.Second)); before != 0 || s.warnings(s.now) != 1 {
			s.t.Fatalf("%d looks are owed earlier than an hour before, or none is", before)
		}
		if risk := s.warn(id); risk != "" {
			s.t.Errorf("a well account is at risk: %s", risk)
		}
		if s.warnings(s.now.Add(time.Hour)) != 1 {
			s.t.Error("a well account is looked at on and on")
		}
	})
}

func TestDeliveryIsAtRiskUntilTheAccountIsWell(t *testing.T) {
	each(t, func(s *stage) {
		id := s.early()
		channel := s.channel("searchable")
		if _, err := s.desk.Suspend(s.t.Context(), s.Planner, channel, "the password leaked"); err != nil {
			s.t.Fatal(err)
		}
		for range 2 { // two workers
			if risk := s.warn(id); risk != models.ErrHeld.Code {
				s.t.Fatalf("at risk: %q", risk)
			}
		}
		if s.warnings(s.now.Add(riskAgain)) != 2 {
			s.t.Error("it is not looked at again, or twice")
		}
		if _, err := s.desk.Resume(s.t.Context(), s.Planner, channel, ""); err != nil {
			s.t.Fatal(err)
		}
		if risk := s.warn(id); risk != "" {
			s.t.Errorf("the account is well, and the delivery at risk: %q", risk)
		}
	})
}

func TestWhatSpeaksAgainstADelivery(t *testing.T) {
	for want, set := range map[string]func(s *stage){
		"no_answer": func(s *stage) { s.sandbox["searchable"].Stop() },
		"held": func(s *stage) {
			s.look("searchable")
			s.now = s.now.Add(6 * time.Minute)
			s.sandbox["searchable"].Become("666")
		},
		"throttled": func(s *stage) {
			if err := s.records.As(models.System("test")).Pause(s.t.Context(), s.channel("searchable"), s.now.Add(2*time.Hour)); err != nil {
				s.t.Fatal(err)
			}
		},
	} {
		t.Run(want, func(t *testing.T) {
			each(t, func(s *stage) {
				id := s.early()
				set(s)
				if risk := s.warn(id); risk != want {
					s.t.Errorf("at risk: %q", risk)
				}
			})
		})
	}
}

// A delivery that has left is not looked at any more.
func TestWhatHasLeftIsNotAtRisk(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("searchable")
		s.work()
		s.sandbox["searchable"].Stop()
		if err := s.desk.Forewarn(s.t.Context(), tasks.Forewarn{Delivery: id}); err != nil {
			s.t.Fatal(err)
		}
		if d := s.is(id, models.Published, ""); d.AtRisk != "" {
			s.t.Errorf("at risk: %q", d.AtRisk)
		}
	})
}

const riskAgain = 10 * time.Minute
