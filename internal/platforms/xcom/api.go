package xcom

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// problem is what went wrong, with a request or with one of several posts.
type problem struct {
	Title    string `json:"title"`
	Detail   string `json:"detail"`
	Type     string `json:"type"`
	Resource string `json:"resource_id"`
}

// gone reports whether it says that there is no such post.
func (p problem) gone() bool { return strings.HasSuffix(p.Type, "/resource-not-found") }

// call makes a signed request with a body of JSON, if any, and reads the answer
// into out.
func (c *Connector) call(ctx context.Context, method string, query url.Values, in, out any, path ...string) (platforms.Answer, error) {
	body, err := platforms.JSON(in)
	if err != nil {
		return platforms.Answer{}, err
	}
	contentType := ""
	if body != nil {
		contentType = "application/json"
	}
	return c.send(ctx, method, query, body, contentType, out, path...)
}

// send makes a signed request with a body of a type, if any, and reads the
// answer into out.
func (c *Connector) send(
	ctx context.Context, method string, query url.Values, body io.Reader, contentType string, out any, path ...string,
) (platforms.Answer, error) {
	u := c.base.JoinPath(append([]string{"2"}, path...)...)
	u.RawQuery = query.Encode()
	req, err := platforms.Request(ctx, method, u.String(), body)
	if err != nil {
		return platforms.Answer{}, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	c.keys.sign(req, c.client.Now())
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	return answer, answer.Decode(out)
}

// explain adds what only this platform's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	return answer.Explain(err, func(f *platforms.Failure) {
		var p problem
		if json.Unmarshal(answer.Body, &p) == nil && p.Title+p.Detail != "" {
			reason := platforms.Reason(p.Title+": "+p.Detail, c.keys.appSecret, c.keys.token, c.keys.tokenSecret)
			f.Err = fmt.Errorf("%w: %s", f.Err, reason)
		}
		switch {
		case answer.Status == http.StatusTooManyRequests:
			if reset, err := strconv.ParseInt(answer.Header.Get("X-Rate-Limit-Reset"), 10, 64); err == nil {
				f.Until = platforms.Within(c.client.Now(), time.Unix(reset, 0))
			}
		case strings.HasSuffix(p.Type, "/usage-capped"):
			f.Class = platforms.Throttled
		case strings.Contains(p.Detail, "duplicate content"): // it has no type of its own
			f.Class = platforms.Duplicate
		case answer.Status == http.StatusForbidden, answer.Status == http.StatusPaymentRequired:
			f.Class = platforms.Locked
		}
	})
}

// metrics are the counts of a post, in the spelling of before and of after the
// rename.
type metrics struct {
	Views   *int64 `json:"impression_count"`
	Likes   *int64 `json:"like_count"`
	Replies *int64 `json:"reply_count"`
	Quotes  *int64 `json:"quote_count"`
	Reposts *int64 `json:"repost_count"`
	Before  *int64 `json:"retweet_count"`
	Clicks  *int64 `json:"url_link_clicks"`
}

// post is one as the platform shows it, as far as it is read here. Links in the
// text are replaced by its own; where they lead stands in entities.
type post struct {
	ID       string    `json:"id"`
	Text     string    `json:"text"`
	Created  time.Time `json:"created_at"`
	Public   metrics   `json:"public_metrics"`
	Private  metrics   `json:"non_public_metrics"`
	Entities struct {
		URLs []struct {
			Short    string `json:"url"`
			Expanded string `json:"expanded_url"`
		} `json:"urls"`
	} `json:"entities"`
}

// written is the text with the links that its author wrote.
func (p post) written() string {
	text := p.Text
	for _, u := range p.Entities.URLs {
		text = strings.ReplaceAll(text, u.Short, u.Expanded)
	}
	return text
}

func receipt(id string) platforms.Receipt {
	return platforms.Receipt{ID: id, URL: "https://x.com/i/status/" + id, State: platforms.Live}
}
