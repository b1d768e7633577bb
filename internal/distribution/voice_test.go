package distribution_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// twins is a stage with two accounts on one platform.
func twins(t *testing.T, records *store.Store) *stage {
	t.Helper()
	s := newStage(t, records)
	s.Newsroom = dbtest.NewNewsroom(t, records, "keyed", "keyed")
	return s
}

// over asks for the Russian text over one of the accounts at 19:30 in Bishkek.
func (s *stage) over(account int) distribution.Request {
	r := s.request("keyed")
	r.Channels = []models.ID[models.Channel]{s.Channels[account].ID}
	return r
}

// Two requests at once do not see each other, and leave the same text planned
// over two accounts. The earlier one leaves, and the other does not.
func TestOneTextOverTwoAccountsLeavesOnce(t *testing.T) {
	for name, apart := range map[string]time.Duration{"at the same minute": 0, "an hour apart": time.Hour, "almost a day apart": 24*time.Hour - time.Minute} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, records *store.Store) {
				s := twins(t, records)
				first := s.scheduled("keyed")
				request := s.over(1)
				request.Start.Local = "2027-03-05T19:30"
				made, err := s.desk.Schedule(t.Context(), s.Planner, request)
				if err != nil {
					t.Fatal(err)
				}
				second := &made[0]
				at := s.is(first, models.Ready, "").NotBefore.Add(apart)
				second.NotBefore, second.NextAt, second.NotAfter = at, at, at.Add(models.DefaultWindow)
				if err := records.As(models.System("test")).SaveDelivery(t.Context(), second); err != nil {
					t.Fatal(err)
				}
				s.work()
				s.now = at
				s.work()
				s.posts("keyed", 1)
				states := map[models.DeliveryState]string{}
				for _, id := range []models.ID[models.Delivery]{first, second.ID} {
					d, err := records.As(s.Planner).Delivery(t.Context(), id)
					if err != nil {
						t.Fatal(err)
					}
					states[d.State] = d.Reason
				}
				if states[models.Planned] != models.ErrEcho.Code || states[models.Published] != "" || len(states) != 2 {
					t.Errorf("got %v", states)
				}
			})
		})
	}
}

// What is sent again asks anew whether another account says the same.
func TestSendingAgainIsNoSecondVoice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := twins(t, records)
		first := s.scheduled("keyed")
		s.now = s.now.Add(models.DefaultWindow)
		s.work()
		s.is(first, models.Expired, "window_over")
		request := s.over(1)
		request.Start.Local = "2027-03-03T10:00"
		if _, err := s.desk.Schedule(t.Context(), s.Planner, request); err != nil {
			t.Fatal(err)
		}
		if _, err := s.desk.Again(t.Context(), s.Planner, first); !errors.Is(err, models.ErrEcho) {
			t.Errorf("the other account says it tomorrow, and %v", err)
		}
	})
}

func TestTwoRequestsAtOnceAreOneVoice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := twins(t, records)
		var both sync.WaitGroup
		made := make([][]models.Delivery, 2)
		for account := range made {
			both.Go(func() { made[account], _ = s.desk.Schedule(t.Context(), s.Planner, s.over(account)) })
		}
		both.Wait()
		for _, m := range made {
			for i := range m {
				s.now = m[i].NotBefore
			}
		}
		s.work()
		s.posts("keyed", 1)
	})
}
