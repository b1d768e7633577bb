package api_test

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/platforms"
	"caravan/internal/platforms/mastodon"
	"caravan/internal/platforms/outlet"
	"caravan/internal/platforms/platformtest"
	"caravan/internal/store"
	"caravan/internal/vault"
	"caravan/models"
)

// distributionDesk can use a sandbox that is called keyed, the radio, and
// Mastodon, where nothing answers.
func distributionDesk(t *testing.T, records *store.Store, now func() time.Time) *distribution.Desk {
	t.Helper()
	sandbox := platformtest.NewSandbox(platforms.Keyed, now)
	t.Cleanup(sandbox.Stop)
	keyed := sandbox.Profile()
	keyed.Name = "keyed"
	out := platforms.NewClient(platforms.Egress{Now: now})
	root, err := vault.NewRoot(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	desk := &distribution.Desk{
		Store: records, Keys: &distribution.Keys{Root: root}, Now: now, Log: slog.New(slog.DiscardHandler), Worker: "test", KeySecret: []byte("secret"),
		Platforms: map[string]distribution.Platform{
			"keyed": {Profile: keyed, Connect: func(platforms.Settings) (platforms.Connector, error) { return sandbox.Connector(), nil }},
			"outlet_radio": {Profile: outlet.Profile(platforms.Radio), Connect: func(platforms.Settings) (platforms.Connector, error) {
				return outlet.New(platforms.Radio), nil
			}},
			"mastodon": {Profile: mastodon.Profile(), Can: []string{"inspect"}, Connect: func(s platforms.Settings) (platforms.Connector, error) {
				return mastodon.New(out, s)
			}},
		},
	}
	if err := desk.PrepareKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	return desk
}

const (
	fediverse = `{"platform":"mastodon","name":"Osh","handle":"osh","countries":["KG"],"languages":["ky","ru"],"zone":"Asia/Bishkek",` +
		`"quiet":{"from":"22:00","to":"07:00"},"per_minute":2,"disclosure":"","reason":"","credentials":{"server":"https://social.invalid","access_token":"hush-hush"}}`
	station = `{"platform":"outlet_radio","name":"Radio Osh","handle":"","countries":["KG"],"languages":["ky"],"zone":"Asia/Bishkek",` +
		`"quiet":{"from":"","to":""},"per_minute":0,"disclosure":"","reason":"","credentials":{}}`
)

func TestChannelIsConnectedChangedSuspendedAndArchived(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		admin := signIn(t, records, serve(t, records), "osh", models.Admin)
		made := admin.send(t, http.MethodPost, "/api/v1/channels", fediverse, "Idempotency-Key", "one")
		made.is(t, http.StatusCreated, "")
		if made.body["connected"] != true || made.body["class"] != "social" || made.body["state"] != "healthy" {
			t.Errorf("got %v", made.body)
		}
		path := made.header.Get("Location")
		for _, read := range []answer{admin.send(t, http.MethodGet, path, ""), admin.send(t, http.MethodGet, "/api/v1/channels", "")} {
			read.is(t, http.StatusOK, "")
			if text := read.text; strings.Contains(text, "hush") || strings.Contains(text, "social.invalid") {
				t.Errorf("credentials come back: %s", text)
			}
		}
		revised := strings.NewReplacer(`"platform":"mastodon",`, "", `,"credentials":{"server":"https://social.invalid","access_token":"hush-hush"}`, "", `"name":"Osh"`, `"name":"Osh daily"`).Replace(fediverse)
		admin.send(t, http.MethodPut, path, revised).is(t, http.StatusPreconditionRequired, "if_match_required")
		changed := admin.send(t, http.MethodPut, path, revised, "If-Match", made.header.Get("ETag"))
		changed.is(t, http.StatusOK, "")
		if changed.body["connected"] != true || changed.body["name"] != "Osh daily" || changed.body["platform"] != "mastodon" {
			t.Errorf("got %v", changed.body)
		}
		admin.send(t, http.MethodPut, path, revised, "If-Match", made.header.Get("ETag")).is(t, http.StatusPreconditionFailed, "stale_version")

		health := admin.send(t, http.MethodPost, path+"/health", "")
		health.is(t, http.StatusOK, "")
		if health.body["asked"] != true || health.body["well"] != false || health.body["failure"] == "" {
			t.Errorf("got %v", health.body)
		}
		admin.send(t, http.MethodPost, path+"/resumption", `{"reason":""}`).is(t, http.StatusConflict, "wrong_state")
		admin.send(t, http.MethodPost, path+"/suspension", `{"reason":"the account was taken over"}`).is(t, http.StatusOK, "")
		admin.send(t, http.MethodPost, path+"/suspension", `{"reason":"again"}`).is(t, http.StatusConflict, "wrong_state")
		admin.send(t, http.MethodPost, path+"/resumption", `{"reason":""}`).is(t, http.StatusOK, "")
		archived := admin.send(t, http.MethodPost, path+"/archival", "")
		archived.is(t, http.StatusOK, "")
		if archived.body["connected"] != false {
			t.Error("its credentials are kept")
		}
		if list := admin.send(t, http.MethodGet, "/api/v1/channels", ""); len(list.body["items"].([]any)) != 0 {
			t.Errorf("got %v", list.body)
		}
		if list := admin.send(t, http.MethodGet, "/api/v1/channels?archived=true", ""); len(list.body["items"].([]any)) != 1 {
			t.Errorf("got %v", list.body)
		}
	})
}

func TestChannelsThatAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	admin := signIn(t, records, server, "osh", models.Admin)
	for name, c := range map[string]struct {
		old, new string
		code     string
	}{
		"no such platform":  {`"mastodon"`, `"myspace"`, "unknown_platform"},
		"no token":          {`,"access_token":"hush-hush"`, ``, "credential_refused"},
		"another field":     {`"access_token"`, `"password"`, "invalid_request"},
		"no server":         {`https://social.invalid`, `nothing at all`, "credential_refused"},
		"no such zone":      {`Asia/Bishkek`, `Mars/Olympus`, "invalid_time"},
		"odd quiet hours":   {`22:00`, `late`, "invalid_time"},
		"no such country":   {`["KG"]`, `["US"]`, "invalid_request"},
		"no such language":  {`"ky"`, `"klingon!"`, "unknown_language"},
		"no country":        {`["KG"]`, `[]`, "invalid_request"},
		"too many a minute": {`"per_minute":2`, `"per_minute":-1`, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			admin.send(t, http.MethodPost, "/api/v1/channels", strings.Replace(fediverse, c.old, c.new, 1)).is(t, http.StatusUnprocessableEntity, c.code)
		})
	}
	refused := admin.send(t, http.MethodPost, "/api/v1/channels", strings.Replace(fediverse, `https://social.invalid`, `hush-hush`, 1))
	if got := faults(t, refused.body["errors"]); got != "/credentials/server credential_refused" || !strings.Contains(refused.text, "has no host") || strings.Contains(refused.text, "hush") {
		t.Errorf("got %s", refused.text)
	}
	admin.send(t, http.MethodPost, "/api/v1/channels", strings.Replace(fediverse, `"name"`, `"token":"x","name"`, 1)).is(t, http.StatusBadRequest, "unreadable_request")
	admin.send(t, http.MethodPost, "/api/v1/channels", fediverse).is(t, http.StatusCreated, "")
	admin.send(t, http.MethodPost, "/api/v1/channels", fediverse).is(t, http.StatusUnprocessableEntity, "second_account")
	for range 2 { // stations are no accounts
		made := admin.send(t, http.MethodPost, "/api/v1/channels", strings.Replace(station, `"handle"`, `"count_clicks":true,"handle"`, 1))
		made.is(t, http.StatusCreated, "")
		if made.body["count_clicks"] != false {
			t.Error("clicks are counted on what a person says")
		}
	}
	planner := signIn(t, records, server, "jalal", models.Planner)
	planner.send(t, http.MethodPost, "/api/v1/channels", station).is(t, http.StatusForbidden, "forbidden")
	planner.send(t, http.MethodGet, "/api/v1/channels?state=tired", "").is(t, http.StatusBadRequest, "unreadable_request")
	planner.send(t, http.MethodGet, "/api/v1/channels/"+models.NewID[models.Channel]().String(), "").is(t, http.StatusNotFound, "not_found")
}

func TestPlatformsTellWhatTheyAskFor(t *testing.T) {
	records := dbtest.SQLite(t)
	planner := signIn(t, records, serve(t, records), "osh", models.Planner)
	got := planner.send(t, http.MethodGet, "/api/v1/platforms", "")
	got.is(t, http.StatusOK, "")
	names := map[string]map[string]any{}
	for _, item := range got.body["items"].([]any) {
		names[item.(map[string]any)["name"].(string)] = item.(map[string]any)
	}
	if want := []string{"keyed", "mastodon", "outlet_radio"}; !slices.Equal(slices.Sorted(maps.Keys(names)), want) {
		t.Fatalf("got %v, want %v", slices.Sorted(maps.Keys(names)), want)
	}
	if fields := names["mastodon"]["fields"].([]any); len(fields) != 4 || names["outlet_radio"]["needs_person"] != true {
		t.Errorf("got %v", names)
	}
}

func TestOwnerOfAnAccountIsAskedForAccess(t *testing.T) {
	records := dbtest.SQLite(t)
	admin := signIn(t, records, serve(t, records), "osh", models.Admin)
	body := strings.Replace(fediverse, `"access_token":"hush-hush"`, `"client_key":"caravan","client_secret":"hush-hush"`, 1)
	made := admin.send(t, http.MethodPost, "/api/v1/channels", body)
	made.is(t, http.StatusCreated, "")
	if made.body["grantable"] != true || made.body["state"] != models.ChannelExpired {
		t.Errorf("got %v", made.body)
	}
	asked := admin.send(t, http.MethodPost, made.header.Get("Location")+"/grant", "")
	asked.is(t, http.StatusOK, "")
	address, err := url.Parse(asked.body["address"].(string))
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	if address.Host != "social.invalid" || query.Get("client_id") != "caravan" || query.Get("state") == "" || query.Get("code_challenge") == "" || strings.Contains(asked.text, "hush") {
		t.Errorf("got %s", address)
	}
	end := func(state, code string) answer {
		return admin.send(t, http.MethodPost, "/api/v1/channel-grants", fmt.Sprintf(`{"state":%q,"code":%q}`, state, code))
	}
	end("made-up", "code").is(t, http.StatusUnprocessableEntity, "grant_over")
	end("", "code").is(t, http.StatusUnprocessableEntity, "invalid_request")
	taken := end(query.Get("state"), "secret-code")
	taken.is(t, http.StatusOK, "")
	if taken.body["pending"] != true || "/api/v1/channels/"+taken.body["channel"].(string) != made.header.Get("Location") || strings.Contains(taken.text, "secret") {
		t.Errorf("got %s", taken.text)
	}
	again := admin.send(t, http.MethodPost, made.header.Get("Location")+"/grant", "")
	again.is(t, http.StatusOK, "")
	next, err := url.Parse(again.body["address"].(string))
	if err != nil {
		t.Fatal(err)
	}
	end(next.Query().Get("state"), "").is(t, http.StatusUnprocessableEntity, "grant_refused")

	byHand := admin.send(t, http.MethodPost, "/api/v1/channels", station)
	admin.send(t, http.MethodPost, byHand.header.Get("Location")+"/grant", "").is(t, http.StatusConflict, "wrong_state")
	admin.send(t, http.MethodPost, "/api/v1/channels", strings.Replace(body, `"client_key":"caravan",`, "", 1)).is(t, http.StatusUnprocessableEntity, "credential_refused")
}
