package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

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

type fieldProblem struct {
	Pointer string   `json:"pointer"`
	Code    string   `json:"code"`
	Detail  string   `json:"detail,omitempty"`
	Allowed []string `json:"allowed,omitempty"`
}

// An httpProblem is a refusal that only HTTP knows.
type httpProblem struct {
	status       int
	code, detail string
}

func (p *httpProblem) Error() string { return p.code + ": " + p.detail }

func unreadable(detail string) error {
	return &httpProblem{http.StatusBadRequest, "unreadable_request", detail}
}

// statusOf maps what a person can do about a refusal to a status.
func statusOf(kind models.Kind) int {
	return map[models.Kind]int{
		models.Invalid: http.StatusUnprocessableEntity, models.Unknown: http.StatusUnauthorized, models.Forbidden: http.StatusForbidden,
		models.Missing: http.StatusNotFound, models.Conflict: http.StatusConflict, models.Stale: http.StatusPreconditionFailed,
		models.Closed: http.StatusLocked, models.Throttled: http.StatusTooManyRequests, models.Unavailable: http.StatusServiceUnavailable,
		models.Full: http.StatusInsufficientStorage,
	}[kind]
}

// answer turns any error into a problem. It is the one place that logs faults.
func (a *API) answer(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	p := problem{RequestID: requestID(c)}
	if refusal, ok := errors.AsType[*models.Refusal](err); ok {
		p.Status, p.Code, p.Detail = statusOf(refusal.Kind), refusal.Code, refusal.Detail
		for _, f := range refusal.Fields {
			p.Errors = append(p.Errors, fieldProblem{f.Pointer, f.Code, f.Detail, f.Allowed})
		}
	} else if known, ok := errors.AsType[*httpProblem](err); ok {
		p.Status, p.Code, p.Detail = known.status, known.code, known.detail
	} else if routed, ok := errors.AsType[*echo.HTTPError](err); ok && routed.Code < http.StatusInternalServerError {
		p.Status, p.Code = routed.Code, map[int]string{http.StatusNotFound: "not_found", http.StatusMethodNotAllowed: "method_not_allowed"}[routed.Code]
	} else {
		p.Status, p.Code = http.StatusInternalServerError, "fault"
		a.log.ErrorContext(c.Request().Context(), "request failed", slog.String("request_id", p.RequestID), slog.Any("error", err))
	}
	if p.Status == http.StatusNotFound {
		p.Detail = models.ErrMissing.Detail
	}
	p.Type, p.Title = "/problems/"+p.Code, http.StatusText(p.Status)
	if p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests {
		c.Response().Header().Set("Retry-After", "5")
	}
	body, _ := json.Marshal(p) // strings and numbers only: cannot fail
	_ = c.Blob(p.Status, "application/problem+json", body)
}
