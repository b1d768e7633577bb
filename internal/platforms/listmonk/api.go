package listmonk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"caravan/internal/platforms"
)

// The states of a campaign that say something here.
const (
	draft     = "draft"
	running   = "running"
	cancelled = "cancelled"
)

// campaign is one as the server shows it, as far as it is read here.
type campaign struct {
	ID      int64     `json:"id"`
	Status  string    `json:"status"`
	Tags    []string  `json:"tags"`
	Created time.Time `json:"created_at"`
	Views   *int64    `json:"views"`
	Clicks  *int64    `json:"clicks"`
	Bounces *int64    `json:"bounces"`
	Sent    *int64    `json:"sent"`
}

func (c campaign) receipt() platforms.Receipt {
	return platforms.Receipt{ID: strconv.FormatInt(c.ID, 10), State: platforms.Live}
}

// call makes a request with a body of JSON, if any, and reads the data of the
// answer into out.
func (c *Connector) call(ctx context.Context, method string, query url.Values, in, out any, path ...string) (platforms.Answer, error) {
	body, err := platforms.JSON(in)
	if err != nil {
		return platforms.Answer{}, err
	}
	u := c.base.JoinPath(append([]string{"api"}, path...)...)
	u.RawQuery = query.Encode()
	req, err := platforms.Request(ctx, method, u.String(), body)
	if err != nil {
		return platforms.Answer{}, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.SetBasicAuth(c.user, c.token)
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	var r struct {
		Data json.RawMessage `json:"data"`
	}
	if err := answer.Decode(&r); err != nil {
		return answer, err
	}
	if len(r.Data) == 0 || json.Unmarshal(r.Data, out) != nil {
		return answer, answer.Unreadable("data of its kind")
	}
	return answer, nil
}

// explain adds what only this server's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	return answer.Explain(err, func(f *platforms.Failure) {
		var r struct {
			Message string `json:"message"`
		}
		if json.Unmarshal(answer.Body, &r) == nil && r.Message != "" {
			f.Err = fmt.Errorf("%w: %s", f.Err, platforms.Reason(r.Message, c.token))
		}
		if answer.Status == http.StatusForbidden { // of a wrong token too
			f.Class = platforms.Locked
		}
	})
}
