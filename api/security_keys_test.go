package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"caravan/internal/access/keytest"
	"caravan/internal/dbtest"
	"caravan/models"
)

// reply is a body with what came of a challenge.
func reply(t *testing.T, challenge answer, credential, name string) string {
	t.Helper()
	fields := map[string]string{"ceremony": challenge.body["ceremony"].(string), "credential": credential}
	if name != "" {
		fields["name"] = name
	}
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// registers is what a key says to a challenge for a new one.
func registers(t *testing.T, key *keytest.Key, challenge answer, name string) string {
	t.Helper()
	challenge.is(t, http.StatusOK, "")
	return reply(t, challenge, key.Makes(t, keytest.Here(), challenge.body["options"].(string)), name)
}

// signs is what a key says to a challenge.
func signs(t *testing.T, key *keytest.Key, challenge answer) string {
	t.Helper()
	challenge.is(t, http.StatusOK, "")
	return reply(t, challenge, key.Signs(t, keytest.Here(), challenge.body["options"].(string)), "")
}

func TestSecurityKeyIsRegisteredAskedForAndRemoved(t *testing.T) {
	const keys = "/api/v1/me/security_keys"
	records := dbtest.SQLite(t)
	server, at := serveAt(t, records)
	approver := signIn(t, records, server, "bishkek", models.Approver)
	yellow := keytest.New(t)
	answer := registers(t, yellow, approver.send(t, http.MethodPost, keys+"/challenge", ""), "Yellow")
	made := approver.send(t, http.MethodPost, keys, answer)
	made.is(t, http.StatusCreated, "")
	if codes := made.body["recovery_codes"].([]any); len(codes) != models.RecoveryCodes {
		t.Errorf("got %v", codes)
	}
	approver.takes(made)
	approver.send(t, http.MethodPost, keys, answer).is(t, http.StatusUnauthorized, "ceremony_over")
	if me := approver.send(t, http.MethodGet, "/api/v1/me", ""); me.body["second_factor"] != true || me.body["by_key"] != true {
		t.Errorf("got %s", me.text)
	}
	if list := approver.send(t, http.MethodGet, keys, ""); !strings.Contains(list.text, `"name":"Yellow"`) || strings.Contains(list.text, "public_key") {
		t.Errorf("got %s", list.text)
	}

	visitor := &client{server: server}
	right := `{"email":"bishkek@example.org","password":"` + password + `"}`
	visitor.send(t, http.MethodPost, "/api/v1/session", right).is(t, http.StatusUnauthorized, "key_required")
	visitor.send(t, http.MethodPost, "/api/v1/session/key", `{"email":"bishkek@example.org","password":"not this one at all"}`).is(t, http.StatusUnauthorized, "wrong_credentials")
	visitor.send(t, http.MethodPost, "/api/v1/session/key/answer", signs(t, keytest.New(t), visitor.send(t, http.MethodPost, "/api/v1/session/key", right))).is(t, http.StatusUnauthorized, "wrong_key")
	entered := visitor.send(t, http.MethodPost, "/api/v1/session/key/answer", signs(t, yellow, visitor.send(t, http.MethodPost, "/api/v1/session/key", right)))
	entered.is(t, http.StatusOK, "")
	visitor.takes(entered)

	at.pass(models.StepUpLifetime + 1)
	path := keys + "/" + made.body["key"].(map[string]any)["id"].(string)
	approver.send(t, http.MethodDelete, path, "").is(t, http.StatusUnauthorized, "step_up_required")
	challenge := approver.send(t, http.MethodPost, "/api/v1/session/confirmation/key", `{"password":"`+password+`"}`)
	confirmed := approver.send(t, http.MethodPost, "/api/v1/session/confirmation/key/answer", signs(t, yellow, challenge))
	confirmed.is(t, http.StatusOK, "")
	approver.takes(confirmed)
	removed := approver.send(t, http.MethodDelete, path, "")
	removed.is(t, http.StatusNoContent, "")
	approver.takes(removed)
	visitor.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
	visitor.send(t, http.MethodPost, "/api/v1/session", right).is(t, http.StatusOK, "")
}

// Passwords are tried no faster where a key is asked for.
func TestGuessingBeforeAKeyIsSlowed(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	signIn(t, records, server, "osh", models.Planner)
	visitor := &client{server: server}
	for i, want := range []int{401, 401, 401, 429} {
		got := visitor.send(t, http.MethodPost, "/api/v1/session/key", `{"email":"osh@example.org","password":"not this one at all"}`)
		if got.status != want {
			t.Errorf("try %d: %d, want %d", i, got.status, want)
		}
	}
}
