package api

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

// base is what every address of the API begins with.
const base = "/api/v1"

// OpenAPI returns the contract, an OpenAPI 3.1 document in YAML, made from the
// endpoints and the types of their requests and responses.
func (a *API) OpenAPI() []byte { return a.contract().yaml() }

const introduction = "Plan, approve, publish, measure and compare counter- and alternative-narrative campaigns. " +
	"Names are snake_case, IDs are UUIDs, times are RFC 3339 in UTC, unknown counts are null. " +
	"Unknown, repeated or wrongly cased fields and parameters are refused. " +
	"A change names the version it was made from in If-Match. " +
	"Every refusal is a problem (RFC 9457) with a stable code."

// contract describes every endpoint.
func (a *API) contract() object {
	known := newSchemas()
	problemSchema := known.of(reflect.TypeFor[problem](), "", false)
	paths := object{}
	for _, path := range pathsOf(a.routes) {
		operations := object{}
		for _, e := range a.routes {
			if e.path == path {
				operations = operations.with(strings.ToLower(e.method), operation(e, known))
			}
		}
		paths = paths.with(contractPath(path), operations)
	}
	return object{
		{"openapi", "3.1.0"},
		{"info", object{{"title", "Caravan"}, {"version", "1"}, {"description", introduction}}},
		{"servers", []any{object{{"url", base}}}},
		{"security", []any{object{{"session", []any{}}}, object{{"token", []any{}}}}},
		{"paths", paths},
		{"components", object{
			{"schemas", known.all()},
			{"responses", object{{"Problem", object{
				{"description", "The request was declined."},
				{"content", object{{"application/problem+json", object{{"schema", problemSchema}}}}},
			}}}},
			{"securitySchemes", object{
				{"session", object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-caravan"}}},
				{"token", object{{"type", "http"}, {"scheme", "bearer"}}},
			}},
		}},
	}
}

// pathsOf lists the addresses in the order of the endpoints.
func pathsOf(routes []endpoint) []string {
	var paths []string
	for _, e := range routes {
		if strings.HasPrefix(e.path, base) && !slices.Contains(paths, e.path) {
			paths = append(paths, e.path)
		}
	}
	return paths
}

// contractPath turns /api/v1/campaigns/:id into /campaigns/{id}.
func contractPath(path string) string {
	return regexp.MustCompile(`:(\w+)`).ReplaceAllString(strings.TrimPrefix(path, base), "{$1}")
}

// operation describes one endpoint.
func operation(e endpoint, known *schemas) object {
	resource, _, _ := strings.Cut(strings.TrimPrefix(contractPath(e.path), "/"), "/")
	described := object{{"operationId", e.name}, {"summary", e.summary}, {"tags", []any{resource}}}
	switch {
	case e.action == "":
		described = described.with("security", []any{})
	case personal(e.action):
		described = described.with("security", []any{object{{"session", []any{}}}})
	}
	if e.action != "" {
		described = described.with("x-permission", string(e.action))
	}
	if e.stepUp {
		described = described.with("x-step-up", true)
	}
	if e.secret {
		described = described.with("x-hidden", true)
	}
	if list := parametersOf(e, known); len(list) > 0 {
		described = described.with("parameters", list)
	}
	if body := bodySchema(e, known); body != nil {
		described = described.with("requestBody", object{{"required", true}, {"content", body}})
	}
	return described.with("responses", responses(e, known))
}

// personal reports whether no token may do the action.
func personal(action models.Action) bool {
	everything := models.Actor{Roles: models.Roles(), Scopes: []string{string(action)}}
	return !everything.May(action)
}

// parametersOf describes what does not come in the body.
func parametersOf(e endpoint, known *schemas) []any {
	var list []any
	for _, p := range parameters(e.in) {
		schema := known.of(p.Type, p.Tag.Get("validate"), true)
		if p.place == inPath && p.Type.Kind() == reflect.String && (p.name == "id" || strings.HasSuffix(p.name, "_id")) {
			schema = schema.with("format", "uuid")
		}
		if p.standard != "" {
			schema = schema.with("default", literal(p.standard))
		}
		described := object{{"name", p.name}, {"in", p.place}}
		if p.place == inPath || p.name == "If-Match" || parseRules(p.Tag.Get("validate")).required {
			described = described.with("required", true)
		}
		if doc := p.Tag.Get("doc"); doc != "" {
			described = described.with("description", doc)
		}
		list = append(list, described.with("schema", schema))
	}
	if e.mayRepeat() {
		described := object{{"name", keyHeader}, {"in", inHeader}}
		if e.needsKey {
			described = described.with("required", true)
		}
		list = append(list, described.with("schema", object{{"type", "string"}, {"maxLength", maxKey}}))
	}
	return list
}

// bodySchema describes what comes in the body, or is nil.
func bodySchema(e endpoint, known *schemas) any {
	switch {
	case e.takes != "":
		return object{{e.takes, object{{"schema", object{{"type", "string"}}}}}}
	case hasBody(e.in):
		return object{{echo.MIMEApplicationJSON, object{{"schema", known.of(e.in, "", true)}}}}
	}
	return nil
}

// responses describes the answer, and the problem that any other is.
func responses(e endpoint, known *schemas) object {
	answer := object{{"description", http.StatusText(e.status)}}
	headers := object{}
	for _, h := range []struct {
		name  string
		knows reflect.Type
	}{
		{"ETag", reflect.TypeFor[interface{ ETag() string }]()},
		{"Location", reflect.TypeFor[interface{ Location() string }]()},
		{"Link", reflect.TypeFor[interface{ nextCursor() *string }]()},
	} {
		if e.out.Implements(h.knows) {
			headers = headers.with(h.name, object{{"schema", object{{"type", "string"}}}})
		}
	}
	if len(headers) > 0 {
		answer = answer.with("headers", headers)
	}
	switch {
	case e.media != "":
		answer = answer.with("content", object{{e.media, object{{"schema", object{{"type", "string"}}}}}})
	case e.status != http.StatusNoContent:
		answer = answer.with("content", object{{echo.MIMEApplicationJSON, object{{"schema", known.of(e.out, "", false)}}}})
	}
	all := object{{strconv.Itoa(e.status), answer}}
	if e.media == anyFile {
		all = all.with(strconv.Itoa(http.StatusPartialContent), answer) // of a recording, where a player asks so
	}
	return append(all, object{
		{"default", object{{"$ref", "#/components/responses/Problem"}}},
	}...)
}
