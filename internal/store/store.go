// Package store keeps the records in Postgres or in SQLite. It is the only
// package that knows GORM. Whoever reads or writes says who they are first:
// As is the only way in, so that no query can be written without a scope.
// It decides nothing about the records; the rules are in models.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"caravan/migrations"
	"caravan/models"
)

// A Store is an open database.
type Store struct {
	db      *gorm.DB
	pool    *sql.DB
	dialect string
	path    string // of an SQLite file
	notify  func(models.ID[models.Organization])
}

// Open opens a database: a postgres:// address, or the path of an SQLite file.
// It does not migrate.
func Open(address string, log *slog.Logger) (*Store, error) {
	s := &Store{dialect: migrations.SQLite, path: address}
	var dialector gorm.Dialector
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		s.dialect, dialector = migrations.Postgres, postgres.Open(address)
	} else {
		pool, err := sql.Open("sqlite", sqliteAddress(address))
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", address, err)
		}
		pool.SetMaxOpenConns(1) // one writer: waiting in Go is fair, waiting in SQLite is not
		dialector = sqliteDialector{pool}
	}
	db, err := gorm.Open(dialector, &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		Logger: logger.NewSlogLogger(log, logger.Config{
			SlowThreshold: 200 * time.Millisecond, LogLevel: logger.Warn, IgnoreRecordNotFoundError: true, ParameterizedQueries: true,
		}),
	})
	if err != nil {
		return nil, fmt.Errorf("open database: %w", translate(err))
	}
	s.db = db
	if s.pool, err = db.DB(); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if s.dialect == migrations.Postgres {
		s.pool.SetMaxOpenConns(mostConnections)
		s.pool.SetMaxIdleConns(mostConnections)
		s.pool.SetConnMaxIdleTime(5 * time.Minute)
	}
	return s, nil
}

// mostConnections is how many connections one process holds: four processes
// fit into what Postgres allows by default.
const mostConnections = 20

// sqliteAddress adds the pragmas that make SQLite keep what it acknowledged.
// Times are integer microseconds, so that they compare and match Postgres.
func sqliteAddress(path string) string {
	q := url.Values{
		"_pragma": {
			"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "secure_delete(ON)", "trusted_schema(OFF)",
		},
		"_txlock":              {"immediate"},
		"_time_integer_format": {"unix_micro"},
		"_inttotime":           {"1"},
		"_timezone":            {"UTC"},
	}
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + "?" + q.Encode()
}

// Migrate brings the schema up to date.
func (s *Store) Migrate(ctx context.Context) error {
	provider, err := migrations.Provider(s.dialect, s.pool)
	if err != nil {
		return err
	}
	if _, err = provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := s.sealTrails(ctx); err != nil {
		return fmt.Errorf("seal audit trails: %w", err)
	}
	return nil
}

// Pending reports whether the schema is older than this program.
func (s *Store) Pending(ctx context.Context) (bool, error) {
	provider, err := migrations.Provider(s.dialect, s.pool)
	if err != nil {
		return false, err
	}
	if pending, err := provider.HasPending(ctx); err != nil || pending {
		return pending, err
	}
	return s.bare(ctx)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return translate(s.pool.PingContext(ctx)) }

// Clock returns what time it is for the database.
func (s *Store) Clock(ctx context.Context) (time.Time, error) {
	query := "SELECT extract(epoch FROM clock_timestamp())"
	if s.dialect == migrations.SQLite {
		query = "SELECT (julianday('now') - 2440587.5) * 86400.0"
	}
	var seconds float64
	err := s.pool.QueryRowContext(ctx, query).Scan(&seconds)
	return time.UnixMicro(int64(seconds * 1e6)).UTC(), translate(err)
}

// Close ends all connections.
func (s *Store) Close() error { return s.pool.Close() }

// Dialect is postgres or sqlite.
func (s *Store) Dialect() string { return s.dialect }

// As returns the records as an actor may see and change them.
func (s *Store) As(who models.Actor) *Scope {
	return &Scope{db: s.db, who: who, dialect: s.dialect, notify: s.notify}
}

// translate turns what the drivers say into refusals, where a person can act
// on it.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gorm.ErrRecordNotFound):
		return models.ErrMissing
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return models.ErrTaken
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return models.ErrInUse
	case diskFull(err):
		return models.ErrFull
	case away(err):
		return models.ErrUnavailable
	}
	return err
}

func diskFull(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() == sqlite3.SQLITE_FULL
	}
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == "53100" || errors.Is(err, syscall.ENOSPC)
}

// away reports whether the database could not be reached: connection
// exceptions, shutting down, starting up, too many connections, a line that
// broke, no answer in time.
func away(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "57P") || e.Code == "53300"
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	for _, lost := range []error{context.DeadlineExceeded, sql.ErrConnDone, driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, lost) {
			return true
		}
	}
	return false
}
