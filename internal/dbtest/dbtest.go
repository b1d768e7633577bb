// Package dbtest hands every test a migrated database of its own, on each
// kind of database. SQLite is always there; Postgres is where the environment
// variable CARAVAN_TEST_POSTGRES says, and its absence is a failure when
// CARAVAN_REQUIRE_SERVERS is 1.
package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes databases

	"caravan/internal/store"
	"caravan/migrations"
)

// Each runs a test on SQLite and on Postgres, each time with an empty,
// migrated database.
func Each(t *testing.T, test func(t *testing.T, records *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t))
	})
}

// Keys returns an empty key store.
func Keys(t *testing.T) *store.KeyStore {
	t.Helper()
	keys, err := store.OpenKeys(t.Context(), filepath.Join(t.TempDir(), "keys.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	return keys
}

// EachBeneath is Each, with a second way to the database, past the program and
// with the rights of whoever owns it. It has one connection, for which
// Postgres holds neither triggers nor foreign keys against anybody.
func EachBeneath(t *testing.T, test func(t *testing.T, records *store.Store, beneath *sql.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		records, path := SQLiteFile(t)
		beneath := second(t, "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
		beneath.SetMaxOpenConns(1)
		test(t, records, beneath)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		address := PostgresURL(t)
		db := second(t, "pgx", address)
		db.SetMaxOpenConns(1)
		run(t, db, "SET session_replication_role = replica")
		test(t, open(t, address), db)
	})
}

func second(t *testing.T, driver, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// SQLite returns an empty, migrated database in a file of the test's own.
func SQLite(t *testing.T) *store.Store {
	t.Helper()
	records, _ := SQLiteFile(t)
	return records
}

// SQLiteFile is SQLite that says where the file is.
func SQLiteFile(t *testing.T) (records *store.Store, path string) {
	t.Helper()
	migrated, err := os.ReadFile(migratedFile(t))
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "caravan.db")
	if err := os.WriteFile(path, migrated, 0o600); err != nil { //nolint:gosec // a folder of the test's own
		t.Fatal(err)
	}
	return open(t, path), path
}

// migratedFile migrates one file for each set of migrations, once, and returns
// its path. Where two test processes do so at a time, one is as good as the
// other.
func migratedFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(os.TempDir(), "caravan_template_"+schemaHash(t, migrations.SQLite)+".db")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	fresh := filepath.Join(t.TempDir(), "template.db")
	migrate(t, fresh)
	if err := os.Rename(fresh, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// Missing skips a test that needs something which is not there, or fails it
// where everything is required.
func Missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CARAVAN_REQUIRE_SERVERS") == "1" {
		t.Fatalf("%s is required here", what)
	}
	t.Skipf("there is no %s here", what)
}

// Postgres returns an empty, migrated database that is dropped after the test.
// Where there is no Postgres the test is skipped, or fails if it is required.
func Postgres(t *testing.T) *store.Store {
	t.Helper()
	return open(t, PostgresURL(t))
}

// PostgresURL is Postgres, for programs that are told an address.
func PostgresURL(t *testing.T) string {
	t.Helper()
	server := os.Getenv("CARAVAN_TEST_POSTGRES")
	if server == "" {
		Missing(t, "CARAVAN_TEST_POSTGRES")
	}
	admin := connect(t, server)
	template := makeTemplate(t, admin, server)
	name := "caravan_test_" + uuid.NewString()[:13]
	run(t, admin, fmt.Sprintf("CREATE DATABASE %q TEMPLATE %q", name, template))
	t.Cleanup(func() {
		admin := connect(t, server)
		run(t, admin, fmt.Sprintf("DROP DATABASE %q WITH (FORCE)", name))
	})
	return named(server, name)
}

// makeTemplate migrates one database for each set of migrations, once, and
// returns its name. An advisory lock keeps test processes from doing it twice.
func makeTemplate(t *testing.T, admin *sql.DB, server string) string {
	t.Helper()
	name := "caravan_template_" + schemaHash(t, migrations.Postgres)
	conn, err := admin.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	const key = 7246151
	if _, err := conn.ExecContext(t.Context(), "SELECT pg_advisory_lock($1)", key); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = conn.ExecContext(context.Background(), "SELECT pg_advisory_unlock($1)", key) }()
	var made bool
	if err := conn.QueryRowContext(t.Context(), "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate)", name).Scan(&made); err != nil {
		t.Fatal(err)
	}
	if made {
		return name
	}
	run(t, admin, fmt.Sprintf("DROP DATABASE IF EXISTS %q WITH (FORCE)", name))
	run(t, admin, fmt.Sprintf("CREATE DATABASE %q", name))
	migrate(t, named(server, name))
	run(t, admin, fmt.Sprintf("ALTER DATABASE %q IS_TEMPLATE true", name))
	return name
}

// migrate migrates a database, and leaves it to others.
func migrate(t *testing.T, address string) {
	t.Helper()
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(records.Migrate(t.Context()), records.Close()); err != nil {
		t.Fatal(err)
	}
}

func schemaHash(t *testing.T, dialect string) string {
	t.Helper()
	folder, err := migrations.Files(dialect)
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(folder, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	hash := sha256.New()
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		hash.Write(text)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16]
}

func connect(t *testing.T, server string) *sql.DB {
	t.Helper()
	return second(t, "pgx", server)
}

func run(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func named(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + database
	return u.String()
}

func open(t *testing.T, address string) *store.Store {
	t.Helper()
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	return records
}
