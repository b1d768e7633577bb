package tiktok

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"caravan/internal/platforms"
)

// told is what every answer says: what was asked for, or what went wrong.
type told struct {
	Data  json.RawMessage `json:"data"`
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Log     string `json:"log_id"`
	} `json:"error"`
}

// ask posts a question, and reads the data of the answer.
func (c *Connector) ask(ctx context.Context, path string, query url.Values, body, out any) (platforms.Answer, error) {
	sent, err := platforms.JSON(body)
	if err != nil {
		return platforms.Answer{}, err
	}
	u := c.base.JoinPath("v2", path)
	u.Path += "/"
	u.RawQuery = query.Encode()
	method := http.MethodPost
	if body == nil {
		method = http.MethodGet
	}
	req, err := platforms.Request(ctx, method, u.String(), sent)
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Authorization", "Bearer "+c.token)
	req.Header.Set("Content-Type", "application/json; charset=UTF-8")
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	var read told
	if err := answer.Decode(&read); err != nil {
		return answer, err
	}
	if read.Error.Code != "ok" {
		return answer, c.explain(answer, platforms.Fail(platforms.Refused, "POST %s", c.base.Host))
	}
	if json.Unmarshal(read.Data, out) != nil {
		return answer, answer.Unreadable("data")
	}
	return answer, nil
}

// explain adds what only this platform's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	var read told
	if json.Unmarshal(answer.Body, &read) != nil || read.Error.Code == "" {
		return err
	}
	code := read.Error.Code
	return answer.Explain(err, func(f *platforms.Failure) {
		f.Err = fmt.Errorf("%w: %s: %s (log %s)", f.Err, platforms.Reason(code, c.token), platforms.Reason(read.Error.Message, c.token), platforms.Reason(read.Error.Log))
		switch {
		case slices.Contains([]string{"rate_limit_exceeded", "spam_risk_too_many_posts", "reached_active_user_cap"}, code):
			f.Class = platforms.Throttled
		case slices.Contains([]string{
			"access_token_invalid", "scope_not_authorized", "spam_risk_user_banned_from_posting", "unaudited_client_can_only_post_to_private_accounts",
			"privacy_level_option_mismatch",
		}, code):
			f.Class = platforms.Locked
		}
	})
}
