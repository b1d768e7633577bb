package mastodon

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"caravan/internal/platforms"
)

// batch is how many posts a server tells about at once.
const batch = 20

// Measure implements [platforms.Measurer]. What a batch leaves out is asked
// for by itself: it may be gone, or the server may not know batches.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for some := range slices.Chunk(receipts, batch) {
		known, err := c.batch(ctx, some)
		if err != nil {
			return nil, err
		}
		for _, receipt := range some {
			m := c.measure(ctx, receipt.ID, known)
			if m.Err != nil && ofAccount(m.Err) {
				return nil, m.Err
			}
			measured = append(measured, m)
		}
	}
	return measured, nil
}

// batch asks about up to 20 posts. A server that has no such call is as good
// as one that knows none of them.
func (c *Connector) batch(ctx context.Context, receipts []platforms.Receipt) (map[string]status, error) {
	query := url.Values{}
	for _, r := range receipts {
		query.Add("id[]", r.ID)
	}
	var list []status
	_, err := c.call(ctx, http.MethodGet, c.endpoint(query, "api/v1/statuses"), nil, &list)
	class := platforms.ClassOf(err)
	if err != nil && class != platforms.Gone && class != platforms.Refused {
		return nil, err
	}
	known := make(map[string]status, len(list))
	for _, s := range list {
		known[s.ID] = s
	}
	return known, nil
}

// ofAccount reports whether a failure of one post is one of all.
func ofAccount(f *platforms.Failure) bool {
	return f.Class == platforms.Locked || f.Class == platforms.Throttled
}

func (c *Connector) measure(ctx context.Context, id string, known map[string]status) platforms.Measures {
	s, ok := known[id]
	if !ok {
		_, err := c.call(ctx, http.MethodGet, c.endpoint(nil, "api/v1/statuses", id), nil, &s)
		if failure, failed := errors.AsType[*platforms.Failure](err); failed {
			return platforms.Measures{ID: id, Err: failure}
		}
	}
	return platforms.Measures{ID: id, Counts: []platforms.Count{
		platforms.Counted(favourites, s.Favourites),
		platforms.Counted(replies, s.Replies),
		platforms.Counted(reblogs, s.Reblogs),
		platforms.Counted(quotes, s.Quotes),
	}}
}
