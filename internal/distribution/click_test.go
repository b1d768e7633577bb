package distribution_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"caravan/internal/platforms"
	"caravan/internal/platforms/platformtest"
	"caravan/models"
)

const helpline = "https://help.example/ask"

// counting is a stage whose channel counts clicks, with a delivery of a text
// that has a link.
func counting(t *testing.T, s *stage, platform string) *models.Delivery {
	t.Helper()
	s.desk.Address = "https://caravan.example"
	s.linked(helpline)
	id := s.scheduled(platform)
	delivery, err := s.records.As(s.Planner).Delivery(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return delivery
}

// linked has the channels count clicks and the text lead somewhere, and both
// approved.
func (s *stage) linked(link string) {
	s.t.Helper()
	for _, c := range s.Channels {
		c.CountClicks = true
		if err := s.records.As(s.Planner).SaveChannel(s.t.Context(), c); err != nil {
			s.t.Fatal(err)
		}
	}
	s.Rewrite(s.t, s.records, func(v *models.Variant) { v.Link, v.Body = link, "Ask at "+link+"." })
}

func TestLinkThatIsCountedLeadsOverOurAddress(t *testing.T) {
	each(t, func(s *stage) {
		d := counting(t, s, "keyed")
		if !d.Rendering.Counted || len(d.LinkCode) != models.LinkCodeLength || d.Rendering.Link != helpline {
			t.Fatalf("it is %+v with the code %q", d.Rendering, d.LinkCode)
		}
		s.work()
		s.is(d.ID, models.Published, "")
		short := "https://caravan.example/l/" + d.LinkCode
		if got := s.sandbox["keyed"].Accepted()[0].Text; !strings.Contains(got, short+".") || strings.Contains(got, helpline) {
			t.Errorf("published is %q", got)
		}
		leads, err := s.desk.Follow(t.Context(), d.LinkCode, true)
		if err != nil || !strings.HasPrefix(leads, helpline+"?") || !strings.Contains(leads, "utm_source=keyed") || strings.Contains(leads, d.MessengerID.String()) {
			t.Errorf("it leads to %q, %v", leads, err)
		}
		for _, code := range []string{"", "aaaaaaaaaa", strings.ToUpper(d.LinkCode)} {
			if leads, err := s.desk.Follow(t.Context(), code, true); !errors.Is(err, models.ErrMissing) || leads != "" {
				t.Errorf("%q leads to %q, %v", code, leads, err)
			}
		}
	})
}

// A post whose outcome is unknown is found by its link, which no other has.
func TestPostIsFoundByItsLink(t *testing.T) {
	each(t, func(s *stage) {
		d := counting(t, s, "searchable")
		s.sandbox["searchable"].Next(platformtest.Fault{Kind: platformtest.HungAfter})
		s.work()
		s.is(d.ID, models.Uncertain, "uncertain")
		short := "https://caravan.example/l/" + d.LinkCode
		text := s.sandbox["searchable"].Accepted()[0].Text
		if !(platforms.Content{Link: short}).Shows(text) || (platforms.Content{Link: short + "x"}).Shows(text) {
			t.Errorf("it is not told by its link: %q", text)
		}
	})
}

func TestEveryClickIsCounted(t *testing.T) {
	each(t, func(s *stage) {
		d := counting(t, s, "keyed")
		follow := func(somebody bool) {
			if _, err := s.desk.Follow(t.Context(), d.LinkCode, somebody); err != nil {
				t.Error(err)
			}
		}
		follow(true) // before it is published: nobody can have come from there
		s.work()
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() { follow(true) })
		}
		all.Wait()
		follow(false) // a program that looks
		reading, readable, err := s.desk.Read(t.Context(), d.ID)
		if err != nil || !readable {
			t.Fatal(readable, err)
		}
		var counted []int64
		for _, c := range reading.Measures.Counts {
			if c.Native == platforms.FollowedLinks {
				counted = append(counted, *c.Value)
			}
		}
		if len(counted) != 1 || counted[0] != 30 {
			t.Errorf("counted are %v", counted)
		}
	})
}

// What was approved without clicks being counted does not leave with them.
func TestCountingClicksIsApprovedToo(t *testing.T) {
	each(t, func(s *stage) {
		d := counting(t, s, "keyed")
		channel, err := s.records.As(s.Planner).Channel(t.Context(), d.ChannelID)
		if err != nil {
			t.Fatal(err)
		}
		account := channel.Account
		account.CountClicks = false
		if _, err := s.desk.Resettle(t.Context(), s.Planner, channel.ID, channel.Version, account, nil); err != nil {
			t.Fatal(err)
		}
		found := s.foresee(s.request("keyed"))
		if len(found) != 1 || found[0].Refusal == nil || found[0].LinkCode != "" {
			t.Errorf("got %+v", found)
		}
	})
}
