package wordpress

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"caravan/internal/platforms"
)

// entry is a post as the site shows it, as far as it is read here.
type entry struct {
	ID   int64  `json:"id"`
	Slug string `json:"slug"`
	Link string `json:"link"`
}

// call makes a request with a body of JSON, if any, and reads the answer into
// out. Every site knows its routes by this parameter, whether or not it has
// pretty addresses.
func (c *Connector) call(ctx context.Context, method, route string, query url.Values, in, out any) (platforms.Answer, error) {
	body, err := platforms.JSON(in)
	if err != nil {
		return platforms.Answer{}, err
	}
	return c.send(ctx, method, route, query, body, http.Header{"Content-Type": {"application/json"}}, out)
}

func (c *Connector) send(ctx context.Context, method, route string, query url.Values, body io.Reader, header http.Header, out any) (platforms.Answer, error) {
	u := *c.base
	if query == nil {
		query = url.Values{}
	}
	query.Set("rest_route", "/wp/v2"+route)
	u.Path += "/"
	u.RawQuery = query.Encode()
	req, err := platforms.Request(ctx, method, u.String(), body)
	if err != nil {
		return platforms.Answer{}, err
	}
	if body != nil {
		req.Header = header
	}
	req.SetBasicAuth(c.user, c.password)
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	return answer, answer.Decode(out)
}

// explain adds what only this platform's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	var told struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	if json.Unmarshal(answer.Body, &told) != nil || told.Code == "" {
		return err
	}
	return answer.Explain(err, func(f *platforms.Failure) {
		f.Err = fmt.Errorf("%w: %s: %s", f.Err, platforms.Reason(told.Code), platforms.Reason(told.Message, c.password))
		switch {
		case answer.Status == http.StatusForbidden, told.Code == "rest_no_route":
			f.Class = platforms.Locked
		case told.Code == "rest_post_invalid_id":
			f.Class = platforms.Gone
		case told.Code == "rest_upload_sideload_error": // for good, although it says 500
			f.Class = platforms.Refused
		}
	})
}
