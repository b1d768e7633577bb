package instagram

import (
	"context"
	"errors"
	"net/url"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/graph"
)

const (
	page = "50"
	skew = 5 * time.Minute // between our clock and the server's
)

// object is a post or a container as far as it is read here.
type object struct {
	ID        string      `json:"id"`
	Caption   string      `json:"caption"`
	Permalink string      `json:"permalink"`
	At        graph.Stamp `json:"timestamp"`
}

func (o object) receipt() platforms.Receipt {
	return platforms.Receipt{ID: o.ID, URL: o.Permalink, State: platforms.Live}
}

// Find implements [platforms.Finder]. A container that was not published is
// proof that there is no post. Else a post is ours if it holds the link or,
// without one, exactly the text.
func (c *Connector) Find(ctx context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	surely := false
	if post.Prepared != "" {
		state, _, err := c.status(ctx, post.Prepared)
		if err != nil && platforms.ClassOf(err) != platforms.Gone {
			return platforms.Receipt{}, false, platforms.Question(err)
		}
		if err == nil && state != published {
			return platforms.Receipt{}, false, nil
		}
		surely = err == nil
	}
	receipt, found, err := c.search(ctx, post)
	if err == nil && !found && surely {
		err = platforms.Fail(platforms.Unsent, "the post was published, and is not listed")
	}
	return receipt, found, err
}

// search looks for a post among those of the account.
func (c *Connector) search(ctx context.Context, post platforms.Post) (receipt platforms.Receipt, found bool, err error) {
	err = c.posts(ctx, post.Since.Add(-skew), func(o object) bool {
		if found = post.Shows(o.Caption); found {
			receipt = o.receipt()
		}
		return found
	})
	return receipt, found, err
}

// Recent implements [platforms.Lister].
func (c *Connector) Recent(ctx context.Context, since time.Time) (shown []platforms.Shown, err error) {
	err = c.posts(ctx, since, func(o object) bool {
		shown = append(shown, platforms.Shown{ID: o.ID, URL: o.Permalink, Text: o.Caption})
		return false
	})
	return shown, err
}

// posts looks at those of the account since a time, the newest first, until the
// look is enough.
func (c *Connector) posts(ctx context.Context, since time.Time, look func(object) (enough bool)) error {
	query := url.Values{"fields": {"id,caption,permalink,timestamp"}, "limit": {page}}
	return graph.Walk(ctx, c.graph, query, func(o object) bool { return o.At.Before(since) || look(o) }, c.account, "media")
}

// Measure implements [platforms.Measurer], post by post: a question about
// several fails whole if one of them is gone.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for _, r := range receipts {
		m := c.measure(ctx, r.ID)
		if m.Err != nil && (m.Err.Class == platforms.Locked || m.Err.Class == platforms.Throttled) {
			return nil, m.Err
		}
		measured = append(measured, m)
	}
	return measured, nil
}

func (c *Connector) measure(ctx context.Context, id string) platforms.Measures {
	var told struct {
		Likes    *int64 `json:"like_count"`
		Comments *int64 `json:"comments_count"`
	}
	err := c.graph.Read(ctx, url.Values{"fields": {likes + "," + comments}}, &told, id)
	if f, failed := errors.AsType[*platforms.Failure](err); failed {
		return platforms.Measures{ID: id, Err: f}
	}
	counts := []platforms.Count{platforms.Counted(likes, told.Likes), platforms.Counted(comments, told.Comments)}
	return platforms.Measures{ID: id, Counts: append(counts, c.graph.Insights(ctx, id, views, reached, shares, saved)...)}
}

// Inspect implements [platforms.Inspector]. An account that has used up its
// posts of the day is Throttled.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var told struct {
		ID        string `json:"id"`
		Username  string `json:"username"`
		Followers *int64 `json:"followers_count"`
	}
	if err := c.graph.Read(ctx, url.Values{"fields": {"id,username,followers_count"}}, &told, c.account); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	account := platforms.Account{ID: told.ID, Name: told.Username, Followers: told.Followers}
	if told.Username != "" {
		account.URL = "https://www.instagram.com/" + url.PathEscape(told.Username)
	}
	return account, c.quota(ctx)
}

// quota refuses an account that may not post any more today.
func (c *Connector) quota(ctx context.Context) error {
	var told struct {
		Data []struct {
			Used   int `json:"quota_usage"`
			Config struct {
				Total int `json:"quota_total"`
			} `json:"config"`
		} `json:"data"`
	}
	if err := c.graph.Read(ctx, url.Values{"fields": {"quota_usage,config"}}, &told, c.account, "content_publishing_limit"); err != nil {
		return platforms.OfAccount(err)
	}
	if len(told.Data) > 0 && told.Data[0].Config.Total > 0 && told.Data[0].Used >= told.Data[0].Config.Total {
		return platforms.Fail(platforms.Throttled, "%d of %d posts of the day are used up", told.Data[0].Used, told.Data[0].Config.Total)
	}
	return nil
}
