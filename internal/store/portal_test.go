package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A site is what publishing on an organisation's own site needs.
type site struct {
	scope    *store.Scope
	campaign *models.Campaign
	message  models.ID[models.Message]
	version  models.ID[models.MessageVersion]
	channel  models.ID[models.Channel]
}

// newSite makes a campaign with one message and a portal channel.
func newSite(t *testing.T, records *store.Store, slug string) *site {
	t.Helper()
	planner := newsroom(t, records, slug)
	s := &site{scope: records.As(planner)}
	s.campaign = plan(t, s.scope, "Bread and books", "KG")
	channel, err := models.NewChannel(models.Account{Platform: "portal", Class: "web", Name: "Our site", Zone: "Asia/Bishkek"}, planner, noon)
	if err != nil {
		t.Fatal(err)
	}
	brief := models.Brief{
		Type: models.CounterNarrative, Approach: models.Positive, Components: []string{}, Themes: []string{}, SourceLanguage: "ky", Citations: []string{},
	}
	m := &models.Message{
		ID: models.NewID[models.Message](), OrganizationID: planner.OrganizationID, CampaignID: s.campaign.ID, Brief: brief,
		AuthorID: planner.UserID, Editors: []models.ID[models.User]{}, CreatedAt: noon, UpdatedAt: noon, Version: 1,
	}
	v := &models.MessageVersion{
		ID: models.NewID[models.MessageVersion](), OrganizationID: planner.OrganizationID, MessageID: m.ID, Number: 1, Texts: []models.FrozenText{},
		Editors: []models.ID[models.User]{}, Digest: models.Digest(strings.Repeat("0", 64)), CreatedBy: planner.UserID, CreatedAt: noon,
	}
	err = s.scope.InTx(t.Context(), func(tx *store.Scope) error {
		return errors.Join(tx.CreateChannel(t.Context(), channel), tx.CreateMessage(t.Context(), m), tx.CreateVersion(t.Context(), v))
	})
	if err != nil {
		t.Fatal(err)
	}
	s.message, s.version, s.channel = m.ID, v.ID, channel.ID
	return s
}

// deliver plans a delivery and writes down an attempt under a key.
func (s *site) deliver(t *testing.T, key, language string, at time.Time) *models.Delivery {
	t.Helper()
	d := &models.Delivery{
		ID: models.NewID[models.Delivery](), OrganizationID: s.scope.Who().OrganizationID, CampaignID: s.campaign.ID, MessageID: s.message,
		VersionID: s.version, ChannelID: s.channel, Dimensions: models.Dimensions{Language: language, Platform: "portal", Components: []string{}},
		Digest: models.Digest(strings.Repeat("0", 64)), Local: "2027-03-01T18:00", Zone: "Asia/Bishkek",
		NotBefore: at, NotAfter: at.Add(time.Hour), NextAt: at, State: models.Sending, Attempts: 1, CreatedAt: noon, Version: 1,
	}
	a := &models.Attempt{DeliveryID: d.ID, N: 1, Key: key, SendBy: at, CreatedAt: at}
	err := s.scope.InTx(t.Context(), func(tx *store.Scope) error {
		return errors.Join(tx.CreateDelivery(t.Context(), d), tx.CreateAttempt(t.Context(), a))
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// publish puts a page for a new delivery.
func (s *site) publish(t *testing.T, key, language string, at time.Time) *models.Page {
	t.Helper()
	content := models.Rendering{Language: language, Direction: "ltr", Title: "Нон", Body: "Китоб", Link: "https://example.org/", Disclosure: "Osh Media"}
	p, err := s.scope.PutPage(t.Context(), models.NewPage(key, s.deliver(t, key, language, at), content, at))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPageIsPutOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSite(t, records, "osh")
		first := s.publish(t, "key-1", "ky", noon)
		delivery, err := s.scope.DeliveryByKey(t.Context(), "key-1")
		if err != nil {
			t.Fatal(err)
		}
		again, err := s.scope.PutPage(t.Context(), models.NewPage("key-1", delivery, models.Rendering{Language: "ky", Direction: "ltr", Body: "Other"}, noon.Add(time.Hour)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, again); diff != "" {
			t.Error(diff)
		}
	})
}

func TestKeyWithoutAnAttemptNamesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		if _, err := records.As(models.System("test")).DeliveryByKey(t.Context(), "unknown"); !errors.Is(err, models.ErrMissing) {
			t.Errorf("got %v, want missing", err)
		}
	})
}

func TestLivePagesNewestFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSite(t, records, "osh")
		s.publish(t, "a", "ky", noon)
		s.publish(t, "b", "ru", noon.Add(time.Minute))
		s.publish(t, "c", "ky", noon.Add(2*time.Minute))
		gone := s.publish(t, "d", "ky", noon.Add(3*time.Minute))
		gone.Remove(noon.Add(time.Hour))
		if err := s.scope.SavePage(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		site := s.scope.Who().OrganizationID
		last, err := s.scope.Page(t.Context(), "c")
		if err != nil {
			t.Fatal(err)
		}
		for name, test := range map[string]struct {
			filter store.SiteFilter
			want   []string
		}{
			"all":                {store.SiteFilter{}, []string{"c", "b", "a"}},
			"in Kyrgyz":          {store.SiteFilter{Language: "ky"}, []string{"c", "a"}},
			"older than c":       {store.SiteFilter{Before: last}, []string{"b", "a"}},
			"of the campaign":    {store.SiteFilter{Campaign: s.campaign.ID, Limit: 1}, []string{"c"}},
			"of another message": {store.SiteFilter{Message: models.NewID[models.Message]()}, nil},
		} {
			test.filter.Site = site
			if test.filter.Limit == 0 {
				test.filter.Limit = 10
			}
			pages, err := s.scope.LivePages(t.Context(), test.filter)
			var got []string
			for _, p := range pages {
				got = append(got, p.Key)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("%s: %v %s", name, err, diff)
			}
		}
		tags, err := s.scope.SiteLanguages(t.Context(), site)
		if diff := cmp.Diff([]string{"ky", "ru"}, tags); diff != "" || err != nil {
			t.Error(err, diff)
		}
		at, err := s.scope.LastRemoved(t.Context(), site, "ky")
		if err != nil || !at.Equal(noon.Add(time.Hour)) {
			t.Errorf("last removed at %v, %v", at, err)
		}
	})
}

func TestCampaignIsDisclosedOnceSomethingIsPublished(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s, system := newSite(t, records, "osh"), records.As(models.System("test"))
		site, code := s.campaign.OrganizationID, s.campaign.PublicCode()
		if _, err := system.DisclosedCampaign(t.Context(), site, code); !errors.Is(err, models.ErrMissing) {
			t.Errorf("before anything is published: got %v, want missing", err)
		}
		s.publish(t, "key", "ky", noon)
		got, err := system.DisclosedCampaign(t.Context(), site, code)
		if err != nil || got.ID != s.campaign.ID || len(got.Countries) != 1 {
			t.Errorf("got %+v, %v", got, err)
		}
		other := newSite(t, records, "batken")
		for _, wrong := range []string{"", "%", "____________", code[1:], strings.ToUpper(code) + "A"} {
			if _, err := system.DisclosedCampaign(t.Context(), site, wrong); !errors.Is(err, models.ErrMissing) {
				t.Errorf("%q: got %v, want missing", wrong, err)
			}
		}
		if _, err := system.DisclosedCampaign(t.Context(), other.campaign.OrganizationID, code); !errors.Is(err, models.ErrMissing) {
			t.Errorf("on another site: got %v, want missing", err)
		}
	})
}

func TestReadsAreKeptAsTheyStand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s, system := newSite(t, records, "osh"), records.As(models.System("test"))
		s.publish(t, "read", "ky", noon)
		s.publish(t, "unread", "ky", noon.Add(time.Minute))
		reads := []models.PageReads{
			{Key: "read", Day: "2027-03-01", Process: "a", Views: 5, Readers: 3},
			{Key: "read", Day: "2027-03-01", Process: "b", Views: 7, Readers: 4},
			{Key: "read", Day: "2027-03-02", Process: "a", Views: 1, Readers: 1},
		}
		feeds := []models.FeedReads{{OrganizationID: s.campaign.OrganizationID, Language: "ky", Day: "2027-03-01", Process: "a", Reads: 9}}
		for range 2 {
			if err := system.KeepReads(t.Context(), reads, feeds); err != nil {
				t.Fatal(err)
			}
		}
		got, err := system.DayReads(t.Context(), []string{"read", "unread", "unknown"})
		want := []models.DayReads{
			{Key: "read", Day: "2027-03-01", Views: 12, ReadersLow: 4, ReadersHigh: 7},
			{Key: "read", Day: "2027-03-02", Views: 1, ReadersLow: 1, ReadersHigh: 1},
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
		theirs, err := records.As(newsroom(t, records, "batken")).DayReads(t.Context(), []string{"read"})
		if len(theirs) != 0 || err != nil {
			t.Errorf("another organisation sees %v, %v", theirs, err)
		}
		shown, err := system.ShownPages(t.Context(), []string{"read", "unknown"})
		if diff := cmp.Diff(map[string]bool{"read": true}, shown); diff != "" || err != nil {
			t.Error(err, diff)
		}
	})
}
