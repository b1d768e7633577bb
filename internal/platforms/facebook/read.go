package facebook

import (
	"context"
	"errors"
	"net/url"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/platforms/graph"
)

const (
	page = "100"
	skew = 5 * time.Minute // between our clock and the server's
)

// Find implements [platforms.Finder]. A post is ours if it holds the link or,
// without one, exactly the text.
func (c *Connector) Find(ctx context.Context, post platforms.Post) (receipt platforms.Receipt, found bool, err error) {
	err = c.published(ctx, post.Since.Add(-skew), func(o object) bool {
		if found = post.Shows(o.Message); found {
			receipt = o.receipt()
		}
		return found
	})
	return receipt, found, err
}

// Recent implements [platforms.Lister].
func (c *Connector) Recent(ctx context.Context, since time.Time) (shown []platforms.Shown, err error) {
	err = c.published(ctx, since, func(o object) bool {
		shown = append(shown, platforms.Shown{ID: o.ID, URL: o.receipt().URL, Text: o.Message})
		return false
	})
	return shown, err
}

// published looks at the posts of the Page since a time, the newest first, until
// the look is enough.
func (c *Connector) published(ctx context.Context, since time.Time, look func(object) (enough bool)) error {
	query := url.Values{"fields": {"id,message,created_time,permalink_url"}, "limit": {page}}
	return graph.Walk(ctx, c.graph, query, func(o object) bool { return o.CreatedAt.Before(since) || look(o) }, c.page, "published_posts")
}

// total is a summary of an edge.
type total struct {
	Summary struct {
		Count *int64 `json:"total_count"`
	} `json:"summary"`
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
		Reactions total `json:"reactions"`
		Comments  total `json:"comments"`
		Shares    struct {
			Count *int64 `json:"count"`
		} `json:"shares"`
	}
	fields := "shares,comments.summary(total_count).limit(0),reactions.summary(total_count).limit(0)"
	if f, failed := errors.AsType[*platforms.Failure](c.graph.Read(ctx, url.Values{"fields": {fields}}, &told, id)); failed {
		return platforms.Measures{ID: id, Err: f}
	}
	counts := []platforms.Count{
		platforms.Counted(reactions, told.Reactions.Summary.Count), platforms.Counted(comments, told.Comments.Summary.Count),
		platforms.Counted(shares, told.Shares.Count),
	}
	return platforms.Measures{ID: id, Counts: append(counts, c.graph.Insights(ctx, id, shown, reached, clicks)...)}
}

// Inspect implements [platforms.Inspector].
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var told struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Link      string `json:"link"`
		Followers *int64 `json:"followers_count"`
	}
	if err := c.graph.Read(ctx, url.Values{"fields": {"id,name,link,followers_count"}}, &told, c.page); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	return platforms.Account{ID: told.ID, Name: told.Name, URL: told.Link, Followers: told.Followers}, nil
}
