package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// note records so many changes, each in a transaction of its own.
func note(t *testing.T, scope *store.Scope, n int) {
	t.Helper()
	for i := range n {
		err := scope.InTx(t.Context(), func(tx *store.Scope) error {
			return tx.Record(t.Context(), store.Change{Action: "campaign.revised", Kind: "campaign", Object: strconv.Itoa(i), Reason: "a \"reason\"", At: noon})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// chained fails unless every entry of a trail has the hashes of what stands in
// it and before it.
func chained(t *testing.T, scope *store.Scope, n int) {
	t.Helper()
	trail, err := scope.Trail(t.Context(), n+1)
	if err != nil || len(trail) != n {
		t.Fatalf("%d entries, %v, want %d", len(trail), err, n)
	}
	var before []byte
	for i := len(trail) - 1; i >= 0; i-- {
		leaf, err := trail[i].Leaf()
		if err != nil || !bytes.Equal(leaf, trail[i].LeafHash) || !bytes.Equal(models.ChainAfter(before, leaf), trail[i].ChainHash) {
			t.Fatalf("entry %d does not fit: %v", trail[i].Seq, err)
		}
		before = trail[i].ChainHash
	}
}

func TestAuditEntriesAreChained(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		osh, naryn := records.As(newsroom(t, records, "osh")), records.As(newsroom(t, records, "naryn"))
		for range 3 {
			note(t, osh, 2)
			note(t, naryn, 1)
		}
		chained(t, osh, 6)
		chained(t, naryn, 3)
	})
}

// The hashes are part of the change: while its transaction goes on they are
// there, and with it they go.
func TestAuditHashesAreWrittenWithTheChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		scope := records.As(newsroom(t, records, "osh"))
		note(t, scope, 1)
		undone := errors.New("undone")
		err := scope.InTx(t.Context(), func(tx *store.Scope) error {
			note(t, tx, 1)
			chained(t, tx, 2)
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		chained(t, scope, 1)
		note(t, scope, 1)
		chained(t, scope, 2)
	})
}

// Whoever forgets the hashes writes nothing, and what is written stays.
func TestDatabaseKeepsTheTrail(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		scope := records.As(newsroom(t, records, "osh"))
		note(t, scope, 1)
		if records.Dialect() == "postgres" {
			run(t, beneath, "SET session_replication_role = origin")
		}
		for _, statement := range []string{
			"INSERT INTO audit_entries (id, seq, at, actor_role, strength, action, object_kind, object_id, before, after, request_id, reason) SELECT 99, 99, at, '', '', '', '', '', '', '', '', '' FROM audit_entries",
			"UPDATE audit_entries SET reason = 'another'",
			"UPDATE audit_entries SET chain_hash = NULL",
			"UPDATE audit_entries SET leaf_hash = leaf_hash",
			"DELETE FROM audit_entries",
		} {
			_, err := beneath.ExecContext(t.Context(), statement)
			if err == nil {
				t.Errorf("it was let through: %s", statement)
			}
			if refused, ok := errors.AsType[*pgconn.PgError](err); ok && !strings.HasPrefix(statement, "INSERT") && refused.Code != "42501" {
				t.Errorf("%s is refused by %s", statement, refused.Code)
			}
		}
		chained(t, scope, 1)
	})
}

// What was recorded before there were hashes gets them, and nothing is
// recorded until then.
func TestMigrationSealsOldEntries(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		osh, naryn := records.As(newsroom(t, records, "osh")), records.As(newsroom(t, records, "naryn"))
		note(t, osh, 3)
		note(t, naryn, 2)
		strip(t, records.Dialect(), beneath)
		if pending, err := records.Pending(t.Context()); err != nil || !pending {
			t.Errorf("pending: %t, %v", pending, err)
		}
		err := osh.InTx(t.Context(), func(tx *store.Scope) error {
			return tx.Record(t.Context(), store.Change{Action: "campaign.revised", At: noon})
		})
		if !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("got %v, want unavailable", err)
		}
		for range 2 {
			if err := records.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			chained(t, osh, 3)
			chained(t, naryn, 2)
		}
		note(t, osh, 1)
		chained(t, osh, 4)
	})
}

// strip makes every entry as it was before there were hashes.
func strip(t *testing.T, dialect string, beneath *sql.DB) {
	t.Helper()
	const forget = "UPDATE audit_entries SET leaf_hash = NULL, chain_hash = NULL"
	if dialect == "postgres" {
		run(t, beneath, "ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_hashed")
		run(t, beneath, forget)
		return
	}
	var guard string
	if err := beneath.QueryRowContext(t.Context(), "SELECT sql FROM sqlite_master WHERE name = 'audit_entries_no_update'").Scan(&guard); err != nil {
		t.Fatal(err)
	}
	run(t, beneath, "DROP TRIGGER audit_entries_no_update")
	run(t, beneath, forget)
	run(t, beneath, guard)
}

func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
