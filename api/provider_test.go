package api_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// An office is an OpenID provider in a process of its own, and a browser that
// goes there.
type office struct {
	issuer  string
	browser *http.Client
}

// built is the provider's program.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "caravan-provider")
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "provider")
	out, err := exec.Command("go", "build", "-o", program, "caravan/internal/access/accesstest").CombinedOutput()
	if err != nil {
		err = &exec.Error{Name: string(out), Err: err}
	}
	return program, err
})

func openOffice(t *testing.T) *office {
	t.Helper()
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	process := exec.CommandContext(t.Context(), program, "-return", "https://caravan.example"+access.ReturnPath)
	_, err = process.StdinPipe() // it ends with this process, too
	if err != nil {
		t.Fatal(err)
	}
	said, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.Process.Kill(); _ = process.Wait() })
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	o := &office{issuer: strings.TrimSpace(line)}
	o.borrow()
	return o
}

// borrow takes a browser that nobody has signed in with at the provider.
func (o *office) borrow() {
	jar, _ := cookiejar.New(nil) // never fails
	o.browser = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "caravan.example" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

// lies has the provider's next tokens be untrue.
func (o *office) lies(t *testing.T, how string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, o.issuer+"/lie/"+url.PathEscape(how), nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
}

// visit goes to an address at the provider, fills its form if it shows one, and
// returns the body with which the browser comes back.
func (o *office) visit(t *testing.T, address, name string) (body string, formShown bool) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := o.browser.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if response.StatusCode == http.StatusOK && strings.Contains(string(page), "<form") {
		formShown = true
		form := url.Values{"authRequestID": {response.Request.URL.Query().Get("authRequestID")}, "username": {name}, "password": {"known at the office alone"}}
		if response, err = o.browser.PostForm(response.Request.URL.String(), form); err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
	}
	back, err := url.Parse(response.Header.Get("Location"))
	if err != nil || back.Query().Get("code") == "" {
		t.Fatalf("the provider answered %d, %s: %s", response.StatusCode, response.Header.Get("Location"), page)
	}
	return `{"code":"` + back.Query().Get("code") + `","state":"` + back.Query().Get("state") + `"}`, formShown
}

// An employer is an organisation whose people sign in at an office.
type employer struct {
	*office

	records  *store.Store
	server   *client // without a session
	admin    *client
	provider string // its ID
	at       *clock
}

func employ(t *testing.T, records *store.Store) *employer {
	t.Helper()
	at := &clock{time.Now()}
	e := &employer{office: openOffice(t), records: records, at: at}
	server := serveWith(t, records, func(o *api.Options) { o.Now = func() time.Time { return at.now } })
	e.server = &client{server: server}
	e.admin = signIn(t, records, server, "osh", models.Admin)
	e.admin.send(t, http.MethodPost, "/api/v1/identity_provider", `{"issuer":"`+e.issuer+`","client_id":"caravan","client_secret":"secret"}`).is(t, http.StatusOK, "")
	e.provider = e.server.send(t, http.MethodGet, "/api/v1/session/providers", "").body["items"].([]any)[0].(map[string]any)["id"].(string)
	return e
}

// invite makes somebody with an address and returns their link.
func (e *employer) invite(t *testing.T, email string, role models.Role) string {
	t.Helper()
	made := e.admin.send(t, http.MethodPost, "/api/v1/members", `{"email":"`+email+`","name":"Somebody","locale":"ky","zone":"Asia/Bishkek","roles":["`+string(role)+`"]}`)
	made.is(t, http.StatusCreated, "")
	return made.body["link"].(string)
}

// enter signs in at the provider, without an invitation or, in a browser of
// their own, with one.
func (e *employer) enter(t *testing.T, name, token string) (answer, *client) {
	t.Helper()
	if token != "" {
		e.borrow()
	}
	c := &client{server: e.server.server}
	begun := c.send(t, http.MethodPost, "/api/v1/session/provider", `{"provider_id":"`+e.provider+`","token":"`+token+`"}`)
	begun.is(t, http.StatusOK, "")
	back, _ := e.visit(t, begun.body["url"].(string), name)
	c.takes(begun)
	got := c.send(t, http.MethodPost, "/api/v1/session/provider/return", back)
	c.cookie = nil
	if got.status == http.StatusOK {
		c.takes(got)
	}
	return got, c
}

// A provider that organisations really run lets people in, and says nothing
// about who they are but its own name for them.
func TestPeopleSignInAtARealProvider(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		e := employ(t, records)
		got, _ := e.enter(t, "bakyt", "")
		got.is(t, http.StatusUnauthorized, "provider_unknown")
		link := e.invite(t, "bakyt@example.org", models.Planner)
		got, _ = e.enter(t, "bakyt", "") // the address is right, and links nobody
		got.is(t, http.StatusUnauthorized, "provider_unknown")
		got, bakyt := e.enter(t, "bakyt", link)
		got.is(t, http.StatusOK, "")
		if got.body["email"] != "bakyt@example.org" || got.body["by_provider"] != true || got.body["second_factor"] != false {
			t.Errorf("got %v", got.body)
		}
		bakyt.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusOK, "")
		got, _ = e.enter(t, "aigul", link)
		got.is(t, http.StatusUnauthorized, "link_invalid")
		e.borrow()
		got, _ = e.enter(t, "bakyt", "")
		got.is(t, http.StatusOK, "")
		got, _ = e.enter(t, "chynara", e.invite(t, "chynara@example.org", models.Approver))
		if got.body["second_factor"] != true { // the provider asked for one
			t.Errorf("got %v", got.body)
		}
	})
}

// Whoever holds the provider's keys, or only knows the public one, makes nobody
// else come in.
func TestRealProviderThatLiesIsNotBelieved(t *testing.T) {
	records := dbtest.SQLite(t)
	e := employ(t, records)
	link := e.invite(t, "bakyt@example.org", models.Planner)
	for _, how := range []string{"audience", "issuer", "nonce", "old", "alg none", "HS256 with the public key", "another key"} {
		e.lies(t, how)
		got, c := e.enter(t, "bakyt", link)
		got.is(t, http.StatusUnauthorized, "provider_refused")
		if c.cookie != nil || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: a session was opened", how)
		}
		if _, err := records.As(models.System("test")).ProviderAccount(t.Context(), e.issuer, "bakyt"); err == nil {
			t.Errorf("%s: somebody was linked", how)
		}
	}
	e.lies(t, "nothing")
	got, _ := e.enter(t, "bakyt", link) // which no lie has used up
	got.is(t, http.StatusOK, "")
}

// The code of a sign-in that another browser began is worth nothing, nor is a
// code twice.
func TestCodeOfARealProviderIsForOneBrowserOnce(t *testing.T) {
	records := dbtest.SQLite(t)
	e := employ(t, records)
	e.enter(t, "bakyt", e.invite(t, "bakyt@example.org", models.Planner))
	begin := func() (*client, string) {
		c := &client{server: e.server.server}
		begun := c.send(t, http.MethodPost, "/api/v1/session/provider", `{"provider_id":"`+e.provider+`"}`)
		back, _ := e.visit(t, begun.body["url"].(string), "bakyt")
		c.takes(begun)
		return c, back
	}
	victim, _ := begin()
	thief, stolen := begin()
	victim.send(t, http.MethodPost, "/api/v1/session/provider/return", stolen).is(t, http.StatusUnauthorized, "provider_refused")
	thief.send(t, http.MethodPost, "/api/v1/session/provider/return", stolen).is(t, http.StatusOK, "")
	thief.send(t, http.MethodPost, "/api/v1/session/provider/return", stolen).is(t, http.StatusUnauthorized, "provider_refused")
}

// confirm proves at the provider who somebody is, as somebody there.
func (e *employer) confirm(t *testing.T, c *client, name, code string) (answer, bool) {
	t.Helper()
	begun := c.send(t, http.MethodPost, "/api/v1/session/confirmation/provider", `{"code":"`+code+`"}`)
	if begun.status != http.StatusOK {
		return begun, false
	}
	back, formShown := e.visit(t, begun.body["url"].(string), name)
	response := http.Response{Header: begun.header}
	attempt := response.Cookies()[0]
	return c.send(t, http.MethodPost, "/api/v1/session/confirmation/provider/return", back, "Cookie", attempt.Name+"="+attempt.Value), formShown
}

// Who has no password here proves again at their provider who they are, and has
// to sign in there anew for it.
func TestPeopleOfAProviderStepUpThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		e := employ(t, records)
		got, bakyt := e.enter(t, "bakyt", e.invite(t, "bakyt@example.org", models.Planner))
		got.is(t, http.StatusOK, "")
		token := `{"name":"x","scopes":["campaigns.read"],"expires_at":"` + e.at.now.AddDate(0, 0, 7).UTC().Format(time.RFC3339) + `"}`
		e.at.pass(6 * time.Minute)
		bakyt.send(t, http.MethodPost, "/api/v1/tokens", token).is(t, http.StatusUnauthorized, "step_up_required")
		e.at.now = time.Now()

		old := *bakyt
		got, formShown := e.confirm(t, bakyt, "bakyt", "")
		got.is(t, http.StatusOK, "")
		if !formShown {
			t.Error("the provider's own session let them through")
		}
		bakyt.takes(got)
		old.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusUnauthorized, "not_signed_in")
		bakyt.send(t, http.MethodPost, "/api/v1/tokens", token).is(t, http.StatusCreated, "")

		_, _ = e.enter(t, "aigul", e.invite(t, "aigul@example.org", models.Planner))
		got, _ = e.confirm(t, bakyt, "aigul", "")
		got.is(t, http.StatusUnauthorized, "provider_unknown")
		for _, how := range []string{"long ago", "never", "audience", "nonce", "alg none"} {
			e.lies(t, how)
			got, _ = e.confirm(t, bakyt, "bakyt", "")
			got.is(t, http.StatusUnauthorized, "provider_refused")
		}
		bakyt.send(t, http.MethodGet, "/api/v1/me", "").is(t, http.StatusOK, "") // as before
	})
}

// A confirmation opens no session, and none that was opened is a confirmation.
func TestConfirmingAndSigningInAreNotMixedUp(t *testing.T) {
	records := dbtest.SQLite(t)
	e := employ(t, records)
	_, bakyt := e.enter(t, "bakyt", e.invite(t, "bakyt@example.org", models.Planner))
	_, other := e.enter(t, "bakyt", "")
	cookieOf := func(a answer) string {
		response := http.Response{Header: a.header}
		return response.Cookies()[0].Name + "=" + response.Cookies()[0].Value
	}
	begun := bakyt.send(t, http.MethodPost, "/api/v1/session/confirmation/provider", `{}`)
	back, _ := e.visit(t, begun.body["url"].(string), "bakyt")
	nobody := &client{server: e.server.server}
	nobody.send(t, http.MethodPost, "/api/v1/session/provider/return", back, "Cookie", cookieOf(begun)).is(t, http.StatusUnauthorized, "provider_refused")
	other.send(t, http.MethodPost, "/api/v1/session/confirmation/provider/return", back, "Cookie", cookieOf(begun)).is(t, http.StatusUnauthorized, "provider_refused")

	begun = nobody.send(t, http.MethodPost, "/api/v1/session/provider", `{"provider_id":"`+e.provider+`"}`)
	back, _ = e.visit(t, begun.body["url"].(string), "bakyt")
	bakyt.send(t, http.MethodPost, "/api/v1/session/confirmation/provider/return", back, "Cookie", cookieOf(begun)).is(t, http.StatusUnauthorized, "provider_refused")
}

// A second factor that is set up here is asked for besides the provider.
func TestFactorBesidesAProvider(t *testing.T) {
	records := dbtest.SQLite(t)
	e := employ(t, records)
	_, bakyt := e.enter(t, "bakyt", e.invite(t, "bakyt@example.org", models.Planner))
	secret := bakyt.send(t, http.MethodPost, "/api/v1/me/second_factor", "").body["secret"].(string)
	confirmed := bakyt.send(t, http.MethodPost, "/api/v1/me/second_factor/confirmation", `{"code":"`+codeAt(t, secret, e.at.now)+`"}`)
	confirmed.is(t, http.StatusOK, "")
	bakyt.takes(confirmed)
	if me := bakyt.send(t, http.MethodGet, "/api/v1/me", ""); me.body["by_provider"] != true || me.body["second_factor"] != true {
		t.Errorf("got %v", me.body)
	}
	got, _ := e.confirm(t, bakyt, "bakyt", "")
	got.is(t, http.StatusUnauthorized, "code_required")
	got, _ = e.confirm(t, bakyt, "bakyt", "000000")
	got.is(t, http.StatusUnauthorized, "wrong_code")
	got, _ = e.confirm(t, bakyt, "bakyt", strings.ReplaceAll(confirmed.body["recovery_codes"].([]any)[0].(string), "-", " "))
	got.is(t, http.StatusOK, "")
	if got.body["second_factor"] != true {
		t.Errorf("got %v", got.body)
	}
}

// codeAt is what an app shows at a time.
func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}
