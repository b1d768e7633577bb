package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"caravan/internal/access"
	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
)

// These tests take every operation of the contract, so that what is added is
// tested without being asked for.

// public lists what is open to those who have not signed in.
func public() []string {
	return []string{"GET /openapi.yaml", "POST /session", "POST /session/link", "GET /session/providers", "POST /session/provider", "POST /session/provider/return", "POST /session/key", "POST /session/key/answer"}
}

// byPerson lists the actions that no token does, whatever its owner may.
func byPerson() []string {
	return []string{
		"submissions.decide", "messages.review", "variants.review", "audiences.review", "partners.confirm", "messengers.safeguard", "referrals.write", "holds.open", "people.write", "organizations.write",
		"rules.write", "tokens.write", "channels.write", "me.secure",
	}
}

// permission is the action that an operation needs; empty for everybody.
func (o operation) permission() string {
	action, _ := o.of.Extensions["x-permission"].(string)
	return action
}

// hidden reports whether those who may not use the operation are told that
// there is no such thing.
func (o operation) hidden() bool { return o.of.Extensions["x-hidden"] == true }

// at fills the parameters of an operation's path.
func (o operation) at(id string) string {
	path := strings.NewReplacer("{id}", id, "{language}", "ru", "{country}", "KG").Replace(o.path)
	return "/api/v1" + regexp.MustCompile(`\{\w+_id\}`).ReplaceAllString(path, models.NewID[models.User]().String())
}

// kind is the path of what an operation's first parameter names; empty where
// it has none.
func (o operation) kind() string {
	before, _, named := strings.Cut(o.path, "/{id}")
	if !named {
		return ""
	}
	return before
}

// fields is the schema of an operation's JSON body, or nil.
func (o operation) fields() *openapi3.Schema {
	if o.of.RequestBody == nil {
		return nil
	}
	media := o.of.RequestBody.Value.Content["application/json"]
	if media == nil {
		return nil
	}
	return media.Schema.Value
}

// takesForm reports whether an operation takes a file as a browser sends it.
func (o operation) takesForm() bool {
	return o.of.RequestBody != nil && o.of.RequestBody.Value.Content["multipart/form-data"] != nil
}

// ask sends what need not fit the contract, and tells the status and code of
// the answer. A stream is hung up on.
func (c *client) ask(t *testing.T, o operation, path, body string, headers ...string) (status int, code string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, o.method, c.server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	keys++
	request.Header.Set("Idempotency-Key", fmt.Sprintf("matrix-%d", keys))
	request.Header.Set("If-Match", `"1"`)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if c.cookie != nil {
		request.AddCookie(c.cookie)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if strings.HasPrefix(response.Header.Get("Content-Type"), "application/problem+json") {
		var problem struct{ Code string }
		if err := json.NewDecoder(response.Body).Decode(&problem); err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, problem.Code
	}
	return response.StatusCode, ""
}

// endingLast puts signing out after everything else.
func endingLast(all []operation) []operation {
	slices.SortStableFunc(all, func(a, b operation) int {
		return map[string]int{"DELETE /session": 1}[a.route()] - map[string]int{"DELETE /session": 1}[b.route()]
	})
	return all
}

// Whoever may do an action gets past the door of its routes, and nobody else.
func TestEveryRouteIsForTheRolesOfTheTable(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	first := signIn(t, records, server, "osh", models.Admin)
	stranger, table := &client{server: server}, models.Permissions()
	for _, role := range models.Roles() {
		somebody := join(t, records, server, first.organization, string(role)+"@example.org", role)
		for _, o := range endingLast(operations(t)) {
			may := slices.Contains(table[role], models.Action(o.permission())) || slices.Contains(public(), o.route())
			status, code := somebody.ask(t, o, o.at(models.NewID[models.User]().String()), "{}")
			switch {
			case status >= http.StatusInternalServerError:
				t.Errorf("%s as %s: %d", o.route(), role, status)
			case may && (status == http.StatusForbidden || code == "not_signed_in"):
				t.Errorf("%s refuses the %s: %d %s", o.route(), role, status, code)
			case !may && o.hidden() && (status != http.StatusNotFound || code != "not_found"):
				t.Errorf("%s lets the %s know: %d %s", o.route(), role, status, code)
			case !may && !o.hidden() && (status != http.StatusForbidden || code != "forbidden"):
				t.Errorf("%s lets the %s in: %d %s", o.route(), role, status, code)
			}
		}
	}
	for _, o := range operations(t) {
		status, code := stranger.ask(t, o, o.at("x"), "{}")
		if out := code == "not_signed_in"; out == slices.Contains(public(), o.route()) {
			t.Errorf("%s without signing in: %d %s", o.route(), status, code)
		}
	}
}

// Only what is listed has no permission.
func TestRoutesWithoutPermissionAreListed(t *testing.T) {
	for _, o := range operations(t) {
		if (o.permission() == "") != slices.Contains(public(), o.route()) {
			t.Errorf("%s: permission %q", o.route(), o.permission())
		}
	}
}

// A token with every scope still does nothing that is a person's to do.
func TestTokensDoNothingPersonal(t *testing.T) {
	records := dbtest.SQLite(t)
	server := serve(t, records)
	person := signIn(t, records, server, "osh", models.Roles()...)
	secret, _, err := (&access.Desk{Store: records, Now: func() time.Time { return noon }}).IssueToken(t.Context(), who(t, records, person), "all", who(t, records, person).Grantable(), noon.Add(models.TokenLifetime))
	if err != nil {
		t.Fatal(err)
	}
	program := &client{server: server}
	for _, o := range operations(t) {
		barred := slices.Contains(byPerson(), o.permission()) || o.route() == "DELETE /session"
		status, code := program.ask(t, o, o.at(models.NewID[models.User]().String()), "{}", "Authorization", "Bearer "+secret)
		if o.hidden() {
			barred = false // and nothing is there to be told of
		}
		if (status == http.StatusForbidden) != barred || code == "not_signed_in" || o.hidden() && status != http.StatusNotFound {
			t.Errorf("%s with a token: %d %s", o.route(), status, code)
		}
	}
}

// newest names the last audit entry of the installation.
func newest(t *testing.T, records *store.Store) int64 {
	t.Helper()
	trail, err := records.As(models.System("test")).Trail(t.Context(), 1)
	if err != nil || len(trail) == 0 {
		t.Fatal(err, "no trail")
	}
	return trail[0].ID
}

// A hostile is a body that must be refused.
type hostile struct {
	name, body string
	status     int
	code       string
	headers    []string
}

// asWritten lists what takes texts with everything that is wrong with them, to
// say what that is.
func asWritten() []string { return []string{"POST /messages/{id}/lint", "POST /messages/{id}/preview"} }

// against lists what is tried on an operation.
func against(o operation) []hostile {
	all := []hostile{
		{"no body", "", 415, "unsupported_media_type", nil},
		{"cut off", `{"a":`, 400, "unreadable_request", nil},
		{"a list", `[]`, 400, "unreadable_request", nil},
		{"two values", `{} {}`, 400, "unreadable_request", nil},
		{"unknown field", `{"no_such_field":1}`, 400, "unreadable_request", nil},
		{"field twice", `{"a":1,"a":1}`, 400, "unreadable_request", nil},
		{"forbidden field", `{"ethnicity":"x"}`, 422, "forbidden_field", nil},
		{"too deep", strings.Repeat(`{"a":`, 64) + "1" + strings.Repeat("}", 64), 400, "unreadable_request", nil},
		{"too large", `{"a":"` + strings.Repeat("x", 2<<20) + `"}`, 413, "too_large", nil},
		{"broken UTF-8", "{\"a\":\"\xc3\x28\"}", 400, "unreadable_request", nil},
		{"half a surrogate pair", `{"a":"\ud800"}`, 400, "unreadable_request", nil},
		{"a NUL", `{"a":"\u0000"}`, 400, "unreadable_request", nil},
		{"a form", "a=1", 415, "unsupported_media_type", []string{"Content-Type", "application/x-www-form-urlencoded"}},
	}
	for name, property := range o.fields().Properties {
		wrong := `7`
		if !property.Value.Type.Is("string") && !property.Value.Type.Is("array") && !property.Value.Type.Is("object") && len(property.Value.AnyOf) == 0 {
			wrong = `"x"`
		}
		all = append(all, hostile{"wrong type of " + name, fmt.Sprintf(`{%q:%s}`, name, wrong), 400, "unreadable_request", nil})
		plain := property.Value.Type.Is("string") && property.Value.Format == "" && len(property.Value.Enum) == 0 && property.Value.Pattern == ""
		if plain && !strings.Contains(name, "password") && !slices.Contains(asWritten(), o.route()) {
			all = append(all, hostile{"hidden direction in " + name, fmt.Sprintf(`{%q:"a\u202eb"}`, name), 422, "text_refused", nil})
		}
	}
	return all
}

// Every body that cannot be meant is refused alike everywhere, and changes
// nothing.
func TestHostileBodiesAreRefusedEverywhere(t *testing.T) {
	records := dbtest.SQLite(t)
	everybody := signIn(t, records, serve(t, records), "osh", models.Roles()...)
	before := newest(t, records)
	for _, o := range operations(t) {
		if o.of.RequestBody == nil {
			continue
		}
		if o.fields() == nil {
			if status, code := everybody.ask(t, o, o.at(models.NewID[models.User]().String()), `{}`, "Content-Type", "application/octet-stream"); status != http.StatusUnsupportedMediaType {
				t.Errorf("%s takes octets: %d %s", o.route(), status, code)
			}
			continue
		}
		for _, h := range against(o) {
			status, code := everybody.ask(t, o, o.at(models.NewID[models.User]().String()), h.body, h.headers...)
			if status != h.status || code != h.code {
				t.Errorf("%s, %s: got %d %s, want %d %s", o.route(), h.name, status, code, h.status, h.code)
			}
		}
	}
	if after := newest(t, records); after != before {
		t.Errorf("%d entries were written", after-before)
	}
}

// sample makes the smallest value that a schema allows.
func sample(s *openapi3.Schema) any {
	switch {
	case s.Const != nil:
		return s.Const
	case len(s.Enum) > 0:
		return s.Enum[0]
	case len(s.AnyOf) > 0:
		return sample(s.AnyOf[0].Value)
	case s.Type.Includes("object"):
		value := map[string]any{}
		for _, name := range s.Required {
			value[name] = sample(s.Properties[name].Value)
			if known, there := map[string]string{"language": "ru", "locale": "ru", "zone": "Asia/Bishkek"}[name]; there {
				value[name] = known
			}
		}
		return value
	case s.Type.Includes("array"):
		value := []any{}
		for range s.MinItems {
			value = append(value, sample(s.Items.Value))
		}
		return value
	case s.Type.Includes("string"):
		return sampleText(s)
	case s.Type.Includes("integer"), s.Type.Includes("number"):
		if s.Min != nil {
			return *s.Min
		}
		return 1
	default:
		return false
	}
}

func sampleText(s *openapi3.Schema) string {
	switch s.Format {
	case "date":
		return "2027-03-05"
	case "date-time":
		return "2027-03-05T12:00:00Z"
	case "uuid":
		return models.NewID[models.User]().String()
	case "uri":
		return "https://example.org/"
	case "email":
		return "somebody@example.org"
	}
	return strings.Repeat("a", max(1, int(s.MinLength)))
}

// body is the smallest body that an operation takes, or nothing.
func (o operation) body(t *testing.T) string {
	t.Helper()
	if o.fields() == nil {
		return ""
	}
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(sample(o.fields())); err != nil {
		t.Fatal(err)
	}
	return text.String()
}
