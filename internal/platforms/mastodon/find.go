package mastodon

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"caravan/internal/platforms"
)

const (
	page     = 40 // the most a server gives at once
	maxPages = 10
	skew     = 5 * time.Minute // between our clock and the server's
)

// Find implements [platforms.Finder]. A post is ours if its text is exactly
// the one sent or, where the server changed it, if it holds the link.
func (c *Connector) Find(ctx context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	me, err := c.me(ctx)
	if err != nil {
		return platforms.Receipt{}, false, err
	}
	recent, err := c.recent(ctx, me.ID, post.Since.Add(-skew))
	if err != nil {
		return platforms.Receipt{}, false, err
	}
	for _, same := range []func(status, platforms.Post) bool{sameText, sameLink} {
		for _, s := range recent {
			if same(s, post) {
				return s.receipt(), true, nil
			}
		}
	}
	return platforms.Receipt{}, false, nil
}

// Recent implements [platforms.Lister].
func (c *Connector) Recent(ctx context.Context, since time.Time) ([]platforms.Shown, error) {
	me, err := c.me(ctx)
	if err != nil {
		return nil, err
	}
	recent, err := c.recent(ctx, me.ID, since)
	if err != nil {
		return nil, err
	}
	var shown []platforms.Shown
	for _, s := range recent {
		if s.Answers == "" {
			shown = append(shown, platforms.Shown{ID: s.ID, URL: s.receipt().URL, Text: s.shown()})
		}
	}
	return shown, nil
}

// shown is the text of a post, as it was written where the server says.
func (s status) shown() string {
	if s.Text != "" {
		return s.Text
	}
	return plain(s.Content)
}

func sameText(s status, post platforms.Post) bool {
	return strings.Join(strings.Fields(s.shown()), " ") == strings.Join(strings.Fields(post.Text()), " ")
}

func sameLink(s status, post platforms.Post) bool {
	if post.Link == "" {
		return false
	}
	for word := range strings.FieldsSeq(s.Text + " " + plain(s.Content)) {
		if word == post.Link {
			return true
		}
	}
	return false
}

// recent reads the posts of the account that are not older than since.
func (c *Connector) recent(ctx context.Context, account string, since time.Time) ([]status, error) {
	query := url.Values{"exclude_reblogs": {"true"}, "limit": {strconv.Itoa(page)}}
	var all []status
	for range maxPages {
		var some []status
		endpoint := c.endpoint(query, "api/v1/accounts", account, "statuses")
		if _, err := c.call(ctx, http.MethodGet, endpoint, nil, &some); err != nil {
			return nil, platforms.OfAccount(err)
		}
		if len(some) == 0 {
			return all, nil
		}
		for _, s := range some {
			if s.CreatedAt.Before(since) {
				return all, nil
			}
			all = append(all, s)
		}
		query.Set("max_id", some[len(some)-1].ID)
	}
	return nil, platforms.Fail(platforms.Unsent, "more than %d posts since then", page*maxPages)
}

// plain is what a reader sees of a post in HTML. A link, which servers show
// shortened, is whole again.
func plain(content string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(content))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(text.String())
		case html.TextToken:
			text.Write(tokens.Text())
		case html.SelfClosingTagToken, html.StartTagToken:
			if name, _ := tokens.TagName(); string(name) == "br" {
				text.WriteByte('\n')
			}
		case html.EndTagToken:
			if name, _ := tokens.TagName(); string(name) == "p" {
				text.WriteString("\n\n")
			}
		case html.CommentToken, html.DoctypeToken:
		}
	}
}
