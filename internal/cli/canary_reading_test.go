package cli_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"caravan/internal/dbtest"
	"caravan/internal/demo"
	"caravan/internal/platforms/email/emailtest"
)

// A reader asks for everything that somebody can ask for.
type reader struct {
	guest

	ids      map[string][]string // by what they are ids of
	answered map[string]bool     // paths that were
	refused  map[string]string   // why others were not
	seen     map[string]bool     // addresses
	picture  string              // digest of the first that was met
}

// roam reads every path of the contract, of each kind of thing the first few,
// over and over until nothing new is met.
func (r *reader) roam(paths []string) {
	for range 3 {
		for _, path := range paths {
			for _, at := range r.ways(path) {
				if !r.seen[at] {
					r.seen[at] = true
					r.read(path, at)
				}
			}
		}
	}
}

var parameter = regexp.MustCompile(`\{(\w+)\}`)

// ways fills the parameters of a path.
func (r *reader) ways(path string) []string {
	kind := regexp.MustCompile(`/(\w+)/\{`).FindStringSubmatch(path)
	path = strings.NewReplacer("{language}", "ru", "{country}", "KG", "{sha256}", r.picture).Replace(path)
	if kind == nil || !parameter.MatchString(path) {
		return []string{path}
	}
	var all []string
	for _, id := range r.ids[kind[1]] {
		all = append(all, parameter.ReplaceAllString(path, id))
	}
	return all
}

func (r *reader) read(path, at string) {
	if campaigns := r.ids["campaigns"]; len(campaigns) > 0 && !strings.Contains(path, "{") {
		at += "?campaign_id=" + campaigns[0]
	}
	kind := strings.Trim(path, "/")
	kind = kind[strings.LastIndex(kind, "/")+1:]
	status, document := r.keep(at)
	if status == http.StatusBadRequest { // it takes no campaign
		status, document = r.keep(strings.Split(at, "?")[0])
	}
	if status == http.StatusOK {
		r.answered[path] = true
		r.meet(kind, document)
	} else {
		r.refused[path] = fmt.Sprint(status, " ", document)
	}
}

// keep asks for a thing, at the pace that it is told, and keeps what is
// answered, as it is read.
func (r *reader) keep(at string) (int, any) {
	request, err := http.NewRequestWithContext(r.m.t.Context(), http.MethodGet, r.m.running.address+"/api/v1"+at, nil)
	if err != nil {
		r.m.t.Error(err)
		return 0, nil
	}
	response, err := r.Do(request)
	if err != nil {
		r.m.t.Error(err)
		return 0, nil
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		r.m.t.Error(err)
	}
	if response.StatusCode == http.StatusTooManyRequests {
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
		select {
		case <-time.After(time.Duration(seconds) * time.Second):
			return r.keep(at)
		case <-r.m.t.Context().Done():
			return response.StatusCode, nil
		}
	}
	text := readable(r.m.t, body)
	r.m.mu.Lock()
	defer r.m.mu.Unlock()
	fmt.Fprintf(&r.m.answers, "GET %s %v\n%s\n", at, response.Header, text)
	var document any
	_ = json.Unmarshal(body, &document)
	return response.StatusCode, document
}

// meet notes the ids in an answer: those of its items, and those of whatever
// else it names.
func (r *reader) meet(kind string, document any) {
	switch value := document.(type) {
	case []any:
		for _, each := range value {
			r.meet(kind, each)
		}
	case map[string]any:
		for name, each := range value {
			id, isText := each.(string)
			switch {
			case name == "id" && isText:
				r.note(kind, id)
			case strings.HasSuffix(name, "_id") && isText:
				r.note(strings.TrimSuffix(name, "_id")+"s", id)
			case name == "sha256" && isText:
				r.picture = cmp.Or(r.picture, id)
			case name == "items":
				r.meet(kind, each)
			default:
				r.meet(strings.TrimSuffix(name, "s")+"s", each)
			}
		}
	}
}

func (r *reader) note(kind, id string) {
	const few = 2
	if len(r.ids[kind]) < few && !slices.Contains(r.ids[kind], id) {
		r.ids[kind] = append(r.ids[kind], id)
	}
}

// readable is what a person reads in a document: a page of a PDF and a sheet
// are packed, and hide what they say from a search.
func readable(t *testing.T, body []byte) string {
	t.Helper()
	switch {
	case bytes.HasPrefix(body, []byte("%PDF")):
		program, err := exec.LookPath("pdftotext")
		if err != nil {
			dbtest.Missing(t, "pdftotext")
		}
		command := exec.CommandContext(t.Context(), program, "-", "-")
		command.Stdin = bytes.NewReader(body)
		text, err := command.Output()
		if err != nil || len(text) == 0 {
			t.Fatalf("a PDF does not open: %v", err)
		}
		return string(text)
	case bytes.HasPrefix(body, []byte("PK")):
		archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, file := range archive.File {
			open, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&all, open); err != nil {
				t.Fatal(err)
			}
			_ = open.Close()
		}
		return all.String()
	}
	return string(body)
}

// readPaths lists what the contract lets somebody read.
func readPaths(t *testing.T, v guest) []string {
	t.Helper()
	response, err := v.Get(v.m.running.address + "/api/v1/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	contract, err := openapi3.NewLoader().LoadFromIoReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, path := range contract.Paths.InMatchingOrder() {
		if contract.Paths.Value(path).Get != nil && path != "/events" { // which never ends
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Whatever anybody reads of running campaigns - lists, dossiers and reports on
// paper, tables, public pages - and every letter that leaves says nothing of
// who a messenger is, and no token.
func TestNoBirdIsReadOrSent(t *testing.T) {
	post := emailtest.Listen(t, nil)
	m := newMine(t, append(mailedFrom(post), "--demo")...)
	people := map[string]guest{}
	for _, person := range demo.People() {
		people[person.Email] = m.guest()
		people[person.Email].ask(http.MethodPost, "/api/v1/session", fmt.Sprintf(`{"email":%q,"password":%q}`, person.Email, demo.Password), http.StatusOK)
	}
	planner, admin := people["aigul@osh.example"], people["admin@osh.example"]
	custodian := m.invited(admin, "custodian", "safeguarding")
	people["moderator"] = m.invited(admin, "moderator", "moderator")
	m.connect(admin)
	messengers := planner.ask(http.MethodGet, "/api/v1/messengers", "", http.StatusOK)["items"].([]any)
	speaker := "/api/v1/messengers/" + messengers[0].(map[string]any)["id"].(string)
	m.reveal(planner, custodian, speaker, m.seal(planner, planner, custodian, speaker))
	admin.ask(http.MethodPost, "/api/v1/ombudspersons", `{"name":"Saltanat","email":"ombuds@peace.example","locale":"fa-AF"}`, http.StatusCreated)
	m.breakGlass(custodian, planner, speaker)

	m.compare(people["elena@osh.example"])
	planner.ask(http.MethodPost, "/api/v1/tokens", fmt.Sprintf(`{"name":"script","scopes":["campaigns.read"],"expires_at":%q}`, time.Now().AddDate(0, 0, 7).Format(time.RFC3339)), http.StatusCreated)

	paths := readPaths(t, admin)
	readers, all := []*reader{}, sync.WaitGroup{}
	for _, v := range people {
		r := &reader{guest: v, ids: map[string][]string{}, answered: map[string]bool{}, refused: map[string]string{}, seen: map[string]bool{}}
		readers = append(readers, r)
		all.Go(func() { r.roam(paths) })
	}
	all.Wait()
	for _, path := range paths {
		if !slices.ContainsFunc(readers, func(r *reader) bool { return r.answered[path] }) {
			var why []string
			for _, r := range readers {
				why = append(why, r.refused[path])
			}
			t.Errorf("nobody was answered on %s, so nothing is shown of it: %v", path, why)
		}
	}
	m.readPublicly()
	m.readLetters(post)
	if got := m.found(); len(got) > 0 {
		t.Errorf("found: %v", got)
	}
}

// compare has somebody freeze a comparison of two campaigns.
func (m *mine) compare(evaluator guest) {
	m.t.Helper()
	campaigns := evaluator.ask(http.MethodGet, "/api/v1/campaigns", "", http.StatusOK)["items"].([]any)
	evaluator.ask(http.MethodPost, "/api/v1/comparisons", fmt.Sprintf(`{"by":"campaigns","campaign_ids":[%q,%q],"metric":"reach","denominator":"population"}`,
		campaigns[0].(map[string]any)["id"], campaigns[1].(map[string]any)["id"]), http.StatusCreated)
}

// invited lets a new person of a role in.
func (m *mine) invited(admin guest, name, role string) guest {
	m.t.Helper()
	made := admin.ask(http.MethodPost, "/api/v1/members",
		fmt.Sprintf(`{"email":"%s@osh.example","name":"%s","locale":"en","zone":"Asia/Bishkek","roles":[%q]}`, name, name, role), http.StatusCreated)
	return m.welcome(made["link"].(string))
}

// readPublicly reads what everybody can: the pages that answers lead to, and
// those that they lead to.
func (m *mine) readPublicly() {
	m.t.Helper()
	visitor, page, read := m.guest(), regexp.MustCompile(`/p/[\w/-]+(\.\w+)?`), map[string]bool{}
	for next := page.FindAllString(m.answers.String(), -1); len(next) > 0; next = next[1:] {
		if read[next[0]] || len(read) > 60 {
			continue
		}
		read[next[0]] = true
		before := m.answers.Len()
		visitor.ask(http.MethodGet, next[0], "", 0)
		next = append(next, page.FindAllString(m.answers.String()[before:], -1)...)
	}
	if len(read) < 10 {
		m.t.Errorf("only %d public pages were read", len(read))
	}
}

// readLetters waits for what tells custodians and the ombudsperson of a reveal,
// and keeps all mail.
func (m *mine) readLetters(post *emailtest.Server) {
	m.t.Helper()
	told := func() bool {
		return !slices.ContainsFunc([]string{"custodian@osh.example", "ombuds@peace.example"}, func(to string) bool {
			return !slices.ContainsFunc(post.Mail(), func(letter emailtest.Mail) bool { return letter.To == to })
		})
	}
	tick, late := time.NewTicker(20*time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for !told() {
		select {
		case <-tick.C:
		case <-late:
			m.t.Fatalf("no letter tells of the reveal: %s", m.running.logs)
		}
	}
	for _, letter := range post.Mail() {
		fmt.Fprintf(&m.answers, "%s %s\n%s\n%s\n%s\n", letter.To, letter.Header("Subject"), letter.Content, letter.Part("text/plain"), letter.Part("text/html"))
	}
}
