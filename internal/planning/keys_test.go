package planning_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

// given lets one custodian ask, another approve, and returns what the first is
// given.
func (s *safe) given(t *testing.T) (models.Sealed, error) {
	t.Helper()
	asked, err := s.desk.Ask(t.Context(), s.custodians[0], s.Messenger.ID, "They do not answer", []string{"name"})
	if err != nil {
		return nil, err
	}
	if _, err := s.desk.Approve(t.Context(), s.custodians[1], asked.ID); err != nil {
		t.Fatal(err)
	}
	_, file, err := s.desk.Give(t.Context(), s.custodians[0], asked.ID)
	return file, err
}

// The database holds nothing that custodians could open, and hands out what
// they can.
func TestIdentityIsWrappedOnceMore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		kept := s.kept(t, records)[0]
		if _, err := vault.ReadSeal(kept.Ciphertext); err == nil || bytes.Contains(kept.Ciphertext, []byte("age-encryption")) {
			t.Error("what the database holds is what custodians open")
		}
		if file, err := s.given(t); err != nil || !bytes.Equal(file, s.file) {
			t.Errorf("%d bytes, %v", len(file), err)
		}
	})
}

// What was sealed before there were keys is wrapped when the program starts.
func TestOldIdentityIsWrapped(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		kept := s.kept(t, records)[0]
		if err := s.desk.Keys.Store.Shred(t.Context(), []models.ID[models.Identity]{kept.ID}); err != nil {
			t.Fatal(err)
		}
		if _, err := beneath.ExecContext(t.Context(), "UPDATE identities SET ciphertext = $1", s.file); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.desk.Begin(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if after := s.kept(t, records)[0]; bytes.HasPrefix(after.Ciphertext, []byte("age-")) {
			t.Error("it stays as it was")
		}
		if file, err := s.given(t); err != nil || !bytes.Equal(file, s.file) {
			t.Errorf("%d bytes, %v", len(file), err)
		}
	})
}

// A backup of last month brings the record of a destroyed identity back, and
// nobody can open it: its key is shredded. A key store of before that could,
// which is why none of its backups is kept for more than a week.
func TestRestoredBackupDoesNotBringAnybodyBack(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		s := newSafe(t, records)
		stores := map[string]*store.KeyStore{"today's": s.desk.Keys.Store}
		if records.Dialect() == "postgres" {
			keys, err := store.OpenKeys(t.Context(), dbtest.PostgresURL(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = keys.Close() })
			s.desk.Keys.Store = keys
			if err := s.reseal(t, records); err != nil {
				t.Fatal(err)
			}
			stores["today's"] = keys
		}
		var last models.Identity
		for _, i := range s.kept(t, records) {
			if i.DestroyedOn == "" {
				last = i
			}
		}
		wrapped, err := s.desk.Keys.Store.Key(t.Context(), last.ID)
		if err != nil {
			t.Fatal(err)
		}
		old := dbtest.Keys(t) // a key store of before
		if err := old.Keep(t.Context(), last.ID, wrapped); err != nil {
			t.Fatal(err)
		}
		stores["an old"] = old
		if _, err := s.desk.EndConsent(t.Context(), s.Planner, s.Messenger.ID, s.Consent.ID, ""); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := beneath.ExecContext(t.Context(), "UPDATE identities SET ciphertext = $1, destroyed_on = '', destroyed_for = '' WHERE id = $2", []byte(last.Ciphertext), last.ID.String()); err != nil {
			t.Fatal(err)
		}
		for which, opens := range map[string]bool{"today's": false, "an old": true} {
			s.desk.Keys.Store = stores[which]
			file, err := s.given(t)
			if opens != bytes.Equal(file, s.file) || !opens && !errors.Is(err, models.ErrWrongState) {
				t.Errorf("with %s key store: %d bytes, %v", which, len(file), err)
			}
		}
	})
}

// Others of the machine do not read the key store.
func TestKeyStoreIsItsOwnersAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.db")
	keys, err := store.OpenKeys(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	if file, err := os.Stat(path); err != nil || file.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", file.Mode(), err)
	}
}

// Neither the file of the key store nor its log holds a key that was shredded.
func TestShreddedKeyIsInNoFile(t *testing.T) {
	folder := t.TempDir()
	keys, err := store.OpenKeys(t.Context(), filepath.Join(folder, "keys.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	id, key := models.NewID[models.Identity](), bytes.Repeat([]byte("a wrapped key; "), 5)
	holds := func() bool {
		var all strings.Builder
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
		return strings.Contains(all.String(), "a wrapped key")
	}
	if err := keys.Keep(t.Context(), id, key); err != nil || !holds() {
		t.Fatalf("it was never there: %v", err)
	}
	if err := keys.Shred(t.Context(), []models.ID[models.Identity]{id}); err != nil || holds() {
		t.Errorf("it is still there: %v", err)
	}
}

// Where there is no key store, nothing is kept that could not be destroyed.
func TestNothingIsSealedWithoutAKeyStore(t *testing.T) {
	records := dbtest.SQLite(t)
	s := newSafe(t, records)
	s.desk.Keys = nil
	if err := s.reseal(t, records); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	if _, err := s.given(t); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}
