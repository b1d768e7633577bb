package planning_test

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/media"
	"caravan/internal/media/mediatest"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// The bytes of a picture that was removed are gone two days later, as the trail
// of tasks owes; those of the others stay.
func TestRemovedPictureLeavesTheShelf(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		room := dbtest.NewNewsroom(t, records, "portal")
		now := time.Now().UTC().Truncate(time.Microsecond) // files have no other clock
		shelf := media.Shelf{Dir: t.TempDir()}
		desk := &planning.Desk{Store: records, Now: func() time.Time { return now }, Studio: media.NewStudio(shelf), Quota: models.Quota{User: 1 << 20, Organization: 1 << 20, Total: 1 << 20}}
		var added []*models.Media
		for _, width := range []int{8, 16} {
			m, err := desk.AddMedia(t.Context(), room.Planner, room.Message.ID, "x.png", "image/png", bytes.NewReader(mediatest.PNG(mediatest.Picture(width, 8))))
			if err != nil {
				t.Fatal(err)
			}
			added = append(added, m)
		}
		if err := desk.RemoveMedia(t.Context(), room.Planner, added[0].ID); err != nil {
			t.Fatal(err)
		}
		for _, later := range []struct {
			after time.Duration
			kept  int
		}{{time.Hour, 2}, {48 * time.Hour, 1}} {
			now = now.Add(later.after)
			due, err := records.As(models.System("test")).DueTasks(t.Context(), now, 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, task := range due {
				if task.Kind == "media.sweep" {
					if err := desk.SweepMedia(t.Context(), tasks.Sweep{}); err != nil {
						t.Fatal(err)
					}
				}
			}
			files, err := filepath.Glob(filepath.Join(shelf.Dir, "*", "*"))
			if err != nil || len(files) != later.kept {
				t.Errorf("after %s %d files are kept, want %d", later.after, len(files), later.kept)
			}
		}
		if err := shelf.Check(t.Context(), string(added[1].Files[0].SHA256)); err != nil {
			t.Error(err)
		}
	})
}
