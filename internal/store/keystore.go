package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"caravan/migrations"
	"caravan/models"
)

// A KeyStore is a database of its own, in which the keys of sealed identities
// are kept apart from what they open. Its backups are kept for days, and those
// of the records for as long as anybody likes: what was shredded here stays
// closed there.
type KeyStore struct {
	pool    *sql.DB
	dialect string
}

// OpenKeys opens a key store: a postgres:// address, or the path of an SQLite
// file. It makes the table that it needs.
func OpenKeys(ctx context.Context, address string) (*KeyStore, error) {
	k := &KeyStore{dialect: migrations.SQLite}
	driver, blob := "sqlite", "blob"
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		k.dialect, driver, blob = migrations.Postgres, "pgx", "bytea"
	} else {
		if err := ownFile(address); err != nil {
			return nil, err
		}
		address = sqliteAddress(address)
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		return nil, errors.New("the address of the key store cannot be read") // the error may quote it
	}
	k.pool = pool
	pool.SetMaxOpenConns(map[string]int{"sqlite": 1, "pgx": 4}[driver])
	err = k.inTx(ctx, func(tx *sql.Tx) error {
		if k.dialect == migrations.Postgres { // two that start at once must not both make it
			if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(7239017)"); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS identity_keys (id text PRIMARY KEY NOT NULL, wrapped "+blob+" NOT NULL)")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open key store: %w", errors.Join(translate(err), pool.Close()))
	}
	return k, nil
}

// ownFile makes an empty file that nobody else reads, unless it is there. SQLite
// would let others of the machine read it.
func ownFile(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // whoever runs the program names it
	if err != nil {
		return fmt.Errorf("open key store: %w", err)
	}
	return file.Close()
}

// Close ends all connections.
func (k *KeyStore) Close() error { return k.pool.Close() }

func (k *KeyStore) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := k.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Keep writes the wrapped key of an identity.
func (k *KeyStore) Keep(ctx context.Context, id models.ID[models.Identity], wrapped []byte) error {
	_, err := k.pool.ExecContext(ctx, "INSERT INTO identity_keys (id, wrapped) VALUES ($1, $2)", id.String(), wrapped)
	return translate(err)
}

// Key reads the wrapped key of an identity, or is ErrMissing.
func (k *KeyStore) Key(ctx context.Context, id models.ID[models.Identity]) (wrapped []byte, err error) {
	err = k.pool.QueryRowContext(ctx, "SELECT wrapped FROM identity_keys WHERE id = $1", id.String()).Scan(&wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, models.ErrMissing
	}
	return wrapped, translate(err)
}

// Kept lists the identities whose keys are kept.
func (k *KeyStore) Kept(ctx context.Context) (kept []models.ID[models.Identity], err error) {
	rows, err := k.pool.QueryContext(ctx, "SELECT id FROM identity_keys")
	if err != nil {
		return nil, translate(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		id, err := models.ParseID[models.Identity](text)
		if err != nil {
			return nil, fmt.Errorf("key store: %w", err)
		}
		kept = append(kept, id)
	}
	return kept, translate(rows.Err())
}

// Shred overwrites keys and deletes them, and makes the database give up what
// it still has of them elsewhere.
func (k *KeyStore) Shred(ctx context.Context, ids []models.ID[models.Identity]) error {
	zeros := "zeroblob(length(wrapped))"
	if k.dialect == migrations.Postgres {
		zeros = "decode(repeat('00', length(wrapped)), 'hex')"
	}
	for _, id := range ids {
		for _, statement := range []string{"UPDATE identity_keys SET wrapped = " + zeros + " WHERE id = $1", "DELETE FROM identity_keys WHERE id = $1"} {
			if _, err := k.pool.ExecContext(ctx, statement, id.String()); err != nil {
				return fmt.Errorf("shred a key: %w", translate(err))
			}
		}
	}
	if k.dialect == migrations.Postgres {
		_, err := k.pool.ExecContext(ctx, "VACUUM identity_keys")
		return translate(err)
	}
	return emptyLog(ctx, k.pool)
}

// DestroyedAmong tells which identities of some were destroyed.
func (s *Scope) DestroyedAmong(ctx context.Context, ids []models.ID[models.Identity]) ([]models.ID[models.Identity], error) {
	found, err := of[models.Identity](s.db).Select("id").Where("id IN ? AND destroyed_on <> ''", ids).Find(ctx)
	destroyed := make([]models.ID[models.Identity], 0, len(found))
	for _, i := range found {
		destroyed = append(destroyed, i.ID)
	}
	return destroyed, translate(err)
}

// SaveSealing writes an identity as it is sealed anew.
func (s *Scope) SaveSealing(ctx context.Context, i *models.Identity) error {
	_, err := of[models.Identity](s.db).Where("id = ? AND destroyed_on = ''", i.ID).Select("ciphertext").Updates(ctx, *i)
	return translate(err)
}
