package matrix

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// call makes a request with a body of JSON, if any, and reads the answer into
// out. The parts of the path are escaped: ids of rooms and events hold signs
// that have a meaning there.
func (c *Connector) call(ctx context.Context, method string, in, out any, path ...string) (platforms.Answer, error) {
	body, err := platforms.JSON(in)
	if err != nil {
		return platforms.Answer{}, err
	}
	return c.send(ctx, method, c.address(path...), body, "application/json", out)
}

func (c *Connector) address(path ...string) string {
	escaped := make([]string, len(path))
	for i, part := range path {
		escaped[i] = url.PathEscape(part)
	}
	return c.base.String() + "/" + strings.Join(escaped, "/")
}

func (c *Connector) send(ctx context.Context, method, address string, body io.Reader, contentType string, out any) (platforms.Answer, error) {
	req, err := platforms.Request(ctx, method, address, body)
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		req.Header.Set("Content-Type", contentType)
	}
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	return answer, answer.Decode(out)
}

// explain adds what only this platform's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	var told struct {
		Code  string `json:"errcode"`
		Error string `json:"error"`
		After int64  `json:"retry_after_ms"`
	}
	if json.Unmarshal(answer.Body, &told) != nil || told.Code == "" {
		return err
	}
	return answer.Explain(err, func(f *platforms.Failure) {
		f.Err = fmt.Errorf("%w: %s: %s", f.Err, platforms.Reason(told.Code), platforms.Reason(told.Error, c.token))
		switch told.Code {
		case "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_FORBIDDEN", "M_USER_DEACTIVATED", "M_USER_LOCKED":
			f.Class = platforms.Locked
		case "M_LIMIT_EXCEEDED":
			f.Class = platforms.Throttled
			if f.Until.IsZero() && told.After > 0 { // the older form
				now := c.client.Now()
				f.Until = platforms.Within(now, now.Add(time.Duration(told.After)*time.Millisecond))
			}
		}
	})
}
