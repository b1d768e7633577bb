package bench_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	_ "modernc.org/sqlite" // the driver that fills

	"caravan/internal/audit"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

const (
	entries   = 1_000_000
	trails    = 50
	appending = 5 * time.Second
	writers   = 8
)

var columns = strings.Fields("id organization_id seq at actor_id actor_role strength action object_kind object_id before after request_id reason leaf_hash chain_hash")

// trail verifies a million entries, against reading and hashing them once, and
// appends entries, against inserting the same rows.
func trail(t *testing.T) []figure {
	t.Helper()
	address := dbtest.PostgresURL(t)
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	pool, err := pgxpool.New(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)

	appended := appends(t, records, pool)
	of := organizations(t, records)
	source := &history{of: of, n: entries, from: counted(t, pool)}
	if _, err := pool.CopyFrom(t.Context(), pgx.Identifier{"audit_entries"}, columns, source); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), "ANALYZE audit_entries"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	rows, err := pool.Query(t.Context(), "SELECT "+strings.Join(columns[:14], ", ")+" FROM audit_entries ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	hashed := 0
	for ; rows.Next(); hashed++ {
		whole := sha256.New()
		for _, value := range rows.RawValues() {
			_, _ = whole.Write(value)
		}
		_ = whole.Sum(nil)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	bare := time.Since(began).Seconds()
	postgres := verified(t, records)

	file, path := dbtest.SQLiteFile(t)
	fill(t, path, &history{of: organizations(t, file), n: entries})
	return append(appended,
		against("audit entries verified, a million, Postgres", postgres, bare, "s, less is better"),
		against("audit entries verified, a million, SQLite", verified(t, file), bare, "s, less is better"),
	)
}

// organizations makes those whose trails are written.
func organizations(t *testing.T, records *store.Store) []models.ID[models.Organization] {
	t.Helper()
	all := make([]models.ID[models.Organization], trails)
	for i := range all {
		all[i] = models.NewID[models.Organization]()
		name := all[i].String()
		o := models.Organization{ID: all[i], Kind: "media_ngo", PublicName: name, Slug: name, CreatedAt: dbtest.Noon(), Version: 1}
		if err := records.As(models.System("bench")).CreateOrganization(t.Context(), &o); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func counted(t *testing.T, pool *pgxpool.Pool) (last int64) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), "SELECT coalesce(max(id), 0) FROM audit_entries").Scan(&last); err != nil {
		t.Fatal(err)
	}
	return last
}

// A history is entries as the program would have written them, one
// organisation after the other. It is a source for COPY.
type history struct {
	of   []models.ID[models.Organization]
	n    int
	from int64 // the last ID that is taken

	done  int
	tips  [trails]models.AuditEntry
	entry models.AuditEntry
	err   error
}

func (h *history) Next() bool {
	if h.done == h.n || h.err != nil {
		return false
	}
	k := h.done % trails
	h.done++
	by := models.ID[models.User](h.of[k])
	h.entry = models.AuditEntry{
		ID: h.from + int64(h.done), OrganizationID: &h.of[k], At: dbtest.Noon().Add(time.Duration(h.done) * time.Millisecond), ActorID: &by,
		ActorRole: "planner", Strength: "password", Action: "message.revised", ObjectKind: "message", ObjectID: h.of[k].String(),
		Before: models.Digest(strings.Repeat("0a", 32)), After: models.Digest(strings.Repeat("1b", 32)), RequestID: fmt.Sprint("request-", h.done),
	}
	h.err = h.entry.Follow(h.tips[k].Seq, h.tips[k].ChainHash)
	h.tips[k] = h.entry
	return true
}

func (h *history) Values() ([]any, error) {
	e := &h.entry
	return []any{
		e.ID, e.OrganizationID.String(), e.Seq, e.At, e.ActorID.String(), e.ActorRole, e.Strength, e.Action, e.ObjectKind, e.ObjectID,
		string(e.Before), string(e.After), e.RequestID, e.Reason, e.LeafHash, e.ChainHash,
	}, h.err
}

func (h *history) Err() error { return h.err }

// fill writes a history into an SQLite file.
func fill(t *testing.T, path string, h *history) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	insert, err := tx.PrepareContext(t.Context(), "INSERT INTO audit_entries ("+strings.Join(columns, ", ")+") VALUES (?"+strings.Repeat(", ?", len(columns)-1)+")")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = insert.Close() }()
	for h.Next() {
		values, err := h.Values()
		if err != nil {
			t.Fatal(err)
		}
		values[3] = h.entry.At.UnixMicro() // as the store writes times
		if _, err := insert.ExecContext(t.Context(), values...); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// verified signs all that is there and returns how long the check took, in
// seconds.
func verified(t *testing.T, records *store.Store) float64 {
	t.Helper()
	private, err := audit.NewKey("caravan.example/audit")
	if err != nil {
		t.Fatal(err)
	}
	public, err := audit.Public(private)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := audit.NewKeys(public)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := audit.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	desk := audit.Desk{Store: records, Signer: signer, Now: dbtest.Noon}
	for made := new(models.AuditCheckpoint); made != nil; {
		if made, err = desk.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	report, err := audit.Verify(t.Context(), records, audit.Question{Keys: keys})
	if err != nil || report.Verdict != audit.Sound || report.Entries < entries || report.Size != report.Entries {
		t.Fatalf("%+v, %v", report, err)
	}
	return time.Since(began).Seconds()
}

// appends returns how many changes a second are recorded, on one trail and on
// fifty, against inserts of the same row without hashes that follow each other.
func appends(t *testing.T, records *store.Store, pool *pgxpool.Pool) []figure {
	t.Helper()
	of := organizations(t, records)
	h := &history{of: of, n: 1}
	h.Next()
	row, err := h.Values()
	if err != nil {
		t.Fatal(err)
	}
	// A table of the same columns, without the chain's guards.
	if _, err := pool.Exec(t.Context(), "CREATE UNLOGGED TABLE bare (LIKE audit_entries INCLUDING INDEXES); ALTER TABLE bare SET LOGGED"); err != nil {
		t.Fatal(err)
	}
	places := make([]string, len(columns))
	for i := range places {
		places[i] = fmt.Sprint("$", i+1)
	}
	insert := "INSERT INTO bare (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")"
	bare := rate(t, func(ctx context.Context, n int) error {
		values := append([]any{}, row...)
		values[0], values[2] = n, n
		_, err := pool.Exec(ctx, insert, values...)
		return err
	})
	record := func(among int) float64 {
		return rate(t, func(ctx context.Context, n int) error {
			who := models.Actor{UserID: models.NewID[models.User](), OrganizationID: of[n%among], Roles: []models.Role{models.Planner}}
			return records.As(who).InTx(ctx, func(tx *store.Scope) error {
				return tx.Record(ctx, store.Change{Action: "message.revised", Kind: "message", Object: of[0].String(), At: dbtest.Noon()})
			})
		})
	}
	return []figure{
		against("audit entries appended to one trail, bare rows", record(1), bare, "a second, more is better"),
		against("audit entries appended to fifty trails", record(trails), bare, "a second, more is better"),
	}
}

// rate returns how often a second something was done by several at once.
func rate(t *testing.T, do func(ctx context.Context, n int) error) float64 {
	t.Helper()
	var (
		all  sync.WaitGroup
		mu   sync.Mutex
		n    int
		fail error
	)
	began := time.Now()
	for range writers {
		all.Go(func() {
			for time.Since(began) < appending {
				mu.Lock()
				n++
				mine, failed := n, fail
				mu.Unlock()
				if failed != nil {
					return
				}
				if err := do(t.Context(), mine); err != nil {
					mu.Lock()
					fail = err
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	if fail != nil {
		t.Fatal(fail)
	}
	return float64(n) / time.Since(began).Seconds()
}
