package distribution_test

import (
	"errors"
	"testing"

	"caravan/internal/distribution"
	"caravan/internal/store"
	"caravan/models"
)

// revise changes the channel on the keyed platform.
func (s *stage) revise(change func(*models.Channel)) {
	s.t.Helper()
	scope := s.records.As(s.Planner)
	channel, err := scope.Channel(s.t.Context(), s.channel("keyed"))
	if err != nil {
		s.t.Fatal(err)
	}
	change(channel)
	if err := scope.SaveChannel(s.t.Context(), channel); err != nil {
		s.t.Fatal(err)
	}
}

// everyTuesdayAndFriday asks for the Russian text at 19:30 for three weeks, by
// the clock of the channel's audience.
func (s *stage) everyTuesdayAndFriday() distribution.Request {
	s.t.Helper()
	r := s.request("keyed")
	r.Start, r.Repeat = models.LocalTime{Local: "2027-03-02T19:30"}, models.Repeat{Weekdays: []string{"tue", "fri"}, Weeks: 3}
	return r
}

func (s *stage) foresee(r distribution.Request) []distribution.Occurrence {
	s.t.Helper()
	found, err := s.desk.Foresee(s.t.Context(), s.Planner, r)
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

func TestForecastTellsEveryOccurrence(t *testing.T) {
	each(t, func(s *stage) {
		s.Campaign.BlackoutDates = []models.Date{"2027-03-09"}
		if err := s.records.As(s.Planner).SaveCampaign(s.t.Context(), s.Campaign); err != nil {
			s.t.Fatal(err)
		}
		s.scheduled("keyed")
		s.now = s.Campaign.CreatedAt
		found := s.foresee(s.everyTuesdayAndFriday())
		if len(found) != 6 {
			s.t.Fatalf("got %d, want 6", len(found))
		}
		if first := found[0]; !errors.Is(first.Refusal, models.ErrDuplicate) || len(first.Clashes) != 1 || first.Zone != "Asia/Bishkek" {
			s.t.Errorf("the first is there already: got %+v", first)
		}
		if !found[2].LeftOut || found[2].Refusal != nil {
			s.t.Errorf("the campaign is silent on the third: got %+v", found[2])
		}
		for _, i := range []int{1, 3, 4, 5} {
			if o := found[i]; o.Refusal != nil || o.LeftOut || o.NotBefore.Hour() != 13 {
				s.t.Errorf("%d: got %+v", i, o)
			}
		}
		if made, err := s.records.As(s.Planner).Deliveries(s.t.Context(), store.DeliveryFilter{}, store.Page{}); err != nil || len(made) != 1 {
			s.t.Errorf("a forecast made %d, %v", len(made)-1, err)
		}
		r := s.everyTuesdayAndFriday()
		r.Start.Local = "2027-03-03T19:30"
		made, err := s.desk.Schedule(s.t.Context(), s.Planner, r)
		if err != nil || len(made) != 5 {
			s.t.Errorf("scheduled %d, %v", len(made), err)
		}
	})
}

func TestQuietHoursRefuseOrMove(t *testing.T) {
	each(t, func(s *stage) {
		s.revise(func(c *models.Channel) { c.Quiet = models.QuietHours{From: "19:00", To: "07:00"} })
		r := s.request("keyed")
		if o := s.foresee(r)[0]; !errors.Is(o.Refusal, models.ErrQuietHours) {
			s.t.Errorf("got %+v", o)
		}
		r.MoveQuiet = true
		if o := s.foresee(r)[0]; o.Refusal != nil || !o.Moved || o.Local != "2027-03-03T07:00" {
			s.t.Errorf("got %+v", o)
		}
	})
}

func TestCancelledTimeCanBeUsedAgain(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		if _, err := s.desk.Cancel(s.t.Context(), s.Planner, id, "another hour"); err != nil {
			s.t.Fatal(err)
		}
		s.scheduled("keyed")
	})
}

func TestSuspendedChannelSendsNothing(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.revise(func(c *models.Channel) { c.State = models.ChannelSuspended })
		if o := s.foresee(s.request("keyed"))[0]; !errors.Is(o.Refusal, models.ErrHeld) {
			s.t.Errorf("got %v", o.Refusal)
		}
		s.work()
		if err := s.desk.Publish(s.t.Context(), id); err != nil { // a doorbell rings all the same
			s.t.Fatal(err)
		}
		s.is(id, models.Ready, "")
		s.posts("keyed", 0)
		s.revise(func(c *models.Channel) { c.State = models.ChannelHealthy })
		s.work()
		s.is(id, models.Published, "")
	})
}

func TestWhatEndedUnsentIsMadeAnew(t *testing.T) {
	each(t, func(s *stage) {
		id := s.scheduled("keyed")
		s.now = s.now.Add(distributionWindow)
		s.work()
		s.is(id, models.Expired, "window_over")
		again, err := s.desk.Again(s.t.Context(), s.Planner, id)
		if err != nil || again.ID == id {
			s.t.Fatalf("got %v, %v", again, err)
		}
		s.work()
		s.is(again.ID, models.Published, "")
		s.is(id, models.Expired, "window_over")
		if _, err := s.desk.Again(s.t.Context(), s.Planner, again.ID); !errors.Is(err, models.ErrWrongState) {
			s.t.Errorf("published and sent again: %v", err)
		}
	})
}

const distributionWindow = models.DefaultWindow + 1
