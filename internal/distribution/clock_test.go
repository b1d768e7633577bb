package distribution_test

import (
	"context"
	"testing"
	"time"

	"caravan/internal/distribution"
	"caravan/models"
)

// A clock that is wrong makes nothing leave early, and lets nothing expire.
func TestNothingIsDueByAWrongClock(t *testing.T) {
	for name, ahead := range map[string]time.Duration{"the process is ahead": time.Hour, "the database is ahead": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			each(t, func(s *stage) {
				id := s.scheduled("keyed")
				due := s.now
				apart := ahead
				s.desk.Clock = &distribution.Clock{Ask: func(context.Context) (time.Time, error) { return s.now.Add(-apart), nil }}
				for _, s.now = range []time.Time{due.Add(-30 * time.Minute).Add(max(ahead, 0)), due.Add(3 * time.Hour)} {
					s.work()
					if err := s.desk.Work(s.t.Context(), id); err != nil { // rung for by another process
						s.t.Fatal(err)
					}
					s.is(id, models.Ready, "")
					s.posts("keyed", 0)
				}
				apart, s.now = 0, due
				s.work()
				s.is(id, models.Ready, "") // back by hours, it is believed when it has gone right for a minute
				s.now = due.Add(59 * time.Second)
				s.work()
				s.posts("keyed", 0)
				s.now = due.Add(time.Minute)
				s.work()
				s.is(id, models.Published, "")
			})
		})
	}
}

func TestClockThatGoesBackIsNotBelieved(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.desk.Clock = &distribution.Clock{Ask: func(context.Context) (time.Time, error) { return s.now, nil }}
		due := s.now
		for _, after := range []time.Duration{-time.Second, -7 * time.Second, 0, 52 * time.Second} {
			s.now = due.Add(after)
			s.work()
			s.posts("keyed", 0)
		}
		s.now = due.Add(53 * time.Second) // a minute after it went back
		s.work()
		s.is(id, models.Published, "")
	})
}
