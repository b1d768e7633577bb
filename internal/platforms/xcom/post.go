package xcom

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

const (
	onePage  = 100
	maxPages = 5               // every post that is read costs money
	skew     = 5 * time.Minute // between our clock and the platform's
)

// Publish implements [platforms.Connector].
func (c *Connector) Publish(ctx context.Context, p platforms.Post) (platforms.Receipt, error) {
	ids, err := c.upload(ctx, p.Media)
	if err != nil {
		return platforms.Receipt{}, err
	}
	in := map[string]any{"text": p.Text()}
	if len(ids) > 0 {
		in["media"] = map[string]any{"media_ids": ids}
	}
	var posted struct {
		Data post `json:"data"`
	}
	answer, err := c.call(ctx, http.MethodPost, nil, in, &posted, "tweets")
	if err != nil {
		return platforms.Receipt{}, err
	}
	if posted.Data.ID == "" {
		return platforms.Receipt{}, answer.Unreadable("id")
	}
	return receipt(posted.Data.ID), nil
}

// Retract implements [platforms.Retractor].
func (c *Connector) Retract(ctx context.Context, r platforms.Receipt) error {
	var done struct{}
	_, err := c.call(ctx, http.MethodDelete, nil, nil, &done, "tweets", r.ID)
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}

// me is the account.
type me struct {
	Data struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		Username string `json:"username"`
		Public   struct {
			Followers *int64 `json:"followers_count"`
		} `json:"public_metrics"`
	} `json:"data"`
}

func (c *Connector) me(ctx context.Context) (me, error) {
	var told me
	answer, err := c.call(ctx, http.MethodGet, url.Values{"user.fields": {"public_metrics"}}, nil, &told, "users", "me")
	if err == nil && told.Data.ID == "" {
		err = answer.Unreadable("id")
	}
	return told, platforms.OfAccount(err)
}

// Inspect implements [platforms.Inspector].
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	told, err := c.me(ctx)
	if err != nil {
		return platforms.Account{}, err
	}
	return platforms.Account{
		ID: told.Data.ID, Name: told.Data.Name, URL: "https://x.com/" + told.Data.Username, Followers: told.Data.Public.Followers,
	}, nil
}

// Find implements [platforms.Finder]. A post is ours if it holds the link or,
// without one, exactly the text.
func (c *Connector) Find(ctx context.Context, p platforms.Post) (platforms.Receipt, bool, error) {
	told, err := c.me(ctx)
	if err != nil {
		return platforms.Receipt{}, false, err
	}
	query := url.Values{
		"max_results": {strconv.Itoa(onePage)}, c.fields: {"created_at,entities"}, "start_time": {p.Since.Add(-skew).UTC().Format(time.RFC3339)},
	}
	for range maxPages {
		var list struct {
			Data []post `json:"data"`
			Meta struct {
				Next string `json:"next_token"`
			} `json:"meta"`
		}
		if _, err := c.call(ctx, http.MethodGet, query, nil, &list, "users", told.Data.ID, "tweets"); err != nil {
			return platforms.Receipt{}, false, platforms.OfAccount(err)
		}
		for _, found := range list.Data {
			if p.Shows(found.written()) {
				return receipt(found.ID), true, nil
			}
		}
		if list.Meta.Next == "" {
			return platforms.Receipt{}, false, nil
		}
		query.Set("pagination_token", list.Meta.Next)
	}
	return platforms.Receipt{}, false, platforms.Fail(platforms.Unsent, "more than %d posts since then", onePage*maxPages)
}

// Measure implements [platforms.Measurer]. One question answers for a hundred
// posts; what is wrong with one stands beside the others.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for some := range slices.Chunk(receipts, onePage) {
		ids := make([]string, len(some))
		for i, r := range some {
			ids[i] = r.ID
		}
		var known struct {
			Data   []post    `json:"data"`
			Errors []problem `json:"errors"`
		}
		query := url.Values{"ids": {strings.Join(ids, ",")}, c.fields: {"public_metrics,non_public_metrics"}}
		if _, err := c.call(ctx, http.MethodGet, query, nil, &known, "tweets"); err != nil {
			return nil, platforms.OfAccount(err)
		}
		for _, id := range ids {
			measured = append(measured, c.measure(id, known.Data, known.Errors))
		}
	}
	return measured, nil
}

// measure is what was said about one post. Where it is there, a problem is only
// that something about it is not told, such as clicks after 30 days.
func (c *Connector) measure(id string, known []post, problems []problem) platforms.Measures {
	if i := slices.IndexFunc(known, func(p post) bool { return p.ID == id }); i >= 0 {
		return platforms.Measures{ID: id, Counts: known[i].counts()}
	}
	i := slices.IndexFunc(problems, func(p problem) bool { return p.Resource == id })
	if i < 0 || problems[i].gone() {
		return platforms.Measures{ID: id, Err: platforms.Fail(platforms.Gone, "there is no such post")}
	}
	reason := platforms.Reason(problems[i].Title, c.keys.appSecret, c.keys.token, c.keys.tokenSecret)
	return platforms.Measures{ID: id, Err: platforms.Fail(platforms.Unsent, "%s", reason)}
}

func (p post) counts() []platforms.Count {
	reposts := p.Public.Reposts
	if reposts == nil {
		reposts = p.Public.Before
	}
	var shared *int64
	if reposts != nil && p.Public.Quotes != nil {
		n := *reposts + *p.Public.Quotes
		shared = &n
	}
	return []platforms.Count{
		platforms.Counted(views, p.Public.Views), platforms.Counted(likes, p.Public.Likes), platforms.Counted(replies, p.Public.Replies),
		platforms.Counted(shares, shared), platforms.Counted(clicks, p.Private.Clicks),
	}
}
