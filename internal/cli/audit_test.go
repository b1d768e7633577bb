package cli_test

import (
	"database/sql"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"caravan/internal/audit"
	"caravan/internal/platforms/email/emailtest"
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
	code, out, errs := once(t, "audit", "key", "--data="+data)
	public := strings.TrimSpace(out)
	if code != 0 || !strings.HasPrefix(public, "caravan/") {
		t.Fatalf("got %d, %q, %q", code, out, errs)
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

// An installation of several processes is given a key that was made for it.
func TestAuditKeyIsMadeOnce(t *testing.T) {
	t.Setenv("CARAVAN_DATABASE_URL", "postgres://nowhere")
	file := "--audit-key-file=" + filepath.Join(t.TempDir(), "audit-key")
	if code, _, errs := once(t, "audit", "key", "--make=osh/audit"); code != 1 || !strings.Contains(errs, "--audit-key-file") {
		t.Errorf("got %d, %q", code, errs)
	}
	_, public, _ := once(t, "audit", "key", "--make=osh/audit", file)
	if !strings.HasPrefix(public, "osh/audit+") {
		t.Errorf("got %q", public)
	}
	if _, again, _ := once(t, "audit", "key", "--make=another/name", file); again != public {
		t.Errorf("the key was made twice: %s", again)
	}
	if code, _, errs := once(t, "audit", "key"); code != 1 || !strings.Contains(errs, "CARAVAN_AUDIT_KEY_FILE") {
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

// An embedded installation signs by itself, with a key of its own, and shows
// what it signed to its witnesses.
func TestServeShowsCheckpointsToWitnesses(t *testing.T) {
	data, directory := t.TempDir(), t.TempDir()
	mail, password := emailtest.Listen(t, nil), filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte(emailtest.Password), 0o600); err != nil {
		t.Fatal(err)
	}
	r := startAs(t, "serve", "--addr=127.0.0.1:0", "--data="+data, "--allow-egress=127.0.0.0/8", "--log-level=debug",
		"--audit-mail-password-file="+password, "--audit-witness="+directory+",smtp://"+url.PathEscape(emailtest.Username)+"@"+mail.Addr+"/?tls=none&from=caravan@osh.example&to=auditor@ministry.example")
	for _, witness := range []string{directory, "mailto:auditor@ministry.example"} {
		if _, ok := r.logs.find(`"witness took a checkpoint","witness":"` + witness); !ok {
			t.Fatalf("%s saw nothing: %s", witness, r.logs)
		}
	}
	received := filepath.Join(t.TempDir(), "mailed")
	if err := os.WriteFile(received, []byte(mail.Mail()[0].Part("text/plain")), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := once(t, "audit", "verify", "--data="+data, "--witness="+directory, "--checkpoint="+received); code != 0 || !strings.HasPrefix(out, "sound: ") {
		t.Errorf("while it runs: %d, %q, %q", code, out, errs)
	}
	r.stop()
	if info, err := os.Stat(filepath.Join(data, "audit-key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", info, err)
	}
	if code, out, errs := once(t, "audit", "verify", "--data="+data, "--witness="+directory); code != 0 {
		t.Errorf("after it ran: %d, %q, %q", code, out, errs)
	}
	for who, want := range map[string]string{"ftp://elsewhere": "ftp is not known", "/nowhere/at/all": "not exist", "smtp://server/": "from_address is empty"} {
		if code, _, errs := once(t, "serve", "--addr=127.0.0.1:0", "--data="+data, "--audit-witness="+who); code != 1 || !strings.Contains(errs, want) {
			t.Errorf("%s: %d, %q", who, code, errs)
		}
	}
}
