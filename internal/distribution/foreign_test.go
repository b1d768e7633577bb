package distribution_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/platforms/platformtest"
	"caravan/models"
)

// A stranger's post is found within one round, and closes the channel until
// somebody has said what it was.
func TestForeignPostClosesTheChannel(t *testing.T) {
	each(t, func(s *stage) {
		s.sandbox["keyed"].Intrude("from before the channel was connected")
		s.now = s.now.Add(time.Minute)
		s.look("keyed")
		s.now = s.now.Add(5 * time.Minute)
		s.look("keyed")
		if c := s.account("keyed"); c.State != models.ChannelHealthy {
			s.t.Fatalf("an old post closes the channel: %+v", c)
		}

		s.sandbox["keyed"].Intrude("The president is wounded")
		s.now = s.now.Add(5 * time.Minute)
		s.look("keyed")
		s.look("keyed") // another worker
		if c := s.account("keyed"); c.State != models.ChannelSuspended || c.SuspendedFor != models.ForForeignPost {
			s.t.Fatalf("got %+v", c)
		}
		uses, err := s.records.As(s.Planner).ChannelUses(s.t.Context())
		if err != nil || len(uses[s.channel("keyed")].Foreign) != 1 {
			s.t.Errorf("got %+v, %v", uses, err)
		}

		if _, err := s.desk.Resume(s.t.Context(), s.Planner, s.channel("keyed"), ""); !errors.Is(err, models.ErrReason) {
			s.t.Errorf("resumed without a word: %v", err)
		}
		if _, err := s.desk.Resume(s.t.Context(), s.Planner, s.channel("keyed"), "our director wrote it"); err != nil {
			s.t.Fatal(err)
		}
		s.now = s.now.Add(5 * time.Minute)
		s.look("keyed")
		if c := s.account("keyed"); c.State != models.ChannelHealthy {
			s.t.Errorf("what was explained closes the channel again: %+v", c)
		}
	})
}

// What the program has sent is never foreign: neither when it is known to be
// there, nor while nobody knows.
func TestOwnPostIsNotForeign(t *testing.T) {
	for name, fault := range map[string]func() platformtest.Fault{
		"published": func() platformtest.Fault { return platformtest.Slow(0) },
		"in doubt":  platformtest.HangAfterAccept,
		"pending":   func() platformtest.Fault { return platformtest.Processing(100) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, platform := range []string{"searchable", "opaque"} {
				each(t, func(s *stage) {
					id := s.scheduled(platform)
					s.look(platform)
					s.sandbox[platform].Next(fault())
					s.work()
					s.posts(platform, 1)
					s.look(platform)
					if c := s.account(platform); c.State != models.ChannelHealthy {
						d, _ := s.records.As(s.Planner).Delivery(s.t.Context(), id)
						s.t.Errorf("the post of a delivery that is %s closes the channel: %+v", d.State, c)
					}
				})
			}
		})
	}
}

// A look that meets an attempt on its way, between the platform's taking the
// post and its answer, raises no alarm.
func TestPostOnItsWayIsNotForeign(t *testing.T) {
	each(t, func(s *stage) {
		s.desk.Timers.Send = time.Second
		s.look("keyed")
		id := s.scheduled("keyed")
		hang := platformtest.HangAfterAccept()
		s.sandbox["keyed"].Next(hang)
		done := make(chan error, 1)
		go func() { done <- s.desk.Publish(s.t.Context(), id) }()
		<-hang.Reached
		s.posts("keyed", 1)
		s.look("keyed")
		if c := s.account("keyed"); c.State != models.ChannelHealthy {
			s.t.Errorf("got %+v", c)
		}
		if err := <-done; err != nil {
			s.t.Error(err)
		}
	})
}
