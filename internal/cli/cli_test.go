package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"caravan/internal/cli"
	"caravan/internal/dbtest"
)

// A running command, started in this process.
type running struct {
	address string // where it answers
	logs    *lines
	out     *lines
	stop    func() // ends it, and complains if it did not end well
}

// start runs caravan serve and returns its address and a function that ends it.
func start(t *testing.T, args ...string) (address string, stop func()) {
	t.Helper()
	r := startAs(t, append([]string{"serve", "--addr=127.0.0.1:0"}, args...)...)
	return r.address, r.stop
}

// startAs runs a command until it says that it answers or works.
func startAs(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{logs: newLines(), out: newLines()}
	code := make(chan int, 1)
	go func() {
		code <- cli.Run(ctx, append(args, "--log-format=json"), r.out, r.logs)
		r.out.close()
	}()
	first, ok := r.out.find("Caravan ")
	if !ok {
		t.Fatalf("it ended: %s", r.logs)
	}
	r.address = regexp.MustCompile(`http://\S+`).FindString(first)
	r.stop = sync.OnceFunc(func() {
		cancel()
		if got := <-code; got != 0 {
			t.Errorf("exit code %d: %s", got, r.logs)
		}
	})
	t.Cleanup(r.stop)
	return r
}

// admin returns where operators look into it.
func (r *running) admin(t *testing.T) string {
	t.Helper()
	line, ok := r.logs.find("operators look in")
	var said struct {
		Address string `json:"admin_addr"`
	}
	if err := json.Unmarshal([]byte(line), &said); err != nil || !ok {
		t.Fatalf("%q: %v", line, err)
	}
	return said.Address
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

// find waits for a line that has some text in it, until the stream is closed.
func (l *lines) find(text string) (string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		for line := range strings.Lines(l.text.String()) {
			if strings.Contains(line, text) {
				return line, true
			}
		}
		if l.closed {
			return "", false
		}
		l.more.Wait()
	}
}

func TestServeStartsAnswersAndStops(t *testing.T) {
	for name, args := range map[string][]string{
		"embedded": {"--data=" + filepath.Join(t.TempDir(), "not", "there yet")},
		"postgres": {"--database-url=" + dbtest.PostgresURL(t), "--secret=0123456789abcdef0123456789abcdef", "--token-key=fedcba9876543210fedcba9876543210"},
	} {
		t.Run(name, func(t *testing.T) {
			address, stop := start(t, args...)
			response, err := http.Get(address + "/api/v1/me")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			var problem struct{ Code string }
			if err := json.NewDecoder(response.Body).Decode(&problem); err != nil || problem.Code != "not_signed_in" {
				t.Errorf("got %+v, %v", problem, err)
			}
			stop()
		})
	}
}

func TestWrongCommandIsExplained(t *testing.T) {
	var out, errs bytes.Buffer
	if code := cli.Run(t.Context(), []string{"fly"}, &out, &errs); code != 2 || !strings.Contains(errs.String(), "--help") {
		t.Errorf("got %d, %q", code, errs.String())
	}
}

func TestPersonAddPrintsALink(t *testing.T) {
	data := "--data=" + t.TempDir()
	address, stop := start(t, data)
	response, err := http.Get(address + "/api/v1/me") // answered once everything has started
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	stop()
	var out, errs bytes.Buffer
	code := cli.Run(t.Context(), []string{"person", "add", "aigul@example.org", "--name=Aigul", "--organization=first", "--role=planner", data}, &out, &errs)
	if code != 0 || !strings.Contains(out.String(), "/welcome#") {
		t.Errorf("got %d, %q, %q", code, out.String(), errs.String())
	}
}
