package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

//go:embed docs.html
var docsPage string

//go:embed docs.css
var docsStyle string

// serveContract answers with the contract itself.
func (a *API) serveContract(c echo.Context, _ nothing) error {
	return c.Blob(http.StatusOK, "application/yaml", a.written())
}

// A docsOperation is one operation of the contract as the page shows it.
type docsOperation struct {
	Method, Path, Name, Summary, Permission string
	Parameters                              []docsParameter
	Body, Answer                            docsSchema
	Status                                  string
}

type docsParameter struct {
	Name, In, Schema, Description string
	Required                      bool
}

// A docsSchema is a schema by name, or written out where it has none.
type docsSchema struct{ Name, Text string }

// serveDocs shows the contract to people, without any script.
func (a *API) serveDocs(c echo.Context, _ nothing) error {
	page, err := a.docs()
	if err != nil {
		return err
	}
	digest := sha256.Sum256([]byte(docsStyle))
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; style-src 'sha256-"+
		base64.StdEncoding.EncodeToString(digest[:])+"'")
	return c.HTMLBlob(http.StatusOK, page)
}

// writeDocs writes the page about the contract.
func (a *API) writeDocs() ([]byte, error) {
	contract := a.contract()
	type resource struct {
		Name       string
		Operations []docsOperation
	}
	view := struct {
		Introduction string
		Style        template.CSS
		Resources    []*resource
		Schemas      []docsSchema
	}{Introduction: introduction, Style: template.CSS(docsStyle)} //nolint:gosec // our own file
	for _, path := range contract.get("paths").(object) {
		name, _, _ := strings.Cut(strings.TrimPrefix(path.key, "/"), "/")
		if n := len(view.Resources); n == 0 || view.Resources[n-1].Name != name {
			view.Resources = append(view.Resources, &resource{Name: name})
		}
		last := view.Resources[len(view.Resources)-1]
		for _, o := range path.value.(object) {
			last.Operations = append(last.Operations, docsOf(strings.ToUpper(o.key), path.key, o.value.(object)))
		}
	}
	for _, schema := range contract.get("components").(object).get("schemas").(object) {
		view.Schemas = append(view.Schemas, docsSchema{schema.key, string(schema.value.(object).yaml())})
	}
	page, err := template.New("docs").Parse(docsPage)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, view); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return out.Bytes(), nil
}

func docsOf(method, path string, o object) docsOperation {
	view := docsOperation{Method: method, Path: base + path, Name: o.get("operationId").(string), Summary: o.get("summary").(string)}
	view.Permission, _ = o.get("x-permission").(string)
	list, _ := o.get("parameters").([]any)
	for _, item := range list {
		p := item.(object)
		one := docsParameter{Name: p.get("name").(string), In: p.get("in").(string), Schema: oneLine(p.get("schema").(object))}
		one.Description, _ = p.get("description").(string)
		one.Required, _ = p.get("required").(bool)
		view.Parameters = append(view.Parameters, one)
	}
	if body, ok := o.get("requestBody").(object); ok {
		view.Body = docsContent(body)
	}
	first := o.get("responses").(object)[0]
	view.Status, view.Answer = first.key, docsContent(first.value.(object))
	return view
}

// docsContent names the schema of a body.
func docsContent(of object) docsSchema {
	content, ok := of.get("content").(object)
	if !ok {
		return docsSchema{}
	}
	schema := content[0].value.(object).get("schema").(object)
	if reference, ok := schema.get("$ref").(string); ok {
		return docsSchema{Name: reference[strings.LastIndex(reference, "/")+1:]}
	}
	return docsSchema{Text: content[0].key}
}

// oneLine writes a small schema on one line.
func oneLine(schema object) string {
	text := strings.TrimSpace(string(schema.yaml()))
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\n", "; ")), " ")
}
