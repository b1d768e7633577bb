package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"caravan/api"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// A safe is an organisation with a planner and two custodians, who have made
// their keys, and a messenger whose identity is sealed.
type safe struct {
	t          *testing.T
	server     *httptest.Server
	now        time.Time
	planner    *client
	custodians [2]*client
	keys       [3]*age.X25519Identity // the last is the recovery key
	messenger  string                 // its path
}

func newSafe(t *testing.T, records *store.Store) *safe {
	t.Helper()
	s := &safe{t: t, now: noon}
	s.server = serveWith(t, records, func(o *api.Options) { o.Now = func() time.Time { return s.now } })
	s.planner = signIn(t, records, s.server, "osh", models.Planner)
	for i := range s.custodians {
		s.custodians[i] = join(t, records, s.server, s.planner.organization, fmt.Sprintf("custodian-%d@example.org", i), models.Safeguarding)
	}
	for i := range s.keys {
		key, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		s.keys[i] = key
		s.custodians[i%2].send(t, http.MethodPost, "/api/v1/custodian_keys", fmt.Sprintf(`{"recipient":%q,"recovery":%t}`, key.Recipient(), i == 2)).is(t, http.StatusCreated, "")
	}
	s.messenger = s.planner.send(t, http.MethodPost, "/api/v1/messengers", river).header.Get("Location")
	s.planner.send(t, http.MethodPost, s.messenger+"/consents", `{"language":"ky","given_on":"2027-02-01","countries":["KG"],"platforms":[],"face":false,"voice":false,"guardian":false,"witness":"","form_version":"","expires_at":"2027-09-01T00:00:00Z"}`).is(t, http.StatusCreated, "")
	return s
}

// encrypt does what the browser does: it pads and seals to some of the keys.
func (s *safe) encrypt(identity map[string]string, to ...*age.X25519Identity) []byte {
	s.t.Helper()
	plain, err := json.Marshal(identity)
	if err != nil {
		s.t.Fatal(err)
	}
	plain = append(plain, bytes.Repeat([]byte(" "), 2048-len(plain))...)
	var recipients []age.Recipient
	for _, key := range to {
		recipients = append(recipients, key.Recipient())
	}
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipients...)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		s.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	return file.Bytes()
}

// open does what the browser of whoever asked does.
func (s *safe) open(key *age.X25519Identity, text any) map[string]string {
	s.t.Helper()
	file, err := base64.StdEncoding.DecodeString(text.(string))
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(file), key)
	if err != nil {
		s.t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		s.t.Fatal(err)
	}
	var identity map[string]string
	if err := json.Unmarshal(bytes.TrimSpace(plain), &identity); err != nil {
		s.t.Fatal(err)
	}
	return identity
}

// keyIDs are the IDs of the keys of now.
func (s *safe) keyIDs() []string {
	s.t.Helper()
	var ids []string
	for _, item := range s.planner.send(s.t, http.MethodGet, "/api/v1/custodian_keys", "").body["items"].([]any) {
		ids = append(ids, item.(map[string]any)["id"].(string))
	}
	return ids
}

// put sends a file as sealed to keys.
func (s *safe) put(file []byte, ids []string) answer {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"ciphertext": base64.StdEncoding.EncodeToString(file), "keys": ids})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.planner.send(s.t, http.MethodPut, s.messenger+"/identity", string(body))
}

// seal seals an identity to everybody, and returns the file.
func (s *safe) seal(name string) []byte {
	s.t.Helper()
	file := s.encrypt(map[string]string{"name": name}, s.keys[:]...)
	s.put(file, s.keyIDs()).is(s.t, http.StatusNoContent, "")
	return file
}

// ask asks as a custodian, and returns the path of the reveal.
func (s *safe) ask(custodian int) (answer, string) {
	s.t.Helper()
	return s.asks(custodian, `"break_glass":false`)
}

// breaks breaks the glass as a custodian with a code.
func (s *safe) breaks(custodian int, code string) (answer, string) {
	s.t.Helper()
	return s.asks(custodian, fmt.Sprintf(`"break_glass":true,"code":%q`, code))
}

func (s *safe) asks(custodian int, how string) (answer, string) {
	s.t.Helper()
	got := s.custodians[custodian].send(s.t, http.MethodPost, s.messenger+"/reveals", `{"reason":"They do not answer","fields":["name"],`+how+`}`)
	id, _ := got.body["id"].(string)
	return got, "/api/v1/reveals/" + id
}

// watched has an administrator name an ombudsperson.
func (s *safe) watched(records *store.Store) {
	s.t.Helper()
	administrator := join(s.t, records, s.server, s.planner.organization, "administrator@example.org", models.Admin)
	administrator.send(s.t, http.MethodPost, "/api/v1/ombudspersons", `{"name":"Saltanat","email":"ombuds@peace.example","locale":"ru"}`).is(s.t, http.StatusCreated, "")
}

// envelope has the other custodian make a code for one.
func (s *safe) envelope(custodian int) string {
	s.t.Helper()
	made := s.custodians[1-custodian].send(s.t, http.MethodPost, "/api/v1/envelopes", fmt.Sprintf(`{"custodian_id":%q}`, s.custodianIDs()[custodian]))
	made.is(s.t, http.StatusCreated, "")
	return made.body["secret"].(string)
}

// custodianIDs are the IDs of the custodians, in their order.
func (s *safe) custodianIDs() (ids [2]string) {
	s.t.Helper()
	for _, item := range s.custodians[0].send(s.t, http.MethodGet, "/api/v1/envelopes", "").body["items"].([]any) {
		shown := item.(map[string]any)
		ids[map[bool]int{true: 0, false: 1}[shown["mine"].(bool)]] = shown["custodian_id"].(string)
	}
	return ids
}

// revealed asks, has it approved and opens it.
func (s *safe) revealed(custodian int) answer {
	s.t.Helper()
	asked, path := s.ask(custodian)
	asked.is(s.t, http.StatusAccepted, "")
	if approved := s.custodians[1-custodian].send(s.t, http.MethodPost, path+"/approval", ""); approved.status != http.StatusOK {
		return approved
	}
	return s.custodians[custodian].send(s.t, http.MethodPost, path+"/opening", "")
}

// later lets time pass, after which the custodians sign in again.
func (s *safe) later(by time.Duration) {
	s.t.Helper()
	s.now = s.now.Add(by)
	for i, c := range s.custodians {
		c.cookie = nil
		got := c.send(s.t, http.MethodPost, "/api/v1/session", fmt.Sprintf(`{"email":"custodian-%d@example.org","password":%q}`, i, password))
		got.is(s.t, http.StatusOK, "")
		response := http.Response{Header: got.header}
		c.cookie = response.Cookies()[0]
	}
}

// Two people open an identity: one asks, another agrees, and the first is
// given it once, within ten minutes.
func TestTwoPeopleOpenAnIdentity(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		s.seal("Aigul")
		asked, path := s.ask(0)
		asked.is(t, http.StatusAccepted, "")
		if asked.body["state"] != "pending_second_person" || strings.Contains(asked.text, "ciphertext") {
			t.Errorf("got %s", asked.text)
		}
		one, two := s.custodians[0], s.custodians[1]
		one.send(t, http.MethodPost, path+"/opening", "").is(t, http.StatusConflict, "wrong_state")
		one.send(t, http.MethodPost, path+"/approval", "").is(t, http.StatusConflict, "second_person_required")
		two.send(t, http.MethodPost, path+"/approval", "").is(t, http.StatusOK, "")
		two.send(t, http.MethodPost, path+"/opening", "").is(t, http.StatusConflict, "second_person_required")
		given := one.send(t, http.MethodPost, path+"/opening", "", "Idempotency-Key", "again")
		given.is(t, http.StatusOK, "")
		if got := s.open(s.keys[0], given.body["ciphertext"]); got["name"] != "Aigul" {
			t.Errorf("got %v", got)
		}
		if again := one.send(t, http.MethodPost, path+"/opening", "", "Idempotency-Key", "again"); again.body["ciphertext"] != "" {
			t.Errorf("it is given twice: %d", again.status)
		}
		one.send(t, http.MethodPost, path+"/opening", "").is(t, http.StatusConflict, "wrong_state")

		late, path := s.ask(1)
		late.is(t, http.StatusAccepted, "")
		one.send(t, http.MethodPost, path+"/approval", "").is(t, http.StatusOK, "")
		s.later(10 * time.Minute)
		two.send(t, http.MethodPost, path+"/opening", "").is(t, http.StatusConflict, "wrong_state")

		var actions []string
		trail, err := records.As(who(t, records, one)).Trail(t.Context(), 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range trail {
			if entry.ObjectKind == "reveal" {
				actions = append(actions, entry.Action)
			}
		}
		if got := strings.Join(actions, " "); got != "identity.approved identity.asked identity.revealed identity.approved identity.asked" {
			t.Errorf("the trail says %s", got)
		}
	})
}

// Three identities are opened a day, by everybody together; the glass is
// broken once a day by each, and somebody else looks at it within a day.
func TestRevealsAreBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		s.seal("Aigul")
		for range 3 {
			s.revealed(0).is(t, http.StatusOK, "")
		}
		s.revealed(1).is(t, http.StatusTooManyRequests, "reveal_limit")

		s.watched(records)
		broken, path := s.breaks(1, s.envelope(1))
		broken.is(t, http.StatusAccepted, "")
		if broken.body["state"] != "approved" || broken.body["review_due"] == nil {
			t.Errorf("got %s", broken.text)
		}
		s.custodians[1].send(t, http.MethodPost, path+"/opening", "").is(t, http.StatusOK, "")
		second, _ := s.breaks(1, s.envelope(1))
		second.is(t, http.StatusTooManyRequests, "reveal_limit")
		s.custodians[1].send(t, http.MethodPost, path+"/review", `{"review":"It was right"}`).is(t, http.StatusConflict, "second_person_required")

		s.later(25 * time.Hour) // and nobody looked
		suspended, _ := s.ask(1)
		suspended.is(t, http.StatusForbidden, "custodian_suspended")
		waits, of := s.ask(0)
		waits.is(t, http.StatusAccepted, "")
		s.custodians[1].send(t, http.MethodPost, of+"/approval", "").is(t, http.StatusForbidden, "custodian_suspended")
		s.custodians[0].send(t, http.MethodPost, path+"/review", `{"review":"It was right"}`).is(t, http.StatusOK, "")
		s.custodians[1].send(t, http.MethodPost, of+"/approval", "").is(t, http.StatusOK, "")
	})
}

// A custodian finds out at home whatever custodians did, and nobody else does.
func TestEveryCustodianIsTold(t *testing.T) {
	records := dbtest.SQLite(t)
	s := newSafe(t, records)
	s.seal("Aigul")
	s.watched(records)
	s.breaks(0, s.envelope(0))
	for i, c := range s.custodians {
		home := c.send(t, http.MethodGet, "/api/v1/home", "")
		if told, _ := home.body["reveals"].([]any); len(told) != 1 || told[0].(map[string]any)["break_glass"] != true {
			t.Errorf("custodian %d is told %v", i, home.body["reveals"])
		}
	}
	if home := s.planner.send(t, http.MethodGet, "/api/v1/home", ""); home.body["reveals"] != nil {
		t.Errorf("the planner is told %v", home.body["reveals"])
	}
}

// What the server can see of a sealing is checked: that it is one, for how
// many, and that those are the custodians of now.
func TestSealingsThatAreRefused(t *testing.T) {
	records := dbtest.SQLite(t)
	s := newSafe(t, records)
	identity, ids := map[string]string{"name": "Aigul"}, s.keyIDs()
	if len(ids) != 3 {
		t.Fatalf("the keys are %v", ids)
	}
	s.put([]byte(strings.Repeat("Aigul ", 500)), ids).is(t, http.StatusUnprocessableEntity, "not_sealed")
	s.put(s.encrypt(identity, s.keys[0], s.keys[2]), ids).is(t, http.StatusConflict, "wrong_recipients")
	s.put(s.encrypt(identity, s.keys[:]...), append(ids[:2:2], models.NewID[models.CustodianKey]().String())).is(t, http.StatusConflict, "wrong_recipients")
	body := fmt.Sprintf(`{"recipient":%q,"recovery":false}`, "AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQ")
	s.custodians[0].send(t, http.MethodPost, "/api/v1/custodian_keys", body).is(t, http.StatusUnprocessableEntity, "invalid_request")
	old := s.seal("Aigul")
	s.seal("Aigul, moved")
	s.put(old, ids).is(t, http.StatusConflict, "sealed_before")
}

// Whoever is no custodian cannot tell that there is an identity, and nobody is
// a custodian who serves an authority besides, evaluates or operates.
func TestNobodyElseIsACustodian(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		s.seal("Aigul")
		missing := strings.TrimSuffix(s.messenger, s.messenger[len(s.messenger)-36:]) + models.NewID[models.Messenger]().String()
		hidden := s.planner.send(t, http.MethodGet, s.messenger+"/identity", "")
		hidden.is(t, http.StatusNotFound, "not_found")
		if other := s.planner.send(t, http.MethodGet, missing+"/identity", ""); other.body["detail"] != hidden.body["detail"] {
			t.Errorf("%v, %v", other.body, hidden.body)
		}
		ministry := models.Organization{ID: models.NewID[models.Organization](), Kind: "ministry", Country: "KG", PublicName: "Bishkek", Slug: "bishkek", CreatedAt: noon, Version: 1}
		if err := records.As(models.System("test")).CreateOrganization(t.Context(), &ministry); err != nil {
			t.Fatal(err)
		}
		for name, roles := range map[string][]models.Role{
			"evaluator": {models.Safeguarding, models.Evaluator}, "operator": {models.Safeguarding, models.Operator}, "official": {models.Safeguarding},
		} {
			barred := join(t, records, s.server, s.planner.organization, name+"@example.org", roles...)
			if name == "official" {
				official := &models.Membership{ID: models.NewID[models.Membership](), OrganizationID: ministry.ID, UserID: who(t, records, barred).UserID, Roles: []models.Role{models.Approver}, CreatedAt: noon, Version: 1}
				if err := records.As(models.System("test")).CreateMembership(t.Context(), official); err != nil {
					t.Fatal(err)
				}
			}
			key, err := age.GenerateX25519Identity()
			if err != nil {
				t.Fatal(err)
			}
			barred.send(t, http.MethodPost, "/api/v1/custodian_keys", fmt.Sprintf(`{"recipient":%q,"recovery":false}`, key.Recipient())).is(t, http.StatusForbidden, "custodian_barred")
			barred.send(t, http.MethodGet, s.messenger+"/identity", "").is(t, http.StatusNotFound, "not_found")
			barred.send(t, http.MethodGet, "/api/v1/reveals", "").is(t, http.StatusNotFound, "not_found")
			barred.send(t, http.MethodPost, s.messenger+"/reveals", `{"reason":"Why not","fields":["name"],"break_glass":true,"code":"ABCD"}`).is(t, http.StatusNotFound, "not_found")
		}
	})
}

// With the last consent goes who they are. The sealing cannot come back.
func TestWithdrawalDestroysTheIdentity(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		s := newSafe(t, records)
		file := s.seal("Aigul")
		s.watched(records)
		_, path := s.ask(0)
		consents := s.planner.send(t, http.MethodGet, s.messenger+"/consents", "").body["items"].([]any)
		consent := consents[0].(map[string]any)["id"].(string)
		ended := s.planner.send(t, http.MethodPost, s.messenger+"/consents/"+consent+"/ending", `{"reason":""}`)
		ended.is(t, http.StatusOK, "")
		if ended.body["forgotten"] != true {
			t.Errorf("got %v", ended.body)
		}
		after := s.custodians[0].send(t, http.MethodGet, s.messenger+"/identity", "")
		destroyed := after.body["destroyed"].([]any)
		if after.body["sealed"] != false || len(destroyed) != 1 || destroyed[0].(map[string]any)["why"] != "withdrawn" {
			t.Errorf("got %v", after.body)
		}
		s.custodians[1].send(t, http.MethodPost, path+"/approval", "").is(t, http.StatusOK, "")
		s.custodians[0].send(t, http.MethodPost, path+"/opening", "").is(t, http.StatusNotFound, "not_found")
		asked, _ := s.breaks(0, s.envelope(0))
		asked.is(t, http.StatusNotFound, "not_found")
		s.put(file, s.keyIDs()).is(t, http.StatusConflict, "sealed_before")
		s.put(append(file, 1), s.keyIDs()).is(t, http.StatusConflict, "sealed_before")
	})
}
