package distribution_test

import (
	"strings"
	"testing"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/platforms/platformtest"
	"caravan/models"
)

// keyOf returns the key under which a delivery was last sent.
func (s *stage) keyOf(id models.ID[models.Delivery]) string {
	s.t.Helper()
	attempts, err := s.records.As(s.Planner).Attempts(s.t.Context(), id)
	if err != nil || len(attempts) == 0 {
		s.t.Fatalf("%d attempts, %v", len(attempts), err)
	}
	return attempts[len(attempts)-1].Key
}

func (s *stage) report(r distribution.Report) {
	s.t.Helper()
	if err := s.desk.Report(s.t.Context(), r); err != nil {
		s.t.Fatal(err)
	}
}

func TestWordOfArrivalSettlesADoubtfulDelivery(t *testing.T) {
	each(t, func(s *stage) {
		s.sandbox["opaque"].Next(platformtest.GarbageJSON())
		id := s.scheduled("opaque")
		s.work()
		s.now = s.now.Add(15 * time.Minute)
		s.work()
		s.is(id, models.UncertainHuman, "cannot_read_back")
		key := s.keyOf(id)
		for range 2 { // mail servers may say it twice
			s.report(distribution.Report{Key: strings.ToUpper(key), Arrived: true})
		}
		if d := s.is(id, models.Published, ""); d.RemoteID != key {
			s.t.Errorf("it is published as %q, want %q", d.RemoteID, key)
		}
		s.posts("opaque", 1)
	})
}

func TestWordOfReturnIsKeptWithThePublishedDelivery(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("opaque")
		s.work()
		s.is(id, models.Published, "")
		s.report(distribution.Report{Key: s.keyOf(id), Reason: "5.1.1"})
		s.report(distribution.Report{Key: s.keyOf(id), Reason: "5.1.1"})
		s.is(id, models.Published, "returned")
		s.report(distribution.Report{Key: s.keyOf(id), Arrived: true})
		s.is(id, models.Published, "returned")
	})
}

func TestWordAboutAnUnknownKeyIsLeftAside(t *testing.T) {
	each(t, func(s *stage) { s.report(distribution.Report{Key: "guessed", Arrived: true}) })
}
