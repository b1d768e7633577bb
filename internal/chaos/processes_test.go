package chaos_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caravan/models"
)

// The installation of docker-compose.yml as plain processes: what a planner
// schedules over HTTP stands on the public site, though the process that
// answers, the one that publishes and the one that works are three.
func TestProcessesPublishTogether(t *testing.T) {
	_, redisURL := newRedis(t)
	port := freePort(t)
	address := fmt.Sprintf("http://127.0.0.1:%d", port)
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, i := onPostgres(t, []string{"CARAVAN_REDIS_URL=" + redisURL}, "portal")
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	env := []string{
		"PROGRAM=" + program, fmt.Sprintf("CARAVAN_ADDR=127.0.0.1:%d", port), "CARAVAN_SECRET_FILE=" + file,
		"CARAVAN_AUDIT_KEY_FILE=" + filepath.Join(folder, "audit-key"), "CARAVAN_VAULT_KEYS=" + filepath.Join(folder, "vault-keys.db"),
	}
	for _, variable := range i.env {
		if !strings.HasPrefix(variable, "CARAVAN_ADDR=") && !strings.HasPrefix(variable, "CARAVAN_SECRET=") {
			env = append(env, variable)
		}
	}
	all, err := spawn("sh", env, "../cli/processes.sh")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if code := all.end(); code != 0 {
			t.Errorf("exit code %d: %s", code, all.logs)
		}
	})
	all.says(t, "The schema is up to date.")
	all.says(t, "Caravan answers at "+address)

	made := i.schedule(address)
	await(t, "the pages", 60*time.Second, func() bool { return i.published(made) })
	for _, d := range made {
		now, err := i.records.As(i.news.Planner).Delivery(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if a := i.ask(http.MethodGet, now.RemoteURL, ""); !strings.HasPrefix(now.RemoteURL, address) || a.status != http.StatusOK {
			t.Errorf("%s answers %+v", now.RemoteURL, a)
		}
	}
}

// schedule asks the API to send everything everywhere, and lets the time come.
func (i *installation) schedule(address string) []models.Delivery {
	i.t.Helper()
	r := everywhere(i.news)
	a := i.ask(http.MethodPost, address+"/api/v1/deliveries", fmt.Sprintf(
		`{"version_id":%q,"channel_ids":[%q],"start":{"local":%q,"zone":%q}}`, r.Version, r.Channels[0], r.Start.Local, r.Start.Zone))
	if a.status != http.StatusCreated {
		i.t.Fatalf("scheduling: %+v", a)
	}
	return i.hurry()
}
