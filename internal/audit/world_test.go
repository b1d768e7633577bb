package audit_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/note"

	"caravan/internal/audit"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A log is an audited installation: two organisations and its own trail.
type log struct {
	records  *store.Store
	desk     *audit.Desk
	public   audit.Keys
	osh      models.ID[models.Organization]
	naryn    models.ID[models.Organization]
	recorded int
}

func newKey(t *testing.T, name string) (note.Signer, string) {
	t.Helper()
	private, err := audit.NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	public, err := audit.Public(private)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := audit.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, public
}

func newLog(t *testing.T, records *store.Store) *log {
	t.Helper()
	signer, public := newKey(t, "caravan.example/audit")
	keys, err := audit.NewKeys(public)
	if err != nil {
		t.Fatal(err)
	}
	l := &log{records: records, public: keys, desk: &audit.Desk{Store: records, Signer: signer, Now: dbtest.Noon}}
	for slug, id := range map[string]*models.ID[models.Organization]{"osh": &l.osh, "naryn": &l.naryn} {
		o := models.Organization{ID: models.NewID[models.Organization](), Kind: "media_ngo", PublicName: slug, Slug: slug, CreatedAt: dbtest.Noon(), Version: 1}
		if err := records.As(models.System("test")).CreateOrganization(t.Context(), &o); err != nil {
			t.Fatal(err)
		}
		*id = o.ID
	}
	return l
}

// write records changes, by people of both organisations and by the program.
func (l *log) write(t *testing.T, n int) {
	t.Helper()
	for range n {
		l.recorded++
		who := models.System("test")
		if own := []models.ID[models.Organization]{{}, l.osh, l.naryn, l.osh}[l.recorded%4]; !own.IsZero() {
			who = models.Actor{UserID: models.NewID[models.User](), OrganizationID: own, Roles: []models.Role{models.Planner}, Request: fmt.Sprint("request-", l.recorded)}
		}
		err := l.records.As(who).InTx(t.Context(), func(tx *store.Scope) error {
			return tx.Record(t.Context(), store.Change{
				Action: "campaign.revised", Kind: "campaign", Object: fmt.Sprint("campaign-", l.recorded%5), Reason: "why",
				Before: models.Digest(strings.Repeat("0a", 32)), After: models.Digest(strings.Repeat("1b", 32)), At: dbtest.Noon().Add(time.Duration(l.recorded) * time.Second),
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// sign makes a checkpoint and returns it.
func (l *log) sign(t *testing.T) audit.Witnessed {
	t.Helper()
	made, err := l.desk.Checkpoint(t.Context())
	if err != nil || made == nil {
		t.Fatalf("no checkpoint: %v", err)
	}
	return audit.Witnessed{From: fmt.Sprint("witness of ", made.Size), Note: []byte(made.Note)}
}

// verify fails unless the check comes to a verdict.
func (l *log) verify(t *testing.T, want audit.Verdict, q audit.Question) audit.Report {
	t.Helper()
	q.Keys = l.public
	r, err := audit.Verify(t.Context(), l.records, q)
	if err != nil || r.Verdict != want {
		t.Errorf("got %s (%s, entry %d of %q), %v; want %s", r.Verdict, r.Detail, r.Seq, r.Organization, err, want)
	}
	return r
}

// A world is everything that is stored of a log, to be changed at will.
type world struct {
	entries     []models.AuditEntry
	leaves      []models.AuditLeaf
	checkpoints []models.AuditCheckpoint
}

func (w *world) clone() *world {
	c := &world{slices.Clone(w.entries), slices.Clone(w.leaves), slices.Clone(w.checkpoints)}
	for i := range c.entries {
		c.entries[i].LeafHash, c.entries[i].ChainHash = slices.Clone(c.entries[i].LeafHash), slices.Clone(c.entries[i].ChainHash)
	}
	for i := range c.checkpoints {
		c.checkpoints[i].Root, c.checkpoints[i].Frontier = slices.Clone(c.checkpoints[i].Root), slices.Clone(c.checkpoints[i].Frontier)
	}
	return c
}

// A ground is the database, past the program.
type ground struct {
	db      *sql.DB
	dialect string
}

// break in: whoever owns the database can take its guards away.
func breakIn(t *testing.T, db *sql.DB, dialect string) *ground {
	t.Helper()
	g := &ground{db, dialect}
	if dialect == "postgres" {
		return g // its session has no guards
	}
	g.run(t, "PRAGMA synchronous = OFF")
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var guards []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		guards = append(guards, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, name := range guards {
		g.run(t, "DROP TRIGGER "+name)
	}
	return g
}

func (g *ground) run(t *testing.T, statement string) {
	t.Helper()
	if _, err := g.db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// put writes a world over what is stored, or says why the database does not
// hold it.
func (g *ground) put(t *testing.T, w *world) error {
	t.Helper()
	tx, err := g.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, table := range []string{"audit_checkpoints", "audit_leaves", "audit_entries"} {
		if _, err := tx.ExecContext(t.Context(), "DELETE FROM "+table); err != nil {
			t.Fatal(err)
		}
	}
	insert := func(table string, values ...any) {
		if err == nil {
			_, err = tx.ExecContext(t.Context(), g.statement(table, len(values)), values...)
		}
	}
	for i := range w.entries {
		e := &w.entries[i]
		insert("audit_entries", e.ID, text(e.OrganizationID), e.Seq, g.time(e.At), text(e.ActorID), e.ActorRole, e.Strength, e.Action, e.ObjectKind,
			e.ObjectID, string(e.Before), string(e.After), e.RequestID, e.Reason, e.LeafHash, e.ChainHash)
	}
	for _, l := range w.leaves {
		insert("audit_leaves", l.LeafIndex, l.EntryID, text(l.OrganizationID), l.Seq)
	}
	for _, c := range w.checkpoints {
		insert("audit_checkpoints", c.Number, c.Size, c.Root, c.Frontier, c.Note, g.time(c.CreatedAt))
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

func (g *ground) statement(table string, n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = "?"
		if g.dialect == "postgres" {
			marks[i] = fmt.Sprint("$", i+1)
		}
	}
	return "INSERT INTO " + table + " VALUES (" + strings.Join(marks, ", ") + ")"
}

func (g *ground) time(at time.Time) any {
	if g.dialect == "postgres" {
		return at
	}
	return at.UnixMicro()
}

func text[T any](id *models.ID[T]) any {
	if id == nil || id.UUID == (uuid.UUID{}) {
		return nil
	}
	return id.String()
}

// take reads all that is stored.
func (l *log) take(t *testing.T) *world {
	t.Helper()
	w := &world{}
	err := l.records.Inspect(t.Context(), func(trail *store.Trail) (err error) {
		if w.entries, err = trail.Entries(t.Context(), nil, models.AuditEntry{}, 0, 1000); err != nil {
			return err
		}
		w.checkpoints, err = trail.Checkpoints(t.Context(), 0, 1000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range w.checkpoints {
		w.checkpoints[i].CreatedAt = dbtest.Noon()
	}
	w.leaves = leaves(w.entries[:w.checkpoints[len(w.checkpoints)-1].Size])
	return w
}

// leaves are the places of entries, in their order.
func leaves(entries []models.AuditEntry) []models.AuditLeaf {
	var placed []models.AuditLeaf
	for i := range entries {
		placed = append(placed, models.AuditLeaf{LeafIndex: int64(i), EntryID: entries[i].ID, OrganizationID: entries[i].OrganizationID, Seq: entries[i].Seq})
	}
	return placed
}
