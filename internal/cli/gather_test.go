package cli

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"caravan/internal/approval"
	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/planning"
	"caravan/internal/platforms"
	"caravan/internal/platforms/portal"
	"caravan/internal/store"
	"caravan/models"
	"caravan/worker"
)

// Nobody hears an unheard bell, so that the worker does everything itself.
type unheard struct{}

func (unheard) Ring(context.Context, worker.Ring) error { return errors.New("nobody listens") }

func (unheard) Listen(context.Context, worker.Duties, int, func(context.Context, worker.Ring)) error {
	return nil
}

// A page is published on the own site, read by people, measured at the ages
// that its platform asks for, rolled up, and shown as reach.
func TestFiguresAreGatheredFromTheOwnSite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		n := dbtest.NewNewsroom(t, records, "portal")
		now := dbtest.Noon()
		clock := func() time.Time { return now }
		site := portal.New(shelf{records.As(models.System("test")), clock}, "https://osh.example/p/")
		profile := portal.Profile()
		published := &distribution.Desk{
			Store: records, Now: clock, Log: slog.New(slog.DiscardHandler), Worker: "test", KeySecret: []byte("secret"),
			Platforms: map[string]distribution.Platform{"portal": {
				Profile: profile, Connect: func(platforms.Settings) (platforms.Connector, error) { return site, nil },
			}},
		}
		evaluated := &evaluation.Desk{Store: records, Now: clock, Program: "test"}
		must(t, evaluated.Seed(t.Context(), evaluation.DefinitionsOf(profile, "2020-01-01")))
		crew := &worker.Worker{
			Store: records, Distribution: published, Do: worker.Chores(published, evaluated, &planning.Desk{Store: records, Now: clock}, &approval.Desk{Store: records, Now: clock}, nil), Bell: unheard{},
			Duties: worker.Duties{Publish: true, Owed: true}, Now: clock, Log: slog.New(slog.DiscardHandler),
		}
		made, err := published.Schedule(t.Context(), n.Planner, distribution.Request{
			Version: n.Version.ID, Channels: []models.ID[models.Channel]{n.Channels[0].ID}, Languages: []string{"ru"}, Traffic: "organic",
			Start: models.LocalTime{Local: "2027-03-01T18:01", Zone: "Asia/Bishkek"},
		})
		must(t, err)
		now = now.Add(2 * time.Minute)
		crew.Sweep(t.Context())
		d, err := records.As(n.Planner).Delivery(t.Context(), made[0].ID)
		must(t, err)
		if d.State != models.Published {
			t.Fatalf("it is %s", d.State)
		}
		for i, age := range profile.Schedule {
			now = d.PublishedAt.Add(age + time.Minute)
			day := models.PageReads{Key: d.RemoteID, Day: models.DateOf(now), Process: "p", Views: int64(10 * (i + 1)), Readers: int64(8 * (i + 1))}
			must(t, records.As(models.System("test")).KeepReads(t.Context(), []models.PageReads{day}, nil))
			crew.Sweep(t.Context())
		}
		now = now.Add(time.Hour)
		crew.Sweep(t.Context()) // the roll-up that is owed
		observed, err := records.As(n.Planner).Observations(t.Context(), store.ObservationFilter{Delivery: d.ID}, 0, 100)
		must(t, err)
		if len(observed) < len(profile.Schedule) {
			t.Errorf("%d observations of %d ages", len(observed), len(profile.Schedule))
		}
		reach, err := evaluated.CampaignReach(t.Context(), n.Planner, n.Campaign.ID)
		must(t, err)
		views := reach.Platforms[0].Counts[0].Figure
		if views.Value == nil || *views.Value <= 0 || reach.Total.Reach.Low == nil || *reach.Total.Reach.Low <= 0 || len(reach.Growth) == 0 {
			t.Errorf("views %+v, reach %+v, growth %+v", views, reach.Total.Reach, reach.Growth)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
