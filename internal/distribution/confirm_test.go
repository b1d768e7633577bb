package distribution_test

import (
	"testing"
	"time"

	"caravan/internal/platforms/platformtest"
	"caravan/models"
)

// pass lets time pass in steps, with a worker at each.
func (s *stage) pass(until, step time.Duration) {
	s.t.Helper()
	for end := s.now.Add(until); s.now.Before(end); {
		s.now = s.now.Add(step)
		s.work()
	}
}

func TestWhatIsAcceptedIsPublishedWhenItIsLive(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("searchable")
		s.sandbox["searchable"].Next(platformtest.Processing(2))
		s.work()
		d := s.is(id, models.Uncertain, models.Processing)
		if d.PublishedAt != nil || d.RemoteID == "" {
			s.t.Fatalf("got %+v", d)
		}
		s.work() // it is not asked at once again
		s.is(id, models.Uncertain, models.Processing)
		s.pass(time.Minute, 5*time.Second)
		d = s.is(id, models.Published, "")
		if d.PublishedAt == nil || !d.PublishedAt.After(d.NotBefore) {
			s.t.Errorf("public at %v, due at %v", d.PublishedAt, d.NotBefore)
		}
		s.posts("searchable", 1)
	})
}

func TestWhatIsTurnedDownInTheEndHasFailed(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.sandbox["keyed"].Next(platformtest.Processing(5))
		s.work()
		d := s.is(id, models.Uncertain, models.Processing)
		s.sandbox["keyed"].Remove(d.RemoteID)
		s.pass(10*time.Second, 10*time.Second)
		s.is(id, models.Failed, "gone")
		attempts, err := s.records.As(s.Planner).Attempts(s.t.Context(), id)
		if err != nil || len(attempts) != 1 || attempts[0].Class != "gone" || attempts[0].Detail == "" {
			s.t.Errorf("got %+v, %v", attempts, err)
		}
		s.pass(time.Hour, 10*time.Minute)
		s.posts("keyed", 1)
	})
}

// A platform that never finishes keeps nobody waiting for more than a day.
func TestPersonLooksForWhatIsNeverDone(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.sandbox["keyed"].Next(platformtest.Processing(1000))
		s.work()
		s.sandbox["keyed"].Stop()
		s.pass(29*time.Hour, 6*time.Minute)
		s.is(id, models.UncertainHuman, "still_processing")
	})
}
