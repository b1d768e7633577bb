package api_test

import (
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A custodian opens an identity alone with the code of an envelope; without an
// ombudsperson, without an envelope and with another code they are told what is
// missing, and are given nothing.
func TestGlassIsBrokenWithACode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		s.seal("Aigul")
		refused := func(code string, status int, want string) {
			t.Helper()
			got, _ := s.breaks(0, code)
			got.is(t, status, want)
			if strings.Contains(got.text, "ciphertext") {
				t.Errorf("got %s", got.text)
			}
		}
		refused("ABCD-EFGH-IJKL-MNOP-QRST", http.StatusConflict, "no_ombudsperson")
		s.watched(records)
		refused("ABCD-EFGH-IJKL-MNOP-QRST", http.StatusConflict, "no_envelope")
		code := s.envelope(0)
		refused("ABCD-EFGH-IJKL-MNOP-QRST", http.StatusUnprocessableEntity, "envelope_code_wrong")
		if all := s.custodians[0].send(t, http.MethodGet, "/api/v1/reveals", "").body["items"].([]any); len(all) != 0 {
			t.Errorf("asked were %v", all)
		}
		list := s.custodians[0].send(t, http.MethodGet, "/api/v1/envelopes", "")
		if list.body["ombudsperson"] != "Saltanat" || strings.Contains(list.text, code) || !strings.Contains(list.text, `"state":"sealed"`) || !strings.Contains(list.text, `"state":"none"`) {
			t.Errorf("got %s", list.text)
		}
		broken, path := s.breaks(0, code)
		broken.is(t, http.StatusAccepted, "")
		opened := s.custodians[0].send(t, http.MethodPost, path+"/opening", "")
		opened.is(t, http.StatusOK, "")
		if got := s.open(s.keys[0], opened.body["ciphertext"]); got["name"] != "Aigul" {
			t.Errorf("got %v", got)
		}
		if list = s.custodians[1].send(t, http.MethodGet, "/api/v1/envelopes", ""); !strings.Contains(list.text, `"state":"used"`) {
			t.Errorf("got %s", list.text)
		}
	})
}

// Codes cannot be guessed at: after three wrong ones whoever tries has to wait.
func TestCodesOfEnvelopesAreNotGuessed(t *testing.T) {
	records := dbtest.SQLite(t)
	s := newSafe(t, records)
	s.seal("Aigul")
	s.watched(records)
	code := s.envelope(0)
	for range 3 {
		wrong, _ := s.breaks(0, "ABCD-EFGH-IJKL-MNOP-QRST")
		wrong.is(t, http.StatusUnprocessableEntity, "envelope_code_wrong")
	}
	right, _ := s.breaks(0, code)
	right.is(t, http.StatusTooManyRequests, "too_many_requests")
	colleague, _ := s.breaks(1, s.envelope(1))
	colleague.is(t, http.StatusAccepted, "")
}

// A code is shown once, to another custodian who has just proved who they are.
func TestACodeIsShownOnce(t *testing.T) {
	records := dbtest.SQLite(t)
	s := newSafe(t, records)
	ids := s.custodianIDs()
	body := `{"custodian_id":"` + ids[1] + `"}`
	made := s.custodians[0].send(t, http.MethodPost, "/api/v1/envelopes", body, "Idempotency-Key", "once")
	made.is(t, http.StatusCreated, "")
	if again := s.custodians[0].send(t, http.MethodPost, "/api/v1/envelopes", body, "Idempotency-Key", "once"); again.status != http.StatusCreated || again.body["secret"] != nil {
		t.Errorf("it is shown again: %s", again.text)
	}
	s.custodians[1].send(t, http.MethodPost, "/api/v1/envelopes", body).is(t, http.StatusConflict, "second_person_required")
	s.planner.send(t, http.MethodPost, "/api/v1/envelopes", body).is(t, http.StatusNotFound, "not_found")
	s.planner.send(t, http.MethodGet, "/api/v1/envelopes", "").is(t, http.StatusNotFound, "not_found")
	s.custodians[0].send(t, http.MethodPost, "/api/v1/envelopes", `{"custodian_id":"x"}`).is(t, http.StatusUnprocessableEntity, "invalid_request")
}

// An administrator names the ombudsperson: somebody outside, and no custodian
// does it.
func TestWhoNamesTheOmbudsperson(t *testing.T) {
	records := dbtest.SQLite(t)
	s := newSafe(t, records)
	s.watched(records)
	administrator := join(t, records, s.server, s.planner.organization, "second@example.org", models.Admin)
	name := func(c *client, email string) answer {
		t.Helper()
		return c.send(t, http.MethodPost, "/api/v1/ombudspersons", `{"name":"Anvar","email":"`+email+`","locale":"en"}`)
	}
	name(administrator, "custodian-0@example.org").is(t, http.StatusUnprocessableEntity, "ombudsperson_inside")
	name(administrator, "nobody").is(t, http.StatusUnprocessableEntity, "invalid_request")
	name(s.custodians[0], "anvar@peace.example").is(t, http.StatusForbidden, "forbidden")
	both := join(t, records, s.server, s.planner.organization, "both@example.org", models.Admin, models.Safeguarding)
	name(both, "anvar@peace.example").is(t, http.StatusConflict, "second_person_required")
	named := name(administrator, "anvar@peace.example")
	named.is(t, http.StatusCreated, "")
	items := named.body["items"].([]any)
	if len(items) != 2 || items[0].(map[string]any)["ended_at"] != nil || items[1].(map[string]any)["ended_at"] == nil || items[1].(map[string]any)["email"] != "ombuds@peace.example" {
		t.Errorf("got %s", named.text)
	}
}
