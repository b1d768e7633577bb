package audit_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caravan/internal/audit"
	"caravan/internal/dbtest"
	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// A witness that is away is asked again, later and later, and is then shown
// the newest; others do not wait for it.
func TestWitnessThatIsAwayMissesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		l := newLog(t, records)
		now, away := dbtest.Noon(), errors.New("away")
		l.desk.Now, l.desk.Log = func() time.Time { return now }, slog.New(slog.DiscardHandler)
		shown := map[string][]int64{}
		witness := func(name string) audit.Witness {
			return audit.Witness{Name: name, Show: func(_ context.Context, c *models.AuditCheckpoint) error {
				if name == "ministry" && away != nil {
					return away
				}
				shown[name] = append(shown[name], c.Size)
				return nil
			}}
		}
		l.desk.Witnesses = []audit.Witness{witness("ministry"), witness("ngo")}
		keep := func() {
			t.Helper()
			if err := l.desk.Keep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			l.write(t, 5)
			keep()
			now = now.Add(time.Second)
		}
		known, err := records.As(models.System("test")).AuditWitnesses(t.Context())
		if err != nil || len(known) != 2 || known[0].Tries != 1 || known[0].Fault != "away" || known[0].Size != 0 || known[1].Size != 15 {
			t.Errorf("%+v, %v", known, err)
		}
		away = nil
		keep()
		if len(shown["ministry"]) != 0 {
			t.Error("it was asked before its time")
		}
		now = now.Add(time.Minute)
		keep()
		keep()
		if got := shown["ministry"]; len(got) != 1 || got[0] != 15 {
			t.Errorf("shown %v", shown)
		}
		if got := shown["ngo"]; len(got) != 3 {
			t.Errorf("shown %v", shown)
		}
	})
}

// Every run owes the next, once; every thousandth entry owes one at once.
func TestCheckpointsAreOwed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		l := newLog(t, records)
		l.desk.Log = slog.New(slog.DiscardHandler)
		owed := func(at time.Time) int {
			t.Helper()
			due, err := records.As(models.System("test")).DueTasks(t.Context(), at, 100)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, task := range due {
				if task.Kind == (tasks.Checkpoint{}).Kind() {
					n++
				}
			}
			return n
		}
		for range 3 {
			if err := l.desk.Keep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if now, next := owed(dbtest.Noon()), owed(dbtest.Noon().Add(time.Minute)); now != 0 || next != 1 {
			t.Errorf("%d now, %d within a minute", now, next)
		}
		err := records.As(models.System("test")).InTx(t.Context(), func(tx *store.Scope) error {
			for range 1000 {
				if err := tx.Record(t.Context(), store.Change{Action: "campaign.revised", At: dbtest.Noon()}); err != nil {
					return err
				}
			}
			return nil
		})
		if now := owed(dbtest.Noon()); err != nil || now != 1 {
			t.Errorf("%d now, %v", now, err)
		}
	})
}

// A directory keeps every checkpoint, never writes over one, and takes none of
// another history.
func TestDirectoryWitness(t *testing.T) {
	records := dbtest.SQLite(t)
	l := newLog(t, records)
	directory := t.TempDir()
	w := audit.Directory(directory)
	show := func(made audit.Witnessed, size int64) error {
		return w.Show(t.Context(), &models.AuditCheckpoint{Size: size, Note: string(made.Note)})
	}
	l.write(t, 5)
	first := l.sign(t)
	l.write(t, 5)
	second := l.sign(t)
	for range 2 {
		if err := show(first, 5); err != nil {
			t.Fatal(err)
		}
	}
	if err := show(second, 10); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"an earlier one": show(first, 5), "another of that size": show(first, 10)} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	kept, err := audit.ReadWitness(directory)
	if err != nil || len(kept) != 2 {
		t.Fatalf("%d, %v", len(kept), err)
	}
	if r := l.verify(t, audit.Sound, audit.Question{Witnessed: kept}); r.Witnessed != 10 {
		t.Errorf("%+v", r)
	}
	if err := os.WriteFile(filepath.Join(directory, "x.checkpoint"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	kept, err = audit.ReadWitness(directory)
	if err != nil {
		t.Fatal(err)
	}
	l.verify(t, audit.Forged, audit.Question{Witnessed: kept})
}

func TestEndpointWitness(t *testing.T) {
	status, posted := http.StatusServiceUnavailable, ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		posted = r.Method + " " + r.Header.Get("Content-Type") + " " + string(body)
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL + "/keep?token=secret")
	if err != nil {
		t.Fatal(err)
	}
	out := platforms.NewClient(platforms.Egress{Now: dbtest.Noon, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	w := audit.Endpoint(out, address)
	c := &models.AuditCheckpoint{Size: 1, Note: "note\n"}
	if err := w.Show(t.Context(), c); err == nil || strings.Contains(err.Error()+w.Name, "secret") {
		t.Errorf("%s: %v", w.Name, err)
	}
	status = http.StatusOK
	if err := w.Show(t.Context(), c); err != nil || posted != "POST text/plain; charset=utf-8 note\n" {
		t.Errorf("posted %q, %v", posted, err)
	}
	if err := audit.Endpoint(platforms.NewClient(platforms.Egress{Now: dbtest.Noon}), address).Show(t.Context(), c); err == nil {
		t.Error("it was posted inside the network")
	}
}
