package distribution_test

import (
	"context"
	"testing"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/planning"
	"caravan/internal/platforms"
	"caravan/models"
)

// slow is a connector whose first answer comes after something else happened.
type slow struct {
	platforms.Connector
	meanwhile func()
}

func (c *slow) Publish(ctx context.Context, p platforms.Post) (platforms.Receipt, error) {
	receipt, err := c.Connector.Publish(ctx, p)
	if happen := c.meanwhile; happen != nil {
		c.meanwhile = nil
		happen()
	}
	return receipt, err
}

// slowRetractor can take posts down too.
type slowRetractor struct{ *slow }

func (c slowRetractor) Retract(ctx context.Context, r platforms.Receipt) error {
	return c.Connector.(platforms.Retractor).Retract(ctx, r)
}

// meanwhile lets something happen between the acceptance of the next post and
// its answer. Without hands nothing can be taken down by the program.
func (s *stage) meanwhile(platform string, hands bool, happen func()) {
	known := s.desk.Platforms[platform]
	late := &slow{s.sandbox[platform].Connector(), happen}
	known.Connect = func(platforms.Settings) (platforms.Connector, error) {
		if hands {
			return slowRetractor{late}, nil
		}
		return late, nil
	}
	s.desk.Platforms[platform] = known
}

// givenUp lets the sweep take the delivery from its worker, until a person is
// asked.
func (s *stage) givenUp(id models.ID[models.Delivery]) {
	s.t.Helper()
	s.now = s.now.Add(time.Minute)
	s.work()
	s.now = s.now.Add(15 * time.Minute)
	s.work()
	s.is(id, models.UncertainHuman, "cannot_read_back")
}

func (s *stage) resolve(by models.Actor, id models.ID[models.Delivery], f distribution.Finding) {
	s.t.Helper()
	if _, err := s.desk.Resolve(s.t.Context(), by, id, f); err != nil {
		s.t.Fatal(err)
	}
}

// unwanted returns the one post of a delivery that should not exist.
func (s *stage) unwanted(id models.ID[models.Delivery], open int) models.Post {
	s.t.Helper()
	scope := s.records.As(s.Planner)
	posts, err := scope.Posts(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	delivery, err := scope.Delivery(s.t.Context(), id)
	if err != nil || delivery.Unwanted != open {
		s.t.Fatalf("%+v has not %d unwanted posts, %v", delivery, open, err)
	}
	var found []models.Post
	for _, p := range posts {
		if p.Removal != "" {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		s.t.Fatalf("got %+v", posts)
	}
	return found[0]
}

// A post that two people did not see comes out after all, when another has
// been sent: it is taken down, and the other stays.
func TestSecondPostIsTakenDown(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("opaque")
		s.meanwhile("opaque", true, func() {
			s.givenUp(id)
			notThere := distribution.Finding{Verdict: "not_there", Reason: "looked at the channel"}
			s.resolve(s.Planner, id, notThere)
			s.resolve(s.Colleague, id, notThere)
			s.work()
			s.is(id, models.Published, "")
		})
		s.work()
		s.posts("opaque", 2)
		second := s.unwanted(id, 0)
		wanted := s.is(id, models.Published, "").RemoteID
		if second.Removal != models.RemovalDone || second.DuplicateOf != wanted {
			s.t.Errorf("got %+v beside %s", second, wanted)
		}
		for _, p := range s.sandbox["opaque"].Accepted() {
			if p.Removed != (p.ID == second.RemoteID) {
				s.t.Errorf("removed: %+v", p)
			}
		}
	})
}

// What landed after a person gave the delivery up is taken down as well; where
// the program cannot do it, a person does and says so.
func TestLateEvidenceOfWhatWasGivenUp(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("opaque")
		s.meanwhile("opaque", false, func() {
			s.givenUp(id)
			s.resolve(s.Planner, id, distribution.Finding{Verdict: "drop", Reason: "too late now"})
		})
		s.work()
		s.is(id, models.Cancelled, "too late now")
		late := s.unwanted(id, 1)
		if late.Removal != models.RemovalByHand || late.DuplicateOf != "" {
			s.t.Fatalf("got %+v", late)
		}
		gone := distribution.Finding{Verdict: "removed", URL: "https://example.org/another"}
		if _, err := s.desk.Resolve(s.t.Context(), s.Planner, id, gone); err == nil {
			s.t.Error("another address is taken")
		}
		gone.URL = late.URL
		s.resolve(s.Planner, id, gone)
		if again := s.unwanted(id, 0); again.Removal != models.RemovalDone {
			s.t.Errorf("got %+v", again)
		}
	})
}

// A consent that ends while a post is on its way has it taken down when it
// lands.
func TestConsentEndsInFlight(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.meanwhile("keyed", true, func() {
			desk := &planning.Desk{Store: s.records, Now: func() time.Time { return s.now }}
			if _, err := desk.EndConsent(s.t.Context(), s.Planner, s.Messenger.ID, s.Consent.ID, "afraid"); err != nil {
				s.t.Fatal(err)
			}
			s.is(id, models.Sending, "")
		})
		if err := s.desk.Publish(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
		s.is(id, models.TakedownPending, models.VoidConsent)
		s.work()
		s.is(id, models.TakenDown, "")
		if p := s.sandbox["keyed"].Accepted(); len(p) != 1 || !p[0].Removed {
			s.t.Errorf("got %+v", p)
		}
	})
}
