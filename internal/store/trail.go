package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"caravan/migrations"
	"caravan/models"
)

// A Trail is what can be checked about the audit trails of all organisations,
// as it stands at one moment. It takes nothing that it reads for granted.
type Trail struct {
	db      *gorm.DB
	dialect string
}

// Inspect calls fn with the trails as they stand now. Nothing can be written
// through them, and others go on writing meanwhile. An SQLite file is opened
// once more for it, for reading only: the database need not be open otherwise.
func (s *Store) Inspect(ctx context.Context, fn func(*Trail) error) (err error) {
	db := s.db
	if s.dialect == migrations.SQLite {
		pool, err := sql.Open("sqlite", readOnlyAddress(s.path))
		if err != nil {
			return fmt.Errorf("open %s: %w", s.path, err)
		}
		defer func() { _ = pool.Close() }()
		pool.SetMaxOpenConns(1)
		if db, err = gorm.Open(sqliteDialector{pool}, &gorm.Config{SkipDefaultTransaction: true, DisableAutomaticPing: true, Logger: s.db.Logger}); err != nil {
			return fmt.Errorf("open %s: %w", s.path, err)
		}
	}
	tx := db.WithContext(ctx).Begin(&sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if tx.Error != nil {
		return translate(tx.Error)
	}
	defer func() { err = errors.Join(err, translate(tx.Rollback().Error)) }()
	return fn(&Trail{tx, s.dialect})
}

// readOnlyAddress opens a file as it is. Times stay the integers that they
// are. A file without a log beside it is nobody's at the moment: it is read
// without making one, so that its directory need not be writable.
func readOnlyAddress(path string) string {
	q := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "query_only(ON)", "trusted_schema(OFF)"}}
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		q.Set("immutable", "1")
	}
	return "file:" + path + "?" + q.Encode()
}

const entryColumns = "id, seq, organization_id, at, actor_id, actor_role, strength, action, object_kind, object_id, before, after, request_id, reason, leaf_hash, chain_hash"

// Entries reads entries that stand after one, from a number on: those of one
// organisation by number, or all in the order in which they were written. One
// that holds what no entry can hold comes without hashes.
func (t *Trail) Entries(ctx context.Context, of *models.ID[models.Organization], after models.AuditEntry, from int64, limit int) ([]models.AuditEntry, error) {
	query, args := "SELECT "+entryColumns+" FROM audit_entries WHERE id > ? AND seq >= ? ORDER BY id LIMIT ?", []any{after.ID, from, limit}
	if of != nil {
		query = "SELECT " + entryColumns + " FROM audit_entries WHERE organization_id = ? AND (seq, id) > (?, ?) AND seq >= ? ORDER BY seq, id LIMIT ?"
		args = []any{*of, after.Seq, after.ID, from, limit}
	}
	return gather(ctx, t, query, args, t.scanEntry)
}

// CountEntries counts the entries that Entries reads.
func (t *Trail) CountEntries(ctx context.Context, of *models.ID[models.Organization], from int64) (int64, error) {
	query, args := "SELECT count(*) FROM audit_entries WHERE seq >= ?", []any{from}
	if of != nil {
		query, args = query+" AND organization_id = ?", append(args, *of)
	}
	return t.number(ctx, query, args)
}

func (t *Trail) number(ctx context.Context, query string, args []any) (int64, error) {
	numbers, err := gather(ctx, t, query, args, func(rows *sql.Rows) (n int64, err error) { return n, rows.Scan(&n) })
	if err != nil || len(numbers) == 0 {
		return 0, err
	}
	return numbers[0], nil
}

// gather reads rows of anything.
func gather[T any](ctx context.Context, t *Trail, query string, args []any, scan func(*sql.Rows) (T, error)) (found []T, err error) {
	rows, err := t.db.WithContext(ctx).Raw(query, args...).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, translate(rows.Err())
}

func (t *Trail) scanEntry(rows *sql.Rows) (models.AuditEntry, error) {
	var e models.AuditEntry
	var organization, actor sql.NullString
	var micros int64
	at := any(&e.At)
	if t.dialect == migrations.SQLite {
		at = &micros
	}
	scanned := rows.Scan(&e.ID, &e.Seq, &organization, at, &actor, &e.ActorRole, &e.Strength, &e.Action, &e.ObjectKind, &e.ObjectID,
		&e.Before, &e.After, &e.RequestID, &e.Reason, &e.LeafHash, &e.ChainHash)
	if t.dialect == migrations.SQLite {
		e.At = time.UnixMicro(micros)
	}
	var own, by bool
	e.OrganizationID, own = readID[models.Organization](organization)
	e.ActorID, by = readID[models.User](actor)
	if scanned != nil || !own || !by {
		e.LeafHash, e.ChainHash = nil, nil
	}
	return e, nil
}

// readID reads an ID in the one form in which it is written.
func readID[T any](text sql.NullString) (*models.ID[T], bool) {
	if !text.Valid {
		return nil, true
	}
	id, err := uuid.Parse(text.String)
	return &models.ID[T]{UUID: id}, err == nil && id.String() == text.String
}

// A PlacedLeaf is a place in the tree, and the entry that stands there.
type PlacedLeaf struct {
	Index        int64
	Organization string // empty: the installation
	Seq          int64
	Hash         []byte // of the entry; nil: there is none, or it is another than was put there
}

// Leaves reads the places of the tree from an index on.
func (t *Trail) Leaves(ctx context.Context, from int64, limit int) ([]PlacedLeaf, error) {
	const query = `SELECT l.leaf_index, coalesce(CAST(l.organization_id AS text), ''), l.seq, coalesce(CAST(e.organization_id AS text), ''), coalesce(e.seq, 0), e.leaf_hash
		FROM audit_leaves l LEFT JOIN audit_entries e ON e.id = l.entry_id WHERE l.leaf_index >= ? ORDER BY l.leaf_index LIMIT ?`
	return gather(ctx, t, query, []any{from, limit}, func(rows *sql.Rows) (l PlacedLeaf, err error) {
		var organization string
		var seq int64
		err = rows.Scan(&l.Index, &l.Organization, &l.Seq, &organization, &seq, &l.Hash)
		if organization != l.Organization || seq != l.Seq {
			l.Hash = nil
		}
		return l, err
	})
}

// Keeps reports whether the entry that was put at a place is still in its
// trail.
func (t *Trail) Keeps(ctx context.Context, l PlacedLeaf) (bool, error) {
	n, err := t.number(ctx, "SELECT count(*) FROM audit_entries WHERE seq = ? AND coalesce(CAST(organization_id AS text), '') = ?", []any{l.Seq, l.Organization})
	return n > 0, err
}

// Checkpoints reads the checkpoints of trees larger than a size, smallest
// first.
func (t *Trail) Checkpoints(ctx context.Context, after int64, limit int) ([]models.AuditCheckpoint, error) {
	const query = "SELECT number, size, root, frontier, note FROM audit_checkpoints WHERE size > ? ORDER BY size LIMIT ?"
	return gather(ctx, t, query, []any{after, limit}, func(rows *sql.Rows) (c models.AuditCheckpoint, err error) {
		return c, rows.Scan(&c.Number, &c.Size, &c.Root, &c.Frontier, &c.Note)
	})
}

// Covered returns the number of the last entry of an organisation that is in
// the tree of a size; zero if none is.
func (t *Trail) Covered(ctx context.Context, of models.ID[models.Organization], size int64) (int64, error) {
	return t.number(ctx, "SELECT coalesce(max(seq), 0) FROM audit_leaves WHERE organization_id = ? AND leaf_index < ?", []any{of, size})
}

// CountLeaves counts the places of the tree.
func (t *Trail) CountLeaves(ctx context.Context) (int64, error) {
	return t.number(ctx, "SELECT count(*) FROM audit_leaves", nil)
}
