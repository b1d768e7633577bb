package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"caravan/internal/approval"
	"caravan/internal/dbtest"
	"caravan/internal/distribution"
	"caravan/internal/evaluation"
	"caravan/internal/planning"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
	"caravan/worker"
)

// Who broke the glass and was not judged within a day is out, and comes in
// again when a custodian has judged and an administrator, another person, lets
// them.
func TestSuspensionIsLiftedAfterTheReview(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		s.seal("Aigul")
		s.watched(records)
		administrator := join(t, records, s.server, s.planner.organization, "second@example.org", models.Admin)
		reviewer := join(t, records, s.server, s.planner.organization, "both@example.org", models.Admin, models.Safeguarding)
		broken, path := s.breaks(0, s.envelope(0))
		broken.is(t, http.StatusAccepted, "")
		s.now = s.now.Add(24 * time.Hour)
		desk := &planning.Desk{Store: records, Now: func() time.Time { return s.now }}
		chores := worker.Chores(&distribution.Desk{}, &evaluation.Desk{}, desk, &approval.Desk{}, nil)
		if err := chores[tasks.ReviewDue{}.Kind()](t.Context(), fmt.Appendf(nil, `{"reveal":%q}`, broken.body["id"])); err != nil {
			t.Fatal(err)
		}
		signIn := func(c *client, email, password string) answer {
			t.Helper()
			c.cookie = nil
			got := c.send(t, http.MethodPost, "/api/v1/session", fmt.Sprintf(`{"email":%q,"password":%q}`, email, password))
			if cookies := (&http.Response{Header: got.header}).Cookies(); len(cookies) > 0 {
				c.cookie = cookies[0]
			}
			return got
		}
		alone := s.custodians[0]
		alone.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
		signIn(alone, "custodian-0@example.org", "not the password").is(t, http.StatusUnauthorized, "wrong_credentials")
		signIn(alone, "custodian-0@example.org", password).is(t, http.StatusUnauthorized, "account_suspended")
		signIn(administrator, "second@example.org", password).is(t, http.StatusOK, "")
		signIn(reviewer, "both@example.org", password).is(t, http.StatusOK, "")

		var member map[string]any
		for _, item := range administrator.send(t, http.MethodGet, "/api/v1/members", "").body["items"].([]any) {
			if shown := item.(map[string]any); shown["suspended_at"] != nil {
				member = shown
			}
		}
		if member["email"] != "custodian-0@example.org" {
			t.Fatalf("suspended is %v", member)
		}
		lift := "/api/v1/members/" + member["id"].(string) + "/reinstatement"
		administrator.send(t, http.MethodPost, lift, "").is(t, http.StatusConflict, "review_waits")
		reviewer.send(t, http.MethodPost, path+"/review", `{"review":"It was right"}`).is(t, http.StatusOK, "")
		signIn(alone, "custodian-0@example.org", password).is(t, http.StatusUnauthorized, "account_suspended")
		reviewer.send(t, http.MethodPost, lift, "").is(t, http.StatusConflict, "second_person_required")
		lifted := administrator.send(t, http.MethodPost, lift, "")
		lifted.is(t, http.StatusOK, "")
		if lifted.body["suspended_at"] != nil {
			t.Errorf("got %s", lifted.text)
		}
		administrator.send(t, http.MethodPost, lift, "").is(t, http.StatusConflict, "wrong_state")
		signIn(alone, "custodian-0@example.org", password).is(t, http.StatusOK, "")
		trail := administrator.send(t, http.MethodGet, "/api/v1/audit", "").text
		for _, action := range []string{"user.suspended", "user.reinstated"} {
			if !strings.Contains(trail, action) {
				t.Errorf("the trail does not say %s", action)
			}
		}
	})
}
