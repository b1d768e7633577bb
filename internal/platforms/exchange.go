package platforms

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

// An Answer is what a platform replied.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte // decompressed; at most 1 MiB

	method string
	host   string
}

const (
	largestBody = 1 << 20
	longestWait = 24 * time.Hour
)

// Exchange sends a request once and reads the answer. It returns an error,
// always a *Failure, unless the status is 2xx and the answer is whole; the
// answer comes with it as far as it was read. Neither the path nor the query
// of the request is in the error, for some platforms carry tokens there.
//
// The request is Unsent only if not even its header was written. One that was
// written in part is Uncertain, because whether its last byte left can not be
// told reliably from here. Questions, that is GET and HEAD, are never
// Uncertain.
func (c *Client) Exchange(req *http.Request) (Answer, error) {
	answer := Answer{method: req.Method, host: req.URL.Host}
	if err := c.admit(req.URL); err != nil {
		return answer, &Failure{Class: Locked, Err: err}
	}
	var begun atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaders: func() { begun.Store(true) }}
	req = req.Clone(httptrace.WithClientTrace(req.Context(), trace))
	req.GetBody = nil // net/http must not send a body a second time
	req.Header.Set("User-Agent", "Caravan")
	resp, err := c.http.Do(req) //nolint:gosec // the address is checked when it is dialled
	if err != nil {
		return answer, answer.lost(err, begun.Load())
	}
	defer func() { _ = resp.Body.Close() }()
	answer.Status, answer.Header = resp.StatusCode, resp.Header
	answer.Body, err = readAll(resp.Body)
	if failure := answer.judge(c.Now()); failure != nil {
		return answer, failure
	}
	if err != nil {
		return answer, answer.lost(err, true)
	}
	return answer, nil
}

// Request makes a request of a server, with a body unless that is nil.
func Request(ctx context.Context, method, address string, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, Fail(Locked, "the address of the server cannot be used") // the error of net/http quotes it
	}
	return req, nil
}

// JSON is the body of a request: a value as JSON, or nil for none.
func JSON(value any) (io.Reader, error) {
	if value == nil {
		return nil, nil //nolint:nilnil // net/http takes it for no body
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil, Fail(Refused, "write request: %w", err)
	}
	return bytes.NewReader(encoded), nil
}

// Explain has what only one platform's answers say change the failure that the
// answer came with. What failed without an answer stays as it is.
func (a Answer) Explain(err error, change func(*Failure)) error {
	failure, ok := errors.AsType[*Failure](err)
	if !ok || a.Status == 0 {
		return err
	}
	explained := *failure
	change(&explained)
	return &explained
}

var errTooLarge = errors.New("answer too large")

func readAll(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, largestBody+1))
	if len(body) > largestBody {
		return body[:largestBody], errTooLarge
	}
	return body, err
}

// lost is the failure of a request that no whole answer came to.
func (a Answer) lost(err error, begun bool) *Failure {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err // without the URL
	}
	class := Unsent
	switch {
	case errors.Is(err, ErrAddress):
		class = Locked
	case begun:
		class = a.doubt()
	}
	return Fail(class, "%s %s: %w", a.method, a.host, err)
}

// doubt is the class of an exchange that broke off.
func (a Answer) doubt() Class {
	if a.question() {
		return Unsent
	}
	return Uncertain
}

func (a Answer) question() bool {
	return a.method == http.MethodGet || a.method == http.MethodHead
}

// judge decides what a status means, for all connectors; nil means that the
// platform took it. A connector may know better from the body.
func (a Answer) judge(now time.Time) *Failure {
	if a.Status/100 == 2 {
		return nil
	}
	f := Fail(a.class(), "%s %s: status %d", a.method, a.host, a.Status)
	if f.Class == Throttled {
		f.Until = a.retryAfter(now)
	}
	return f
}

func (a Answer) class() Class {
	switch a.Status {
	case http.StatusUnauthorized:
		return Locked
	case http.StatusTooManyRequests:
		return Throttled
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return a.doubt()
	case http.StatusNotFound, http.StatusGone:
		if a.method == http.MethodPost {
			return Refused // there is no such account or method
		}
		return Gone
	}
	if a.Status/100 == 4 {
		return Refused
	}
	return a.doubt()
}

// retryAfter reads the header of that name, in seconds or as a date. It is
// zero if there is none, and at most a day away: a platform must not be able
// to park an account for ever.
func (a Answer) retryAfter(now time.Time) time.Time {
	value := a.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return Within(now, now.Add(time.Duration(min(max(seconds, 0), int(longestWait/time.Second)))*time.Second))
	}
	if at, err := http.ParseTime(value); err == nil {
		return Within(now, at)
	}
	return time.Time{}
}

// Within returns the instant a platform asks to wait until, not before now and
// not later than a day after.
func Within(now, until time.Time) time.Time {
	switch {
	case until.Before(now):
		return now
	case until.After(now.Add(longestWait)):
		return now.Add(longestWait)
	}
	return until.UTC()
}

// Decode reads the body as JSON. An answer that cannot be read leaves the
// outcome of what was asked in doubt.
func (a Answer) Decode(into any) error {
	if err := json.Unmarshal(a.Body, into); err != nil {
		return Fail(a.doubt(), "%s %s: read answer: %w", a.method, a.host, err)
	}
	return nil
}

// Unreadable is the failure of an answer that was read but lacks what it
// must have, such as the id of a new post.
func (a Answer) Unreadable(what string) *Failure {
	return &Failure{Class: a.doubt(), Err: fmt.Errorf("%s %s: answer has no %s", a.method, a.host, what)}
}
