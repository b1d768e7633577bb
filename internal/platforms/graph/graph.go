// Package graph speaks the Graph API, over which Facebook, Instagram and
// WhatsApp are published on: how it is asked, what its error codes mean, and what it counts.
package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// A Client asks with one access token. It is safe for concurrent use.
type Client struct {
	client *platforms.Client
	base   *url.URL // with the version
	token  string
}

// New returns a client of a server; base has the version of the API.
func New(client *platforms.Client, base *url.URL, token string) *Client {
	return &Client{client, base, token}
}

// Read asks for an object, or an edge of one.
func (c *Client) Read(ctx context.Context, query url.Values, out any, path ...string) error {
	u := c.base.JoinPath(path...)
	u.RawQuery = query.Encode()
	_, err := c.send(ctx, http.MethodGet, u.String(), nil, "", out)
	return err
}

// Write posts a form.
func (c *Client) Write(ctx context.Context, form url.Values, out any, path ...string) (platforms.Answer, error) {
	return c.Upload(ctx, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded", out, path...)
}

// Upload posts a body of a type.
func (c *Client) Upload(ctx context.Context, body io.Reader, contentType string, out any, path ...string) (platforms.Answer, error) {
	return c.send(ctx, http.MethodPost, c.base.JoinPath(path...).String(), body, contentType, out)
}

// Delete removes an object.
func (c *Client) Delete(ctx context.Context, path ...string) error {
	var done json.RawMessage
	_, err := c.send(ctx, http.MethodDelete, c.base.JoinPath(path...).String(), nil, "", &done)
	return err
}

func (c *Client) send(ctx context.Context, method, address string, body io.Reader, contentType string, out any) (platforms.Answer, error) {
	req, err := platforms.Request(ctx, method, address, body)
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Authorization", "Bearer "+c.token) // and not in the address, which others log
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	return answer, answer.Decode(out)
}

// graphError is what went wrong.
type graphError struct {
	Message string `json:"message"`
	Code    int    `json:"code"`
	Subcode int    `json:"error_subcode"`
	Trace   string `json:"fbtrace_id"`
}

// Codes that are treated by themselves.
const (
	invalidParameter = 100
	noSuchObject     = 33 // subcode of it
	duplicatePost    = 506
	publishingLimit  = 9
	notReady         = 9007
	unsupportedFilm  = 2_207_026 // subcode
	spam             = 131_048   // by the account
	enough           = 131_049   // for those whom it is meant for
)

// explain adds what only this platform's answers say.
func (c *Client) explain(answer platforms.Answer, err error) error {
	var told struct {
		Error graphError `json:"error"`
	}
	if json.Unmarshal(answer.Body, &told) != nil || told.Error.Code == 0 {
		return err
	}
	e := told.Error
	return answer.Explain(err, func(f *platforms.Failure) {
		f.Err = &refusal{e, fmt.Errorf("%w: code %d/%d: %s (trace %s)", f.Err, e.Code, e.Subcode, platforms.Reason(e.Message, c.token), platforms.Reason(e.Trace))}
		if class, known := classOf(e); known {
			f.Class = class
		}
		switch {
		case e.Code == spam || e.Code == enough: // not on the same day
			f.Until = c.client.Now().Add(24 * time.Hour)
		case f.Class == platforms.Throttled:
			f.Until = c.regained(answer.Header)
		}
	})
}

// A refusal keeps the code, for what only some calls know how to read.
type refusal struct {
	graphError
	error
}

// Unwrap returns what it adds the code to.
func (r *refusal) Unwrap() error { return r.error }

// coded reports whether a failure bears a code.
func coded(err error, code int) bool {
	r, is := errors.AsType[*refusal](err)
	return is && r.Code == code
}

// classOf groups the codes of the error guides. Codes 1 and 2 are temporary, and
// leave a post in doubt: they keep the class of their status.
func classOf(e graphError) (platforms.Class, bool) {
	switch {
	case slices.Contains([]int{4, 17, 32, 341, 613, 80007, 130429, spam, enough, 131056}, e.Code):
		return platforms.Throttled, true
	case slices.Contains([]int{10, 102, 190, 368, 131031}, e.Code), e.Code >= 200 && e.Code < 300:
		return platforms.Locked, true
	case e.Code == publishingLimit:
		return platforms.Throttled, true
	case e.Code == notReady:
		return platforms.Unsent, true
	case e.Subcode == unsupportedFilm:
		return platforms.Refused, true
	case e.Code == duplicatePost:
		return platforms.Duplicate, true
	case e.Code == invalidParameter && e.Subcode == noSuchObject:
		return platforms.Gone, true
	case e.Code == invalidParameter, e.Code == 1609005:
		return platforms.Refused, true
	}
	return "", false
}

// regained reads when calls are taken again: minutes, in the use of the
// business that is furthest over.
func (c *Client) regained(header http.Header) time.Time {
	var uses map[string][]struct {
		Minutes int `json:"estimated_time_to_regain_access"`
	}
	if json.Unmarshal([]byte(header.Get("X-Business-Use-Case-Usage")), &uses) != nil {
		return time.Time{}
	}
	longest := 0
	for _, list := range uses {
		for _, use := range list {
			longest = max(longest, use.Minutes)
		}
	}
	if longest == 0 {
		return time.Time{}
	}
	return platforms.Within(c.client.Now(), c.client.Now().Add(time.Duration(longest)*time.Minute))
}
