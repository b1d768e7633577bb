package distribution_test

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"caravan/internal/distribution"
	"caravan/internal/platforms/platformtest"
	"caravan/models"
)

// fails has the one delivery on a platform come to nothing n times. Nobody
// knows each time, and then it turns out not to be there.
func (s *stage) fails(platform string, n int) models.ID[models.Delivery] {
	s.t.Helper()
	id := s.scheduled(platform)
	for range n {
		s.sandbox[platform].Next(platformtest.HTTP5xx())
	}
	s.work()
	s.pass(time.Duration(n-1)*2*time.Minute, 2*time.Minute)
	return id
}

// state is what operators see of the circuit of the platform.
func state(c *distribution.Circuits) float64 {
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(c)
	if n, err := testutil.GatherAndCount(registry); n != 1 || err != nil {
		return -1
	}
	return testutil.ToFloat64(c)
}

// later schedules the request for 20 minutes after the other, and lets time pass
// until then.
func (s *stage) later(platform string) models.ID[models.Delivery] {
	s.t.Helper()
	request := s.request(platform)
	request.Start.Local = "2027-03-02T19:50"
	made, err := s.desk.Schedule(s.t.Context(), s.Planner, request)
	if err != nil || len(made) != 1 {
		s.t.Fatalf("scheduled %d, %v", len(made), err)
	}
	s.now = made[0].NotBefore
	return made[0].ID
}

func TestPlatformThatFailsForEverybodyIsLeftAlone(t *testing.T) {
	each(t, func(s *stage) {
		s.desk.Circuits = &distribution.Circuits{Pause: time.Hour}
		id := s.fails("keyed", 5)
		if got := state(s.desk.Circuits); got != 2 {
			s.t.Fatalf("after five failures in a row the circuit is in state %v", got)
		}
		s.pass(4*time.Minute, 2*time.Minute)
		if d := s.is(id, models.RetryWait, "platform_down"); d.Attempts != 5 {
			s.t.Errorf("it was tried %d times", d.Attempts)
		}
		s.posts("keyed", 0)
		other := s.later("searchable") // another platform does not suffer
		s.work()
		s.is(other, models.Published, "")
	})
}

func TestOnePostSeesWhetherThePlatformIsBack(t *testing.T) {
	each(t, func(s *stage) {
		s.desk.Circuits = &distribution.Circuits{Pause: time.Millisecond}
		id := s.fails("keyed", 5)
		for deadline := time.Now().Add(5 * time.Second); state(s.desk.Circuits) != 1; {
			if time.Now().After(deadline) {
				s.t.Fatal("nothing is let through")
			}
		}
		s.pass(4*time.Minute, 2*time.Minute)
		s.is(id, models.Published, "")
		if got := state(s.desk.Circuits); got != 0 {
			s.t.Errorf("a post was taken, and the circuit is in state %v", got)
		}
	})
}

// Whoever refuses posts, or asks to wait, is not down.
func TestPlatformThatAnswersIsNotDown(t *testing.T) {
	each(t, func(s *stage) {
		s.desk.Circuits = &distribution.Circuits{Pause: time.Hour}
		s.scheduled("keyed")
		for range 7 {
			s.sandbox["keyed"].Next(platformtest.RateLimit(time.Minute))
		}
		s.work()
		s.pass(time.Hour, 2*time.Minute)
		if got := state(s.desk.Circuits); got != 0 {
			s.t.Errorf("the circuit is in state %v", got)
		}
		s.posts("keyed", 1)
	})
}

// What the platform asks an account to wait for holds for what is scheduled
// afterwards too.
func TestWaitOfAnAccountIsForAllItsPosts(t *testing.T) {
	each(t, func(s *stage) {
		s.scheduled("keyed")
		s.sandbox["keyed"].Next(platformtest.RateLimit(time.Hour))
		s.work()
		id := s.later("keyed")
		s.work()
		s.posts("keyed", 0)
		if d := s.is(id, models.RetryWait, "rate_limited"); d.Attempts != 0 {
			s.t.Errorf("got %+v", d)
		}
	})
}
