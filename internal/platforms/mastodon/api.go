package mastodon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"caravan/internal/platforms"
)

// status is a post as the server shows it, as far as it is read here.
type status struct {
	ID         string    `json:"id"`
	URI        string    `json:"uri"`
	URL        string    `json:"url"`
	CreatedAt  time.Time `json:"created_at"`
	Content    string    `json:"content"` // HTML
	Text       string    `json:"text"`    // as it was written; not every server gives it
	Favourites *int64    `json:"favourites_count"`
	Replies    *int64    `json:"replies_count"`
	Reblogs    *int64    `json:"reblogs_count"`
	Quotes     *int64    `json:"quotes_count"`
}

func (s status) receipt() platforms.Receipt {
	r := platforms.Receipt{ID: s.ID, URL: s.URL, State: platforms.Live}
	if r.URL == "" {
		r.URL = s.URI
	}
	return r
}

// endpoint is the address of a call.
func (c *Connector) endpoint(query url.Values, path ...string) string {
	u := c.base.JoinPath(path...)
	u.RawQuery = query.Encode()
	return u.String()
}

// call makes a request with a body of JSON, if any, and reads the answer into
// out, if any.
func (c *Connector) call(ctx context.Context, method, endpoint string, in, out any, header ...string) (platforms.Answer, error) {
	var body io.Reader
	if in != nil {
		encoded, err := json.Marshal(in)
		if err != nil {
			return platforms.Answer{}, platforms.Fail(platforms.Refused, "write request: %w", err)
		}
		body = bytes.NewReader(encoded)
		header = append(header, "Content-Type", "application/json")
	}
	return c.send(ctx, method, endpoint, body, out, header...)
}

// send makes a request. Header is names and values in turn.
func (c *Connector) send(ctx context.Context, method, endpoint string, body io.Reader, out any, header ...string) (platforms.Answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, endpoint, body)
	if err != nil {
		return platforms.Answer{}, platforms.Fail(platforms.Locked, "the address of the server cannot be used")
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Accept", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	if out != nil {
		err = answer.Decode(out)
	}
	return answer, err
}

// explain adds what only this platform's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	failure, ok := errors.AsType[*platforms.Failure](err)
	if !ok || answer.Status == 0 {
		return err
	}
	explained := *failure
	if answer.Status == http.StatusForbidden {
		explained.Class = platforms.Locked // outside of the token's scopes, or the login is disabled
	}
	if explained.Class == platforms.Throttled && explained.Until.IsZero() {
		explained.Until = c.reset(answer.Header)
	}
	var told struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(answer.Body, &told) == nil && told.Error != "" {
		explained.Err = fmt.Errorf("%w: %s", failure.Err, platforms.Reason(told.Error, c.token, c.secret))
	}
	return &explained
}

// reset reads when the rate limit ends.
func (c *Connector) reset(header http.Header) time.Time {
	at, err := time.Parse(time.RFC3339, header.Get("X-RateLimit-Reset"))
	if err != nil {
		return time.Time{}
	}
	return platforms.Within(c.client.Now(), at)
}
