package api_test

import (
	"database/sql"
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

const newcomer = `{"email":"gulnara@osh.example","name":"Gulnara","locale":"ky","zone":"Asia/Bishkek","roles":["planner"]}`

func TestMemberIsInvitedChangedAndShutOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		server := serve(t, records)
		admin := signIn(t, records, server, "osh", models.Admin)
		made := admin.send(t, http.MethodPost, "/api/v1/members", newcomer, "Idempotency-Key", "once")
		made.is(t, http.StatusCreated, "")
		again := admin.send(t, http.MethodPost, "/api/v1/members", newcomer, "Idempotency-Key", "once")
		if link, shown := again.body["link"].(string); shown {
			t.Errorf("the link is shown again: %s", link)
		}
		gulnara := &client{server: server}
		entered := gulnara.send(t, http.MethodPost, "/api/v1/session/link", `{"token":"`+made.body["link"].(string)+`","password":"`+password+`"}`)
		entered.is(t, http.StatusOK, "")
		response := http.Response{Header: entered.header}
		gulnara.cookie = response.Cookies()[0]

		path := made.header.Get("Location")
		admin.send(t, http.MethodPut, path, `{"roles":["planner"]}`).is(t, http.StatusPreconditionRequired, "if_match_required")
		changed := admin.send(t, http.MethodPut, path, `{"roles":["translator"]}`, "If-Match", made.header.Get("ETag"))
		changed.is(t, http.StatusOK, "")
		admin.send(t, http.MethodPut, path, `{"roles":["planner"]}`, "If-Match", made.header.Get("ETag")).is(t, http.StatusPreconditionFailed, "stale_version")
		gulnara.send(t, http.MethodPost, "/api/v1/campaigns", bread).is(t, http.StatusForbidden, "forbidden")
		admin.send(t, http.MethodPut, path, `{"roles":["translator"],"disabled":true}`, "If-Match", changed.header.Get("ETag")).is(t, http.StatusOK, "")
		gulnara.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
		gulnara.send(t, http.MethodPost, "/api/v1/session", `{"email":"gulnara@osh.example","password":"`+password+`"}`).is(t, http.StatusUnauthorized, "wrong_credentials")
		admin.send(t, http.MethodPost, path+"/link", "").is(t, http.StatusConflict, "wrong_state")
	})
}

func TestLostLinkIsMadeAgain(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	admin := signIn(t, records, server, "osh", models.Admin)
	made := admin.send(t, http.MethodPost, "/api/v1/members", newcomer)
	renewed := admin.send(t, http.MethodPost, made.header.Get("Location")+"/link", "")
	renewed.is(t, http.StatusCreated, "")
	visitor := &client{server: server}
	enter := func(link any) answer {
		return visitor.send(t, http.MethodPost, "/api/v1/session/link", `{"token":"`+link.(string)+`","password":"`+password+`"}`)
	}
	enter(made.body["link"]).is(t, http.StatusUnauthorized, "link_invalid")
	enter(renewed.body["link"]).is(t, http.StatusOK, "")
}

func TestInvitationsAndRolesThatAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	admin := signIn(t, records, server, "osh", models.Admin)
	other := signIn(t, records, server, "batken", models.Admin)
	for name, c := range map[string]struct {
		from, to string
		status   int
		code     string
	}{
		"makes an operator":    {`"planner"`, `"operator"`, 403, "forbidden"},
		"unknown role":         {`"planner"`, `"king"`, 422, "invalid_request"},
		"no role":              {`["planner"]`, `[]`, 422, "invalid_request"},
		"no address":           {"gulnara@osh.example", "gulnara", 422, "invalid_request"},
		"taken address":        {"gulnara@osh.example", "Batken@example.org", 409, "already_exists"},
		"no such zone":         {"Asia/Bishkek", "Moon/Sea", 422, "invalid_time"},
		"another organisation": {`"roles"`, `"organization_id":"` + other.organization.String() + `","roles"`, 422, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			admin.send(t, http.MethodPost, "/api/v1/members", strings.Replace(newcomer, c.from, c.to, 1)).is(t, c.status, c.code)
		})
	}
	list := admin.send(t, http.MethodGet, "/api/v1/members", "")
	self := list.body["items"].([]any)[0].(map[string]any)
	path := "/api/v1/members/" + self["id"].(string)
	admin.send(t, http.MethodPut, path, `{"roles":["planner"]}`, "If-Match", `"1"`).is(t, http.StatusConflict, "last_administrator")
	admin.send(t, http.MethodPut, path, `{"roles":["admin"],"disabled":true}`, "If-Match", `"1"`).is(t, http.StatusConflict, "second_person_required")
	hidden := admin.send(t, http.MethodGet, "/api/v1/members?organization_id="+other.organization.String(), "")
	if items := hidden.body["items"].([]any); len(items) != 0 {
		t.Errorf("members of others: %v", items)
	}
}

func TestOperatorMakesOrganisationsAndTheirAdministrators(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	operator := signIn(t, records, server, "installation", models.Operator)
	const board = `{"kind":"review_board","country":"TJ","name":"Board","contact":"board@example.tj","slug":"board"}`
	made := operator.send(t, http.MethodPost, "/api/v1/organizations", board)
	made.is(t, http.StatusCreated, "")
	operator.send(t, http.MethodPost, "/api/v1/organizations", board).is(t, http.StatusConflict, "already_exists")
	operator.send(t, http.MethodPost, "/api/v1/organizations", strings.Replace(board, `"board"}`, `"Bo ard"}`, 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
	operator.send(t, http.MethodPost, "/api/v1/organizations", strings.Replace(board, "review_board", "party", 1)).is(t, http.StatusUnprocessableEntity, "invalid_request")
	path := made.header.Get("Location")
	renamed := operator.send(t, http.MethodPut, path, `{"name":"The board","contact":"x"}`, "If-Match", made.header.Get("ETag"))
	renamed.is(t, http.StatusOK, "")
	if renamed.body["name"] != "The board" || renamed.body["slug"] != "board" {
		t.Errorf("got %v", renamed.body)
	}
	first := strings.Replace(newcomer, `"roles":["planner"]`, `"roles":["admin"],"organization_id":"`+made.body["id"].(string)+`"`, 1)
	operator.send(t, http.MethodPost, "/api/v1/members", first).is(t, http.StatusCreated, "")
}

// The trail is read page by page, each entry once and without gaps.
func TestTrailIsPaged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		server := serve(t, records)
		admin := signIn(t, records, server, "osh", models.Admin, models.Planner)
		other := signIn(t, records, server, "batken", models.Planner)
		for range 3 {
			admin.send(t, http.MethodPost, "/api/v1/campaigns", bread).is(t, http.StatusCreated, "")
			other.send(t, http.MethodPost, "/api/v1/campaigns", bread).is(t, http.StatusCreated, "")
		}
		var seen []float64
		for next := ""; ; {
			got := admin.send(t, http.MethodGet, "/api/v1/audit?limit=2"+next, "")
			got.is(t, http.StatusOK, "")
			for _, item := range got.body["items"].([]any) {
				seen = append(seen, item.(map[string]any)["seq"].(float64))
			}
			cursor, more := got.body["next"].(string)
			if !more {
				break
			}
			next = "&cursor=" + cursor
		}
		for i, seq := range seen {
			if int(seq) != len(seen)-i {
				t.Fatalf("got %v", seen)
			}
		}
		got := admin.send(t, http.MethodGet, "/api/v1/audit?object_kind=campaign", "")
		if items := got.body["items"].([]any); len(items) != 3 || items[0].(map[string]any)["actor"] != "osh@example.org" {
			t.Errorf("got %v", items)
		}
		other.send(t, http.MethodGet, "/api/v1/audit", "").is(t, http.StatusForbidden, "forbidden")
	})
}

// An administrator has the trail checked; what was found concerns it alone.
func TestAdministratorChecksTheTrail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		admin := signIn(t, records, serve(t, records), "osh", models.Admin)
		got := admin.send(t, http.MethodPost, "/api/v1/audit/verification", "")
		got.is(t, http.StatusOK, "")
		if got.body["verdict"] != "sound" || got.body["signatures_checked"] != false {
			t.Errorf("got %v", got.body)
		}
		admin.send(t, http.MethodGet, "/api/v1/audit/checkpoints", "").is(t, http.StatusOK, "")
	})
}

// Whoever owns the database can change an entry, and is found out on the page.
func TestAdministratorSeesWhereTheTrailWasChanged(t *testing.T) {
	dbtest.EachBeneath(t, func(t *testing.T, records *store.Store, beneath *sql.DB) {
		admin := signIn(t, records, serve(t, records), "osh", models.Admin)
		statements := []string{"UPDATE audit_entries SET reason = 'nothing happened' WHERE seq = 2 AND organization_id = '" + admin.organization.String() + "'"}
		if strings.HasSuffix(t.Name(), "sqlite") {
			statements = append([]string{"DROP TRIGGER audit_entries_no_update"}, statements...)
		}
		for _, statement := range statements {
			if _, err := beneath.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		got := admin.send(t, http.MethodPost, "/api/v1/audit/verification", "")
		got.is(t, http.StatusOK, "")
		if got.body["verdict"] != "broken" || got.body["first_bad"] != 2.0 || got.body["detail"] == "" {
			t.Errorf("got %v", got.body)
		}
	})
}
