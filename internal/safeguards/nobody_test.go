package safeguards_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/getkin/kin-openapi/openapi3"

	"caravan/internal/platforms"
	"caravan/internal/tasks"
	"caravan/models"
)

// contract is what the program says of its own routes.
func contract(t *testing.T, p *person) *openapi3.T {
	t.Helper()
	return must(openapi3.NewLoader().LoadFromData([]byte(p.gets(t, "/openapi.yaml").raw)))
}

// names lists the fields of a schema, all the way down.
func names(s *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) (found []string) {
	if s == nil || seen[s.Value] {
		return nil
	}
	seen[s.Value] = true
	for name, property := range s.Value.Properties {
		found = append(append(found, name), names(property, seen)...)
	}
	found = append(found, names(s.Value.Items, seen)...)
	for _, of := range slices.Concat(s.Value.AnyOf, s.Value.AllOf, s.Value.OneOf) {
		found = append(found, names(of, seen)...)
	}
	return found
}

// people are names under which somebody could be told of who wrote, came or
// follows.
var people = regexp.MustCompile(`(?i)^(comment(er|ers|s|_list)|authors?|attendees?|participants?|contacts?_?list|phones?(_numbers?)?|subscribers?|followers?_list|members_of_public|senders?|profiles?|ip|user_agent|location)$`)

// No role, route or export tells of anybody who commented, came or follows, and
// those who serve an authority read what is submitted to them, and counts.
func TestS03NothingForIntelligence(t *testing.T) {
	asks(t)
	w := here(t)
	operators := w.found(t, "media_ngo", "osh")
	everybody := w.person(t, operators.ID, models.Roles()...)
	for path, item := range contract(t, everybody).Paths.Map() {
		for method, o := range item.Operations() {
			for status, response := range o.Responses.Map() {
				for _, media := range response.Value.Content {
					for _, name := range names(media.Schema, map[*openapi3.Schema]bool{}) {
						if people.MatchString(name) {
							t.Errorf("%s %s answers %s with %s", method, path, status, name)
						}
					}
				}
			}
		}
	}
	may := []string{
		"/approval_rules", "/campaigns/{id}/reach", "/comparisons", "/comparisons/{id}", "/comparisons/{id}/standing", "/comparisons/{id}/table.csv", "/comparisons/{id}/report.pdf", "/comparisons/{id}/report.xlsx", "/experiments", "/decision_times", "/election_windows", "/metrics", "/universes", "/exchange_rates", "/standard_populations",
		"/submissions", "/submissions/{id}", "/submissions/{id}/decisions", "/submissions/{id}/dossier", "/submissions/{id}/dossier.pdf", "/submissions/{id}/media/{sha256}", "/approval_rules/{id}",
		"/home", "/holds", "/languages", "/me", "/me/data", "/me/second_factor", "/me/security_keys", "/platforms", "/sessions", "/session/providers", "/openapi.yaml",
	}
	for _, role := range models.Roles() {
		ministry := w.person(t, w.found(t, "ministry", "m-"+string(role)).ID, role)
		for path, item := range contract(t, everybody).Paths.Map() {
			if item.Get == nil || path == "/events" {
				continue
			}
			at := strings.NewReplacer("{id}", models.NewID[models.User]().String(), "{language}", "ru", "{country}", "KG").Replace(path)
			status := ministry.gets(t, at).status
			permission, _ := item.Get.Extensions["x-permission"].(string)
			allowed := permission == "" || slices.Contains(models.Permissions()[role], models.Action(permission))
			hidden := item.Get.Extensions["x-hidden"] == true
			switch {
			case allowed && status == http.StatusForbidden, !allowed && !hidden && status != http.StatusForbidden, !allowed && hidden && status != http.StatusNotFound:
				t.Errorf("%s as %s: %d", path, role, status)
			case role == models.Approver && status != http.StatusForbidden && !hidden && !slices.Contains(may, path):
				t.Errorf("an approver reads %s: %d", path, status)
			}
		}
	}
}

// Nothing is kept of those who comment: connectors bring counts, and there is
// no place for a word or a name. What is known of messengers goes when it is no
// longer needed, and the trail says that it went.
func TestS04NothingIsKeptThatIsNotNeeded(t *testing.T) {
	asks(t)
	for _, name := range columns(t) {
		if people.MatchString(name) || strings.Contains(name, "commenter") {
			t.Errorf("the database has a column %s", name)
		}
	}
	counted := fmt.Sprintf("%+v", platforms.Count{})
	for _, word := range []string{"Author", "Text", "Body", "Handle", "User"} {
		if strings.Contains(counted, word) {
			t.Errorf("a connector brings %s", counted)
		}
	}
	each(t, func(t *testing.T, w *world) {
		s := newSafe(t, w)
		s.seal(t, "Nazgul")
		w.now = w.now.AddDate(2, 0, 0) // long after the consent has run out
		if gone := must(w.desks.Planning.DestroyForgotten(t.Context())); gone != 1 {
			t.Fatalf("%d were forgotten", gone)
		}
		if _, err := w.system().Identity(t.Context(), s.Messenger.ID); err == nil {
			t.Error("the identity is still there")
		}
		if !recorded(t, w, "identity.destroyed") {
			t.Error("the trail does not say that it went")
		}
	})
}

// There is no route to report or take down what others say, and no way out but
// the program's own address.
func TestS08NobodyIsFlagged(t *testing.T) {
	asks(t)
	w := here(t)
	everybody := w.person(t, w.found(t, "media_ngo", "osh").ID, models.Roles()...)
	for path := range contract(t, everybody).Paths.Map() {
		path = regexp.MustCompile(`/report\.\w+$`).ReplaceAllString(path, "") // a document of our own figures
		if regexp.MustCompile(`report|flag|complain|abuse|take_?down|block|proxy|proxies`).MatchString(path) {
			t.Errorf("there is a route %s", path)
		}
	}
	for _, name := range columns(t) {
		if regexp.MustCompile(`proxy|proxies|exit_node|flagged`).MatchString(name) {
			t.Errorf("the database has a column %s", name)
		}
	}
	settings := fmt.Sprintf("%+v", platforms.Egress{})
	if regexp.MustCompile(`(?i)proxy|proxies|exit`).MatchString(settings) {
		t.Errorf("the way out can be set to others' addresses: %s", settings)
	}
}

// A safe is a room with two custodians who have made their keys.
type safe struct {
	*room

	custodians [2]*person
	keys       []*age.X25519Identity
}

func newSafe(t *testing.T, w *world) *safe {
	t.Helper()
	s := &safe{room: newRoom(t, w, "keyed")}
	for i := range s.custodians {
		s.custodians[i] = w.person(t, s.Planner.OrganizationID, models.Safeguarding)
	}
	for i := range 3 {
		key := must(age.GenerateX25519Identity())
		s.keys = append(s.keys, key)
		s.custodians[i%2].posts(t, "/custodian_keys", fmt.Sprintf(`{"recipient":%q,"recovery":%t}`, key.Recipient(), i == 2)).is(t, http.StatusCreated, "")
	}
	return s
}

// seal does what the browser does with the name of the messenger.
func (s *safe) seal(t *testing.T, name string) {
	t.Helper()
	var recipients []age.Recipient
	for _, key := range s.keys {
		recipients = append(recipients, key.Recipient())
	}
	var file bytes.Buffer
	sealing := must(age.Encrypt(&file, recipients...))
	plain := fmt.Sprintf(`{"name":%q}`, name)
	if _, err := sealing.Write([]byte(plain + strings.Repeat(" ", 2048-len(plain)))); err != nil {
		t.Fatal(err)
	}
	if err := sealing.Close(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, key := range s.planner.gets(t, "/custodian_keys").is(t, http.StatusOK, "").items() {
		ids = append(ids, fmt.Sprintf("%q", key["id"]))
	}
	s.planner.sends(t, http.MethodPut, "/messengers/"+s.Messenger.ID.String()+"/identity",
		fmt.Sprintf(`{"ciphertext":%q,"keys":[%s]}`, base64.StdEncoding.EncodeToString(file.Bytes()), strings.Join(ids, ","))).is(t, http.StatusNoContent, "")
}

// breakGlass has a custodian open the identity alone, and before that without
// what it takes. It returns what is to be judged within a day.
func (s *safe) breakGlass(t *testing.T, path string) models.ID[models.Reveal] {
	t.Helper()
	alone, colleague := s.custodians[0], s.custodians[1]
	with := func(code string) answer {
		return alone.posts(t, path+"/reveals", fmt.Sprintf(`{"reason":"They are in danger","fields":["name"],"break_glass":true,"code":%q}`, code))
	}
	with("ABCD").is(t, http.StatusConflict, "no_ombudsperson")
	s.person(t, s.Planner.OrganizationID, models.Admin).posts(t, "/ombudspersons", `{"name":"Saltanat","email":"ombuds@peace.example","locale":"ru"}`).is(t, http.StatusCreated, "")
	with("ABCD").is(t, http.StatusConflict, "no_envelope")
	owner := fmt.Sprintf(`{"custodian_id":%q}`, alone.UserID)
	alone.posts(t, "/envelopes", owner).is(t, http.StatusConflict, "second_person_required")
	code := colleague.posts(t, "/envelopes", owner).is(t, http.StatusCreated, "").text("secret")
	with("ABCD").is(t, http.StatusUnprocessableEntity, "envelope_code_wrong")
	broken := with(code).is(t, http.StatusAccepted, "")
	alone.posts(t, "/reveals/"+broken.text("id")+"/opening", "").is(t, http.StatusOK, "")
	if !recorded(t, s.world, "identity.glass_broken") {
		t.Error("the trail does not say that the glass was broken")
	}
	return models.MustID[models.Reveal](broken.text("id"))
}

// shutsOut lets a day pass in which nobody judges how a custodian opened the
// identity alone.
func (s *safe) shutsOut(t *testing.T, reveal models.ID[models.Reveal]) {
	t.Helper()
	s.now = s.now.Add(24 * time.Hour)
	if err := s.desks.Planning.SuspendUnreviewed(t.Context(), tasks.ReviewDue{Reveal: reveal}); err != nil {
		t.Fatal(err)
	}
	stranger := &person{world: s.world}
	enter := func(who *person) answer {
		return stranger.posts(t, "/session", fmt.Sprintf(`{"email":%q,"password":%q}`, who.Email, password))
	}
	enter(s.custodians[0]).is(t, http.StatusUnauthorized, "account_suspended")
	enter(s.custodians[1]).is(t, http.StatusOK, "")
}

// Who a messenger is stands in a file that the program cannot open. Safeguarding
// takes it out, two together, and the trail says so; one alone only with a code
// that a colleague sealed away, and before the eyes of an ombudsperson. For
// everybody else it is not there. The name is in no answer, record of the trail or owed task.
func TestS14NobodyLearnsWhoSpeaks(t *testing.T) {
	asks(t)
	each(t, func(t *testing.T, w *world) {
		s := newSafe(t, w)
		s.seal(t, "Nazgul of Aravan")
		path := "/messengers/" + s.Messenger.ID.String()
		for _, role := range models.Roles() {
			if role == models.Safeguarding {
				continue
			}
			somebody := w.person(t, s.Planner.OrganizationID, role)
			somebody.gets(t, path+"/identity").is(t, http.StatusNotFound, "not_found")
			somebody.posts(t, path+"/reveals", `{"reason":"I want to","fields":["name"],"break_glass":false}`).is(t, http.StatusNotFound, "not_found")
		}
		asked := s.custodians[0].posts(t, path+"/reveals", `{"reason":"They do not answer","fields":["name"],"break_glass":false}`).is(t, http.StatusAccepted, "")
		reveal := "/reveals/" + asked.text("id")
		s.custodians[0].posts(t, reveal+"/approval", "").is(t, http.StatusConflict, "second_person_required")
		s.custodians[1].posts(t, reveal+"/approval", "").is(t, http.StatusOK, "")
		opened := s.custodians[0].posts(t, reveal+"/opening", "").is(t, http.StatusOK, "")
		if strings.Contains(opened.raw, "Nazgul") {
			t.Error("the program knows the name")
		}
		broken := s.breakGlass(t, path)
		if !recorded(t, w, "identity.revealed") {
			t.Error("the trail does not say that it was opened")
		}
		said := []string{fmt.Sprint(must(w.system().Trail(t.Context(), 1000)))}
		for _, at := range []string{path, "/messengers", "/campaigns", "/deliveries", "/audit"} {
			said = append(said, s.planner.gets(t, at).raw)
		}
		if strings.Contains(strings.Join(said, " "), "Nazgul") {
			t.Error("the name is where it has no place")
		}
		s.shutsOut(t, broken)
	})
}
