package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

// A problem is the answer to a request that was declined (RFC 9457).
type problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Code      string         `json:"code"`
	Detail    string         `json:"detail,omitempty"`
	RequestID string         `json:"request_id"`
	Errors    []fieldProblem `json:"errors,omitempty"`
}

// A fieldProblem is what is wrong with one field of the body or with one
// parameter.
type fieldProblem struct {
	Pointer   string   `json:"pointer,omitempty" doc:"JSON pointer into the body."`
	Parameter string   `json:"parameter,omitempty" doc:"Name of a query parameter."`
	Code      string   `json:"code"`
	Detail    string   `json:"detail,omitempty"`
	Allowed   []string `json:"allowed,omitempty" doc:"The values that would do, where they are few."`
}

// An httpProblem is a refusal that only HTTP knows.
type httpProblem struct {
	status       int
	code, detail string
	fields       []fieldProblem
	retryAfter   time.Duration
}

func (p *httpProblem) Error() string { return p.code + ": " + p.detail }

func unreadable(detail string) error {
	return &httpProblem{status: http.StatusBadRequest, code: "unreadable_request", detail: detail}
}

// waitFor refuses what comes too often.
func waitFor(d time.Duration) error {
	return &httpProblem{status: http.StatusTooManyRequests, code: models.ErrThrottled.Code, detail: models.ErrThrottled.Detail, retryAfter: d}
}

// badParameter refuses a query parameter.
func badParameter(name, code, detail string) error {
	return &httpProblem{
		status: http.StatusBadRequest, code: "unreadable_request", detail: "The parameter " + name + " is not right.",
		fields: []fieldProblem{{Parameter: name, Code: code, Detail: detail}},
	}
}

// codeOf is the code of a refusal; empty where there is none.
func codeOf(err error) string {
	if refusal, ok := errors.AsType[*models.Refusal](err); ok {
		return refusal.Code
	}
	return ""
}

// statusOf maps what a person can do about a refusal to a status.
func statusOf(kind models.Kind) int {
	return map[models.Kind]int{
		models.Invalid: http.StatusUnprocessableEntity, models.Unknown: http.StatusUnauthorized, models.Forbidden: http.StatusForbidden,
		models.Missing: http.StatusNotFound, models.Conflict: http.StatusConflict, models.Stale: http.StatusPreconditionFailed,
		models.Closed: http.StatusLocked, models.Throttled: http.StatusTooManyRequests, models.Unavailable: http.StatusServiceUnavailable,
		models.Full: http.StatusInsufficientStorage, models.TooLarge: http.StatusRequestEntityTooLarge, models.Unsupported: http.StatusUnsupportedMediaType,
	}[kind]
}

// statusGone stands in the log for a client that went away before its answer.
const statusGone = 499

// answer turns any error into a problem. It is the one place that logs faults.
func (a *API) answer(err error, c echo.Context) {
	if errors.Is(c.Request().Context().Err(), context.Canceled) {
		c.Response().Status = statusGone
		return
	}
	p := a.problemOf(err, c)
	if c.Response().Committed {
		return
	}
	if p.Status == http.StatusNotFound {
		p.Detail = models.ErrMissing.Detail
	}
	p.Type, p.Title, p.RequestID = "/problems/"+p.Code, http.StatusText(p.Status), visitOf(c.Request().Context()).id
	h := c.Response().Header()
	if (p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests) && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "5")
	}
	body, _ := json.Marshal(p) // strings and numbers only: cannot fail
	_ = c.Blob(p.Status, "application/problem+json", body)
}

// problemOf classes an error, and logs it if it is nobody's business but the
// operator's.
func (a *API) problemOf(err error, c echo.Context) (p problem) {
	if errors.Is(err, context.DeadlineExceeded) {
		err = models.ErrUnavailable
	}
	if refusal, ok := errors.AsType[*models.Refusal](err); ok {
		p.Status, p.Code, p.Detail = statusOf(refusal.Kind), refusal.Code, refusal.Detail
		for _, f := range refusal.Fields {
			p.Errors = append(p.Errors, fieldProblem{Pointer: f.Pointer, Code: f.Code, Detail: f.Detail, Allowed: f.Allowed})
		}
		return p
	}
	if known, ok := errors.AsType[*httpProblem](err); ok {
		p.Status, p.Code, p.Detail, p.Errors = known.status, known.code, known.detail, known.fields
		if known.retryAfter > 0 {
			c.Response().Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(known.retryAfter.Seconds()))))
		}
		return p
	}
	if routed, ok := errors.AsType[*echo.HTTPError](err); ok && routed.Code < http.StatusInternalServerError {
		p.Status, p.Code = routed.Code, map[int]string{http.StatusNotFound: "not_found", http.StatusMethodNotAllowed: "method_not_allowed"}[routed.Code]
		return p
	}
	p.Status, p.Code = http.StatusInternalServerError, "fault"
	ctx := c.Request().Context()
	a.log.ErrorContext(ctx, "request failed", slog.String("request_id", visitOf(ctx).id), slog.Any("error", err))
	return p
}
