package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// reply is what surrounds every answer.
type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int64 `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// message is a post as the server shows it, as far as it is read here.
type message struct {
	ID   int64 `json:"message_id"`
	Chat chat  `json:"chat"`
}

type chat struct {
	ID       int64  `json:"id"`
	Type     string `json:"type"`
	Title    string `json:"title"`
	Username string `json:"username"`
}

// call makes a request with a body of JSON and reads the result into out.
func (c *Connector) call(ctx context.Context, method string, in map[string]any, out any) (platforms.Answer, error) {
	body, err := platforms.JSON(in)
	if err != nil {
		return platforms.Answer{}, err
	}
	return c.send(ctx, method, body, "application/json", out)
}

// send makes a request. The token is in its path, which no error shows.
func (c *Connector) send(ctx context.Context, method string, body io.Reader, contentType string, out any) (platforms.Answer, error) {
	req, err := platforms.Request(ctx, http.MethodPost, c.base.JoinPath("bot"+c.token, method).String(), body)
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Content-Type", contentType)
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, c.explain(answer, err)
	}
	var r reply
	if err := answer.Decode(&r); err != nil {
		return answer, err
	}
	if !r.OK || len(r.Result) == 0 {
		return answer, answer.Unreadable("result")
	}
	if err := json.Unmarshal(r.Result, out); err != nil {
		return answer, answer.Unreadable("result of its kind")
	}
	return answer, nil
}

// explain adds what only this platform's answers say.
func (c *Connector) explain(answer platforms.Answer, err error) error {
	var r reply
	if json.Unmarshal(answer.Body, &r) != nil || r.Description == "" {
		return err
	}
	return answer.Explain(err, func(f *platforms.Failure) {
		f.Err = fmt.Errorf("%w: %s", f.Err, platforms.Reason(r.Description, c.token))
		switch {
		case r.Parameters.RetryAfter > 0:
			f.Class, f.Until = platforms.Throttled, platforms.Within(c.client.Now(), c.client.Now().Add(time.Duration(r.Parameters.RetryAfter)*time.Second))
		case answer.Status == http.StatusForbidden, answer.Status == http.StatusNotFound, // no such bot
			r.Parameters.MigrateTo != 0, strings.Contains(r.Description, "chat not found"), strings.Contains(r.Description, "not enough rights"):
			f.Class = platforms.Locked
		}
	})
}

// says reports whether a refusal has these words.
func says(err error, words string) bool {
	return platforms.ClassOf(err) == platforms.Refused && strings.Contains(err.Error(), words)
}
