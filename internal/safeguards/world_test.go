package safeguards_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/approval"
	"caravan/internal/audit"
	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/letters"
	"caravan/internal/media"
	"caravan/internal/planning"
	"caravan/internal/platforms"
	"caravan/internal/platforms/outlet"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

const password = "four plain words here"

// A world is the program on one database, served over HTTP, with a platform
// called keyed and the radio, and a clock that the test moves.
type world struct {
	records  *store.Store
	server   *httptest.Server
	platform *platformtest.Sandbox
	desks    api.Desks
	now      time.Time
}

// each runs a test in a new world on SQLite and on Postgres.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, records *store.Store) { test(t, newWorld(t, records)) })
}

// here runs a test in a new world on SQLite, where the database makes no
// difference.
func here(t *testing.T) *world {
	t.Helper()
	return newWorld(t, dbtest.SQLite(t))
}

func newWorld(t *testing.T, records *store.Store) *world {
	t.Helper()
	w := &world{records: records, now: dbtest.Noon()}
	now := func() time.Time { return w.now }
	w.platform = platformtest.NewSandbox(platforms.Keyed, now)
	t.Cleanup(w.platform.Stop)
	keyed := w.platform.Profile()
	keyed.Name = "keyed"
	distributing := &distribution.Desk{
		Store: records, Keys: &distribution.Keys{Root: must(vault.NewRoot(make([]byte, 32)))}, Now: now, Log: slog.New(slog.DiscardHandler),
		Worker: "test", KeySecret: []byte("secret"), Platforms: map[string]distribution.Platform{
			"keyed":        {Profile: keyed, Connect: func(platforms.Settings) (platforms.Connector, error) { return w.platform.Connector(), nil }},
			"outlet_radio": {Profile: outlet.Profile(platforms.Radio), Connect: func(platforms.Settings) (platforms.Connector, error) { return outlet.New(platforms.Radio), nil }},
		},
	}
	if err := distributing.PrepareKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	sealing := must(vault.New(make([]byte, 32)))
	shelf := media.Shelf{Dir: t.TempDir()}
	distributing.Media = shelf
	w.desks = api.Desks{
		Audit:    &audit.Desk{Store: records, Now: now},
		Access:   &access.Desk{Store: records, Now: now, Vault: must(vault.New(make([]byte, 32))), Rules: models.SessionRules{PasswordAlone: true}},
		Planning: &planning.Desk{Store: records, Now: now, Keys: &planning.Keys{Store: dbtest.Keys(t), Root: sealing}, Studio: media.NewStudio(shelf), Quota: models.Quota{User: 1 << 20, Organization: 1 << 20, Total: 1 << 20}, Letters: must(letters.Open("smtp://mail.example", "caravan@osh.example", now))},
		Approval: &approval.Desk{Store: records, Now: now}, Evaluation: &evaluation.Desk{Store: records, Now: now, Program: "test"}, Distribution: distributing,
	}
	plenty := api.Limit{Burst: 1_000_000, PerSecond: 1_000_000}
	w.server = httptest.NewServer(api.New(w.desks, records, api.Options{
		Key: make([]byte, 32), Now: now, Log: slog.New(slog.DiscardHandler), Patience: time.Minute, Library: shelf,
		Limits: api.Limits{Address: plenty, Session: plenty, Organization: plenty},
	}))
	t.Cleanup(w.server.Close)
	return w
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func (w *world) system() *store.Scope { return w.records.As(models.System("test")) }

// found makes an organisation in Kyrgyzstan.
func (w *world) found(t *testing.T, kind, slug string) models.Organization {
	t.Helper()
	o := models.Organization{
		ID: models.NewID[models.Organization](), Kind: kind, Country: "KG", PublicName: slug, Slug: slug, Contact: "Appeals, " + slug, CreatedAt: w.now, Version: 1,
	}
	if err := w.system().CreateOrganization(t.Context(), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

var met atomic.Int64

// person adds somebody to an organisation and signs them in.
func (w *world) person(t *testing.T, of models.ID[models.Organization], roles ...models.Role) *person {
	t.Helper()
	email := fmt.Sprintf("%s-%d@example.org", roles[0], met.Add(1))
	link, err := w.desks.Access.Invite(t.Context(), models.System("test"), models.User{Email: email, Name: email}, of, roles)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{world: w}
	entered := p.posts(t, "/session/link", `{"token":"`+link+`","password":"`+password+`"}`).is(t, http.StatusOK, "")
	p.cookie = (&http.Response{Header: entered.header}).Cookies()[0]
	id := models.MustID[models.User](p.gets(t, "/me").is(t, http.StatusOK, "").text("user_id"))
	p.Actor = must(w.system().Actor(t.Context(), id, of))
	return p
}

// A person is somebody at a browser, who has just proved who they are.
type person struct {
	models.Actor

	world  *world
	cookie *http.Cookie
}

// confirms proves again who they are, after the clock has moved.
func (p *person) confirms(t *testing.T) {
	t.Helper()
	again := p.posts(t, "/session", `{"email":"`+p.Name+`","password":"`+password+`"}`).is(t, http.StatusOK, "")
	p.cookie = (&http.Response{Header: again.header}).Cookies()[0]
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

func (p *person) gets(t *testing.T, path string) answer {
	t.Helper()
	return p.sends(t, http.MethodGet, path, "")
}

// needs reports whether a section of where the person begins tells them anything.
func (p *person) needs(t *testing.T, section string) bool {
	t.Helper()
	told, _ := p.gets(t, "/home").is(t, http.StatusOK, "").body[section].([]any)
	return len(told) > 0
}

func (p *person) posts(t *testing.T, path, body string) answer {
	t.Helper()
	return p.sends(t, http.MethodPost, path, body)
}

// sends asks the API, below /api/v1, under a key of its own; further headers
// come in pairs.
func (p *person) sends(t *testing.T, method, path, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, p.world.server.URL+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Idempotency-Key", fmt.Sprintf("safeguard-%d", met.Add(1)))
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if p.cookie != nil {
		request.AddCookie(p.cookie)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	received, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, raw: string(received)}
	_ = json.Unmarshal(received, &a.body)
	return a
}

// is fails unless the answer has the status, and the code of a problem.
func (a answer) is(t *testing.T, status int, code string) answer {
	t.Helper()
	if got, _ := a.body["code"].(string); a.status != status || got != code {
		t.Fatalf("got %d %q, want %d %q: %s", a.status, got, status, code, a.raw)
	}
	return a
}

// text is a string in the answer; empty where there is none.
func (a answer) text(name string) string {
	text, _ := a.body[name].(string)
	return text
}

// items are the records of a list.
func (a answer) items() []map[string]any {
	list, _ := a.body["items"].([]any)
	items := make([]map[string]any, 0, len(list))
	for _, item := range list {
		items = append(items, item.(map[string]any))
	}
	return items
}

// path is where what was made can be read, below /api/v1.
func (a answer) path() string { return strings.TrimPrefix(a.header.Get("Location"), "/api/v1") }
