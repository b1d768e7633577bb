package cli_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
	"github.com/alicebob/miniredis/v2"
	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // reads every table

	"caravan/internal/dbtest"
	"caravan/internal/platforms/email/emailtest"
)

// A mine is an installation with birds in it: values that must be found
// nowhere. Whatever anybody is answered is kept.
type mine struct {
	t        *testing.T
	running  *running
	redis    *miniredis.Miniredis
	data     string // directory of the embedded database
	database string // address of another
	keys     string // address of its key store
	birds    map[string]string

	mu      sync.Mutex
	answers strings.Builder
}

func newMine(t *testing.T, args ...string) *mine {
	t.Helper()
	m := &mine{t: t, redis: miniredis.RunT(t), data: t.TempDir(), birds: map[string]string{}}
	for _, what := range []string{"name", "contact", "emergency_contact", "access_token", "client_secret"} {
		m.birds[what] = "CANARY-" + uuid.NewString()
	}
	m.running = startAs(t, append([]string{"serve", "--session-second-factor=optional", "--addr=127.0.0.1:0", "--log-level=debug", "--data=" + m.data, "--redis-url=redis://" + m.redis.Addr() + "/0"}, args...)...)
	return m
}

// mailedFrom has letters leave over a mail server.
func mailedFrom(post *emailtest.Server) []string {
	return []string{"--mail-url=smtp://" + emailtest.Username + ":" + emailtest.Password + "@" + post.Addr, "--mail-from=caravan@example.org"}
}

// A guest is somebody whose every answer is kept.
type guest struct {
	*http.Client

	m *mine
}

func (m *mine) guest() guest {
	m.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		m.t.Fatal(err)
	}
	return guest{&http.Client{Jar: jar}, m}
}

// ask sends a request, keeps the whole answer, and returns its document.
func (v guest) ask(method, path, body string, want int) map[string]any {
	v.m.t.Helper()
	request, err := http.NewRequestWithContext(v.m.t.Context(), method, v.m.running.address+path, strings.NewReader(body))
	if err != nil {
		v.m.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := v.Do(request)
	if err != nil {
		v.m.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		v.m.t.Fatal(err)
	}
	v.m.mu.Lock()
	fmt.Fprintf(&v.m.answers, "%s %s %v\n%s\n", method, path, response.Header, text)
	v.m.mu.Unlock()
	if want != 0 && response.StatusCode != want {
		v.m.t.Fatalf("%s %s: %d %s", method, path, response.StatusCode, text)
	}
	var document map[string]any
	_ = json.Unmarshal(text, &document)
	return document
}

// welcome lets somebody in by a link.
func (m *mine) welcome(link string) guest {
	m.t.Helper()
	v := m.guest()
	token := link[strings.LastIndex(link, "#")+1:]
	v.ask(http.MethodPost, "/api/v1/session/link", fmt.Sprintf(`{"token":%q,"password":"three rivers meet here"}`, strings.TrimSpace(token)), http.StatusOK)
	return v
}

// play lives through everything that touches an identity and a token: keys,
// sealing, asking, agreeing, opening, breaking the glass, withdrawal.
func (m *mine) play(note string) {
	m.t.Helper()
	line, _ := m.running.out.find("welcome#")
	admin := m.welcome(line)
	people := map[string]guest{"admin": admin}
	for _, role := range []string{"planner", "safeguarding", "safeguarding2", "evaluator"} {
		made := admin.ask(http.MethodPost, "/api/v1/members", fmt.Sprintf(`{"email":"%s@example.org","name":"%s","locale":"en","zone":"Asia/Bishkek","roles":[%q]}`, role, role, strings.TrimSuffix(role, "2")), http.StatusCreated)
		people[role] = m.welcome(made["link"].(string))
	}
	m.connect(admin)
	messenger := people["planner"].ask(http.MethodPost, "/api/v1/messengers", `{"pseudonym":"Quiet River","type":"teacher_educator","languages":["ky"],"face_blur":true,"support_contact":"`+note+`"}`, http.StatusCreated)
	path := "/api/v1/messengers/" + messenger["id"].(string)
	consent := people["planner"].ask(http.MethodPost, path+"/consents", `{"language":"ky","given_on":"2026-01-01","countries":["KG"],"expires_at":"2099-01-01T00:00:00Z"}`, http.StatusCreated)

	one, two := people["safeguarding"], people["safeguarding2"]
	key := m.seal(people["planner"], one, two, path)
	m.reveal(one, two, path, key)
	admin.ask(http.MethodPost, "/api/v1/ombudspersons", `{"name":"Saltanat","email":"ombuds@peace.example","locale":"en"}`, http.StatusCreated)
	m.breakGlass(two, one, path)
	for _, v := range people { // whoever looks around
		for _, look := range []string{"/messengers", path[len("/api/v1"):], path[len("/api/v1"):] + "/identity", "/reveals", "/custodian_keys", "/envelopes", "/ombudspersons", "/home", "/audit", "/channels", "/members", "/me"} {
			v.ask(http.MethodGet, "/api/v1"+look, "", 0)
		}
		v.ask(http.MethodPut, path+"/identity", `{"ciphertext":"not sealed","keys":["a","b","c"]}`, 0)
	}
	channels := admin.ask(http.MethodGet, "/api/v1/channels", "", http.StatusOK)["items"].([]any)
	admin.ask(http.MethodPost, "/api/v1/channels/"+channels[0].(map[string]any)["id"].(string)+"/health", "", http.StatusOK)
	m.scanFiles() // while it is kept
	people["planner"].ask(http.MethodPost, path+"/consents/"+consent["id"].(string)+"/ending", `{"reason":""}`, http.StatusOK)
}

// connect enters a channel with tokens.
func (m *mine) connect(admin guest) {
	m.t.Helper()
	admin.ask(http.MethodPost, "/api/v1/channels", fmt.Sprintf(`{"platform":"mastodon","name":"Osh","handle":"osh","countries":["KG"],"languages":["ky"],"zone":"Asia/Bishkek","quiet":{"from":"","to":""},"per_minute":0,"disclosure":"","reason":"",`+
		`"credentials":{"server":"https://social.invalid","access_token":%q,"client_key":"k","client_secret":%q}}`, m.birds["access_token"], m.birds["client_secret"]), http.StatusCreated)
}

// seal makes keys as browsers do, and sends what was sealed to them.
func (m *mine) seal(planner, one, two guest, path string) *age.X25519Identity {
	m.t.Helper()
	var recipients []age.Recipient
	var first *age.X25519Identity
	for i, v := range []guest{one, two, one} {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			m.t.Fatal(err)
		}
		if i == 0 {
			first = key
		}
		recipients = append(recipients, key.Recipient())
		v.ask(http.MethodPost, "/api/v1/custodian_keys", fmt.Sprintf(`{"recipient":%q,"recovery":%t}`, key.Recipient(), i == 2), http.StatusCreated)
	}
	plain, err := json.Marshal(map[string]string{"name": m.birds["name"], "contact": m.birds["contact"], "emergency_contact": m.birds["emergency_contact"]})
	if err != nil {
		m.t.Fatal(err)
	}
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipients...)
	if err != nil {
		m.t.Fatal(err)
	}
	if _, err := w.Write(append(plain, bytes.Repeat([]byte(" "), 2048-len(plain))...)); err != nil {
		m.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		m.t.Fatal(err)
	}
	ids := []string{}
	for _, item := range planner.ask(http.MethodGet, "/api/v1/custodian_keys", "", http.StatusOK)["items"].([]any) {
		ids = append(ids, item.(map[string]any)["id"].(string))
	}
	body, err := json.Marshal(map[string]any{"ciphertext": base64.StdEncoding.EncodeToString(file.Bytes()), "keys": ids})
	if err != nil {
		m.t.Fatal(err)
	}
	planner.ask(http.MethodPut, path+"/identity", string(body), http.StatusNoContent)
	return first
}

// breakGlass has somebody open an identity alone, with a code that a colleague
// made for them.
func (m *mine) breakGlass(alone, colleague guest, path string) {
	m.t.Helper()
	for _, item := range alone.ask(http.MethodGet, "/api/v1/envelopes", "", http.StatusOK)["items"].([]any) {
		if own := item.(map[string]any); own["mine"] == true {
			made := colleague.ask(http.MethodPost, "/api/v1/envelopes", fmt.Sprintf(`{"custodian_id":%q}`, own["custodian_id"]), http.StatusCreated)
			broken := alone.ask(http.MethodPost, path+"/reveals", fmt.Sprintf(`{"reason":"They are in danger","fields":["contact"],"break_glass":true,"code":%q}`, made["secret"]), http.StatusAccepted)
			alone.ask(http.MethodPost, "/api/v1/reveals/"+broken["id"].(string)+"/opening", "", http.StatusOK)
			return
		}
	}
	m.t.Fatal("they are no custodian")
}

// reveal has an identity opened by two, and checks that it really was: else
// nothing is shown by finding nothing.
func (m *mine) reveal(one, two guest, path string, key *age.X25519Identity) {
	m.t.Helper()
	asked := one.ask(http.MethodPost, path+"/reveals", `{"reason":"They do not answer","fields":["name"],"break_glass":false}`, http.StatusAccepted)
	reveal := "/api/v1/reveals/" + asked["id"].(string)
	two.ask(http.MethodPost, reveal+"/approval", "", http.StatusOK)
	given := one.ask(http.MethodPost, reveal+"/opening", "", http.StatusOK)
	file, err := base64.StdEncoding.DecodeString(given["ciphertext"].(string))
	if err != nil {
		m.t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(file), key)
	if err != nil {
		m.t.Fatal(err)
	}
	if plain, err := io.ReadAll(r); err != nil || !bytes.Contains(plain, []byte(m.birds["name"])) {
		m.t.Fatalf("it does not open: %v", err)
	}
}

// found lists where birds are, as they are or encoded.
func (m *mine) found() []string {
	m.t.Helper()
	places := map[string]string{
		"logs": m.running.logs.String(), "output": m.running.out.String(), "answers": m.answers.String(), "redis": m.redis.Dump(), "metrics": m.metrics(),
	}
	maps.Copy(places, m.files())
	var list []string
	for place, text := range places {
		if text == "" && place != "redis" {
			m.t.Errorf("there is nothing in %s, so nothing can be found there", place)
		}
		for field, bird := range m.birds {
			for _, shape := range []string{bird, base64.StdEncoding.EncodeToString([]byte(bird))[:40], hex.EncodeToString([]byte(bird))} {
				if strings.Contains(text, shape) {
					list = append(list, field+" in "+place)
				}
			}
		}
	}
	return list
}

func (m *mine) metrics() string {
	_, text := read(m.t, "http://"+m.running.admin(m.t)+"/metrics")
	return text
}

// files are the files of the embedded database, or every table of the other.
func (m *mine) files() map[string]string {
	m.t.Helper()
	places := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(m.data, "*.db*"))
	if err != nil {
		m.t.Fatal(err)
	}
	apart, err := filepath.Glob(filepath.Join(m.data, "vault", "*.db*"))
	if err != nil || len(apart) == 0 && m.keys == "" {
		m.t.Fatalf("there is no key store: %v", err)
	}
	for _, path := range apart {
		if text, err := os.ReadFile(path); err != nil || bytes.Contains(text, []byte("age-encryption")) {
			m.t.Errorf("%s holds what its keys open: %v", path, err)
		}
	}
	paths = append(paths, apart...)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			m.t.Fatal(err)
		}
		if len(text) > 0 {
			places[filepath.Base(path)] = string(text)
		}
	}
	if m.database != "" {
		places["tables"], places["keys"] = m.tables(m.database), m.tables(m.keys)
	}
	return places
}

func (m *mine) tables(address string) string {
	m.t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		m.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var names []string
	rows, err := db.QueryContext(m.t.Context(), "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
	if err != nil {
		m.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			m.t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		m.t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		var text string
		if err := db.QueryRowContext(m.t.Context(), fmt.Sprintf("SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM %q AS t", name)).Scan(&text); err != nil {
			m.t.Fatal(err)
		}
		all.WriteString(name + "\n" + text + "\n")
	}
	return all.String()
}

// scanFiles fails where a bird is in what is kept now.
func (m *mine) scanFiles() {
	m.t.Helper()
	for name, text := range m.files() {
		for field, bird := range m.birds {
			if strings.Contains(text, bird) && !m.planted() {
				m.t.Errorf("%s is in %s", field, name)
			}
		}
	}
}

// planted reports whether a bird was let out on purpose.
func (m *mine) planted() bool { return m.birds["planted"] != "" }

// Nothing of who somebody is, and no token, is found anywhere after a whole
// life: not in logs, answers, metrics, Redis or the database.
func TestNoBirdIsFoundAnywhere(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		m := newMine(t, mailedFrom(emailtest.Listen(t, nil))...)
		m.play("The office")
		if got := m.found(); len(got) > 0 {
			t.Errorf("found: %v", got)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		address, keys := dbtest.PostgresURL(t), dbtest.PostgresURL(t)
		m := newMine(t, append(mailedFrom(emailtest.Listen(t, nil)), "--database-url="+address, "--secret=0123456789abcdef0123456789abcdef", "--token-key=fedcba9876543210fedcba9876543210", "--vault-keys="+keys)...)
		m.database, m.keys = address, keys
		m.play("The office")
		if got := m.found(); len(got) > 0 {
			t.Errorf("found: %v", got)
		}
	})
}

// The search finds what is there: a bird that is written where it must not be
// is found in the answers and in the database.
func TestSearchFindsAPlantedBird(t *testing.T) {
	m := newMine(t, mailedFrom(emailtest.Listen(t, nil))...)
	m.birds["planted"] = "CANARY-" + uuid.NewString()
	m.play(m.birds["planted"])
	got := strings.Join(m.found(), ", ")
	if !strings.Contains(got, "planted in answers") || !strings.Contains(got, "planted in caravan.db") {
		t.Errorf("found only: %s", got)
	}
}
