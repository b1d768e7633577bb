package distribution_test

import (
	"errors"
	"testing"
	"time"

	"caravan/internal/distribution"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/store"
	"caravan/models"
)

// authority is a person of the organisation that approved the message.
func (s *stage) authority() models.Actor {
	s.t.Helper()
	submissions, err := s.records.As(s.Planner).SubmissionsOf(s.t.Context(), s.Message.ID)
	if err != nil || len(submissions) == 0 {
		s.t.Fatal(err)
	}
	return models.Actor{UserID: models.NewID[models.User](), OrganizationID: submissions[0].AuthorityID, Roles: []models.Role{models.Approver}}
}

func (s *stage) stop(by models.Actor, scope, id string) *models.Hold {
	s.t.Helper()
	hold, _, err := s.desk.Close(s.t.Context(), by, scope, id, "threats")
	if err != nil {
		s.t.Fatal(err)
	}
	return hold
}

func TestAuthorityStopsWhatItApproved(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		hold := s.stop(s.authority(), "country", "KG")
		s.work()
		if err := s.desk.Publish(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
		s.is(id, models.Ready, "")
		s.posts("keyed", 0)
		if seen, err := s.records.As(s.Planner).Holds(s.t.Context()); err != nil || len(seen) != 1 {
			s.t.Errorf("the organisation sees %d holds, %v", len(seen), err)
		}
		if _, _, err := s.desk.Open(s.t.Context(), s.Planner, hold.ID, "we think it is over"); !errors.Is(err, models.ErrForbidden) {
			s.t.Errorf("those who were stopped open it: %v", err)
		}
	})
}

func TestHoldOfAnotherStopsNothing(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		stranger := models.Actor{UserID: models.NewID[models.User](), OrganizationID: s.authority().OrganizationID, Roles: []models.Role{models.Approver}}
		s.stop(stranger, "country", "TJ")
		s.work()
		s.is(id, models.Published, "")
	})
}

func TestCountryIsStoppedOnEveryChannelThatReachesIt(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.revise(func(c *models.Channel) { c.Countries = []string{"KG", "TJ"} })
		s.stop(s.Planner, "country", "TJ")
		s.work()
		s.is(id, models.Ready, "")
		s.posts("keyed", 0)
	})
}

func TestInstallationIsOpenedByItsOperators(t *testing.T) {
	each(t, func(s *stage) {
		operator := s.Planner
		operator.Roles = []models.Role{models.Operator}
		hold := s.stop(operator, "all", "")
		if _, _, err := s.desk.Open(s.t.Context(), s.Colleague, hold.ID, "because"); !errors.Is(err, models.ErrForbidden) {
			s.t.Errorf("got %v", err)
		}
		if _, _, err := s.desk.Open(s.t.Context(), operator, hold.ID, "because"); err != nil {
			s.t.Error(err)
		}
	})
}

func TestStoppedDeliveriesDoNotFillTheSweep(t *testing.T) {
	each(t, func(s *stage) {
		s.scheduled("searchable")
		s.stop(s.Planner, "platform", "searchable")
		due, err := s.desk.Sweep(s.t.Context())
		if err != nil || len(due) != 0 {
			s.t.Errorf("the sweep finds %d, %v", len(due), err)
		}
	})
}

func TestHoldNamesWhatItStops(t *testing.T) {
	each(t, func(s *stage) {
		for scope, id := range map[string]string{"all": "KG", "country": "US", "platform": "myspace", "channel": "the radio", "world": ""} {
			if _, _, err := s.desk.Close(s.t.Context(), s.Planner, scope, id, "because"); !errors.Is(err, models.ErrInvalid) {
				s.t.Errorf("%s %q: got %v", scope, id, err)
			}
		}
	})
}

func TestWhatWasSeenHasAnAddress(t *testing.T) {
	each(t, func(s *stage) {
		finding := distribution.Finding{Verdict: "seen", URL: "javascript:alert(1)"}
		id := s.doubtful()
		if _, err := s.desk.Resolve(s.t.Context(), s.Planner, id, finding); !errors.Is(err, models.ErrProof) {
			s.t.Errorf("got %v", err)
		}
		finding.URL = "https://example.org/1"
		if _, err := s.desk.Resolve(s.t.Context(), s.Planner, id, finding); err != nil {
			s.t.Fatal(err)
		}
		s.is(id, models.Published, "")
	})
}

func TestAiringWithoutADelivery(t *testing.T) {
	each(t, func(s *stage) {
		copies := int64(500)
		a := models.Airing{
			CampaignID: s.Campaign.ID, HappenedAt: s.now, Place: "Osh, Kelechek bazaar", Copies: &copies, Proof: "printer's bill 118",
			Attendance: []models.Headcount{{Gender: "women", AgeBand: "18-24", Count: 12}, {Gender: "men", AgeBand: "18-24", Count: 9}},
		}
		kept, err := s.desk.Aired(s.t.Context(), s.Planner, a)
		if err != nil || *kept.Women != 12 || *kept.Men != 9 {
			s.t.Fatalf("got %+v, %v", kept, err)
		}
		list, err := s.records.As(s.Planner).Airings(s.t.Context(), store.AiringFilter{Campaign: s.Campaign.ID}, store.Page{})
		if err != nil || len(list) != 1 || len(list[0].Attendance) != 2 || list[0].DeliveryID != nil {
			s.t.Errorf("got %+v, %v", list, err)
		}
		a.Attendance = append(a.Attendance, a.Attendance[0])
		if _, err := s.desk.Aired(s.t.Context(), s.Planner, a); !errors.Is(err, models.ErrInvalid) {
			s.t.Errorf("counted twice: got %v", err)
		}
		a.Attendance, a.Proof = nil, ""
		if _, err := s.desk.Aired(s.t.Context(), s.Planner, a); !errors.Is(err, models.ErrProof) {
			s.t.Errorf("without proof: got %v", err)
		}
	})
}

// doubtful is a delivery of which only people can tell what became of it.
func (s *stage) doubtful() models.ID[models.Delivery] {
	s.t.Helper()
	s.sandbox["opaque"].Next(platformtest.GarbageJSON())
	id := s.scheduled("opaque")
	s.work()
	s.now = s.now.Add(15 * time.Minute)
	s.work()
	s.is(id, models.UncertainHuman, "cannot_read_back")
	return id
}
