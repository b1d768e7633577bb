package cli_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"caravan/internal/audit"
)

// A copy of the file and the public key are enough to check a trail, and the
// exit code says what was found.
func TestAuditIsVerifiedFromACopy(t *testing.T) {
	data := t.TempDir()
	r := startAs(t, "serve", "--addr=127.0.0.1:0", "--data="+data)
	if _, ok := r.out.find("Nobody is here yet"); !ok {
		t.Fatal(r.logs)
	}
	r.stop()
	code, out, errs := once(t, "audit", "key", "--make=test/audit", "--data="+data)
	public := strings.TrimSpace(out)
	if code != 0 || !strings.HasPrefix(public, "test/audit+") {
		t.Fatalf("got %d, %q, %q", code, out, errs)
	}
	if _, again, _ := once(t, "audit", "key", "--make=another/name", "--data="+data); strings.TrimSpace(again) != public {
		t.Errorf("the key was made twice: %s", again)
	}
	reading := copyOf(t, data)
	verify := func(args ...string) (int, string) {
		code, out, errs := once(t, append([]string{"audit", "verify", "--data=" + reading, "--audit-public-key=" + public}, args...)...)
		return code, out + errs
	}
	if code, said := verify(); code != 0 || !strings.HasPrefix(said, "sound: ") {
		t.Errorf("got %d, %q", code, said)
	}
	var told struct {
		Verdict string
		Entries int
	}
	if code, said := verify("--json"); code != 0 || json.Unmarshal([]byte(said), &told) != nil || told.Verdict != "sound" || told.Entries == 0 {
		t.Errorf("got %d, %s", code, said)
	}
	for want, args := range map[string][]string{
		"there is no checkpoint": {"--witness=" + t.TempDir()}, "no such file": {"--checkpoint=nowhere"}, "unknown flag": {"--nonsense"},
		"organisation somebody": {"--organization=somebody"},
	} {
		if code, said := verify(args...); code != int(audit.Unreadable) || !strings.Contains(said, want) {
			t.Errorf("%s: got %d, %q", want, code, said)
		}
	}
	forge(t, reading)
	if code, said := verify(); code != int(audit.Broken) || !strings.Contains(said, "entry 1 of ") {
		t.Errorf("got %d, %q", code, said)
	}
	if code, _, errs := once(t, "audit", "verify", "--data="+t.TempDir()); code != int(audit.Unreadable) || !strings.Contains(errs, "public key") {
		t.Errorf("got %d, %q", code, errs)
	}
}

// copyOf copies the database into a directory that cannot be written to.
func copyOf(t *testing.T, data string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(data, "caravan.db"))
	if err != nil {
		t.Fatal(err)
	}
	reading := filepath.Join(t.TempDir(), "copy")
	if err := os.Mkdir(reading, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(reading, "caravan.db"), content, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(reading, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(reading, 0o700) })
	return reading
}

// forge changes one entry, past everything that guards it.
func forge(t *testing.T, data string) {
	t.Helper()
	if err := os.Chmod(data, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(data, "caravan.db")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{"DROP TRIGGER audit_entries_no_update", "UPDATE audit_entries SET reason = 'another' WHERE seq = 1"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}
