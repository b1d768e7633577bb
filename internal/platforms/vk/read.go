package vk

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/platforms"
)

const (
	page      = 100 // the most a server gives at once
	maxPages  = 10
	reachPage = 30
	skew      = 5 * time.Minute // between our clock and the server's
)

// Find implements [platforms.Finder]. A post is ours if it holds the link or,
// without one, exactly the text.
func (c *Connector) Find(ctx context.Context, p platforms.Post) (platforms.Receipt, bool, error) {
	found, err := c.since(ctx, p.Since.Add(-skew))
	for _, f := range found {
		if p.Shows(f.Text) {
			return c.receipt(f.ID), true, nil
		}
	}
	return platforms.Receipt{}, false, err
}

// Recent implements [platforms.Lister].
func (c *Connector) Recent(ctx context.Context, since time.Time) ([]platforms.Shown, error) {
	found, err := c.since(ctx, since)
	if err != nil {
		return nil, err
	}
	shown := make([]platforms.Shown, len(found))
	for i, f := range found {
		r := c.receipt(f.ID)
		shown[i] = platforms.Shown{ID: r.ID, URL: r.URL, Text: f.Text}
	}
	return shown, nil
}

// since reads the posts of the community that are not older than a time.
func (c *Connector) since(ctx context.Context, since time.Time) (all []post, err error) {
	for n := range maxPages {
		var wall struct {
			Items []post `json:"items"`
		}
		err := c.ask(ctx, "wall.get", url.Values{
			"owner_id": {c.owner()}, "filter": {"owner"}, "count": {strconv.Itoa(page)}, "offset": {strconv.Itoa(n * page)},
		}, &wall)
		if err != nil {
			return nil, err
		}
		for _, found := range wall.Items {
			if found.Date >= since.Unix() {
				all = append(all, found)
			}
		}
		// A pinned post comes first, however old it is.
		if len(wall.Items) < page || wall.Items[len(wall.Items)-1].Date < since.Unix() {
			return all, nil
		}
	}
	return all, platforms.Fail(platforms.Unsent, "more than %d posts since then", page*maxPages)
}

// Measure implements [platforms.Measurer]. One question answers for a hundred
// posts; what it leaves out is gone. Reach is another question, which the
// platform answers for large communities only.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for some := range slices.Chunk(receipts, page) {
		names := make([]string, len(some))
		for i, r := range some {
			names[i] = c.owner() + "_" + r.ID
		}
		var known struct {
			Items []post `json:"items"`
		}
		if err := c.ask(ctx, "wall.getById", url.Values{"posts": {strings.Join(names, ",")}}, &known); err != nil {
			return nil, err
		}
		reached, why := c.reached(ctx, some)
		for _, r := range some {
			i := slices.IndexFunc(known.Items, func(p post) bool { return strconv.FormatInt(p.ID, 10) == r.ID })
			if i < 0 {
				measured = append(measured, platforms.Measures{ID: r.ID, Err: platforms.Fail(platforms.Gone, "wall.getById leaves it out")})
				continue
			}
			measured = append(measured, platforms.Measures{ID: r.ID, Counts: append(known.Items[i].counts(), counts(reached[r.ID], why)...)})
		}
	}
	return measured, nil
}

func (p post) counts() []platforms.Count {
	return []platforms.Count{
		platforms.Counted(views, p.Views.Count), platforms.Counted(likes, p.Likes.Count),
		platforms.Counted(comments, p.Comments.Count), platforms.Counted(reposts, p.Reposts.Count),
	}
}

// A reachOf is what stats.getPostReach says of a post.
type reachOf struct {
	ID    int64  `json:"post_id"`
	Total *int64 `json:"reach_total"`
	Links *int64 `json:"links"`
}

// reached asks whom posts reached, and else why it is not said.
func (c *Connector) reached(ctx context.Context, receipts []platforms.Receipt) (map[string]reachOf, platforms.Missing) {
	all := map[string]reachOf{}
	for some := range slices.Chunk(receipts, reachPage) {
		ids := make([]string, len(some))
		for i, r := range some {
			ids[i] = r.ID
		}
		var list []reachOf
		err := c.ask(ctx, "stats.getPostReach", url.Values{"owner_id": {c.owner()}, "post_ids": {strings.Join(ids, ",")}}, &list)
		if f, failed := errors.AsType[*platforms.Failure](err); failed {
			if f.Class == platforms.Locked || f.Class == platforms.Refused {
				return nil, platforms.NotSupported // a small community, or a key that may not ask
			}
			return nil, platforms.APIError
		}
		for _, each := range list {
			all[strconv.FormatInt(each.ID, 10)] = each
		}
	}
	return all, platforms.NotSupported
}

func counts(r reachOf, why platforms.Missing) []platforms.Count {
	list := []platforms.Count{platforms.Counted(reach, r.Total), platforms.Counted(links, r.Links)}
	for i := range list {
		if list[i].Value == nil && list[i].Missing == platforms.NotSupported {
			list[i].Missing = why
		}
	}
	return list
}

// Inspect implements [platforms.Inspector].
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var told struct {
		Groups []struct {
			ID      int64  `json:"id"`
			Name    string `json:"name"`
			Screen  string `json:"screen_name"`
			Members *int64 `json:"members_count"`
		} `json:"groups"`
	}
	err := c.ask(ctx, "groups.getById", url.Values{"group_id": {strconv.FormatInt(c.group, 10)}, "fields": {"members_count"}}, &told)
	if err != nil {
		return platforms.Account{}, err
	}
	if len(told.Groups) != 1 || told.Groups[0].ID != c.group {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "there is no such community")
	}
	g := told.Groups[0]
	return platforms.Account{ID: strconv.FormatInt(g.ID, 10), Name: g.Name, URL: "https://vk.com/" + g.Screen, Followers: g.Members}, nil
}
