package api_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"caravan/api"
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

// Whoever approves, protects people, administers or operates comes in with a
// password, and does nothing dangerous with it, save for setting a second
// factor up. Then, and only then, they do.
func TestGuardiansNeedASecondFactor(t *testing.T) {
	for _, role := range []models.Role{models.Approver, models.Safeguarding, models.Admin, models.Operator} {
		t.Run(string(role), func(t *testing.T) {
			records := dbtest.SQLite(t)
			server := serveAs(t, records, models.SessionRules{}, func(*api.Options) {})
			guardian := signIn(t, records, server, "osh", role)
			refused := func() (routes []string) {
				for _, o := range operations(t) {
					if o.of.Extensions["x-step-up"] != true {
						continue
					}
					if status, code := guardian.ask(t, o, o.at(models.NewID[models.User]().String()), "{}"); status == http.StatusForbidden && code == "second_factor_required" {
						routes = append(routes, o.route())
					}
				}
				return routes
			}
			me := guardian.send(t, http.MethodGet, "/api/v1/me", "")
			if me.body["lacks_factor"] != true || me.body["password_alone"] != false {
				t.Errorf("got %v", me.body)
			}
			want := []string{}
			for _, route := range steppedUp() {
				if may := mayAsk(t, guardian, route); may && !strings.Contains(route, " /me/") {
					want = append(want, route)
				}
			}
			got := refused()
			slices.Sort(got)
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("refused at %v, want %v", got, want)
			}
			secret := guardian.send(t, http.MethodPost, "/api/v1/me/second_factor", "").body["secret"].(string)
			confirmed := guardian.send(t, http.MethodPost, "/api/v1/me/second_factor/confirmation", `{"code":"`+codeAt(t, secret, noon)+`"}`)
			confirmed.is(t, http.StatusOK, "")
			guardian.takes(confirmed)
			if got := refused(); got != nil {
				t.Errorf("with a second factor: %v", got)
			}
		})
	}
}

// mayAsk reports whether somebody's roles open a route that asks for step-up.
func mayAsk(t *testing.T, c *client, route string) bool {
	t.Helper()
	may := c.send(t, http.MethodGet, "/api/v1/me", "").body["may"].([]any)
	for _, o := range operations(t) {
		if o.route() == route {
			return slices.Contains(may, o.of.Extensions["x-permission"])
		}
	}
	return false
}

// Others are not bothered, and who has a factor and did not use it proves it.
func TestSecondFactorIsAskedOfThoseWhoNeedIt(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serveAs(t, records, models.SessionRules{}, func(*api.Options) {})
	planner := signIn(t, records, server, "osh", models.Planner)
	token := `{"name":"x","scopes":["campaigns.read"],"expires_at":"2027-03-08T12:00:00Z"}`
	planner.send(t, http.MethodPost, "/api/v1/tokens", token).is(t, http.StatusCreated, "")
	if me := planner.send(t, http.MethodGet, "/api/v1/me", ""); me.body["lacks_factor"] != false {
		t.Errorf("got %v", me.body)
	}
	here := signIn(t, records, server, "batken", models.Admin)
	elsewhere := &client{server: server}
	entered := elsewhere.send(t, http.MethodPost, "/api/v1/session", `{"email":"batken@example.org","password":"`+password+`"}`)
	elsewhere.takes(entered)
	secret := here.send(t, http.MethodPost, "/api/v1/me/second_factor", "").body["secret"].(string)
	here.send(t, http.MethodPost, "/api/v1/me/second_factor/confirmation", `{"code":"`+codeAt(t, secret, noon)+`"}`).is(t, http.StatusOK, "")
	elsewhere.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
}
