package distribution_test

import (
	"errors"
	"testing"

	"caravan/models"
)

// rule enters a rule of Kyrgyzstan without telling anybody: it was written
// earlier and comes into force by its date.
func (s *stage) rule(change func(*models.ApprovalRule)) {
	s.t.Helper()
	system := s.records.As(models.System("test"))
	rules, err := system.Rules(s.t.Context(), "KG")
	if err != nil || len(rules) == 0 {
		s.t.Fatal(err)
	}
	rule := rules[0]
	rule.ID = models.NewID[models.ApprovalRule]()
	change(&rule)
	if err := system.CreateRule(s.t.Context(), &rule); err != nil {
		s.t.Fatal(err)
	}
}

func TestStricterRuleIsAskedForAtTheMomentOfSending(t *testing.T) {
	each(t, func(s *stage) {
		s.rule(func(r *models.ApprovalRule) { r.Quorum, r.ValidFrom = 2, "2027-03-02" })
		id := s.scheduled("keyed") // a day before that
		s.work()
		s.is(id, models.Planned, models.ErrNotApproved.Code)
		s.posts("keyed", 0)
	})
	each(t, func(s *stage) {
		s.rule(func(r *models.ApprovalRule) { r.Quorum, r.ChannelClass = 2, "tv" })
		id := s.scheduled("keyed")
		s.work()
		s.is(id, models.Published, "") // what is said about television does not touch it
	})
}

func TestStateIsQuietInAnElection(t *testing.T) {
	for name, c := range map[string]struct {
		of      models.MessageType
		country string
		watched bool
		state   models.DeliveryState
		why     string
	}{
		"the state":             {models.GovStrategicComms, "KG", false, models.Planned, models.ErrElection.Code},
		"watched from outside":  {models.GovStrategicComms, "KG", true, models.Published, ""},
		"an election elsewhere": {models.GovStrategicComms, "TJ", false, models.Published, ""},
		"others":                {models.AlternativeNarrative, "KG", false, models.Published, ""},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(s *stage) {
				id := s.scheduled("keyed")
				s.Message.Type = c.of
				window := &models.ElectionWindow{ID: models.NewID[models.ElectionWindow](), Country: c.country, Title: "Parliament", From: "2027-03-01", To: "2027-03-02", Version: 1}
				system := s.records.As(models.System("test"))
				if err := system.SaveMessage(s.t.Context(), s.Message); err != nil {
					s.t.Fatal(err)
				}
				if err := system.CreateWindow(s.t.Context(), window); err != nil {
					s.t.Fatal(err)
				}
				if c.watched {
					s.rule(func(r *models.ApprovalRule) { r.Occasion = models.Election })
				}
				s.work()
				s.is(id, c.state, c.why)
			})
		})
	}
}

// What readers have to know may be taken out of a plan after it was approved.
// Nothing leaves until it is there again.
func TestNothingLeavesWithoutWhoIsBehindIt(t *testing.T) {
	for field, empty := range map[string]func(*models.Campaign, *models.Organization){
		"who speaks":            func(c *models.Campaign, _ *models.Organization) { c.Disclosure = "" },
		"who pays":              func(c *models.Campaign, _ *models.Organization) { c.Funders = []string{} },
		"the part of the state": func(c *models.Campaign, _ *models.Organization) { c.StateInvolvement = "" },
		"where to complain":     func(_ *models.Campaign, owner *models.Organization) { owner.Contact = "" },
	} {
		t.Run(field, func(t *testing.T) {
			each(t, func(s *stage) {
				id := s.scheduled("keyed")
				owner := s.Planner.Organization
				empty(s.Campaign, &owner)
				system := s.records.As(models.System("test"))
				if err := errors.Join(system.SaveCampaign(s.t.Context(), s.Campaign), system.SaveOrganization(s.t.Context(), &owner)); err != nil {
					s.t.Fatal(err)
				}
				s.work()
				s.is(id, models.Planned, models.ErrIncomplete.Code)
				s.posts("keyed", 0)
			})
		})
	}
}
