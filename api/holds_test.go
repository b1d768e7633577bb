package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A hold says to whoever reads it whether their word would open it, so that
// nobody is offered what would be refused.
func TestHoldsSayWhoseWordOpensThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		server := serve(t, records)
		planner := signIn(t, records, server, "osh", models.Planner)
		people := map[string]*client{
			"planner":   planner,
			"custodian": join(t, records, server, planner.organization, "custodian@example.org", models.Safeguarding),
			"approver":  join(t, records, server, planner.organization, "approver@example.org", models.Approver),
			"operator":  join(t, records, server, planner.organization, "operator@example.org", models.Operator),
		}
		opening := map[string]string{}
		for _, by := range []string{"planner", "operator"} {
			closed := people[by].send(t, http.MethodPost, "/api/v1/holds", `{"scope":"all","scope_id":"","reason":"Unrest"}`)
			closed.is(t, http.StatusCreated, "")
			opening[by] = fmt.Sprintf("/api/v1/holds/%v/opening", closed.body["id"])
		}
		say := func(who string) map[bool]bool { // of the installation: may open
			said := map[bool]bool{}
			for _, item := range people[who].send(t, http.MethodGet, "/api/v1/holds", "").body["items"].([]any) {
				hold := item.(map[string]any)
				said[hold["installation"].(bool)] = hold["may_open"].(bool)
			}
			return said
		}
		for who, want := range map[string]map[bool]bool{
			"planner": {false: false, true: false}, "custodian": {false: true, true: false},
			"approver": {false: true, true: false}, "operator": {false: true, true: true},
		} {
			if got := say(who); got[false] != want[false] || got[true] != want[true] {
				t.Errorf("%s is told %v", who, got)
			}
			for installation, may := range want {
				if who == "planner" || may {
					continue
				}
				path := opening[map[bool]string{false: "planner", true: "operator"}[installation]]
				people[who].send(t, http.MethodPost, path, `{"reason":"Calm"}`).is(t, http.StatusForbidden, "forbidden")
			}
		}
		first := people["custodian"].send(t, http.MethodPost, opening["planner"], `{"reason":"Calm"}`)
		first.is(t, http.StatusOK, "")
		if first.body["may_open"] != false || say("custodian")[false] || !say("approver")[false] {
			t.Errorf("the first of two is asked again: %s", first.text)
		}
	})
}

// A hold can name anybody's campaign; what that is called only those are told
// who know it: its organisation, and the authority that has it to decide on.
func TestHoldsTellNamesToThoseWhoKnowThem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBureau(t, records)
		b.submit(t)
		stranger := signIn(t, records, b.server, "naryn", models.Planner)
		body := fmt.Sprintf(`{"scope":"campaign","scope_id":%q,"reason":"Unrest"}`, b.message.CampaignID)
		channel := fmt.Sprintf(`{"scope":"channel","scope_id":%q,"reason":"Unrest"}`, b.channel.ID)
		for name, c := range map[string]struct {
			by         *client
			body, want string
		}{
			"their own": {b.planner, body, "Bread and books"}, "before the authority": {b.first, body, "Bread and books"}, "a stranger's": {stranger, body, ""},
			"their own channel": {b.planner, channel, b.channel.Name}, "a stranger's channel": {stranger, channel, ""},
		} {
			closed := c.by.send(t, http.MethodPost, "/api/v1/holds", c.body)
			closed.is(t, http.StatusCreated, "")
			if closed.body["scope_name"] != c.want {
				t.Errorf("%s: got %v, want %q", name, closed.body["scope_name"], c.want)
			}
		}
	})
}
