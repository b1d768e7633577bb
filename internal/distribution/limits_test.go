package distribution_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/store"
	"caravan/models"
)

// An account whose token is refused closes its own channel, and the others go
// on. Two people open it again.
func TestRefusedTokenClosesItsChannelAlone(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		other := s.scheduled("searchable")
		s.sandbox["keyed"].Next(platformtest.AuthExpired())
		s.work()
		s.is(id, models.RetryWait, "locked")
		s.is(other, models.Published, "")
		s.now = s.now.Add(30 * time.Minute)
		s.work() // the token would be good again, and nobody has said so
		s.posts("keyed", 0)
		scope := s.records.As(s.Planner)
		channel, err := scope.Channel(s.t.Context(), s.channel("keyed"))
		if err != nil || channel.State != models.ChannelExpired {
			s.t.Errorf("the channel is %+v, %v", channel, err)
		}
		holds, err := scope.Holds(s.t.Context())
		if err != nil || len(holds) != 1 || holds[0].Scope != "channel" || holds[0].ScopeID != channel.ID.String() {
			s.t.Fatalf("closed are %+v, %v", holds, err)
		}
		for _, by := range []models.Actor{s.Planner, s.Colleague} {
			if _, _, err := s.desk.Open(s.t.Context(), by, holds[0].ID, "a new token"); err != nil {
				s.t.Fatal(err)
			}
		}
		s.work()
		s.is(id, models.Published, "")
	})
}

// What a channel that reaches two countries carries, both have approved.
func TestChannelOfTwoCountriesNeedsBoth(t *testing.T) {
	each(t, func(s *stage) {
		part, err := s.Campaign.Enter("TJ")
		if err != nil {
			s.t.Fatal(err)
		}
		channel := s.Channels[0]
		channel.Countries = []string{"KG", "TJ"}
		scope := s.records.As(s.Planner)
		if err := errors.Join(scope.CreateCampaignCountry(s.t.Context(), part), scope.SaveChannel(s.t.Context(), channel)); err != nil {
			s.t.Fatal(err)
		}
		_, err = s.desk.Schedule(s.t.Context(), s.Planner, s.request(channel.Platform))
		if refusal, is := errors.AsType[*models.Refusal](err); !is || refusal.Code != models.ErrNotApproved.Code || !strings.Contains(refusal.Detail, "TJ") {
			s.t.Errorf("approved in Kyrgyzstan alone: %v", err)
		}
		channel.Countries = []string{"KG"}
		if err := scope.SaveChannel(s.t.Context(), channel); err != nil {
			s.t.Fatal(err)
		}
		id := s.scheduled(channel.Platform)
		channel.Countries = []string{"KG", "TJ"} // it turns out that Tajiks read it too
		if err := scope.SaveChannel(s.t.Context(), channel); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.Planned, models.ErrNotApproved.Code)
		s.posts(channel.Platform, 0)
	})
}

// Forty deliveries that are due at once leave at the pace of their channel,
// however many publishers there are.
func TestChannelKeepsItsPace(t *testing.T) {
	const perMinute, all, publishers = 5, 40, 4
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newStage(t, records)
		channel := s.Channels[0]
		channel.PerMinute = perMinute
		if err := records.As(s.Planner).SaveChannel(t.Context(), channel); err != nil {
			t.Fatal(err)
		}
		request, due := s.request(channel.Platform), s.now
		for i := range all {
			request.Start.Local = time.Date(2027, 3, 2, 19, i, 0, 0, time.UTC).Format("2006-01-02T15:04")
			made, err := s.desk.Schedule(t.Context(), s.Planner, request)
			if err != nil {
				t.Fatal(err)
			}
			due = made[0].NotBefore
		}
		s.now = due // the last, and all before it
		var left []time.Time
		for begun := s.now; len(left) < all && s.now.Before(begun.Add(models.DefaultWindow)); s.now = s.now.Add(5 * time.Second) {
			before := len(s.sandbox[channel.Platform].Accepted())
			var crew sync.WaitGroup
			for range publishers {
				crew.Go(s.sweepOnce)
			}
			crew.Wait()
			for range len(s.sandbox[channel.Platform].Accepted()) - before {
				left = append(left, s.now)
			}
		}
		if len(left) != all {
			t.Fatalf("%d left", len(left))
		}
		for i := range left[perMinute:] {
			if apart := left[i+perMinute].Sub(left[i]); apart < time.Minute {
				t.Errorf("%d left within %s", perMinute+1, apart)
			}
		}
	})
}

// sweepOnce does what is due now, once.
func (s *stage) sweepOnce() {
	due, err := s.desk.Sweep(s.t.Context())
	if err != nil {
		s.t.Error(err)
	}
	for _, id := range due {
		if err := s.desk.Work(s.t.Context(), id); err != nil {
			s.t.Error(err)
		}
	}
}
