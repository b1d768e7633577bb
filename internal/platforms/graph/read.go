package graph

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"caravan/internal/platforms"
)

// A Stamp is an instant as the API writes it.
type Stamp struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (s *Stamp) UnmarshalJSON(text []byte) (err error) {
	s.Time, err = time.Parse(`"2006-01-02T15:04:05-0700"`, string(text))
	return err
}

// maxPages is how many pages of an edge are read at most.
const maxPages = 10

// Walk looks at what an edge has, in its order, until a look is enough.
func Walk[T any](ctx context.Context, c *Client, query url.Values, look func(T) (enough bool), path ...string) error {
	for range maxPages {
		var list struct {
			Data   []T `json:"data"`
			Paging struct {
				Cursors struct {
					After string `json:"after"`
				} `json:"cursors"`
			} `json:"paging"`
		}
		if err := c.Read(ctx, query, &list, path...); err != nil {
			return platforms.OfAccount(err)
		}
		if slices.ContainsFunc(list.Data, look) || list.Paging.Cursors.After == "" {
			return nil
		}
		query.Set("after", list.Paging.Cursors.After)
	}
	return platforms.Fail(platforms.Unsent, "more than %d pages since then", maxPages)
}

// Insights asks for metrics together, and one by one where one of them is not
// known any more: it fails them all.
func (c *Client) Insights(ctx context.Context, id string, metrics ...string) []platforms.Count {
	var told struct {
		Data []struct {
			Name   string `json:"name"`
			Values []struct {
				Value json.RawMessage `json:"value"`
			} `json:"values"`
		} `json:"data"`
	}
	err := c.Read(ctx, url.Values{"metric": {strings.Join(metrics, ",")}, "period": {"lifetime"}}, &told, id, "insights")
	if coded(err, invalidParameter) && len(metrics) > 1 {
		var counts []platforms.Count
		for _, metric := range metrics {
			counts = append(counts, c.Insights(ctx, id, metric)...)
		}
		return counts
	}
	var counts []platforms.Count
	for _, metric := range metrics {
		count := platforms.Count{Native: metric, Missing: platforms.NotYetFinal} // an empty answer is not a zero
		switch {
		case coded(err, invalidParameter):
			count.Missing = platforms.NotSupported
		case err != nil:
			count.Missing = platforms.APIError
		}
		for _, series := range told.Data {
			var n int64
			if series.Name == metric && len(series.Values) > 0 && json.Unmarshal(series.Values[0].Value, &n) == nil {
				count = platforms.Counted(metric, &n)
			}
		}
		counts = append(counts, count)
	}
	return counts
}
