package cli

import (
	"log/slog"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/demo"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/media"
	"caravan/internal/planning"
	"caravan/models"
)

// Whoever looks on for the first time does so at any hour of any day.
func TestDemonstrationIsPlayedAtAnyHour(t *testing.T) {
	for _, at := range []time.Time{
		time.Date(2027, 2, 26, 1, 47, 0, 0, time.UTC), time.Date(2027, 3, 3, 16, 47, 0, 0, time.UTC), time.Date(2027, 3, 5, 22, 47, 0, 0, time.UTC),
	} {
		t.Run(at.Format("Mon 15:04"), func(t *testing.T) {
			t.Parallel()
			records := dbtest.SQLite(t)
			known := egress{}.platforms(records, "https://osh.example", func() time.Time { return at })
			for _, p := range known {
				desk := &evaluation.Desk{Store: records, Now: func() time.Time { return at }, Program: "test"}
				must(t, desk.Seed(t.Context(), evaluation.DefinitionsOf(p.Profile, "2020-01-01")))
			}
			shelf := pictures{Media: t.TempDir()}.shelf(database{})
			must(t, demo.Fill(t.Context(), demo.Desks{
				Store: records, Program: "test", Planning: planning.Desk{Store: records, Studio: media.NewStudio(shelf), Quota: models.Quota{User: mebibyte, Organization: mebibyte, Total: mebibyte}},
				Distribution: distribution.Desk{Store: records, Log: slog.New(slog.DiscardHandler), Worker: "test", KeySecret: []byte("secret"), Media: shelf},
				Platforms: func(now func() time.Time) map[string]distribution.Platform {
					return egress{}.platforms(records, "https://osh.example", now)
				},
			}, at))
		})
	}
}
