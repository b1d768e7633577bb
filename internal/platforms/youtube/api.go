package youtube

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"caravan/internal/platforms"
)

// read asks for a list.
func (c *Connector) read(ctx context.Context, list string, query url.Values, out any) error {
	answer, err := c.call(ctx, http.MethodGet, c.at(list, query), nil, nil)
	if err != nil {
		return err
	}
	return answer.Decode(out)
}

// at is the address of a resource.
func (c *Connector) at(resource string, query url.Values) string {
	u := c.base.JoinPath("youtube", "v3", resource)
	u.RawQuery = query.Encode()
	return u.String()
}

// call makes a request with its headers.
func (c *Connector) call(ctx context.Context, method, address string, header http.Header, body io.Reader) (platforms.Answer, error) {
	req, err := platforms.Request(ctx, method, address, body)
	if err != nil {
		return platforms.Answer{}, err
	}
	maps.Copy(req.Header, header)
	req.Header.Set("Authorization", "Bearer "+c.token)
	if length := header.Get("Content-Length"); length != "" {
		if _, err := fmt.Sscan(length, &req.ContentLength); err != nil {
			return platforms.Answer{}, platforms.Fail(platforms.Unsent, "length of a part: %w", err)
		}
	}
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	return answer, nil
}

// explain adds what only this platform's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	var told struct {
		Error struct {
			Message string `json:"message"`
			Errors  []struct {
				Reason string `json:"reason"`
			} `json:"errors"`
		} `json:"error"`
	}
	if json.Unmarshal(answer.Body, &told) != nil || len(told.Error.Errors) == 0 {
		return err
	}
	reason := told.Error.Errors[0].Reason
	return answer.Explain(err, func(f *platforms.Failure) {
		f.Err = fmt.Errorf("%w: %s: %s", f.Err, platforms.Reason(reason, c.token), platforms.Reason(told.Error.Message, c.token))
		switch {
		case slices.Contains([]string{"quotaExceeded", "dailyLimitExceeded", "uploadLimitExceeded"}, reason):
			f.Class, f.Until = platforms.Throttled, platforms.Within(c.client.Now(), newDay(c.client.Now()))
		case slices.Contains([]string{"rateLimitExceeded", "userRateLimitExceeded"}, reason):
			f.Class = platforms.Throttled
		case answer.Status == http.StatusForbidden, reason == "youtubeSignupRequired":
			f.Class = platforms.Locked
		}
	})
}

// newDay is when the platform counts anew: at midnight in California.
func newDay(now time.Time) time.Time {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		zone = time.FixedZone("PST", -8*60*60)
	}
	year, month, day := now.In(zone).Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, zone)
}
