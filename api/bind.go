package api

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

// maxBody is the most bytes a JSON request may have.
const maxBody = 1 << 20

// bind fills a request: first what the address and the headers say, then the
// body. Fields of the former carry json:"-", so that a body cannot overwrite
// them.
func bind[In any](c echo.Context, in *In) error {
	fields := reflect.ValueOf(in).Elem()
	if err := bindQuery(c.QueryParams(), fields); err != nil {
		return err
	}
	for _, f := range parameters(fields.Type()) {
		var text string
		switch f.place {
		case inPath:
			text = c.Param(f.name)
		case inHeader:
			text = c.Request().Header.Get(f.name)
		default:
			continue
		}
		if f.name == "If-Match" && text == "" {
			return errNoVersion
		}
		if err := set(fields.FieldByIndex(f.index), text); err != nil {
			return f.refuse()
		}
	}
	if hasBody(fields.Type()) {
		if err := readBody(c.Request(), in); err != nil {
			return err
		}
	}
	if err := openUpload(c.Request(), fields); err != nil {
		return err
	}
	if err := tidy(fields); err != nil {
		return err
	}
	return c.Validate(in)
}

// bindQuery takes the query parameters that the request type names. Any other
// is refused, and so is one that stands twice: neither may be half heeded.
func bindQuery(query url.Values, fields reflect.Value) error {
	known := parameters(fields.Type())
	for name, values := range query {
		i := slices.IndexFunc(known, func(p parameter) bool { return p.place == inQuery && p.name == name })
		switch {
		case i < 0:
			return badParameter(name, "unknown_parameter", "It is not known here.")
		case len(values) > 1:
			return badParameter(name, "repeated_parameter", "It stands twice.")
		}
	}
	for _, f := range known {
		if f.place != inQuery {
			continue
		}
		text := f.standard
		if query.Has(f.name) {
			text = query.Get(f.name)
		}
		if err := set(fields.FieldByIndex(f.index), text); err != nil {
			return f.refuse()
		}
	}
	return nil
}

// The places of a parameter, as OpenAPI calls them.
const (
	inPath   = "path"
	inQuery  = "query"
	inHeader = "header"
)

// A parameter is a field of a request that does not come in the body.
type parameter struct {
	reflect.StructField

	place, name string
	standard    string // what it is when it is not sent
	index       []int
}

// parameters lists the parameters of a request type, those of embedded
// structs included.
func parameters(t reflect.Type) []parameter {
	var found []parameter
	for field := range t.Fields() {
		if field.Anonymous {
			for _, p := range parameters(field.Type) {
				p.index = append(slices.Clone(field.Index), p.index...)
				found = append(found, p)
			}
			continue
		}
		for place, key := range map[string]string{inPath: "param", inQuery: "query", inHeader: "header"} {
			if name := field.Tag.Get(key); name != "" {
				found = append(found, parameter{field, place, name, field.Tag.Get("default"), field.Index})
			}
		}
	}
	return found
}

// refuse says that the parameter cannot be read. A malformed path names
// nothing, and must not be told from an unknown one.
func (p parameter) refuse() error {
	if p.place == inPath {
		return models.ErrMissing
	}
	return badParameter(p.name, "unreadable", "It cannot be read.")
}

// set reads a parameter's text into its field; no text leaves it as it is.
func set(field reflect.Value, text string) error {
	if text == "" {
		return nil
	}
	if reader, ok := reflect.TypeAssert[encoding.TextUnmarshaler](field.Addr()); ok {
		return reader.UnmarshalText([]byte(text))
	}
	switch field.Kind() { //nolint:exhaustive // what a parameter can be
	case reflect.String:
		field.SetString(text)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return err
		}
		field.SetInt(n)
	case reflect.Bool:
		yes, err := strconv.ParseBool(text)
		if err != nil {
			return err
		}
		field.SetBool(yes)
	default:
		return errors.New("no parameter can be a " + field.Type().String())
	}
	return nil
}

// hasBody reports whether the request type has a field that comes in JSON.
func hasBody(t reflect.Type) bool {
	for field := range t.Fields() {
		if name := jsonName(field); name != "" || field.Anonymous && hasBody(field.Type) {
			return true
		}
	}
	return false
}

// jsonName is the name that a field has in JSON, or nothing if it has none.
func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// readBody decodes strictly: one JSON value, no unknown, repeated or wrongly
// cased field, valid UTF-8, not too large.
func readBody(r *http.Request, in any) error {
	text, err := bodyOf(r)
	if err != nil {
		return err
	}
	if err := checkShape(text); err != nil {
		return err
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(in); err != nil {
		return misread(err)
	}
	return nil
}

// misread says what is wrong with a body, in words of JSON and not of Go.
func misread(err error) error {
	wrong, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return unreadable(strings.TrimPrefix(err.Error(), "json: "))
	}
	name := wrong.Field[strings.LastIndex(wrong.Field, ".")+1:]
	takes := "an object"
	switch wrong.Type.Kind() { //nolint:exhaustive // the rest are objects
	case reflect.String:
		takes = "a string"
	case reflect.Bool:
		takes = "true or false"
	case reflect.Slice, reflect.Array:
		takes = "an array"
	case reflect.Int, reflect.Int64, reflect.Uint, reflect.Uint64:
		takes = "a whole number"
	case reflect.Float64:
		takes = "a number"
	}
	return unreadable(fmt.Sprintf("The field %q takes %s, and there is: %s.", name, takes, wrong.Value))
}

// openUpload fills the field tagged body:"text/csv", if there is one, with a
// body that is still to be read.
func openUpload(r *http.Request, fields reflect.Value) error {
	for field := range fields.Type().Fields() {
		media := field.Tag.Get("body")
		if media == "" {
			continue
		}
		if err := comesAs(r, media); err != nil {
			return err
		}
		if field.Type == reflect.TypeFor[form]() {
			parts, err := openForm(r)
			if err != nil {
				return err
			}
			fields.FieldByIndex(field.Index).Set(reflect.ValueOf(parts))
			continue
		}
		fields.FieldByIndex(field.Index).Set(reflect.ValueOf(upload{http.MaxBytesReader(nil, r.Body, maxUpload)}))
	}
	return nil
}

// comesAs refuses a body of another media type.
func comesAs(r *http.Request, media string) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != media {
		return &httpProblem{status: http.StatusUnsupportedMediaType, code: "unsupported_media_type", detail: "Send " + media + "."}
	}
	return nil
}

// bodyOf reads a JSON body of at most maxBody bytes.
func bodyOf(r *http.Request) ([]byte, error) {
	if err := comesAs(r, echo.MIMEApplicationJSON); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, &httpProblem{status: http.StatusRequestEntityTooLarge, code: "too_large", detail: "A request has at most 1 MiB."}
	}
	if err != nil {
		return nil, unreadable("The body ended early.")
	}
	return text, nil
}
