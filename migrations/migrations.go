// Package migrations is the schema, step by step, once for each database:
// plain SQL under the same names in postgres and sqlite. A release only goes
// forward; a backup goes back.
package migrations

import (
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed postgres/*.sql sqlite/*.sql
var files embed.FS

// The dialects.
const (
	Postgres = "postgres"
	SQLite   = "sqlite"
)

// Provider returns the migrations of a dialect over db. A step may come after
// one with a higher number, as long as neither needs the other. On Postgres
// several processes may migrate at once: one does it, the others wait.
func Provider(dialect string, db *sql.DB) (*goose.Provider, error) {
	folder, err := Files(dialect)
	if err != nil {
		return nil, err
	}
	if dialect == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db, folder, goose.WithAllowOutofOrder(true))
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("make migration lock: %w", err)
	}
	return goose.NewProvider(goose.DialectPostgres, db, folder, goose.WithSessionLocker(locker), goose.WithAllowOutofOrder(true))
}

// Files returns the SQL files of a dialect.
func Files(dialect string) (fs.FS, error) { return fs.Sub(files, dialect) }
