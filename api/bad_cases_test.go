package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"caravan/api"
	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// quoted is a text in JSON.
func quoted(t *testing.T, text string) string {
	t.Helper()
	out, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// link invites somebody and returns their one-time link.
func (p *pit) link(t *testing.T, email string) string {
	t.Helper()
	desk := access.Desk{Store: p.records, Now: func() time.Time { return noon }}
	link, err := desk.Invite(t.Context(), models.System("test"), models.User{Email: email, Name: email}, p.admin.organization, []models.Role{models.Planner})
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func welcome(t *testing.T, link, password string) string {
	t.Helper()
	return `{"token":"` + link + `","password":` + quoted(t, password) + `}`
}

func passwordsOfEveryLength(t *testing.T, p *pit) {
	link, stranger := p.link(t, "long@example.org"), &client{server: p.admin.server}
	p.refuses(t, stranger, http.MethodPost, "/api/v1/session/link", welcome(t, link, strings.Repeat("x", 10<<20)), 413, "too_large")
	p.refuses(t, stranger, http.MethodPost, "/api/v1/session/link", welcome(t, link, strings.Repeat("three rivers ", 10)[:129]), 422, "password_weak")
	words := strings.Repeat("ثلاثة أنهار تلتقي هنا ", 4)
	stranger.send(t, http.MethodPost, "/api/v1/session/link", welcome(t, link, string([]rune(words)[:64]))).is(t, 200, "")
}

func commonPasswords(t *testing.T, p *pit) {
	link, stranger := p.link(t, "common@example.org"), &client{server: p.admin.server}
	for _, word := range []string{"Caravan2026", "password1234"} {
		p.refuses(t, stranger, http.MethodPost, "/api/v1/session/link", welcome(t, link, word), 422, "password_common")
	}
}

func anothersCampaign(t *testing.T, p *pit) {
	var bodies []string
	for _, path := range []string{p.campaign, "/api/v1/campaigns/" + models.NewID[models.Campaign]().String(), "/api/v1/campaigns/abc"} {
		got := p.refuses(t, p.neighbour, http.MethodGet, path, "", 404, "not_found")
		bodies = append(bodies, strings.ReplaceAll(got.text, got.body["request_id"].(string), "-"))
	}
	if slices.Sort(bodies); len(slices.Compact(bodies)) != 1 {
		t.Errorf("they differ: %v", bodies)
	}
}

func anotherOrganisation(t *testing.T, p *pit) {
	read := p.planner.send(t, http.MethodGet, p.campaign, "")
	for _, name := range []string{"tenant_id", "organization_id"} {
		body := strings.Replace(strings.Replace(bread, `,"countries":["KG","TJ"]`, "", 1), "{", `{"`+name+`":"`+p.neighbour.organization.String()+`",`, 1)
		p.refuses(t, p.planner, http.MethodPut, p.campaign, body, 400, "unreadable_request", "If-Match", read.header.Get("ETag"))
	}
	if again := p.planner.send(t, http.MethodGet, p.campaign, ""); again.text != read.text {
		t.Errorf("it changed: %s", again.text)
	}
}

func twoCases(t *testing.T, p *pit) {
	body := strings.Replace(newcomer, `"roles":["planner"]`, `"roles":["planner"],"Roles":["admin"]`, 1)
	p.refuses(t, p.admin, http.MethodPost, "/api/v1/members", body, 400, "unreadable_request")
}

func sortingBySQL(t *testing.T, p *pit) {
	for _, column := range []string{"id%3BDROP%20TABLE%20users--", "(select%20pg_sleep(5))"} {
		p.refuses(t, p.planner, http.MethodGet, "/api/v1/submissions?sort="+column, "", 400, "unreadable_request")
	}
}

func sqlForAnID(t *testing.T, p *pit) {
	p.refuses(t, p.planner, http.MethodGet, "/api/v1/campaigns/1%20OR%201=1", "", 404, "not_found")
}

func organisationInAHeader(t *testing.T, p *pit) {
	id := p.neighbour.organization.String()
	p.planner.send(t, http.MethodGet, p.campaign, "", "X-Tenant-ID", id, "X-Organization-ID", id).is(t, 200, "")
	p.refuses(t, p.neighbour, http.MethodGet, p.campaign, "", 404, "not_found", "X-Tenant-ID", p.planner.organization.String())
}

func parametersThatMeanNothing(t *testing.T, p *pit) {
	for _, query := range []string{"tenant=a&tenant=b", "limit=10&limit=20", "limit=1000000", "limit=-1", "limit=ten", "page_size=10"} {
		p.refuses(t, p.planner, http.MethodGet, "/api/v1/campaigns?"+query, "", 400, "unreadable_request")
	}
}

func sameTitleTwice(t *testing.T, p *pit) {
	for _, title := range []string{"خبز وكتب", "Cafe\u0301"} {
		for _, c := range []*client{p.planner, p.neighbour} {
			c.send(t, http.MethodPost, "/api/v1/campaigns", strings.Replace(bread, "Bread and books", title, 1)).is(t, 201, "")
		}
	}
}

func approverOfAnotherCountry(t *testing.T, p *pit) {
	b := newBureau(t, dbtest.SQLite(t))
	path, digest := b.submit(t)
	strange := signIn(t, b.records, b.server, "dushanbe", models.Approver)
	strange.decide(t, path, approve(digest)).is(t, 404, "not_found")
	_ = p
}

func twoApproveAtOnce(t *testing.T, _ *pit) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		b := newBureau(t, records)
		for range 50 {
			b.freeze(t)
			path, digest := b.submit(t)
			var both sync.WaitGroup
			for _, c := range []*client{b.first, b.second} {
				both.Go(func() {
					if got := c.send(t, http.MethodPost, path+"/decisions", approve(digest), "Idempotency-Key", digest); got.status != 201 {
						t.Errorf("got %d %s", got.status, got.text)
					}
				})
			}
			both.Wait()
			if got := b.planner.send(t, http.MethodGet, path, ""); got.body["state"] != "approved" || got.body["agreed"] != 2.0 {
				t.Fatalf("got %s", got.text)
			}
		}
	})
}

func manyDigests(t *testing.T, p *pit) {
	b := newBureau(t, dbtest.SQLite(t))
	path, digest := b.submit(t)
	body := `{"kind":"approve","digest":["` + strings.Repeat(digest+`","`, 10) + digest + `"]}`
	b.first.decide(t, path, body).is(t, 400, "unreadable_request")
	_ = p
}

func keysThatAreRefused(t *testing.T, _ *pit) {
	planner, _, request := newsroom(t, dbtest.SQLite(t))
	planner.send(t, http.MethodPost, "/api/v1/deliveries", request).is(t, 400, "idempotency_key_required")
	planner.send(t, http.MethodPost, "/api/v1/deliveries", request, "Idempotency-Key", strings.Repeat("k", 256)).is(t, 400, "idempotency_key_too_long")
	planner.send(t, http.MethodPost, "/api/v1/deliveries", request, "Idempotency-Key", strings.Repeat("k", 255)).is(t, 201, "")
}

func sameKeySameBody(t *testing.T, _ *pit) {
	planner, _, request := newsroom(t, dbtest.SQLite(t))
	first := planner.send(t, http.MethodPost, "/api/v1/deliveries", request, "Idempotency-Key", "one")
	first.is(t, 201, "")
	again := planner.send(t, http.MethodPost, "/api/v1/deliveries", request, "Idempotency-Key", "one")
	if again.status != first.status || again.text != first.text || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("got %d %v %s", again.status, again.header, again.text)
	}
	if got := planner.send(t, http.MethodGet, "/api/v1/deliveries", ""); len(got.body["items"].([]any)) != 6 {
		t.Errorf("got %s", got.text)
	}
}

func sameKeyAnotherBody(t *testing.T, p *pit) {
	p.planner.send(t, http.MethodPost, "/api/v1/campaigns", bread, "Idempotency-Key", "another").is(t, 201, "")
	p.refuses(t, p.planner, http.MethodPost, "/api/v1/campaigns", strings.Replace(bread, "Bread", "Salt", 1), 422, "idempotency_key_reused", "Idempotency-Key", "another")
}

// Of two at once, one is carried out; the other is told to wait, or, when it
// comes after all, is given the first one's answer.
func sameKeyAtOnce(t *testing.T, p *pit) {
	for i := range 20 {
		var both sync.WaitGroup
		var got [2]answer
		for n := range got {
			both.Go(func() {
				got[n] = p.neighbour.send(t, http.MethodPost, "/api/v1/campaigns", bread, "Idempotency-Key", fmt.Sprint("at once ", i))
			})
		}
		both.Wait()
		slices.SortFunc(got[:], func(a, b answer) int { return a.status - b.status })
		second := got[1].status == 409 && got[1].body["code"] == "idempotency_key_in_flight" || got[1].status == 201 && got[0].text == got[1].text
		if got[0].status != 201 || !second {
			t.Errorf("got %s and %s", got[0].text, got[1].text)
		}
	}
}

func timesThatAreNone(t *testing.T, _ *pit) {
	planner, _, request := newsroom(t, dbtest.SQLite(t))
	for name, c := range map[string]struct{ old, new, code string }{
		"past":              {"2027-03-02T19:30", "2027-02-02T19:30", "in_the_past"},
		"30 February":       {"2027-03-02T19:30", "2027-02-30T10:00", "invalid_time"},
		"a zone of Mars":    {`"zone":""`, `"zone":"Mars/Olympus"`, "invalid_time"},
		"less than nothing": {`"window_minutes":0`, `"window_minutes":-1`, "invalid_request"},
	} {
		body := strings.Replace(request, `"repeat":{"weekdays":["tue","fri"],"weeks":3}`, `"repeat":{"weekdays":[],"weeks":0}`, 1)
		got := planner.send(t, http.MethodPost, "/api/v1/deliveries", strings.Replace(body, c.old, c.new, 1), "Idempotency-Key", name)
		if got.status != 422 || got.body["code"] != c.code {
			t.Errorf("%s: got %d %s", name, got.status, got.text)
		}
	}
	if got := planner.send(t, http.MethodGet, "/api/v1/deliveries", ""); len(got.body["items"].([]any)) != 0 {
		t.Errorf("got %s", got.text)
	}
}

// hides sends a text that must be refused with the place of what it hides.
func (p *pit) hides(t *testing.T, body, pointer, code string, at int) {
	t.Helper()
	got := p.refuses(t, p.planner, http.MethodPost, p.message+"/variants", body, 422, "text_refused")
	problem := got.body["errors"].([]any)[0].(map[string]any)
	if problem["pointer"] != pointer || problem["code"] != code || !strings.Contains(problem["detail"].(string), fmt.Sprint("at character ", at, ":")) {
		t.Errorf("got %v", problem)
	}
}

func overrideOfDirection(t *testing.T, p *pit) {
	p.hides(t, `{"language":"ru","body":"Хлеб\u202E"}`, "/body", "bidi_control", 5)
}

func joinerOfPersian(t *testing.T, p *pit) {
	p.keeps(t, "fa-AF", "می\u200cخواهم", "می\u200cخواهم")
}

func hiddenInAHashtag(t *testing.T, p *pit) {
	p.hides(t, `{"language":"ru","body":"Хлеб","hashtags":["#хл\u200Bеб"]}`, "/hashtags/0", "invisible_character", 4)
}

func lookAlikeHost(t *testing.T, p *pit) {
	const link = "https://p\u0430ypal.example/"
	noted := p.planner.send(t, http.MethodPost, p.message+"/lint", `{"language":"ru","body":"Хлеб `+link+`"}`)
	if noted.is(t, 200, ""); !strings.Contains(noted.text, "non_ascii_host") {
		t.Errorf("got %s", noted.text)
	}
	b := newBureau(t, dbtest.SQLite(t))
	scope := b.records.As(who(t, b.records, b.planner))
	text, err := scope.Variant(t.Context(), b.message.ID, "ru")
	if err != nil {
		t.Fatal(err)
	}
	text.Link = link
	if err := scope.SaveVariant(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	b.freeze(t)
	path, digest := b.submit(t)
	dossier := b.first.send(t, http.MethodGet, path+"/dossier", "").body
	for _, each := range dossier["texts"].([]any) {
		if text := each.(map[string]any); text["language"] == "ru" && text["link_host"] != "xn--pypal-4ve.example" {
			t.Errorf("the approver is shown %v", text["link_host"])
		}
	}
	if hosts := dossier["lookalike_hosts"].([]any); len(hosts) != 1 || hosts[0] != "xn--pypal-4ve.example" {
		t.Errorf("to be confirmed: %v", hosts)
	}
	b.first.decide(t, path, approve(digest)).is(t, 422, "host_unconfirmed")
	b.first.decide(t, path, strings.Replace(approve(digest), "{", `{"hosts":["paypal.example"],`, 1)).is(t, 422, "host_unconfirmed")
	b.first.decide(t, path, strings.Replace(approve(digest), "{", `{"hosts":["xn--pypal-4ve.example"],`, 1)).is(t, 201, "")
}

func notText(t *testing.T, p *pit) {
	for _, text := range []string{"\xc3\x28", `\u0000`, `\ud800`} {
		p.refuses(t, p.planner, http.MethodPost, "/api/v1/campaigns", strings.Replace(bread, "Bread", text, 1), 400, "unreadable_request")
	}
}

func scripts(t *testing.T, p *pit) {
	for _, script := range []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`} {
		made := p.planner.send(t, http.MethodPost, "/api/v1/campaigns", strings.Replace(bread, `"Bread and books"`, quoted(t, script), 1))
		made.is(t, 201, "")
		if kind := made.header.Get("Content-Type"); made.body["title"] != script || !strings.HasPrefix(kind, "application/json") {
			t.Errorf("%s, %s", kind, made.text)
		}
		p.keeps(t, "ru", script, script)
		tagged := p.writes(t, `{"language":"ru","body":"Хлеб","hashtags":[`+quoted(t, script)+`]}`)
		if tagged.is(t, 201, ""); tagged.body["hashtags"].([]any)[0] != script {
			t.Errorf("got %s", tagged.text)
		}
	}
}

func oneLetterInTwoForms(t *testing.T, p *pit) {
	p.keeps(t, "ru", "caf\u00e9", "caf\u00e9")
	p.keeps(t, "ru", "cafe\u0301", "caf\u00e9")
}

func linksThatAreNone(t *testing.T, p *pit) {
	for _, link := range []string{"javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:alert(1)", " javascript:alert(1)"} {
		p.refuses(t, p.planner, http.MethodPost, p.message+"/variants", `{"language":"ru","body":"Хлеб","link":"`+link+`"}`, 422, "invalid_request")
	}
}

func hooksVowelsConjuncts(t *testing.T, p *pit) {
	for _, text := range []string{"ɓarna, ɗalibi, ƙasa, ƴanci", "ٱلسَّلَامُ عَلَيْكُمْ", "क्\u200dष क्ष"} {
		p.keeps(t, "ru", text, text)
	}
}

func aByteTooMany(t *testing.T, p *pit) {
	p.refuses(t, p.planner, http.MethodPost, p.message+"/variants", `{"language":"ru","body":"`+strings.Repeat("x", models.MaxText+1)+`"}`, 422, "too_long")
}

func templates(t *testing.T, p *pit) {
	for _, text := range []string{`{{.Token}}`, `${7*7}`, `<%= 1 %>`, `%s%n`} {
		p.keeps(t, "ru", text, text)
	}
}

func markAroundABrand(t *testing.T, p *pit) {
	const text = "أنا أحب \u200fCaravan\u200f جدا"
	p.keeps(t, "fa-AF", text, text)
}

func anotherSite(t *testing.T, p *pit) {
	p.refuses(t, p.planner, http.MethodPost, "/api/v1/campaigns", bread, 403, "cross_site_request", "Sec-Fetch-Site", "cross-site")
}

func aForm(t *testing.T, p *pit) {
	p.refuses(t, p.planner, http.MethodPost, "/api/v1/campaigns", "title=x", 415, "unsupported_media_type", "Content-Type", "application/x-www-form-urlencoded")
}

func readingWhereOneChanges(t *testing.T, p *pit) {
	for _, path := range []string{p.campaign + "/archival", p.message + "/archival", "/api/v1/session/link"} {
		p.refuses(t, p.planner, http.MethodGet, path, "", 405, "method_not_allowed")
		p.refuses(t, p.planner, http.MethodTrace, path, "", 405, "method_not_allowed")
	}
}

func headersOfEveryAnswer(t *testing.T, p *pit) {
	server := serveWith(t, p.records, func(o *api.Options) { o.Secure = true })
	for _, o := range operations(t) {
		if o.route() == "GET /events" || o.route() == "GET /openapi.yaml" { // they do not end, and are no JSON
			continue
		}
		for _, c := range []*client{{server: server, cookie: p.planner.cookie}, {server: server}} {
			hardened(t, o.route(), c.send(t, http.MethodGet, o.at("x"), "").header)
		}
	}
	hardened(t, "nothing", (&client{server: server}).send(t, http.MethodGet, "/api/v1/nothing", "").header)
	hardened(t, "the page about it", (&client{server: server}).send(t, http.MethodGet, "/api/docs", "").header)
}

func hardened(t *testing.T, what string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Strict-Transport-Security": "max-age=63072000",
		"Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
	} {
		if !strings.Contains(h.Get(name), want) {
			t.Errorf("%s: %s is %q", what, name, h.Get(name))
		}
	}
	if h.Get("Server") != "" || h.Get("X-Powered-By") != "" {
		t.Errorf("%s tells its version: %v", what, h)
	}
}

func largeDeepAndLong(t *testing.T, p *pit) {
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		`{"title":"` + strings.Repeat("x", 2<<20) + `"}`:                                    {413, "too_large"},
		strings.Repeat(`{"goal":`, 10_000) + "1" + strings.Repeat("}", 10_000):              {400, "unreadable_request"},
		strings.Replace(bread, `["KG","TJ"]`, "["+strings.Repeat(`1,`, 400_000)+"1]", 1):    {400, "unreadable_request"},
		strings.Replace(bread, `["KG","TJ"]`, "["+strings.Repeat(`"KG",`, 1000)+`"TJ"]`, 1): {400, "unreadable_request"},
	} {
		began := time.Now()
		p.refuses(t, p.planner, http.MethodPost, "/api/v1/campaigns", body, want.status, want.code)
		if took := time.Since(began); took > time.Second {
			t.Errorf("%.40s took %s", body, took)
		}
	}
}

func guessingUnderManyNames(t *testing.T, p *pit) {
	server := serve(t, p.records) // with tries of its own
	slowed := false
	for i := range 20 {
		got := (&client{server: server}).send(t, http.MethodPost, "/api/v1/session", `{"email":"planner@example.org","password":"not this one at all"}`,
			"X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i), "X-Real-IP", fmt.Sprintf("203.0.113.%d", i))
		slowed = slowed || got.status == 429 && got.header.Get("Retry-After") != ""
	}
	if !slowed {
		t.Error("another address in a header is another guesser")
	}
}

// Whoever sends a byte now and then is hung up on, and nobody else notices.
func slowConnections(t *testing.T, p *pit) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	slow := api.New(api.Desks{}, p.records, api.Options{Key: make([]byte, 32), Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)})
	served := make(chan error, 1)
	go func() { served <- slow.Serve(t.Context(), listener, time.Second) }()
	var all sync.WaitGroup
	for range 200 {
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			defer func() { _ = connection.Close() }()
			_ = connection.SetReadDeadline(time.Now().Add(10 * time.Second))
			_, _ = connection.Write([]byte("G"))
			if _, err := io.ReadAll(connection); err != nil {
				t.Errorf("it is still open: %v", err)
			}
		})
	}
	var times []time.Duration
	for range 40 {
		began := time.Now()
		response, err := http.Get("http://" + listener.Addr().String() + "/api/v1/openapi.yaml")
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		times = append(times, time.Since(began))
	}
	if slices.Sort(times); times[38] > 500*time.Millisecond {
		t.Errorf("others wait %s", times[38])
	}
	all.Wait()
}

// Stricter than ignoring it: what is not known is refused.
func aCallback(t *testing.T, p *pit) {
	got := p.refuses(t, p.planner, http.MethodGet, "/api/v1/me?callback=x", "", 400, "unreadable_request")
	if got.header.Get("X-Content-Type-Options") != "nosniff" || strings.HasPrefix(got.text, "x(") {
		t.Errorf("got %v %s", got.header, got.text)
	}
}

func searchForEver(t *testing.T, p *pit) {
	for _, text := range []string{"(a%2B)%2B%24", "%25"} {
		for _, name := range []string{"q", "country", "cursor"} {
			began := time.Now()
			p.refuses(t, p.planner, http.MethodGet, "/api/v1/campaigns?"+name+"="+strings.Repeat(text, 1000), "", 400, "unreadable_request")
			if took := time.Since(began); took > time.Second {
				t.Errorf("%s took %s", name, took)
			}
		}
	}
}

func forgedLine(t *testing.T, p *pit) {
	const line = "\n2026-01-01 level=info msg=\"forged\""
	if got := p.planner.send(t, http.MethodPost, "/api/v1/campaigns", strings.Replace(bread, `"Bread and books"`, quoted(t, line), 1)); got.status != 201 && got.status != 422 {
		t.Errorf("got %s", got.text)
	}
	p.refuses(t, p.planner, http.MethodGet, "/api/v1/campaigns/%0A2026-01-01%20level=info%20msg=%22forged%22", "", 404, "not_found")
	if strings.Contains(p.log.String(), line) {
		t.Error("a line of the log is forged")
	}
}

// One of the two that have to agree is not enough.
func notEnough(t *testing.T, _ *pit) {
	b := newBureau(t, dbtest.SQLite(t))
	path, digest := b.submit(t)
	schedule := func(country string) answer {
		keys++
		return b.planner.send(t, http.MethodPost, "/api/v1/deliveries", fmt.Sprintf(`{"version_id":%q,"channel_ids":[%q],"languages":["ru"],"country":%q,`+
			`"start":{"local":"2027-03-03T19:30","zone":""},"repeat":{"weekdays":[],"weeks":0},"window_minutes":0,"traffic":"","move_quiet":false}`,
			b.version.ID, b.channel.ID, country), "Idempotency-Key", fmt.Sprint("schedule ", keys))
	}
	b.first.decide(t, path, approve(digest)).is(t, 201, "")
	schedule("KG").is(t, 422, "not_approved")
	if got := b.planner.send(t, http.MethodGet, "/api/v1/deliveries", ""); len(got.body["items"].([]any)) != 0 {
		t.Errorf("got %s", got.text)
	}
	b.second.decide(t, path, approve(digest)).is(t, 201, "")
	schedule("KG").is(t, 201, "")
}
