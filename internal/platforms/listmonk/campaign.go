package listmonk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"caravan/internal/platforms"
)

const (
	onePage  = 100
	maxPages = 10
	skew     = 5 * time.Minute // between our clock and the server's
)

// Publish implements [platforms.Connector]. A campaign is prepared, which
// nobody receives, and then begun: only the second can be in doubt. One that
// was prepared before is not prepared again, and one that was begun stays.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	known, found, err := c.tagged(ctx, post, func(campaign) bool { return true })
	if err != nil {
		return platforms.Receipt{}, err
	}
	if !found {
		if known, err = c.prepare(ctx, post); err != nil {
			return platforms.Receipt{}, platforms.Unpublished(err)
		}
	}
	if known.Status != draft {
		return known.receipt(), nil
	}
	var begun campaign
	answer, err := c.call(ctx, http.MethodPut, nil, map[string]string{"status": running}, &begun, "campaigns", known.receipt().ID, "status")
	if err != nil {
		return platforms.Receipt{}, err
	}
	if begun.ID != known.ID {
		return platforms.Receipt{}, answer.Unreadable("id")
	}
	return begun.receipt(), nil
}

func (c *Connector) prepare(ctx context.Context, post platforms.Post) (campaign, error) {
	in := map[string]any{
		"name": literal(post.Title), "subject": literal(post.Title), "lists": []int64{c.list}, "type": "regular", "messenger": "email",
		"content_type": "html", "body": page(post.Content), "altbody": literal(post.Text()), "tags": []string{post.Key},
	}
	if c.from != "" {
		in["from_email"] = c.from
	}
	var made campaign
	answer, err := c.call(ctx, http.MethodPost, nil, in, &made, "campaigns")
	if err == nil && made.ID == 0 {
		err = answer.Unreadable("id")
	}
	return made, err
}

// Find implements [platforms.Finder]. One that was prepared and not begun has
// gone to nobody.
func (c *Connector) Find(ctx context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	known, found, err := c.tagged(ctx, post, func(k campaign) bool { return k.Status != draft })
	if err != nil || !found {
		return platforms.Receipt{}, false, err
	}
	return known.receipt(), true, nil
}

// tagged looks for the campaign of a post that is meant. Not every version
// heeds the tag that is asked for.
func (c *Connector) tagged(ctx context.Context, post platforms.Post, meant func(campaign) bool) (campaign, bool, error) {
	since := post.Since.Add(-skew)
	for n := range maxPages {
		var list struct {
			Results []campaign `json:"results"`
		}
		_, err := c.call(ctx, http.MethodGet, url.Values{
			"tag": {post.Key}, "order_by": {"created_at"}, "order": {"DESC"}, "no_body": {"true"},
			"page": {strconv.Itoa(n + 1)}, "per_page": {strconv.Itoa(onePage)},
		}, nil, &list, "campaigns")
		if err != nil {
			return campaign{}, false, platforms.OfAccount(err)
		}
		for _, known := range list.Results {
			if slices.Contains(known.Tags, post.Key) && meant(known) {
				return known, true, nil
			}
		}
		if len(list.Results) < onePage || list.Results[len(list.Results)-1].Created.Before(since) {
			return campaign{}, false, nil
		}
	}
	return campaign{}, false, platforms.Fail(platforms.Unsent, "more than %d campaigns since then", onePage*maxPages)
}

// Measure implements [platforms.Measurer], one question for each campaign.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, len(receipts))
	for i, r := range receipts {
		measured[i] = platforms.Measures{ID: r.ID}
		known, err := c.ask(ctx, r)
		if err != nil {
			if measured[i].Err = err; err.Class == platforms.Locked || err.Class == platforms.Throttled {
				return nil, err // it is about the account
			}
			continue
		}
		measured[i].Counts = known.counts()
	}
	return measured, nil
}

// ask looks at one campaign. The server calls a number that it does not know a
// bad request.
func (c *Connector) ask(ctx context.Context, r platforms.Receipt) (campaign, *platforms.Failure) {
	var known campaign
	_, err := c.call(ctx, http.MethodGet, url.Values{"no_body": {"true"}}, nil, &known, "campaigns", r.ID)
	if err == nil {
		return known, nil
	}
	class := platforms.ClassOf(err)
	if class == platforms.Refused {
		class = platforms.Gone
	}
	return known, &platforms.Failure{Class: class, Err: err}
}

func (k campaign) counts() []platforms.Count {
	var arrived *int64
	if k.Sent != nil && k.Bounces != nil {
		n := *k.Sent - *k.Bounces
		arrived = &n
	}
	return []platforms.Count{platforms.Counted(views, k.Views), platforms.Counted(clicks, k.Clicks), platforms.Counted(delivered, arrived)}
}

// Retract implements [platforms.Retractor]. A campaign that is under way is
// stopped; what has gone out stays with those who have it.
func (c *Connector) Retract(ctx context.Context, r platforms.Receipt) error {
	known, failure := c.ask(ctx, r)
	switch {
	case failure != nil && failure.Class == platforms.Gone, failure == nil && known.Status == cancelled:
		return nil
	case failure != nil:
		return failure
	}
	_, err := c.call(ctx, http.MethodPut, nil, map[string]string{"status": cancelled}, &known, "campaigns", r.ID, "status")
	return err
}

// Inspect implements [platforms.Inspector]. The account is the list.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var list struct {
		ID          int64  `json:"id"`
		UUID        string `json:"uuid"`
		Name        string `json:"name"`
		Subscribers *int64 `json:"subscriber_count"`
	}
	if _, err := c.call(ctx, http.MethodGet, nil, nil, &list, "lists", strconv.FormatInt(c.list, 10)); err != nil {
		if platforms.ClassOf(err) == platforms.Refused {
			return platforms.Account{}, platforms.Fail(platforms.Locked, "there is no such list: %w", err)
		}
		return platforms.Account{}, platforms.OfAccount(err)
	}
	if list.ID != c.list {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "there is no such list")
	}
	return platforms.Account{ID: list.UUID, Name: list.Name, Followers: list.Subscribers}, nil
}
