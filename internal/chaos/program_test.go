// Package chaos breaks a running installation on purpose: the real program, as
// processes that are killed, and the real servers, which are stopped. What has
// to hold all the same is checked from the records and from what the platforms
// were sent.
package chaos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// build makes the program, once for all tests.
var build = sync.OnceValues(func() (string, error) {
	program := filepath.Join(home, "caravan")
	out, err := exec.Command("go", "build", "-o", program, "caravan").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w: %s", err, out)
	}
	return program, nil
})

// home is a folder for all tests of the package.
var home string

func TestMain(m *testing.M) {
	var err error
	if home, err = os.MkdirTemp("", "caravan-chaos"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(home)
	os.Exit(code)
}

// A process is a running program.
type process struct {
	*exec.Cmd

	out, logs *lines
	ended     chan struct{}
}

// launch starts the program with an environment of its own.
func launch(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	p, err := spawn(program, env, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

func spawn(program string, env []string, args ...string) (*process, error) {
	p := &process{Cmd: exec.Command(program, args...), out: newLines(), logs: newLines(), ended: make(chan struct{})}
	p.Env = append([]string{"CARAVAN_LOG_FORMAT=json", "PATH=" + os.Getenv("PATH")}, env...)
	p.Stdout, p.Stderr = p.out, p.logs
	if err := p.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = p.Wait()
		p.out.close()
		p.logs.close()
		close(p.ended)
	}()
	return p, nil
}

// kill ends the process as a power cut does.
func (p *process) kill() {
	_ = p.Process.Kill()
	<-p.ended
}

// end asks the process to end, and returns its exit code.
func (p *process) end() int {
	_ = p.Process.Signal(syscall.SIGTERM)
	<-p.ended
	return p.ProcessState.ExitCode()
}

// says waits for a line of its standard output.
func (p *process) says(t *testing.T, text string) string {
	t.Helper()
	line, ok := p.out.find(text)
	if !ok {
		t.Fatalf("it ended without saying %q: %s", text, p.logs)
	}
	return line
}

// address is where the program answers.
func (p *process) address(t *testing.T) string {
	t.Helper()
	line := strings.TrimSpace(p.says(t, "answers at"))
	return line[strings.LastIndex(line, " ")+1:]
}

// admin is where operators look into the program.
func (p *process) admin(t *testing.T) string {
	t.Helper()
	line, _ := p.logs.find("operators look in")
	var said struct {
		Address string `json:"admin_addr"`
	}
	if err := json.Unmarshal([]byte(line), &said); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return "http://" + said.Address
}

// await polls the truth; the deadline only ends a hopeless wait.
func await(t *testing.T, what string, within time.Duration, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("still waiting for %s", what)
		}
	}
}

// lines is a stream that can be searched while it is written.
type lines struct {
	mu     sync.Mutex
	more   *sync.Cond
	text   bytes.Buffer
	closed bool
}

func newLines() *lines {
	l := &lines{}
	l.more = sync.NewCond(&l.mu)
	return l
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.more.Broadcast()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *lines) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.more.Broadcast()
}

// find waits for a line with some text in it, until the stream is closed.
func (l *lines) find(text string) (string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		for line := range strings.Lines(l.text.String()) {
			if strings.Contains(line, text) && strings.HasSuffix(line, "\n") {
				return line, true
			}
		}
		if l.closed {
			return "", false
		}
		l.more.Wait()
	}
}

// last returns the last line so far with some text in it.
func (l *lines) last(text string) (found string) {
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, text) {
			found = line
		}
	}
	return found
}
