package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"caravan/api"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A clock is the time that an API is told.
type clock struct{ now time.Time }

func (c *clock) pass(d time.Duration) { c.now = c.now.Add(d) }

// serveAt serves by a clock that the test moves.
func serveAt(t *testing.T, records *store.Store) (*httptest.Server, *clock) {
	t.Helper()
	at := &clock{noon}
	return serveWith(t, records, func(o *api.Options) { o.Now = func() time.Time { return at.now } }), at
}

// takes has the client go on with the cookie of an answer.
func (c *client) takes(a answer) {
	response := http.Response{Header: a.header}
	c.cookie = response.Cookies()[0]
}

// steppedUp lists what asks people to prove again who they are.
func steppedUp() []string {
	return []string{
		"DELETE /identity_provider", "DELETE /me/second_factor", "DELETE /me/security_keys/{id}", "POST /approval_rules", "POST /channels", "POST /channels/{id}/grant", "POST /channels/{id}/resumption", "POST /custodian_keys",
		"POST /election_windows", "POST /envelopes", "POST /holds/{id}/opening", "POST /identity_provider", "POST /me/password",
		"POST /me/second_factor", "POST /me/second_factor/recovery_codes", "POST /me/security_keys/challenge", "POST /members", "POST /members/{id}/link", "POST /members/{id}/reinstatement", "POST /messengers/{id}/reveals",
		"POST /ombudspersons", "POST /organizations", "POST /reveals/{id}/approval", "POST /reveals/{id}/opening", "POST /reveals/{id}/review",
		"POST /submissions/{id}/decisions", "POST /submissions/{id}/decisions/challenge", "POST /tokens", "PUT /approval_rules/{id}", "PUT /channels/{id}", "PUT /election_windows/{id}", "PUT /members/{id}",
	}
}

// What is dangerous in a browser that was left open is refused more than five
// minutes after the person proved who they are, and nothing else is.
func TestDangerousRoutesAskAgainWhoOneIs(t *testing.T) {
	records := dbtest.SQLite(t)
	server, at := serveAt(t, records)
	everybody := signIn(t, records, server, "osh", models.Roles()...)
	var marked []string
	refusals := func() (asked []string) {
		for _, o := range operations(t) {
			if o.route() == "DELETE /session" { // nothing could be asked after it
				continue
			}
			status, code := everybody.ask(t, o, o.at(models.NewID[models.User]().String()), "{}")
			if code == "step_up_required" && status == http.StatusUnauthorized {
				asked = append(asked, o.route())
			}
			if o.of.Extensions["x-step-up"] == true && !slices.Contains(marked, o.route()) {
				marked = append(marked, o.route())
			}
		}
		return asked
	}
	at.pass(models.StepUpLifetime)
	if asked := refusals(); asked != nil {
		t.Errorf("five minutes after signing in: %v", asked)
	}
	at.pass(time.Second)
	asked := refusals()
	slices.Sort(asked)
	slices.Sort(marked)
	if !slices.Equal(asked, steppedUp()) || !slices.Equal(asked, marked) {
		t.Errorf("asked for at %v, marked in the contract %v, want %v", asked, marked, steppedUp())
	}
	everybody.send(t, http.MethodPost, "/api/v1/session/confirmation", `{"password":"not this one at all"}`).is(t, http.StatusUnauthorized, "wrong_credentials")
	old := *everybody
	confirmed := everybody.send(t, http.MethodPost, "/api/v1/session/confirmation", `{"password":"`+password+`"}`)
	confirmed.is(t, http.StatusOK, "")
	everybody.takes(confirmed)
	if asked := refusals(); asked != nil {
		t.Errorf("just after proving it: %v", asked)
	}
	old.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
}

// The request that was refused is carried out when it is sent again with the
// same key.
func TestRefusedRequestIsRepeatedAfterStepUp(t *testing.T) {
	records := dbtest.SQLite(t)
	server, at := serveAt(t, records)
	admin := signIn(t, records, server, "osh", models.Admin)
	at.pass(models.StepUpLifetime + time.Second)
	admin.send(t, http.MethodPost, "/api/v1/members", newcomer, "Idempotency-Key", "once").is(t, http.StatusUnauthorized, "step_up_required")
	admin.takes(admin.send(t, http.MethodPost, "/api/v1/session/confirmation", `{"password":"`+password+`"}`))
	admin.send(t, http.MethodPost, "/api/v1/members", newcomer, "Idempotency-Key", "once").is(t, http.StatusCreated, "")
}

func TestSigningOutLeavesNothingInTheBrowser(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	planner := signIn(t, records, server, "osh", models.Planner)
	chosen := *planner.cookie // a cookie that somebody planted
	chosen.Value = strings.Repeat("A", len(chosen.Value))
	planted := &client{server: server, cookie: &chosen}
	entered := planted.send(t, http.MethodPost, "/api/v1/session", `{"email":"osh@example.org","password":"`+password+`"}`)
	entered.is(t, http.StatusOK, "")
	planted.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
	planted.takes(entered)
	if planted.cookie.Value == chosen.Value || planted.cookie.MaxAge != int((8*time.Hour).Seconds()) || !planted.cookie.HttpOnly {
		t.Errorf("got %+v", planted.cookie)
	}
	left := planted.send(t, http.MethodDelete, "/api/v1/session", "")
	left.is(t, http.StatusNoContent, "")
	if got := left.header.Get("Clear-Site-Data"); got != `"cookies", "storage"` {
		t.Errorf("Clear-Site-Data: %s", got)
	}
	planted.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
	planner.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusOK, "")
}

func TestPersonSeesAndEndsTheirSessions(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	here := signIn(t, records, server, "osh", models.Planner)
	signInAgain := func() *client {
		c := &client{server: server}
		c.takes(c.send(t, http.MethodPost, "/api/v1/session", `{"email":"osh@example.org","password":"`+password+`"}`))
		return c
	}
	phone, library := signInAgain(), signInAgain()
	list := here.send(t, http.MethodGet, "/api/v1/sessions", "").body["items"].([]any)
	if len(list) != 3 || list[0].(map[string]any)["current"] != false || list[2].(map[string]any)["current"] != true {
		t.Fatalf("got %v", list)
	}
	here.send(t, http.MethodDelete, "/api/v1/sessions/"+list[0].(map[string]any)["id"].(string), "").is(t, http.StatusNoContent, "")
	library.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
	phone.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusOK, "")
	here.send(t, http.MethodDelete, "/api/v1/sessions", "").is(t, http.StatusNoContent, "")
	phone.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
	here.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusOK, "")
}

// What the app reads by itself does not keep a browser signed in that nobody
// sits at.
func TestReadingUnattendedDoesNotCountAsUse(t *testing.T) {
	records := dbtest.SQLite(t)
	server, at := serveAt(t, records)
	planner := signIn(t, records, server, "osh", models.Planner)
	at.pass(14 * time.Minute)
	planner.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusOK, "")
	for range 2 {
		at.pass(7 * time.Minute)
		planner.send(t, http.MethodGet, "/api/v1/me", "", "Caravan-Unattended", "1").is(t, http.StatusOK, "")
	}
	at.pass(2 * time.Minute)
	planner.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
}

// guess tries to sign in and reports what came back.
func guess(t *testing.T, server *httptest.Server, email, word string) answer {
	t.Helper()
	c := &client{server: server}
	return c.send(t, http.MethodPost, "/api/v1/session", fmt.Sprintf(`{"email":%q,"password":%q}`, email, word))
}

func TestGuessingIsSlowedAndNeverLocksForGood(t *testing.T) {
	records := dbtest.SQLite(t)
	server, at := serveAt(t, records)
	signIn(t, records, server, "osh", models.Planner)
	looked := 0
	for range 100 { // within a minute
		got := guess(t, server, "osh@example.org", "not this one at all")
		switch got.status {
		case http.StatusUnauthorized:
			looked++
		case http.StatusTooManyRequests:
			if seconds, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
				t.Fatalf("Retry-After: %v", got.header)
			}
		}
		at.pass(600 * time.Millisecond)
	}
	if looked < 3 || looked > 12 {
		t.Errorf("%d tries were looked at", looked)
	}
	at.pass(time.Minute)
	guess(t, server, "osh@example.org", password).is(t, http.StatusOK, "")
}

// Many accounts of one organisation are no way round.
func TestSprayingAnOrganisationIsSlowed(t *testing.T) {
	records := dbtest.SQLite(t)
	server, _ := serveAt(t, records)
	for i := range 6 {
		guess(t, server, fmt.Sprintf("somebody-%d@osh.example", i), "not this one at all").is(t, http.StatusUnauthorized, "wrong_credentials")
	}
	guess(t, server, "somebody-else@osh.example", "not this one at all").is(t, http.StatusTooManyRequests, "too_many_requests")
	guess(t, server, "somebody@batken.example", "not this one at all").is(t, http.StatusUnauthorized, "wrong_credentials")
}

func TestUnknownAndKnownAreAnsweredAlike(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	signIn(t, records, server, "osh", models.Planner)
	known, unknown := guess(t, server, "osh@example.org", "not this one at all"), guess(t, server, "nobody@example.org", "not this one at all")
	for _, a := range []*answer{&known, &unknown} {
		delete(a.body, "request_id")
		for _, name := range []string{"X-Request-Id", "Date", "Ratelimit", "Content-Length"} {
			a.header.Del(name)
		}
	}
	if fmt.Sprint(known.status, known.body, known.header) != fmt.Sprint(unknown.status, unknown.body, unknown.header) {
		t.Errorf("told apart:\n%v\n%v", known, unknown)
	}
}
