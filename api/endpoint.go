package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

// An endpoint is one route with everything that is known about it: enough to
// serve it, to decide who may ask, and to write its part of the contract.
type endpoint struct {
	method, path, name, summary string
	status                      int
	action                      models.Action // empty: open to everybody
	in, out                     reflect.Type
	media                       string // of the answer, where it is not JSON
	takes                       string // media type of the request, where it is not JSON
	needsKey                    bool   // refused without an Idempotency-Key
	passive                     bool   // does not count as use of the session
	asks                        bool   // posts a question: nothing is kept, so nothing is done twice
	stepUp                      bool   // refused unless the person proved just now who they are
	secret                      bool   // whoever may not is told that there is no such thing

	call   func(c echo.Context) (reply, error)
	stream func(c echo.Context) error // in place of call
}

// define makes a route out of a function from a request to a response. The
// function knows nothing of HTTP.
func define[In, Out any](method, path, name, summary string, status int, action models.Action, fn func(context.Context, In) (Out, error)) endpoint {
	return endpoint{
		method: method, path: path, name: name, summary: summary, status: status, action: action,
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
		call: func(c echo.Context) (reply, error) {
			var in In
			if err := bind(c, &in); err != nil {
				return reply{}, err
			}
			out, err := fn(c.Request().Context(), in)
			if err != nil {
				return reply{}, err
			}
			return respond(c.Request(), status, out)
		},
	}
}

// stream makes a route whose answer is not JSON: the function writes it.
func stream[In any](method, path, name, summary, media string, action models.Action, fn func(echo.Context, In) error) endpoint {
	return endpoint{
		method: method, path: path, name: name, summary: summary, status: http.StatusOK, action: action, media: media,
		in: reflect.TypeFor[In](), out: reflect.TypeFor[nothing](),
		stream: func(c echo.Context) error {
			var in In
			if err := bind(c, &in); err != nil {
				return err
			}
			return fn(c, in)
		},
	}
}

// keyed refuses requests without an Idempotency-Key: what they set off must
// not happen twice because a line was bad.
func (e endpoint) keyed() endpoint {
	e.needsKey = true
	return e
}

// forgotten says that the answer is not kept for an Idempotency-Key: the
// request changes nothing.
func (e endpoint) forgotten() endpoint {
	e.asks = true
	return e
}

// confirmed refuses people who did not prove just now who they are: a browser
// that was left open must not decide, administer or let others in.
func (e endpoint) confirmed() endpoint {
	e.stepUp = true
	return e
}

// hidden says that whoever may not use the route is not to know of it.
func (e endpoint) hidden() endpoint {
	e.secret = true
	return e
}

// unheeded lets the route be asked without keeping the session from going
// idle.
func (e endpoint) unheeded() endpoint {
	e.passive = true
	return e
}

// acceptsTable says that the body is a table and no JSON.
func (e endpoint) acceptsTable() endpoint {
	e.takes = "text/csv"
	return e
}

// acceptsFile says that the body is a form with a file.
func (e endpoint) acceptsFile() endpoint {
	e.takes = "multipart/form-data"
	return e
}

// nothing is the request or response of an endpoint that has none.
type nothing struct{}

// A reply is an answer that is ready to be written.
type reply struct {
	status int
	header http.Header
	body   []byte
	kept   []byte // the body to give again; differs where a secret is shown once
}

func (r reply) write(c echo.Context) error {
	maps.Copy(c.Response().Header(), r.header)
	if r.status == http.StatusNoContent {
		return c.NoContent(r.status)
	}
	return c.Blob(r.status, echo.MIMEApplicationJSON, r.body)
}

// respond makes the reply of a response, with the headers that it knows about
// itself.
func respond(r *http.Request, status int, out any) (reply, error) {
	made := reply{status: status, header: http.Header{}}
	if v, ok := out.(interface{ ETag() string }); ok {
		made.header.Set("ETag", v.ETag())
	}
	if s, ok := out.(interface{ Cookie() *http.Cookie }); ok && s.Cookie() != nil {
		made.header.Set("Set-Cookie", s.Cookie().String())
	}
	if s, ok := out.(interface{ ClearSiteData() string }); ok {
		made.header.Set("Clear-Site-Data", s.ClearSiteData())
	}
	if l, ok := out.(interface{ Location() string }); ok {
		made.header.Set("Location", l.Location())
	}
	if p, ok := out.(interface{ nextCursor() *string }); ok && p.nextCursor() != nil {
		made.header.Set("Link", link(r, *p.nextCursor()))
	}
	if status == http.StatusNoContent {
		return made, nil
	}
	var err error
	if made.body, err = json.Marshal(out); err != nil {
		return reply{}, fmt.Errorf("write response: %w", err)
	}
	made.kept = made.body
	if s, ok := out.(interface{ withoutSecret() any }); ok {
		made.kept, err = json.Marshal(s.withoutSecret())
	}
	return made, err
}

// etag is the ETag of a version.
func etag(version int) string { return strconv.Quote(strconv.Itoa(version)) }

// errNoVersion answers a change that does not say what it was made from.
var errNoVersion = &httpProblem{
	status: http.StatusPreconditionRequired, code: "if_match_required", detail: "Send If-Match with the ETag that you read.",
}

// readVersion takes the version out of an If-Match header.
func readVersion(header string) (int, error) {
	if header == "" {
		return 0, errNoVersion
	}
	var version int
	if _, err := fmt.Sscanf(strings.Trim(header, `"`), "%d", &version); err != nil {
		return 0, models.ErrStale
	}
	return version, nil
}
