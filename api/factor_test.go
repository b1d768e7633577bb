package api_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"caravan/internal/dbtest"
	"caravan/models"
)

func TestSecondFactorIsSetUpAskedForAndRemoved(t *testing.T) {
	records := dbtest.SQLite(t)
	server, at := serveAt(t, records)
	approver := signIn(t, records, server, "bishkek", models.Approver)
	state := approver.send(t, http.MethodGet, "/api/v1/me/second_factor", "")
	state.is(t, http.StatusOK, "")
	if state.body["set_up_at"] != nil {
		t.Fatalf("got %v", state.body)
	}
	setup := approver.send(t, http.MethodPost, "/api/v1/me/second_factor", "")
	setup.is(t, http.StatusOK, "")
	secret := setup.body["secret"].(string)
	picture, isPNG := strings.CutPrefix(setup.body["picture"].(string), "data:image/png;base64,")
	if _, err := base64.StdEncoding.DecodeString(picture); !isPNG || err != nil || !strings.Contains(setup.body["uri"].(string), "bishkek@example.org") {
		t.Errorf("got %v", setup.body)
	}
	shows := func() string {
		code, err := totp.GenerateCode(secret, at.now)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	approver.send(t, http.MethodPost, "/api/v1/me/second_factor/confirmation", `{"code":"000000"}`).is(t, http.StatusUnauthorized, "wrong_code")
	confirmed := approver.send(t, http.MethodPost, "/api/v1/me/second_factor/confirmation", `{"code":"`+shows()+`"}`)
	confirmed.is(t, http.StatusOK, "")
	if codes := confirmed.body["recovery_codes"].([]any); len(codes) != models.RecoveryCodes {
		t.Errorf("got %v", codes)
	}
	approver.takes(confirmed)

	at.pass(time.Minute)
	visitor := &client{server: server}
	enter := func(code string) answer {
		return visitor.send(t, http.MethodPost, "/api/v1/session", `{"email":"bishkek@example.org","password":"`+password+`","code":"`+code+`"}`)
	}
	enter("").is(t, http.StatusUnauthorized, "code_required")
	entered := enter(shows())
	entered.is(t, http.StatusOK, "")
	if entered.body["second_factor"] != true {
		t.Errorf("got %v", entered.body)
	}
	enter(shows()).is(t, http.StatusUnauthorized, "totp_replayed")

	at.pass(models.StepUpLifetime)
	approver.send(t, http.MethodDelete, "/api/v1/me/second_factor", "").is(t, http.StatusUnauthorized, "step_up_required")
	approver.send(t, http.MethodPost, "/api/v1/session/confirmation", `{"password":"`+password+`"}`).is(t, http.StatusUnauthorized, "code_required")
	approver.takes(approver.send(t, http.MethodPost, "/api/v1/session/confirmation", `{"password":"`+password+`","code":"`+shows()+`"}`))
	approver.send(t, http.MethodDelete, "/api/v1/me/second_factor", "").is(t, http.StatusNoContent, "")
	enter("").is(t, http.StatusOK, "")
}

// Codes are guessed no faster than passwords.
func TestGuessingCodesIsSlowed(t *testing.T) {
	records := dbtest.SQLite(t)
	server, at := serveAt(t, records)
	planner := signIn(t, records, server, "osh", models.Planner)
	secret := planner.send(t, http.MethodPost, "/api/v1/me/second_factor", "").body["secret"].(string)
	code, err := totp.GenerateCode(secret, at.now)
	if err != nil {
		t.Fatal(err)
	}
	planner.send(t, http.MethodPost, "/api/v1/me/second_factor/confirmation", `{"code":"`+code+`"}`).is(t, http.StatusOK, "")
	visitor := &client{server: server}
	for i, want := range []int{401, 401, 401, 429} {
		got := visitor.send(t, http.MethodPost, "/api/v1/session", `{"email":"osh@example.org","password":"`+password+`","code":"000000"}`)
		if got.status != want {
			t.Errorf("try %d: %d, want %d", i, got.status, want)
		}
	}
}
