// Package portal publishes on the public site of this installation, the one
// channel that needs no account anywhere. Pages are records behind the Shelf;
// how they look and how their readers are counted is decided there. Views are
// counted; readers are approximated for each day, between bounds, without
// cookies or stored addresses, and so can never be added up over days.
package portal

import (
	"context"
	"errors"
	"time"

	"caravan/internal/platforms"
)

// A Shelf holds the pages that anybody may read. A key has one page.
type Shelf interface {
	// Put shows a post as a page and returns its path among all pages, such as
	// osh/k7p2mq9xwz. For a key that has a page it returns the path of that
	// one; if it was taken away, a *platforms.Failure of class Gone.
	Put(ctx context.Context, post platforms.Post) (path string, err error)

	// Find returns the path of the page of a key, and whether one is shown.
	Find(ctx context.Context, key string) (path string, found bool, err error)

	// Remove takes the page of a key away. That of none is a success.
	Remove(ctx context.Context, key string) error

	// Counts returns the figures of the pages of the keys, in their order.
	Counts(ctx context.Context, keys []string) ([]Counts, error)
}

// Counts are the figures of one page.
type Counts struct {
	Removed bool  // no page is shown for the key; there are no figures
	Views   int64 // since it was put there
	Days    []Readers
}

// Readers are how many read a page on one closed day, at least and at most.
type Readers struct {
	From, To  time.Time
	Low, High int64
}

// Native names of the metrics.
const (
	views   = "views"
	readers = "daily_readers"
)

// Profile describes the portal.
func Profile() platforms.Profile {
	return platforms.Profile{
		Name:         "portal",
		Version:      2,
		ChannelClass: platforms.Web,
		Delivery:     platforms.Keyed, // for ever: the keys are ours
		Rate:         platforms.Rate{Posts: 600, Per: time.Hour},
		Limits: []platforms.Limit{
			{Field: platforms.FieldTitle, Unit: platforms.Graphemes, Max: 300},
			{Field: platforms.FieldBody, Unit: platforms.Bytes, Max: 64 << 10},
			{Field: platforms.FieldMedia, Unit: platforms.Items, Max: 10},
		},
		MediaTypes: []string{"image/jpeg", "image/png"},
		Metrics: []platforms.Metric{
			{
				Name: "views", Native: views, Family: "page_view", Unit: "events", Kind: platforms.Counter,
				Additive: platforms.Summable(), Threshold: "the page was asked for, by anything but a known robot",
			},
			{
				Name: "readers", Native: readers, Family: "reach_devices", Unit: "devices", Kind: platforms.Period,
				Settle: 24 * time.Hour, Threshold: "different addresses and browsers in one day, approximately",
			},
		},
		Schedule: platforms.Schedule(),
	}
}

// A Connector puts pages on the shelf. It is also a [platforms.Finder], a
// [platforms.Measurer] and a [platforms.Retractor].
type Connector struct {
	shelf Shelf
	pages string
}

// New returns the connector of a shelf. Pages is the public address that paths
// are appended to, such as https://example.org/p/.
func New(shelf Shelf, pages string) *Connector { return &Connector{shelf: shelf, pages: pages} }

// Check implements [platforms.Connector].
func (c *Connector) Check(post platforms.Post) []platforms.Objection {
	profile := Profile()
	list := platforms.Require(post.Content, platforms.FieldBody, platforms.FieldLanguage)
	if post.Direction != "ltr" && post.Direction != "rtl" {
		list = append(list, platforms.Objection{
			Field: platforms.FieldDirection, Code: platforms.CodeInvalid, Detail: "neither ltr nor rtl",
		})
	}
	list = append(list, platforms.Check(post.Content, profile.Limits)...)
	return append(list, platforms.CheckMedia(post.Content, profile.MediaTypes)...)
}

// Publish implements [platforms.Connector]. It may be repeated after any
// failure, because a key has one page.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	path, err := c.shelf.Put(ctx, post)
	if err != nil {
		return platforms.Receipt{}, unsent("put page", err)
	}
	return c.receipt(post.Key, path), nil
}

// Find implements [platforms.Finder].
func (c *Connector) Find(ctx context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	path, found, err := c.shelf.Find(ctx, post.Key)
	if err != nil || !found {
		return platforms.Receipt{}, false, unsent("find page", err)
	}
	return c.receipt(post.Key, path), true, nil
}

// receipt names a page by its key, which is what the shelf knows it by.
func (c *Connector) receipt(key, path string) platforms.Receipt {
	return platforms.Receipt{ID: key, URL: c.pages + path, State: platforms.Live}
}

// Retract implements [platforms.Retractor].
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	return unsent("remove page", c.shelf.Remove(ctx, receipt.ID))
}

// unsent is the failure of anything asked of the shelf, where everything may
// be repeated; nil for no error.
func unsent(doing string, err error) error {
	if err == nil {
		return nil
	}
	if failure, ok := errors.AsType[*platforms.Failure](err); ok {
		return failure
	}
	return platforms.Fail(platforms.Unsent, "%s: %w", doing, err)
}

// Measure implements [platforms.Measurer].
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	keys := make([]string, 0, len(receipts))
	for _, r := range receipts {
		keys = append(keys, r.ID)
	}
	counts, err := c.shelf.Counts(ctx, keys)
	if err == nil && len(counts) != len(keys) {
		err = errors.New("figures are missing")
	}
	if err != nil {
		return nil, unsent("count readers", err)
	}
	measured := make([]platforms.Measures, 0, len(receipts))
	for i, key := range keys {
		measured = append(measured, measures(key, counts[i]))
	}
	return measured, nil
}

// measures are the figures of one page. Of readers the least is given as the
// value: that many there were.
func measures(key string, c Counts) platforms.Measures {
	if c.Removed {
		return platforms.Measures{ID: key, Err: platforms.Fail(platforms.Gone, "the page was removed")}
	}
	counted := []platforms.Count{platforms.Counted(views, &c.Views)}
	for _, day := range c.Days {
		n := platforms.Counted(readers, &day.Low)
		n.Low, n.High, n.From, n.To = &day.Low, &day.High, day.From, day.To
		counted = append(counted, n)
	}
	return platforms.Measures{ID: key, Counts: counted}
}
