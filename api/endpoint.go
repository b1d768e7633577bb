package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

// maxBody is the most bytes a JSON request may have.
const maxBody = 1 << 20

// An endpoint is one route with everything that is known about it.
type endpoint struct {
	method, path, name, summary string
	status                      int
	action                      models.Action // empty: open to everybody
	in, out                     reflect.Type
	handler                     echo.HandlerFunc
}

// define makes a route out of a function from a request to a response. The
// function knows nothing of HTTP.
func define[In, Out any](method, path, name, summary string, status int, action models.Action, fn func(context.Context, In) (Out, error)) endpoint {
	return endpoint{
		method: method, path: path, name: name, summary: summary, status: status, action: action,
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
		handler: func(c echo.Context) error {
			var in In
			if err := bind(c, &in); err != nil {
				return err
			}
			out, err := fn(c.Request().Context(), in)
			if err != nil {
				return err
			}
			describe(c.Response(), out)
			if status == http.StatusNoContent {
				return c.NoContent(status)
			}
			return c.JSON(status, out)
		},
	}
}

// nothing is the request or response of an endpoint that has none.
type nothing struct{}

// bind reads path, query and headers first and the body after them; fields of
// the former carry json:"-", so that a body cannot overwrite them.
func bind[In any](c echo.Context, in *In) error {
	binder := &echo.DefaultBinder{}
	if err := binder.BindPathParams(c, in); err != nil {
		return models.ErrMissing
	}
	if err := binder.BindQueryParams(c, in); err != nil {
		return unreadable("The query is not right.")
	}
	if err := binder.BindHeaders(c, in); err != nil {
		return unreadable("A header is not right.")
	}
	if hasBody(reflect.TypeFor[In]()) {
		if err := readBody(c.Request(), in); err != nil {
			return err
		}
	}
	return c.Validate(in)
}

// hasBody reports whether the request type has a field that comes in JSON.
func hasBody(t reflect.Type) bool {
	for field := range t.Fields() {
		if tag := field.Tag.Get("json"); tag != "" && tag != "-" || field.Anonymous && hasBody(field.Type) {
			return true
		}
	}
	return false
}

// readBody decodes strictly: one JSON value, no unknown, repeated or wrongly
// cased field, valid UTF-8, not too large.
func readBody(r *http.Request, in any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return &httpProblem{http.StatusUnsupportedMediaType, "unsupported_media_type", "Send application/json."}
	}
	text, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return &httpProblem{http.StatusRequestEntityTooLarge, "too_large", "A request has at most 1 MiB."}
	}
	if err != nil {
		return unreadable("The body ended early.")
	}
	if err := checkShape(text); err != nil {
		return err
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(in); err != nil {
		return unreadable(err.Error())
	}
	return nil
}

// describe sets the headers that a response knows about itself.
func describe(h http.ResponseWriter, out any) {
	if v, ok := out.(interface{ ETag() string }); ok {
		h.Header().Set("ETag", v.ETag())
	}
	if s, ok := out.(interface{ Cookie() *http.Cookie }); ok && s.Cookie() != nil {
		http.SetCookie(h, s.Cookie())
	}
	if l, ok := out.(interface{ Location() string }); ok {
		h.Header().Set("Location", l.Location())
	}
}

// etag is the ETag of a version.
func etag(version int) string { return fmt.Sprintf("%q", fmt.Sprint(version)) }

// readVersion takes the version out of an If-Match header.
func readVersion(header string) (int, error) {
	if header == "" {
		return 0, &httpProblem{http.StatusPreconditionRequired, "if_match_required", "Send If-Match with the ETag that you read."}
	}
	var version int
	if _, err := fmt.Sscanf(strings.Trim(header, `"`), "%d", &version); err != nil {
		return 0, models.ErrStale
	}
	return version, nil
}
