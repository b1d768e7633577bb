package chaos_test

import (
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that looks behind the store

	"caravan/internal/dbtest"
)

// freePort returns a port that is free now.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

// A server is one that can be stopped and started again.
type server struct {
	t    *testing.T
	port int
	make func() *exec.Cmd
	well func() bool // it answers
	cmd  *exec.Cmd
}

// start starts the server, and waits until it answers.
func (s *server) start() {
	s.t.Helper()
	s.cmd = s.make()
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	await(s.t, s.cmd.Path, 30*time.Second, s.well)
}

// stop ends the server with a signal.
func (s *server) stop(how syscall.Signal) {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Signal(how)
		_ = s.cmd.Wait()
	}
}

// newRedis starts a Redis that keeps nothing.
func newRedis(t *testing.T) (*server, string) {
	t.Helper()
	binary, err := exec.LookPath("redis-server")
	if err != nil {
		dbtest.Missing(t, "redis-server")
	}
	s := &server{t: t, port: freePort(t)}
	folder := t.TempDir()
	s.make = func() *exec.Cmd {
		cmd := exec.Command(binary, "--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
		cmd.Dir = folder
		return cmd
	}
	s.well = func() bool {
		c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", s.port), time.Second)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	}
	s.start()
	t.Cleanup(func() { s.stop(syscall.SIGKILL) })
	return s, fmt.Sprintf("redis://127.0.0.1:%d/0", s.port)
}

// newPostgres starts a Postgres that wants a password, and returns its address
// and the file that holds the password.
func newPostgres(t *testing.T) (s *server, address, passwordFile string) {
	t.Helper()
	bin := postgresBin()
	if bin == "" {
		dbtest.Missing(t, "initdb")
	}
	folder, err := os.MkdirTemp("", "caravan-postgres") //nolint:usetesting // t.TempDir is closed to the user postgres
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	passwordFile = filepath.Join(folder, "password")
	if err := os.WriteFile(passwordFile, []byte("a pass/word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = &server{t: t, port: freePort(t)}
	as := owner(t, folder, passwordFile)
	data := filepath.Join(folder, "data")
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir, cmd.SysProcAttr = folder, &syscall.SysProcAttr{Credential: as}
		return cmd
	}
	if out, err := run("initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", passwordFile, "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v: %s", err, out)
	}
	s.make = func() *exec.Cmd {
		return run("postgres", "-D", data, "-p", strconv.Itoa(s.port), "-k", folder, "-c", "listen_addresses=127.0.0.1")
	}
	address = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", s.port)
	db, err := sql.Open("pgx", withPassword(t, address, passwordFile))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s.well = func() bool { return db.PingContext(t.Context()) == nil }
	s.start()
	t.Cleanup(func() { s.stop(syscall.SIGQUIT) })
	return s, address, passwordFile
}

// postgresBin is where the binaries of the server are.
func postgresBin() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	for _, path := range found {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "postgres")); err == nil {
			return filepath.Dir(path)
		}
	}
	return ""
}

// owner gives files to the user that Postgres has to run as where we are root.
func owner(t *testing.T, files ...string) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		dbtest.Missing(t, "user postgres")
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	for _, file := range files {
		if err := os.Chown(file, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// withPassword puts the password of a file into an address.
func withPassword(t *testing.T, address, file string) string {
	t.Helper()
	password, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(u.User.Username(), strings.TrimSpace(string(password)))
	return u.String()
}
