package api_test

import (
	"bytes"
	"flag"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/google/go-cmp/cmp"

	"caravan/api"
	"caravan/internal/dbtest"
)

func init() { //nolint:gochecknoinits // documents are read by tests of their own
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/csv", openapi3filter.FileBodyDecoder) // as it came: its lines may be wrong
	openapi3filter.RegisterBodyDecoder("multipart/form-data", openapi3filter.FileBodyDecoder)
	for _, picture := range []string{"image/png", "image/jpeg", "video/mp4", "audio/mp4"} {
		openapi3filter.RegisterBodyDecoder(picture, openapi3filter.FileBodyDecoder)
	}
}

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares with a file, or rewrites it.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is stale; run go test ./api -update and read the difference:\n%s", path, diff)
	}
}

// The committed contract is what the program does.
func TestOpenAPIIsUpToDate(t *testing.T) {
	server := serve(t, dbtest.SQLite(t))
	response, err := http.Get(server.URL + "/api/v1/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "openapi.yaml", got)
}

// contract reads the committed contract once.
var contract = sync.OnceValues(func() (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	document, err := loader.LoadFromFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	return document, document.Validate(loader.Context)
})

func readContract(t *testing.T) *openapi3.T {
	t.Helper()
	document, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// An operation is one entry of the contract.
type operation struct {
	method, path string // path with {id}
	of           *openapi3.Operation
}

// route is what the operation is called in tables.
func (o operation) route() string { return o.method + " " + o.path }

// operations lists the contract in a fixed order.
func operations(t *testing.T) []operation {
	t.Helper()
	var all []operation
	paths := readContract(t).Paths.Map()
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		of := paths[path].Operations()
		for _, method := range slices.Sorted(maps.Keys(of)) {
			all = append(all, operation{method, path, of[method]})
		}
	}
	return all
}

// Routes and operations are the same, so that nothing is served that the
// contract keeps quiet about.
func TestEveryRouteHasItsOperation(t *testing.T) {
	var described []string
	for _, o := range operations(t) {
		described = append(described, o.route())
	}
	var served []string
	for _, route := range api.Routes(t) {
		if path, ours := strings.CutPrefix(route.Path, "/api/v1"); ours {
			parts := strings.Split(path, "/")
			for i, part := range parts {
				if name, ok := strings.CutPrefix(part, ":"); ok {
					parts[i] = "{" + name + "}"
				}
			}
			served = append(served, route.Method+" "+strings.Join(parts, "/"))
		}
	}
	slices.Sort(described)
	slices.Sort(served)
	if diff := cmp.Diff(described, served); diff != "" {
		t.Errorf("operations and routes differ (-contract +routes):\n%s", diff)
	}
}

// find returns the operation of a request, or nil, and its path parameters.
func find(document *openapi3.T, method, path string) (*routers.Route, map[string]string) {
	parts := strings.Split(strings.TrimPrefix(path, "/api/v1"), "/")
	for template, item := range document.Paths.Map() {
		names := strings.Split(template, "/")
		parameters := map[string]string{}
		fits := slices.EqualFunc(names, parts, func(name, part string) bool {
			if strings.HasPrefix(name, "{") {
				parameters[strings.Trim(name, "{}")] = part
				return part != ""
			}
			return name == part
		})
		if of := item.GetOperation(method); fits && of != nil {
			return &routers.Route{Spec: document, Server: document.Servers[0], Path: template, PathItem: item, Method: method, Operation: of}, parameters
		}
	}
	return nil, nil
}

// conforms checks an exchange against the contract: every answer fits it, and
// what was accepted was a valid request.
func conforms(t *testing.T, request *http.Request, sent string, response *http.Response, body []byte) {
	t.Helper()
	route, parameters := find(readContract(t), request.Method, request.URL.Path)
	if route == nil {
		if response.StatusCode < http.StatusBadRequest && strings.HasPrefix(request.URL.Path, "/api/v1") {
			t.Errorf("%s %s is not in the contract", request.Method, request.URL.Path)
		}
		return
	}
	request.Body = io.NopCloser(strings.NewReader(sent))
	input := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: parameters, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, SkipSettingDefaults: true, IncludeResponseStatus: true},
	}
	if response.StatusCode < http.StatusBadRequest {
		if err := openapi3filter.ValidateRequest(t.Context(), input); err != nil {
			t.Errorf("%s %s accepted what the contract forbids: %v", request.Method, request.URL.Path, err)
		}
	}
	err := openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: response.StatusCode, Header: response.Header, Body: io.NopCloser(bytes.NewReader(body)), Options: input.Options,
	})
	if err != nil {
		t.Errorf("the answer to %s %s does not fit the contract: %v\n%s", request.Method, request.URL.Path, err, body)
	}
}
