package viber

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"caravan/internal/platforms"
)

// reply is what every answer has. Tokens of messages are larger than a number
// of JavaScript can be.
type reply struct {
	Status  *int   `json:"status"`
	Message string `json:"status_message"`
	Token   int64  `json:"message_token"`
}

// call makes a request and reads the answer into out, which holds a reply.
func (c *Connector) call(ctx context.Context, method string, in map[string]any, out any) (platforms.Answer, error) {
	body, err := platforms.JSON(in)
	if err != nil {
		return platforms.Answer{}, err
	}
	req, err := platforms.Request(ctx, http.MethodPost, c.base.JoinPath("pa", method).String(), body)
	if err != nil {
		return platforms.Answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Viber-Auth-Token", c.token)
	answer, err := c.client.Exchange(req)
	if err != nil {
		return answer, err
	}
	var r reply
	if err := answer.Decode(&r); err != nil {
		return answer, err
	}
	if r.Status == nil {
		return answer, answer.Unreadable("status")
	}
	if *r.Status != 0 {
		reason := platforms.Reason(r.Message, c.token)
		return answer, &platforms.Failure{Class: classOf(*r.Status), Err: fmt.Errorf("%s: status %d: %s", method, *r.Status, reason)}
	}
	return answer, answer.Decode(out)
}

// classOf groups the statuses. Those not documented are called general errors,
// after which nobody knows.
func classOf(status int) platforms.Class {
	for class, statuses := range map[platforms.Class][]int{
		platforms.Refused:   {1, 3, 4, 13, 14},
		platforms.Locked:    {2, 7, 8, 9, 10, 15, 20},
		platforms.Throttled: {12, 19},
	} {
		if slices.Contains(statuses, status) {
			return class
		}
	}
	return platforms.Uncertain
}

// account is what is told about the channel.
type account struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Webhook     string `json:"webhook"`
	Subscribers *int64 `json:"subscribers_count"`
	Members     []struct {
		ID   string `json:"id"`
		Role string `json:"role"`
	} `json:"members"`
}

func (c *Connector) info(ctx context.Context) (account, error) {
	var told account
	answer, err := c.call(ctx, "get_account_info", map[string]any{}, &told)
	if err == nil && told.ID == "" {
		err = answer.Unreadable("id")
	}
	return told, platforms.OfAccount(err)
}

// Publish implements [platforms.Connector]. A post is by an administrator:
// the one that the account names, or else the first that the channel has.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	from := c.from
	if from == "" {
		told, err := c.info(ctx)
		if err != nil {
			return platforms.Receipt{}, err
		}
		for _, m := range told.Members {
			if from == "" || m.Role == "superadmin" {
				from = m.ID
			}
		}
	}
	var posted reply
	answer, err := c.call(ctx, "post", map[string]any{"from": from, "type": "text", "text": post.Text()}, &posted)
	if err != nil {
		return platforms.Receipt{}, err
	}
	if posted.Token == 0 {
		return platforms.Receipt{}, answer.Unreadable("message_token")
	}
	return platforms.Receipt{ID: strconv.FormatInt(posted.Token, 10), State: platforms.Live}, nil
}

// Inspect implements [platforms.Inspector]. A channel takes posts once an
// address has been named that answers Viber, though nothing is ever sent there.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	told, err := c.info(ctx)
	if err != nil {
		return platforms.Account{}, err
	}
	switch {
	case c.webhook != "" && told.Webhook != c.webhook:
		var done reply
		if _, err := c.call(ctx, "set_webhook", map[string]any{"url": c.webhook}, &done); err != nil {
			return platforms.Account{}, platforms.OfAccount(err)
		}
	case told.Webhook == "" && c.webhook == "":
		return platforms.Account{}, platforms.Fail(platforms.Locked, "the channel takes posts only once an address that answers is named")
	}
	return platforms.Account{ID: told.ID, Name: told.Name, Followers: told.Subscribers}, nil
}
