package store_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

var noon = time.Date(2027, 3, 1, 12, 0, 0, 123456000, time.UTC)

// newsroom makes an organisation with a planner.
func newsroom(t *testing.T, records *store.Store, slug string) models.Actor {
	t.Helper()
	system := records.As(models.System("test"))
	o := models.Organization{ID: models.NewID[models.Organization](), Kind: "media_ngo", Country: "KG", PublicName: slug, Slug: slug, CreatedAt: noon, Version: 1}
	u := models.User{ID: models.NewID[models.User](), Email: slug + "@example.org", Name: "Aigul", Locale: "ru", Zone: "Asia/Bishkek", CreatedAt: noon, Version: 1}
	m := models.Membership{ID: models.NewID[models.Membership](), OrganizationID: o.ID, UserID: u.ID, Roles: []models.Role{models.Planner}, CreatedAt: noon}
	err := system.InTx(t.Context(), func(tx *store.Scope) error {
		return errors.Join(tx.CreateOrganization(t.Context(), &o), tx.CreateUser(t.Context(), &u), tx.CreateMembership(t.Context(), &m))
	})
	if err != nil {
		t.Fatal(err)
	}
	return models.Actor{UserID: u.ID, Name: u.Name, OrganizationID: o.ID, Organization: o, Roles: m.Roles}
}

func plan(t *testing.T, scope *store.Scope, title string, countries ...string) *models.Campaign {
	t.Helper()
	c, err := models.NewCampaign(models.Plan{Title: title, StartsOn: "2027-03-01", EndsOn: "2027-05-31", PrimaryAudience: models.NewID[models.Audience]()}, countries, scope.Who(), noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := scope.InTx(t.Context(), func(tx *store.Scope) error { return tx.CreateCampaign(t.Context(), c) }); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCampaignComesBackAsWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		scope := records.As(newsroom(t, records, "osh"))
		written := plan(t, scope, "Нон ва китоб", "KG", "TJ")
		read, err := scope.Campaign(t.Context(), written.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(written, read); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCampaignIsHiddenFromOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		ours, theirs := records.As(newsroom(t, records, "osh")), records.As(newsroom(t, records, "batken"))
		c := plan(t, ours, "Ours", "KG")
		if _, err := theirs.Campaign(t.Context(), c.ID); !errors.Is(err, models.ErrMissing) {
			t.Errorf("got %v, want it to be missing", err)
		}
		if list, err := theirs.Campaigns(t.Context(), store.CampaignFilter{}, store.Page{}); err != nil || len(list) != 0 {
			t.Errorf("got %d campaigns, %v", len(list), err)
		}
	})
}

func TestStaleCampaignIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		scope := records.As(newsroom(t, records, "osh"))
		first := plan(t, scope, "First", "KG")
		second := *first
		if err := scope.SaveCampaign(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		if err := scope.SaveCampaign(t.Context(), &second); !errors.Is(err, models.ErrStale) {
			t.Errorf("got %v, want stale", err)
		}
	})
}

func TestSavingClearsWhatWasCleared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		scope := records.As(newsroom(t, records, "osh"))
		c := plan(t, scope, "Title", "KG")
		c.Title, c.PublicName = "", ""
		if err := scope.SaveCampaign(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		read, err := scope.Campaign(t.Context(), c.ID)
		if err != nil || read.Title != "" || read.Version != 2 {
			t.Errorf("got %q, version %d, %v", read.Title, read.Version, err)
		}
	})
}

func TestCampaignsByCountryInPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		scope := records.As(newsroom(t, records, "osh"))
		for _, country := range []string{"KG", "TJ", "KG", "KG"} {
			plan(t, scope, country, country)
		}
		page, err := scope.Campaigns(t.Context(), store.CampaignFilter{Country: "KG"}, store.Page{Limit: 2})
		if err != nil || len(page) != 3 {
			t.Fatalf("got %d, %v; want two and one that says there are more", len(page), err)
		}
		rest, err := scope.Campaigns(t.Context(), store.CampaignFilter{Country: "KG"}, store.Page{Limit: 2, After: page[1].ID.String()})
		if err != nil || len(rest) != 1 {
			t.Errorf("got %d, %v; want the last", len(rest), err)
		}
	})
}

func TestNothingChangesWithoutItsAuditEntry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		who := newsroom(t, records, "osh")
		who.Request = "request-1"
		scope := records.As(who)
		c := plan(t, scope, "Before", "KG")
		refused := errors.New("the rule says no")
		err := scope.InTx(t.Context(), func(tx *store.Scope) error {
			c.Title = "After"
			if err := tx.SaveCampaign(t.Context(), c); err != nil {
				return err
			}
			if err := tx.Record(t.Context(), store.Change{Action: "campaign.revised", Kind: "campaign", Object: c.ID.String(), At: noon}); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		trail, err := scope.Trail(t.Context(), 10)
		read, _ := scope.Campaign(t.Context(), c.ID)
		if err != nil || len(trail) != 0 || read.Title != "Before" {
			t.Errorf("got %d entries, title %q, %v", len(trail), read.Title, err)
		}
	})
}

func TestAuditNumbersHaveNoGaps(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		scope := records.As(newsroom(t, records, "osh"))
		const writers, each = 4, 10
		done := make(chan error, writers)
		for range writers {
			go func() {
				var err error
				for range each {
					err = errors.Join(err, scope.InTx(context.Background(), func(tx *store.Scope) error {
						return tx.Record(context.Background(), store.Change{Action: "campaign.revised", Kind: "campaign", Object: "x", At: noon})
					}))
				}
				done <- err
			}()
		}
		for range writers {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		trail, err := scope.Trail(t.Context(), 100)
		if err != nil || len(trail) != writers*each || trail[0].Seq != writers*each {
			t.Fatalf("got %d entries ending in %d, %v", len(trail), trail[0].Seq, err)
		}
	})
}

func TestTakenAddress(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		newsroom(t, records, "osh")
		u := models.User{ID: models.NewID[models.User](), Email: "osh@example.org", CreatedAt: noon, Version: 1}
		if err := records.As(models.System("test")).CreateUser(t.Context(), &u); !errors.Is(err, models.ErrTaken) {
			t.Errorf("got %v, want taken", err)
		}
	})
}

func TestAwayDatabaseIsUnavailable(t *testing.T) {
	records, err := store.Open("postgres://nobody@127.0.0.1:1/none?sslmode=disable", slog.New(slog.DiscardHandler))
	if err == nil {
		err = records.Ping(t.Context())
	}
	if !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
}

// Sends of a channel are counted by one transaction at a time.
func TestLockedChannelIsReadByOneAtATime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		n := dbtest.NewNewsroom(t, records, "portal")
		scope, id := records.As(n.Planner), n.Channels[0].ID
		err := scope.InTx(t.Context(), func(tx *store.Scope) error {
			if _, err := tx.LockChannel(t.Context(), id); err != nil {
				return err
			}
			soon, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			err := scope.InTx(soon, func(other *store.Scope) error {
				_, err := other.LockChannel(soon, id)
				return err
			})
			if !errors.Is(err, models.ErrUnavailable) {
				t.Errorf("a second transaction read it: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestDatabaseSaysWhatTimeItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		if at, err := records.Clock(t.Context()); err != nil || time.Since(at).Abs() > time.Minute {
			t.Errorf("%s, %v", at, err)
		}
	})
}
