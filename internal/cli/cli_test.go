package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"caravan/internal/cli"
	"caravan/internal/dbtest"
)

// start runs caravan serve and returns its address and a function that ends it.
func start(t *testing.T, args ...string) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	code := make(chan int, 1)
	var errs bytes.Buffer
	go func() {
		code <- cli.Run(ctx, append([]string{"serve", "--addr=127.0.0.1:0"}, args...), in, &errs)
		_ = in.Close()
	}()
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("it ended: %s", errs.String())
	}
	address = regexp.MustCompile(`http://\S+`).FindString(lines.Text())
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return address, func() {
		cancel()
		if got := <-code; got != 0 {
			t.Errorf("exit code %d: %s", got, errs.String())
		}
	}
}

func TestServeStartsAnswersAndStops(t *testing.T) {
	for name, args := range map[string][]string{
		"embedded": {"--data=" + t.TempDir()},
		"postgres": {"--database-url=" + dbtest.PostgresURL(t), "--secret=0123456789abcdef0123456789abcdef"},
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
