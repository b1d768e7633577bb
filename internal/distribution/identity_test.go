package distribution_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/tasks"
	"caravan/models"
)

// look watches over the account on a platform once.
func (s *stage) look(platform string) {
	s.t.Helper()
	if err := s.desk.Look(s.t.Context(), tasks.Look{Channel: s.channel(platform)}); err != nil {
		s.t.Fatal(err)
	}
}

// account reads the channel on a platform.
func (s *stage) account(platform string) *models.Channel {
	s.t.Helper()
	channel, err := s.records.As(s.Planner).Channel(s.t.Context(), s.channel(platform))
	if err != nil {
		s.t.Fatal(err)
	}
	return channel
}

func TestFirstPostSaysWhoseAccountItIs(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.work()
		s.is(id, models.Published, "")
		if c := s.account("keyed"); c.RemoteID != "1" || c.IdentifiedAt == nil || c.RemoteSince == nil {
			s.t.Errorf("got %+v", c.Identification)
		}
	})
}

func TestAnotherAccountClosesTheChannel(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.now = s.now.Add(-24 * time.Hour)
		s.look("keyed")
		known := s.account("keyed").Version
		s.sandbox["keyed"].Become("666")
		s.look("keyed")
		if c := s.account("keyed"); c.State != models.ChannelHealthy || c.Version != known {
			s.t.Fatalf("asked twice on one day: %+v", c)
		}

		s.now = s.now.Add(24 * time.Hour)
		s.look("keyed")
		s.look("keyed")
		if c := s.account("keyed"); c.State != models.ChannelSuspended || c.SuspendedFor != models.ForOtherAccount || c.RemoteID != "1" {
			s.t.Fatalf("got %+v", c)
		}
		s.work()
		s.is(id, models.Ready, "")
		s.posts("keyed", 0)

		if _, err := s.desk.Resume(s.t.Context(), s.Planner, s.channel("keyed"), ""); !errors.Is(err, models.ErrReason) {
			s.t.Errorf("resumed without a word: %v", err)
		}
		if _, err := s.desk.Resume(s.t.Context(), s.Planner, s.channel("keyed"), "we moved to a new account"); err != nil {
			s.t.Fatal(err)
		}
		s.work()
		s.is(id, models.Published, "")
		if c := s.account("keyed"); c.RemoteID != "666" || c.SuspendedFor != "" {
			s.t.Errorf("got %+v", c.Identification)
		}
	})
}

// With credentials that were given anew the account is asked before anything
// leaves, and not a day later.
func TestAnotherAccountGetsNoPost(t *testing.T) {
	each(t, func(s *stage) {
		b := newBank(t, s)
		b.give(s.desk, s.channel("keyed"), "first")
		s.look("keyed")
		b.give(s.desk, s.channel("keyed"), "second")
		s.sandbox["keyed"].Become("666")
		id := s.scheduled("keyed")
		s.work()
		s.is(id, models.RetryWait, models.ErrHeld.Code)
		s.posts("keyed", 0)
	})
}

func TestAccountThatDoesNotAnswerWaits(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.sandbox["keyed"].Stop()
		s.work()
		if d := s.is(id, models.RetryWait, "account_unchecked"); d.Attempts != 0 || !d.NextAt.After(s.now) {
			s.t.Errorf("got %+v", d)
		}
	})
}
