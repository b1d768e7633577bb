package store_test

import (
	"errors"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// posted makes a delivery public under an ID of its platform.
func (s *site) posted(t *testing.T, key, language, remoteID string) *models.Delivery {
	t.Helper()
	d := s.deliver(t, key, language, noon)
	if err := d.Accept(remoteID, "", noon); err != nil {
		t.Fatal(err)
	}
	err := s.scope.InTx(t.Context(), func(tx *store.Scope) error {
		return errors.Join(tx.SaveDelivery(t.Context(), d), tx.CreatePost(t.Context(), &models.Post{
			Platform: d.Platform, ChannelID: d.ChannelID, RemoteID: remoteID, DeliveryID: d.ID, CreatedAt: noon,
		}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// account makes the channel one that its platform knows by an ID.
func (s *site) account(t *testing.T, id string, change ...func(*models.Channel)) *models.Channel {
	t.Helper()
	channel, err := s.scope.Channel(t.Context(), s.channel)
	if err != nil {
		t.Fatal(err)
	}
	channel.RemoteID = id
	for _, f := range change {
		f(channel)
	}
	if err := s.scope.SaveChannel(t.Context(), channel); err != nil {
		t.Fatal(err)
	}
	return channel
}

// A post is found by what its platform calls it, on an account of the
// organisation; an album by any of its messages.
func TestDeliveryIsFoundByItsPost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		osh, naryn, system := newSite(t, records, "osh"), newSite(t, records, "naryn"), records.As(models.System("test"))
		heard, other := osh.account(t, "-1001"), naryn.account(t, "-1001")
		single, album := osh.posted(t, "a", "ky", "7"), osh.posted(t, "b", "ru", "77,78")
		theirs := naryn.posted(t, "c", "ky", "77")
		unwanted := &models.Post{Platform: "portal", ChannelID: osh.channel, RemoteID: "79", DeliveryID: album.ID, DuplicateOf: "77,78", CreatedAt: noon}
		if err := osh.scope.CreatePost(t.Context(), unwanted); err != nil {
			t.Fatal(err)
		}
		osh.deliver(t, "d", "fa-AF", noon) // nothing is public of it
		for _, c := range []struct {
			channel       *models.Channel
			account, post string
			want          *models.Delivery
		}{
			{heard, "-1001", "7", single},
			{heard, "-1001", "77", album},
			{heard, "-1001", "78", album},
			{other, "-1001", "77", theirs},
			{other, "-1001", "7", nil}, // of another organisation
			{heard, "-1001", "79", nil},
			{heard, "-1001", "8", nil},
			{heard, "-1001", "_", nil},
			{heard, "-1001", "", nil},
			{heard, "-1002", "7", nil},
			{heard, "", "7", nil},
		} {
			found, err := system.DeliveryOfPost(t.Context(), c.channel, c.account, c.post)
			switch {
			case c.want == nil && !errors.Is(err, models.ErrMissing):
				t.Errorf("%q of %q: %v", c.post, c.account, err)
			case c.want != nil && (err != nil || found.ID != c.want.ID):
				t.Errorf("%q of %q: %+v, %v", c.post, c.account, found, err)
			}
		}
		osh.account(t, "")
		if _, err := system.DeliveryOfPost(t.Context(), heard, "", "7"); !errors.Is(err, models.ErrMissing) {
			t.Errorf("of no account: %v", err)
		}
		osh.account(t, "-1001", func(c *models.Channel) { c.ArchivedAt = &noon })
		if _, err := system.DeliveryOfPost(t.Context(), heard, "-1001", "7"); !errors.Is(err, models.ErrMissing) {
			t.Errorf("of an archived channel: %v", err)
		}
	})
}
