package mastodon

import (
	"context"
	"encoding/json"
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
	Answers    string    `json:"in_reply_to_id"` // empty: nobody
	Content    string    `json:"content"`        // HTML
	Text       string    `json:"text"`           // as it was written; not every server gives it
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
	body, err := platforms.JSON(in)
	if err != nil {
		return platforms.Answer{}, err
	}
	if body != nil {
		header = append(header, "Content-Type", "application/json")
	}
	return c.send(ctx, method, endpoint, body, out, header...)
}

// send makes a request. Header is names and values in turn.
func (c *Connector) send(ctx context.Context, method, endpoint string, body io.Reader, out any, header ...string) (platforms.Answer, error) {
	req, err := platforms.Request(ctx, method, endpoint, body)
	if err != nil {
		return platforms.Answer{}, err
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
	return answer.Explain(err, func(f *platforms.Failure) {
		var told struct {
			Error string `json:"error"`
		}
		if answer.Status == http.StatusForbidden {
			f.Class = platforms.Locked // outside of the token's scopes, or the login is disabled
		}
		if f.Class == platforms.Throttled && f.Until.IsZero() {
			f.Until = c.reset(answer.Header)
		}
		if json.Unmarshal(answer.Body, &told) == nil && told.Error != "" {
			f.Err = fmt.Errorf("%w: %s", f.Err, platforms.Reason(told.Error, c.token, c.secret))
		}
	})
}

// reset reads when the rate limit ends.
func (c *Connector) reset(header http.Header) time.Time {
	at, err := time.Parse(time.RFC3339, header.Get("X-RateLimit-Reset"))
	if err != nil {
		return time.Time{}
	}
	return platforms.Within(c.client.Now(), at)
}
