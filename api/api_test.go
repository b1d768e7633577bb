package api_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/approval"
	"caravan/internal/audit"
	"caravan/internal/dbtest"
	"caravan/internal/evaluation"
	"caravan/internal/letters"
	"caravan/internal/media"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

const password = "four plain words here"

var noon = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

// A client is a browser signed in at a running API.
type client struct {
	server       *httptest.Server
	cookie       *http.Cookie
	organization models.ID[models.Organization]
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func serve(t *testing.T, records *store.Store) *httptest.Server {
	t.Helper()
	return serveWith(t, records, func(*api.Options) {})
}

// serveWith serves with other options than usual.
func serveWith(t *testing.T, records *store.Store, change func(*api.Options)) *httptest.Server {
	t.Helper()
	return serveAs(t, records, models.SessionRules{PasswordAlone: true}, change)
}

// serveAs serves under other rules for sessions than usual.
func serveAs(t *testing.T, records *store.Store, rules models.SessionRules, change func(*api.Options)) *httptest.Server {
	t.Helper()
	plenty := api.Limit{Burst: 1_000_000, PerSecond: 1_000_000}
	o := api.Options{
		Key: make([]byte, 32), Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler), Patience: time.Minute,
		Limits: api.Limits{Address: plenty, Session: plenty, Organization: plenty},
	}
	shelf := media.Shelf{Dir: t.TempDir()}
	o.Library = shelf
	change(&o)
	desks := api.Desks{
		Audit:    &audit.Desk{Store: records, Now: func() time.Time { return noon }},
		Access:   &access.Desk{Store: records, Now: o.Now, Vault: sealing(t), Web: http.DefaultClient, Address: "https://caravan.example", Rules: rules},
		Planning: &planning.Desk{Store: records, Now: o.Now, Keys: &planning.Keys{Store: dbtest.Keys(t), Root: sealing(t)}, Studio: media.NewStudio(shelf), Quota: share, Letters: mailing(t, o.Now)},
		Approval: &approval.Desk{Store: records, Now: o.Now}, Evaluation: &evaluation.Desk{Store: records, Now: o.Now, Program: "test"},
		Distribution: distributionDesk(t, records, o.Now),
	}
	server := httptest.NewServer(api.New(desks, records, o))
	t.Cleanup(server.Close)
	return server
}

// mailing returns an office whose server nobody asks: letters are owed here, and
// sent by the worker.
func mailing(t *testing.T, now func() time.Time) *letters.Office {
	t.Helper()
	office, err := letters.Open("smtp://mail.example", "caravan@osh.example", now)
	if err != nil {
		t.Fatal(err)
	}
	return office
}

// sealing returns a vault over a key that says nothing.
func sealing(t *testing.T) *vault.Vault {
	t.Helper()
	sealed, err := vault.New(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// signIn makes an organisation with one person and signs them in.
func signIn(t *testing.T, records *store.Store, server *httptest.Server, slug string, roles ...models.Role) *client {
	t.Helper()
	o := models.Organization{ID: models.NewID[models.Organization](), Kind: "media_ngo", Country: "KG", PublicName: slug, Slug: slug, Contact: "editors@" + slug + ".example", CreatedAt: noon, Version: 1}
	if err := records.As(models.System("test")).CreateOrganization(t.Context(), &o); err != nil {
		t.Fatal(err)
	}
	return join(t, records, server, o.ID, slug+"@example.org", roles...)
}

// join adds a person to an organisation and signs them in.
func join(t *testing.T, records *store.Store, server *httptest.Server, organization models.ID[models.Organization], email string, roles ...models.Role) *client {
	t.Helper()
	desk := access.Desk{Store: records, Now: func() time.Time { return noon }}
	link, err := desk.Invite(t.Context(), models.System("test"), models.User{Email: email, Name: email}, organization, roles)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{server: server, organization: organization}
	got := c.send(t, http.MethodPost, "/api/v1/session/link", `{"token":"`+link+`","password":"`+password+`"}`)
	got.is(t, http.StatusOK, "")
	response := http.Response{Header: got.header}
	c.cookie = response.Cookies()[0]
	return c
}

// send sends JSON; headers come in pairs of name and value.
func (c *client) send(t *testing.T, method, path, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, c.server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if c.cookie != nil {
		request.AddCookie(c.cookie)
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
	conforms(t, request, body, response, received)
	a := answer{status: response.StatusCode, header: response.Header, text: string(received)}
	_ = json.Unmarshal(received, &a.body)
	return a
}

func (a answer) is(t *testing.T, status int, code string) {
	t.Helper()
	got, _ := a.body["code"].(string)
	if a.status != status || got != code {
		t.Fatalf("got %d %q, want %d %q: %v", a.status, got, status, code, a.body)
	}
}

const bread = `{"title":"Bread and books","starts_on":"2027-03-01","ends_on":"2027-05-31","countries":["KG","TJ"]}`

func TestCampaignIsPlannedReadAndRevised(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		planner := signIn(t, records, serve(t, records), "osh", models.Planner)
		made := planner.send(t, http.MethodPost, "/api/v1/campaigns", bread)
		made.is(t, http.StatusCreated, "")
		path := made.header.Get("Location")
		read := planner.send(t, http.MethodGet, path, "")
		read.is(t, http.StatusOK, "")

		revised := strings.Replace(bread, `,"countries":["KG","TJ"]`, "", 1)
		planner.send(t, http.MethodPut, path, revised).is(t, http.StatusPreconditionRequired, "if_match_required")
		planner.send(t, http.MethodPut, path, revised, "If-Match", read.header.Get("ETag")).is(t, http.StatusOK, "")
		planner.send(t, http.MethodPut, path, revised, "If-Match", read.header.Get("ETag")).is(t, http.StatusPreconditionFailed, "stale_version")
	})
}

func TestBadRequestsAreRefusedAndChangeNothing(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serve(t, records), "osh", models.Planner)
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"unknown field":      {strings.Replace(bread, `"title"`, `"tenant_id":"x","title"`, 1), 400, "unreadable_request"},
		"wrongly cased":      {strings.Replace(bread, `"title"`, `"Title":"x","title"`, 1), 400, "unreadable_request"},
		"twice":              {strings.Replace(bread, `"title"`, `"title":"x","title"`, 1), 400, "unreadable_request"},
		"forbidden field":    {strings.Replace(bread, `"title"`, `"ethnicity":"x","title"`, 1), 422, "forbidden_field"},
		"not JSON":           {`{"title":`, 400, "unreadable_request"},
		"trailing data":      {bread + `{}`, 400, "unreadable_request"},
		"broken UTF-8":       {strings.Replace(bread, "Bread", "\xc3\x28", 1), 400, "unreadable_request"},
		"lone surrogate":     {strings.Replace(bread, "Bread", `\ud800`, 1), 400, "unreadable_request"},
		"NUL":                {strings.Replace(bread, "Bread", `\u0000`, 1), 400, "unreadable_request"},
		"bidi override":      {strings.Replace(bread, "Bread", `\u202e`, 1), 422, "text_refused"},
		"too deep":           {`{"goal":` + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + `}`, 400, "unreadable_request"},
		"too large":          {`{"title":"` + strings.Repeat("x", 2<<20) + `"}`, 413, "too_large"},
		"wrong type":         {strings.Replace(bread, `"Bread and books"`, `7`, 1), 400, "unreadable_request"},
		"dates out of order": {strings.Replace(bread, "2027-05-31", "2027-01-31", 1), 422, "invalid_request"},
		"unknown country":    {strings.Replace(bread, `"TJ"`, `"US"`, 1), 422, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			planner.send(t, http.MethodPost, "/api/v1/campaigns", c.body).is(t, c.status, c.code)
		})
	}
	list := planner.send(t, http.MethodGet, "/api/v1/campaigns", "")
	if items, _ := list.body["items"].([]any); len(items) != 0 {
		t.Errorf("something was written: %v", items)
	}
}

func TestEveryFieldErrorComesAtOnce(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serve(t, records), "osh", models.Planner)
	got := planner.send(t, http.MethodPost, "/api/v1/campaigns", `{"title":"","starts_on":"2027-03-01","ends_on":"2027-05-31","countries":["US"]}`)
	got.is(t, http.StatusUnprocessableEntity, "invalid_request")
	pointers := []string{}
	for _, e := range got.body["errors"].([]any) {
		pointers = append(pointers, e.(map[string]any)["pointer"].(string))
	}
	if want := "/title /countries/0"; strings.Join(pointers, " ") != want {
		t.Errorf("got %v, want %s", pointers, want)
	}
}

func TestOthersCannotTellMissingFromHidden(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		server := serve(t, records)
		ours, theirs := signIn(t, records, server, "osh", models.Planner), signIn(t, records, server, "batken", models.Planner)
		path := ours.send(t, http.MethodPost, "/api/v1/campaigns", bread).header.Get("Location")
		hidden := theirs.send(t, http.MethodGet, path, "")
		for _, missing := range []string{"/api/v1/campaigns/" + models.NewID[models.Campaign]().String(), "/api/v1/campaigns/abc", "/api/v1/nothing"} {
			got := theirs.send(t, http.MethodGet, missing, "")
			got.is(t, http.StatusNotFound, "not_found")
			if got.body["detail"] != hidden.body["detail"] || got.status != hidden.status {
				t.Errorf("%s differs: %v, %v", missing, got.body, hidden.body)
			}
		}
	})
}

func TestStrangersAndOtherSites(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	stranger := &client{server: server}
	stranger.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
	planner := signIn(t, records, server, "osh", models.Planner)
	planner.send(t, http.MethodPost, "/api/v1/campaigns", bread, "Sec-Fetch-Site", "cross-site").is(t, http.StatusForbidden, "cross_site_request")
	planner.send(t, http.MethodPost, "/api/v1/campaigns", "title=x", "Content-Type", "application/x-www-form-urlencoded").is(t, http.StatusUnsupportedMediaType, "unsupported_media_type")
	planner.send(t, http.MethodPatch, "/api/v1/campaigns", bread).is(t, http.StatusMethodNotAllowed, "method_not_allowed")
	approver := signIn(t, records, server, "bishkek", models.Approver)
	approver.send(t, http.MethodPost, "/api/v1/campaigns", bread).is(t, http.StatusForbidden, "forbidden")
	planner.send(t, http.MethodDelete, "/api/v1/session", "").is(t, http.StatusNoContent, "")
	planner.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
}

// What is wrong with a body is said in words of JSON: nobody who sends it knows
// the types of the program.
func TestBodiesAreMisreadInWordsOfJSON(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serve(t, records), "osh", models.Planner)
	for body, want := range map[string]string{
		`{"title":5}`:                    `The field "title" takes a string, and there is: number.`,
		`{"countries":"KG"}`:             `The field "countries" takes an array, and there is: string.`,
		`{"harm_review":[]}`:             `The field "harm_review" takes an object, and there is: array.`,
		`{"title":"Bread","tenant":"x"}`: `unknown field "tenant"`,
	} {
		got := planner.send(t, http.MethodPost, "/api/v1/campaigns", body)
		got.is(t, http.StatusBadRequest, "unreadable_request")
		if got.body["detail"] != want {
			t.Errorf("%s: got %v", body, got.body["detail"])
		}
	}
}
