package chaos_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/platforms/mastodon/mastodontest"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/store"
	"caravan/models"
)

// An installation whose servers are going to fail: a newsroom in a database,
// and somebody who is signed in.
type installation struct {
	t       *testing.T
	records *store.Store
	news    *dbtest.Newsroom
	desk    *distribution.Desk
	env     []string
	cookie  string
}

// install makes a newsroom in a database that processes are told of by an
// environment.
func install(t *testing.T, address string, env []string, platforms ...string) *installation {
	t.Helper()
	records, err := store.Open(address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = records.Close() })
	if err := records.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	i := &installation{t: t, records: records, desk: newDesk(t, records), env: append([]string{
		"CARAVAN_SECRET=" + secret, "CARAVAN_TOKEN_KEY=" + tokenKey, "CARAVAN_ALLOW_EGRESS=127.0.0.0/8", "CARAVAN_ADDR=127.0.0.1:0", "CARAVAN_SHUTDOWN_GRACE=10s",
	}, env...)}
	i.news = dbtest.NewNewsroomAt(t, records, yesterday(), platforms...).OneVoice(t, records)
	desk := access.Desk{Store: records, Now: clock}
	aigul := models.User{Email: "aigul@osh.example", Name: "Aigul", Locale: "en", Zone: "Asia/Bishkek"}
	link, err := desk.Invite(t.Context(), models.System("test"), aigul, i.news.Planner.OrganizationID, []models.Role{models.Planner})
	if err != nil {
		t.Fatal(err)
	}
	if i.cookie, _, err = desk.Welcome(t.Context(), link, "three rivers meet here", ""); err != nil {
		t.Fatal(err)
	}
	return i
}

// onPostgres installs on a Postgres of its own, with any further environment.
func onPostgres(t *testing.T, env []string, platforms ...string) (*server, *installation) {
	t.Helper()
	postgres, address, file := newPostgres(t)
	env = append(env, "CARAVAN_DATABASE_URL="+address, "CARAVAN_DATABASE_PASSWORD_FILE="+file)
	return postgres, install(t, withPassword(t, address, file), env, platforms...)
}

// publish makes both texts due on every channel at once.
func (i *installation) publish() []models.Delivery {
	i.t.Helper()
	if _, err := i.desk.Schedule(i.t.Context(), i.news.Planner, everywhere(i.news)); err != nil {
		i.t.Fatal(err)
	}
	return i.hurry()
}

// hurry makes everything due that is scheduled.
func (i *installation) hurry() []models.Delivery {
	i.t.Helper()
	records := i.records.As(i.news.Planner)
	made, err := records.Deliveries(i.t.Context(), store.DeliveryFilter{}, store.Page{Limit: 100})
	if err != nil {
		i.t.Fatal(err)
	}
	for k := range made {
		made[k].NotBefore = clock()
		made[k].NextAt = made[k].NotBefore
		if err := records.SaveDelivery(i.t.Context(), &made[k]); err != nil {
			i.t.Fatal(err)
		}
	}
	return made
}

// published reports whether all of the deliveries are.
func (i *installation) published(made []models.Delivery) bool {
	for _, d := range made {
		now, err := i.records.As(i.news.Planner).Delivery(i.t.Context(), d.ID)
		if err != nil || now.State != models.Published {
			return false
		}
	}
	return true
}

// An answer of the API.
type answer struct {
	status int
	kind   string
	code   string
	took   time.Duration
	err    error
}

// ask sends a request as the person who is signed in.
func (i *installation) ask(method, address, body string) answer {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return answer{err: err}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", rand.Text())
	r.AddCookie(&http.Cookie{Name: "caravan", Value: i.cookie})
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	began := time.Now()
	response, err := client.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	var said struct{ Code string }
	_ = json.Unmarshal(text, &said)
	return answer{response.StatusCode, response.Header.Get("Content-Type"), said.Code, time.Since(began), err}
}

// plan asks for a new campaign.
func (i *installation) plan(address, title string) answer {
	return i.ask(http.MethodPost, address+"/api/v1/campaigns",
		fmt.Sprintf(`{"title":%q,"starts_on":"2027-03-01","ends_on":"2027-05-31","countries":["KG"]}`, title))
}

// campaigns counts what was planned under titles of a kind.
func (i *installation) campaigns(db *sql.DB, title string) (n int) {
	i.t.Helper()
	if err := db.QueryRowContext(i.t.Context(), "SELECT count(*) FROM campaigns WHERE title LIKE '"+title+"%'").Scan(&n); err != nil {
		i.t.Fatal(err)
	}
	return n
}

// Told to end under load, the program answers every request that it took in,
// finishes every send that has begun, and leaves nothing undone that it does
// not take up again.
func TestEndingLosesNothing(t *testing.T) {
	_, address, file := newPostgres(t)
	_, redisURL := newRedis(t)
	i := install(t, withPassword(t, address, file), []string{
		"CARAVAN_DATABASE_URL=" + address, "CARAVAN_DATABASE_PASSWORD_FILE=" + file, "CARAVAN_REDIS_URL=" + redisURL,
	}, "mastodon", "mastodon", "mastodon", "mastodon")
	db, err := sql.Open("pgx", withPassword(t, address, file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	network := newNetwork(t, len(i.news.Channels), seed(t))
	network.settle()
	network.sender = func(string) (string, bool) { return "", true }
	for k, c := range i.news.Channels {
		credential(t, i.desk, c, i.news.Planner, platforms.Credentials{"server": network.server(k), "access_token": mastodontest.Token})
		network.servers[k].Next(platformtest.Slow(time.Second)) // so that sends are under way
	}
	made := i.publish()
	p := launch(t, i.env, "serve")
	at := p.address(t)

	answered := i.load(at)
	await(t, "sends under way", 20*time.Second, func() bool { return network.arrived() >= 2 && i.campaigns(db, "Load") >= 20 })
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d: %s", code, p.logs)
	}
	if got, want := i.campaigns(db, "Load"), answered(); got != want {
		t.Errorf("%d campaigns were planned, and %d requests answered", got, want)
	}
	open, err := i.records.As(models.System("test")).OpenAttempts(t.Context())
	if err != nil || len(open) > 0 {
		t.Errorf("%d sends of which nobody knows, %v", len(open), err)
	}
	launch(t, i.env, "serve")
	await(t, "the rest", 60*time.Second, func() bool { return i.published(made) })
	posts := 0
	for _, s := range network.servers {
		posts += len(s.Accepted())
	}
	if posts != len(made) {
		t.Errorf("%d posts of %d deliveries", posts, len(made))
	}
}

// load plans campaigns without pause until nobody answers any more, and
// returns how to learn how many were.
func (i *installation) load(address string) (answered func() int) {
	var mu sync.Mutex
	var clients sync.WaitGroup
	n := 0
	for c := range 4 {
		clients.Go(func() {
			for k := 0; ; k++ {
				a := i.plan(address, fmt.Sprintf("Load %d-%d", c, k))
				if a.err != nil {
					return
				}
				if a.status == http.StatusCreated {
					mu.Lock()
					n++
					mu.Unlock()
				}
			}
		})
	}
	return func() int { clients.Wait(); return n }
}

// Without Postgres every request is declined at once, whether it refuses or
// hangs; when it is back everything goes on without a hand.
func TestPostgresAway(t *testing.T) {
	_, redisURL := newRedis(t)
	postgres, i := onPostgres(t, []string{"CARAVAN_REDIS_URL=" + redisURL}, "portal", "portal")
	api, worker := launch(t, i.env, "api"), launch(t, i.env, "publisher")
	at := api.address(t)
	worker.says(t, "works")
	if a := i.plan(at, "Before"); a.status != http.StatusCreated {
		t.Fatalf("before: %+v", a)
	}
	made := i.publish()
	for _, how := range []struct {
		name        string
		leave, back func()
	}{
		{"frozen", func() { i.freeze(postgres, syscall.SIGSTOP) }, func() { i.freeze(postgres, syscall.SIGCONT) }},
		{"stopped", func() { postgres.stop(syscall.SIGINT) }, postgres.start},
		{"crashed", func() { postgres.stop(syscall.SIGQUIT) }, postgres.start},
	} {
		t.Run(how.name, func(t *testing.T) {
			how.leave()
			for _, a := range []answer{i.ask(http.MethodGet, at+"/api/v1/campaigns", ""), i.plan(at, "During"), i.ask(http.MethodGet, at+"/api/v1/deliveries", "")} {
				if a.err != nil || a.status != http.StatusServiceUnavailable || a.kind != "application/problem+json" || a.code != "unavailable" || a.took > 2*time.Second {
					t.Errorf("got %+v: %s", a, api.logs.last("request failed"))
				}
			}
			if a := i.ask(http.MethodGet, api.admin(t)+"/readyz", ""); a.status != http.StatusServiceUnavailable {
				t.Errorf("ready: %+v", a)
			}
			how.back()
			await(t, "the API", 10*time.Second, func() bool { return i.ask(http.MethodGet, at+"/api/v1/campaigns", "").status == http.StatusOK })
			if a := i.plan(at, "After "+how.name); a.status != http.StatusCreated {
				t.Errorf("after: %+v", a)
			}
		})
	}
	await(t, "the deliveries", 60*time.Second, func() bool { return i.published(made) })
}

// freeze signals Postgres and all its processes.
func (i *installation) freeze(s *server, how syscall.Signal) {
	i.t.Helper()
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", s.cmd.Process.Pid, s.cmd.Process.Pid))
	if err != nil {
		dbtest.Missing(i.t, "list of processes")
	}
	for pid := range strings.FieldsSeq(string(children)) {
		var n int
		if _, err := fmt.Sscan(pid, &n); err == nil {
			_ = syscall.Kill(n, how)
		}
	}
	_ = s.cmd.Process.Signal(how)
}

// Redis plays no part in whether something is published.
func TestRedisAway(t *testing.T) {
	redis, redisURL := newRedis(t)
	_, i := onPostgres(t, []string{"CARAVAN_REDIS_URL=" + redisURL}, "portal", "portal")
	publisher, api := launch(t, i.env, "publisher"), launch(t, i.env, "api")
	publisher.says(t, "works")
	at := api.address(t)
	redis.stop(syscall.SIGKILL)
	made := i.publish()
	await(t, "the deliveries", 30*time.Second, func() bool { return i.published(made) })
	if a := i.plan(at, "Without Redis"); a.status != http.StatusCreated || a.took > 2*time.Second {
		t.Errorf("the API answers %+v", a)
	}
	if code := publisher.end(); code != 0 {
		t.Errorf("exit code %d: %s", code, publisher.logs)
	}
}

// On a full disk the embedded database declines changes, writes no half of
// any, and goes on when there is room again.
func TestDiskFull(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=12m"); err != nil {
		dbtest.Missing(t, "small disk")
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	i := install(t, filepath.Join(disk, "caravan.db"), []string{"CARAVAN_DATA=" + disk})
	p := launch(t, i.env, "serve")
	at := p.address(t)
	if a := i.plan(at, "Before"); a.status != http.StatusCreated {
		t.Fatalf("before: %+v", a)
	}
	ballast := filepath.Join(disk, "ballast")
	fill(t, ballast)
	n := 0
	await(t, "a full disk", 30*time.Second, func() bool {
		n++
		a := i.plan(at, fmt.Sprintf("Fill %d", n))
		switch {
		case a.status == http.StatusCreated || a.status == http.StatusTooManyRequests:
			return false
		case a.status == http.StatusInsufficientStorage && a.kind == "application/problem+json":
			return true
		}
		t.Fatalf("got %+v: %s", a, p.logs)
		return false
	})
	if a := i.ask(http.MethodGet, at+"/api/v1/campaigns", ""); a.status != http.StatusOK {
		t.Errorf("reading: %+v", a)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	await(t, "room", 10*time.Second, func() bool { return i.plan(at, "After").status == http.StatusCreated })
	if code := p.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	i.whole(filepath.Join(disk, "caravan.db"))
}

// fill writes until the disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for err == nil {
		_, err = file.Write(make([]byte, 4096))
	}
}

// whole checks an SQLite database: it is sound, and every campaign has its
// entry in the audit trail.
func (i *installation) whole(path string) {
	i.t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		i.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var verdict string
	if err := db.QueryRowContext(i.t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		i.t.Errorf("the database is %s, %v", verdict, err)
	}
	var half int
	err = db.QueryRowContext(i.t.Context(), `SELECT count(*) FROM campaigns WHERE title <> 'Bread and books'
		AND id NOT IN (SELECT object_id FROM audit_entries WHERE action = 'campaign.planned')`).Scan(&half)
	if err != nil || half > 0 {
		i.t.Errorf("%d campaigns without an audit entry, %v", half, err)
	}
}
