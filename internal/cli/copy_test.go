package cli_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"caravan/internal/demo"
	"caravan/models"
)

const heldPage = "../../docs/held.md"

// The page is the register, for those who answer for the data.
func TestRegisterOfWhatIsHeldIsWrittenDown(t *testing.T) {
	var page bytes.Buffer
	page.WriteString("# What is held about people\n\nThe register of personal data, as the program keeps it: every column that holds something of a person, what for, on what ground and how long. " +
		"A column that stands in no register fails the tests. Of audiences there are counts and nothing else.\n\n" +
		"Sealed columns hold hashes, or files that only custodians can open with keys that the program never has. Somebody with a full copy of the server - databases, " +
		"key store, backups, environment - learns of a messenger what the columns of *messengers* say, and has a sealed file that none of it opens: " +
		"a pseudonym and a role, what the consent covers, how great the danger is, the days on which something was published. " +
		"The campaigns that somebody speaks in are part of it, because each delivery asks for their consent.\n")
	for _, of := range []models.Subject{models.OfStaff, models.OfMessengers, models.OfContacts} {
		fmt.Fprintf(&page, "\n## Of %s\n\n| what for | on what ground | how long | columns |\n|---|---|---|---|\n", of)
		for _, h := range models.Holdings() {
			if h.Of != of {
				continue
			}
			sealed := ""
			if h.Sealed {
				sealed = "Sealed: "
			}
			fmt.Fprintf(&page, "| %s | %s | %s | %s`%s` |\n", h.Purpose, h.Basis, h.Kept, sealed, strings.Join(h.Columns, "` `"))
		}
	}
	if *update {
		if err := os.WriteFile(heldPage, page.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if written, err := os.ReadFile(heldPage); err != nil || !bytes.Equal(written, page.Bytes()) {
		t.Errorf("docs/held.md is not what the program keeps; run go test ./internal/cli -run Register -update (%v)", err)
	}
}

// references are the columns that name things of every kind by their ids, and
// so a messenger too: that there is one, and what was done about it.
func references() []string {
	return []string{"audit_entries.object_id", "events.object_id", "idempotency_keys.path", "holds.scope_id"}
}

// Somebody who copies the whole installation learns of a messenger what the
// register says, and opens nothing.
func TestACopyOfEverythingSaysWhatTheRegisterSays(t *testing.T) {
	m := newMine(t, "--demo")
	planner, admin := m.guest(), m.guest()
	for v, email := range map[guest]string{planner: "aigul@osh.example", admin: "admin@osh.example"} {
		v.ask(http.MethodPost, "/api/v1/session", fmt.Sprintf(`{"email":%q,"password":%q}`, email, demo.Password), http.StatusOK)
	}
	custodian := m.invited(admin, "custodian", "safeguarding")
	items := planner.ask(http.MethodGet, "/api/v1/messengers", "", http.StatusOK)["items"].([]any)
	speaker := items[0].(map[string]any)
	path := "/api/v1/messengers/" + speaker["id"].(string)
	m.reveal(planner, custodian, path, m.seal(planner, planner, custodian, path))

	db, err := sql.Open("sqlite", "file:"+filepath.Join(m.data, "caravan.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	named := columnsNaming(t, db, speaker["id"].(string), speaker["pseudonym"].(string))
	register := references()
	for _, h := range models.Holdings() {
		if h.Of == models.OfMessengers {
			register = append(register, h.Columns...)
		}
	}
	if !slices.Contains(named, "deliveries.messenger_id") || !slices.Contains(named, "identities.messenger_id") {
		t.Errorf("found only in %v, so nothing is shown", named)
	}
	for _, column := range named {
		if !slices.Contains(register, column) {
			t.Errorf("%s names a messenger, and no register says so", column)
		}
	}
	err = filepath.WalkDir(m.data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if bytes.Contains(text, []byte("AGE-SECRET-KEY-")) {
			t.Errorf("%s holds what opens an identity", entry.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// columnsNaming lists the columns of the database in which one of the texts is.
func columnsNaming(t *testing.T, db *sql.DB, texts ...string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT m.name, p.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var all, found []string
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		all = append(all, table+"."+column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		table, column, _ := strings.Cut(name, ".")
		for _, text := range texts {
			var n int
			if err := db.QueryRowContext(t.Context(), fmt.Sprintf("SELECT count(*) FROM %q WHERE instr(CAST(%q AS TEXT), ?) > 0", table, column), text).Scan(&n); err != nil {
				t.Fatal(name, err)
			}
			if n > 0 && !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
	}
	return found
}
