package matrix

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// call makes a request with a body of JSON, if any, and reads the answer into
// out. The parts of the path are escaped: ids of rooms and events hold signs
// that have a meaning there.
func (c *Connector) call(ctx context.Context, method string, in, out any, path ...string) (platforms.Answer, error) {
	var body io.Reader
	if in != nil {
		encoded, err := json.Marshal(in)
		if err != nil {
			return platforms.Answer{}, platforms.Fail(platforms.Refused, "write request: %w", err)
		}
		body = bytes.NewReader(encoded)
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
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return platforms.Answer{}, platforms.Fail(platforms.Locked, "the address of the server cannot be used")
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
	failure, ok := errors.AsType[*platforms.Failure](err)
	var told struct {
		Code  string `json:"errcode"`
		Error string `json:"error"`
		After int64  `json:"retry_after_ms"`
	}
	if !ok || answer.Status == 0 || json.Unmarshal(answer.Body, &told) != nil || told.Code == "" {
		return err
	}
	explained := platforms.Failure{
		Class: failure.Class, Until: failure.Until, Err: fmt.Errorf("%w: %s: %s", failure.Err, platforms.Reason(told.Code), platforms.Reason(told.Error, c.token)),
	}
	switch told.Code {
	case "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_FORBIDDEN", "M_USER_DEACTIVATED", "M_USER_LOCKED":
		explained.Class = platforms.Locked
	case "M_LIMIT_EXCEEDED":
		explained.Class = platforms.Throttled
		if explained.Until.IsZero() && told.After > 0 { // the older form
			now := c.client.Now()
			explained.Until = platforms.Within(now, now.Add(time.Duration(told.After)*time.Millisecond))
		}
	}
	return &explained
}
