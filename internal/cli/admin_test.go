package cli_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"caravan/internal/cli"
	"caravan/internal/dbtest"
)

// read returns the status and the body of an address.
func read(t *testing.T, address string) (int, string) {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestOperatorsLookIntoAProcess(t *testing.T) {
	r := startAs(t, "serve", "--addr=127.0.0.1:0", "--data="+t.TempDir())
	admin := "http://" + r.admin(t)
	read(t, r.address+"/api/v1/me") // so that there is something to count
	for path, want := range map[string]string{
		"/healthz":      "alive",
		"/readyz":       `"ready":true`,
		"/metrics":      `caravan_http_seconds_count{route="GET /api/v1/me",status="401"} 1`,
		"/debug/pprof/": "goroutine",
	} {
		if status, body := read(t, admin+path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, without %q:\n%.2000s", path, status, want, body)
		}
		if status, body := read(t, r.address+path); strings.Contains(body, want) {
			t.Errorf("%s: the public address answers %d", path, status)
		}
	}
	_, metrics := read(t, admin+"/metrics")
	for _, name := range []string{"caravan_delivery_lag_seconds 0", "caravan_uncertain_deliveries 0", "go_goroutines", "process_resident_memory_bytes"} {
		if !strings.Contains(metrics, name) {
			t.Errorf("no %s in the metrics", name)
		}
	}
}

func TestTwoProcessesOfOneMachineDoNotClash(t *testing.T) {
	one := startAs(t, "serve", "--addr=127.0.0.1:0", "--data="+t.TempDir())
	two := startAs(t, "serve", "--addr=127.0.0.1:0", "--data="+t.TempDir())
	if one.admin(t) == two.admin(t) {
		t.Errorf("both at %s", one.admin(t))
	}
}

func TestHealth(t *testing.T) {
	r := startAs(t, "serve", "--addr=127.0.0.1:0", "--data="+t.TempDir())
	at := "--admin-addr=" + r.admin(t)
	var out, errs bytes.Buffer
	if code := cli.Run(t.Context(), []string{"health", at}, &out, &errs); code != 0 || !strings.HasPrefix(out.String(), "ready true") {
		t.Errorf("while it runs: %d, %q, %q", code, out.String(), errs.String())
	}
	r.stop()
	if code := cli.Run(t.Context(), []string{"health", at}, &out, &errs); code != 1 {
		t.Errorf("when it is gone: %d", code)
	}
	errs.Reset()
	if code := cli.Run(t.Context(), []string{"health"}, &out, &errs); code != 1 || !strings.Contains(errs.String(), "CARAVAN_ADMIN_ADDR") {
		t.Errorf("of nobody: %d, %q", code, errs.String())
	}
}

func TestConfigurationIsToldWithoutSecrets(t *testing.T) {
	address := strings.Replace(dbtest.PostgresURL(t), "postgres@", "postgres:hush-hush@", 1)
	t.Setenv("CARAVAN_DATABASE_URL", address)
	t.Setenv("CARAVAN_SECRET", "a secret of thirty-two characters")
	r := startAs(t, "api", "--addr=127.0.0.1:0", "--shutdown-grace=7s")
	line, _ := r.logs.find("starting")
	for _, want := range []string{`"secret":"[sealed]"`, `"shutdown-grace":"7s"`, `"addr":"127.0.0.1:0"`, `"database-url":"postgres://postgres:sealed@`} {
		if !strings.Contains(line, want) {
			t.Errorf("no %s in %s", want, line)
		}
	}
	r.stop()
	for _, secret := range []string{"hush-hush", "thirty-two"} {
		if strings.Contains(r.logs.String()+r.out.String(), secret) {
			t.Errorf("it says %q", secret)
		}
	}
}

func TestPasswordOfRedisFromAFile(t *testing.T) {
	server := miniredis.RunT(t)
	server.RequireAuth("p@ss/word")
	file := filepath.Join(t.TempDir(), "redis")
	if err := os.WriteFile(file, []byte("p@ss/word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := startAs(t, "serve", "--addr=127.0.0.1:0", "--data="+t.TempDir(), "--redis-url=redis://"+server.Addr()+"/0", "--redis-password-file="+file)
	if _, body := read(t, "http://"+r.admin(t)+"/readyz"); !strings.Contains(body, `"redis":"ok"`) {
		t.Errorf("got %s", body)
	}
	server.Close()
	if status, body := read(t, "http://"+r.admin(t)+"/readyz"); status != http.StatusOK || !strings.Contains(body, `"redis":"away"`) {
		t.Errorf("without Redis: %d, %s", status, body)
	}
}

func TestEveryCommandHasHelp(t *testing.T) {
	for _, command := range []string{"serve", "api", "worker", "publisher", "migrate", "demo", "person add", "health", "version"} {
		var out, errs bytes.Buffer
		if code := cli.Run(t.Context(), append(strings.Fields(command), "--help"), &out, &errs); code != 0 || out.Len() == 0 {
			t.Errorf("%s: %d, %s", command, code, errs.String())
		}
	}
}
