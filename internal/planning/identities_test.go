package planning_test

import (
	"bytes"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"
	_ "modernc.org/sqlite" // looks behind the store

	"caravan/internal/dbtest"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

// A safe is a newsroom whose messenger's identity is sealed.
type safe struct {
	*dbtest.Newsroom
	desk       *planning.Desk
	custodians [2]models.Actor
	file       []byte
	now        time.Time
}

func newSafe(t *testing.T, records *store.Store) *safe {
	t.Helper()
	s := &safe{Newsroom: dbtest.NewNewsroom(t, records, "portal"), now: dbtest.Noon()}
	root, err := vault.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	s.desk = &planning.Desk{Store: records, Now: func() time.Time { return s.now }, Keys: &planning.Keys{Store: dbtest.Keys(t), Root: root}}
	for i := range 3 {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		who := &s.custodians[i%2]
		if i < 2 {
			*who = s.join(t, records, models.Safeguarding)
		}
		if _, err := s.desk.KeepKey(t.Context(), *who, key.Recipient().String(), i == 2); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.reseal(t, records); err != nil {
		t.Fatal(err)
	}
	return s
}

// reseal seals the identity anew, to all who keep keys.
func (s *safe) reseal(t *testing.T, records *store.Store) error {
	t.Helper()
	keys, err := records.As(s.Planner).CustodianKeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var to []age.Recipient
	for _, k := range keys {
		r, err := age.ParseX25519Recipient(k.Recipient)
		if err != nil {
			t.Fatal(err)
		}
		to = append(to, r)
	}
	var file bytes.Buffer
	w, err := age.Encrypt(&file, to...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 2048)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	s.file = file.Bytes()
	return s.seal(t, records)
}

// join adds a member to the newsroom.
func (s *safe) join(t *testing.T, records *store.Store, role models.Role) models.Actor {
	t.Helper()
	u := models.User{ID: models.NewID[models.User](), Name: "Nurlan", CreatedAt: s.now, Version: 1}
	u.Email = u.ID.String() + "@example.org"
	member := models.Membership{ID: models.NewID[models.Membership](), OrganizationID: s.Planner.OrganizationID, UserID: u.ID, Roles: []models.Role{role}, CreatedAt: s.now, Version: 1}
	system := records.As(models.System("test"))
	if err := errors.Join(system.CreateUser(t.Context(), &u), system.CreateMembership(t.Context(), &member)); err != nil {
		t.Fatal(err)
	}
	return models.Actor{UserID: u.ID, Name: u.Name, OrganizationID: s.Planner.OrganizationID, Organization: s.Planner.Organization, Roles: []models.Role{role}}
}

func (s *safe) seal(t *testing.T, records *store.Store) error {
	t.Helper()
	keys, err := records.As(s.Planner).CustodianKeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []models.ID[models.CustodianKey]
	for _, k := range keys {
		ids = append(ids, k.ID)
	}
	_, err = s.desk.Seal(t.Context(), s.Planner, s.Messenger.ID, s.file, ids)
	return err
}

// kept returns what is and was kept of the messenger.
func (s *safe) kept(t *testing.T, records *store.Store) []models.Identity {
	t.Helper()
	all, err := records.As(s.Planner).IdentitiesOf(t.Context(), s.Messenger.ID)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// An identity is kept for as long as somebody may speak, and for the retention
// after that.
func TestIdentityIsForgottenAfterItsTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		s.desk.Retention = 10 * 24 * time.Hour
		s.now = s.Consent.ExpiresAt.Add(9 * 24 * time.Hour)
		if n, err := s.desk.DestroyForgotten(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		due, err := records.As(models.System("test")).DueTasks(t.Context(), s.now.Add(24*time.Hour), 10)
		if err != nil || len(due) == 0 || due[0].Kind != "identities.forget" {
			t.Errorf("the next look is not owed: %+v, %v", due, err)
		}
		s.now = s.now.Add(24 * time.Hour)
		if n, err := s.desk.DestroyForgotten(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		if got := s.kept(t, records); len(got) != 1 || got[0].Ciphertext != nil || got[0].DestroyedFor != models.DestroyedRetention || len(got[0].Commitment) != 32 {
			t.Errorf("got %+v", got)
		}
		if err := s.seal(t, records); !errors.Is(err, models.ErrSealedBefore) {
			t.Errorf("it comes back: %v", err)
		}
		if err := records.Purge(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// The owed work makes sure that a file of the database holds nothing of what
// was destroyed: neither where it stood nor in the log.
func TestDestroyedIdentityIsInNoFile(t *testing.T) {
	folder := t.TempDir()
	records, err := store.Open(filepath.Join(folder, "caravan.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	if err := records.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := newSafe(t, records)
	kept := s.kept(t, records)[0].Ciphertext
	mark := kept[len(kept)-200 : len(kept)-150]
	if !inFiles(t, folder, mark) {
		t.Fatal("it was never there, so this test shows nothing")
	}
	if _, err := s.desk.EndConsent(t.Context(), s.Planner, s.Messenger.ID, s.Consent.ID, ""); err != nil {
		t.Fatal(err)
	}
	due, err := records.As(models.System("test")).DueTasks(t.Context(), s.now, 10)
	if err != nil || len(due) != 1 || due[0].Kind != "identities.purge" {
		t.Fatalf("owed are %+v, %v", due, err)
	}
	if err := records.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if inFiles(t, folder, mark) {
		t.Error("a file of the database still holds the ciphertext")
	}
}

// inFiles reports whether any file of a folder holds some bytes.
func inFiles(t *testing.T, folder string, what []byte) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, what) {
			return true
		}
	}
	return false
}

// An identity that cannot be written down as given is not given.
func TestNothingIsRevealedWithoutATrail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "caravan.db")
	records, err := store.Open(path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	if err := records.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := newSafe(t, records)
	reveal, err := s.desk.Ask(t.Context(), s.custodians[0], s.Messenger.ID, "They do not answer", []string{"name"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.desk.Approve(t.Context(), s.custodians[1], reveal.ID); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	fault := `CREATE TRIGGER no_trail BEFORE INSERT ON audit_entries WHEN new.action = 'identity.revealed' BEGIN SELECT RAISE(ABORT, 'no room'); END`
	if _, err := db.ExecContext(t.Context(), fault); err != nil {
		t.Fatal(err)
	}
	if _, file, err := s.desk.Give(t.Context(), s.custodians[0], reveal.ID); !errors.Is(err, models.ErrUnavailable) || file != nil {
		t.Errorf("got %d bytes, %v", len(file), err)
	}
	if _, err := db.ExecContext(t.Context(), "DROP TRIGGER no_trail"); err != nil {
		t.Fatal(err)
	}
	if _, file, err := s.desk.Give(t.Context(), s.custodians[0], reveal.ID); err != nil || !bytes.Equal(file, s.file) {
		t.Errorf("got %d bytes, %v", len(file), err)
	}
}
