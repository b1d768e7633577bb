package distribution_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/platforms"
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

// A platform that is done one by one says so of each only once.
type oneByOne struct {
	platforms.Connector
	asked *[]string
}

func (c oneByOne) Confirm(_ context.Context, receipt platforms.Receipt) (platforms.Receipt, error) {
	*c.asked = append(*c.asked, receipt.ID)
	if receipt.ID == "rest" {
		receipt.State = platforms.Live
	}
	receipt.ID = "rest"
	return receipt, nil
}

func TestWhatWasLearnedOnTheWayIsKept(t *testing.T) {
	each(t, func(s *stage) {
		var asked []string
		known := s.desk.Platforms["searchable"]
		s.desk.Platforms["searchable"] = distribution.Platform{Profile: known.Profile, Connect: func(platforms.Settings) (platforms.Connector, error) {
			return oneByOne{s.sandbox["searchable"].Connector(), &asked}, nil
		}}
		id := s.scheduled("searchable")
		s.sandbox["searchable"].Next(platformtest.Processing(1))
		s.work()
		first := s.is(id, models.Uncertain, models.Processing).RemoteID
		s.pass(time.Minute, 5*time.Second)
		if d := s.is(id, models.Published, ""); d.RemoteID != "rest" || !slices.Equal(asked, []string{first, "rest"}) {
			s.t.Errorf("asked for %q, published as %q", asked, d.RemoteID)
		}
	})
}
