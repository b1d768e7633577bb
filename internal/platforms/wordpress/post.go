package wordpress

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"caravan/internal/platforms"
)

// slug is the address of a post, which only its delivery has.
func slug(post platforms.Post) string { return "crv-" + strings.ToLower(post.Key) }

// Publish implements [platforms.Connector]. The picture is uploaded first; what
// fails there leaves nothing in the site's pages, so the post is Unsent.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	in := map[string]any{"title": literal(post.Title), "content": markup(post), "status": "publish", "slug": slug(post)}
	if len(post.Media) > 0 {
		id, err := c.attach(ctx, post.Media[0])
		if err != nil {
			return platforms.Receipt{}, platforms.Unpublished(err)
		}
		in["featured_media"] = id
	}
	var made entry
	answer, err := c.call(ctx, http.MethodPost, "/posts", nil, in, &made)
	if err != nil {
		return platforms.Receipt{}, err
	}
	if made.ID == 0 {
		return platforms.Receipt{}, answer.Unreadable("id")
	}
	return made.receipt(), nil
}

func (e entry) receipt() platforms.Receipt {
	return platforms.Receipt{ID: strconv.FormatInt(e.ID, 10), URL: e.Link, State: platforms.Live}
}

// markup is the text as a page: a paragraph for each of its own, in the
// language and direction of the text, with nothing in it that is not text.
func markup(post platforms.Post) string {
	var page strings.Builder
	page.WriteString(`<div lang="` + html.EscapeString(post.Language) + `" dir="` + html.EscapeString(post.Direction) + `">`)
	paragraph := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			page.WriteString("<p>" + strings.ReplaceAll(literal(text), "\n", "<br>") + "</p>\n")
		}
	}
	for part := range strings.SplitSeq(post.Body, "\n\n") {
		paragraph(part)
	}
	if post.Link != "" && !strings.Contains(post.Body, post.Link) {
		page.WriteString(`<p><a href="` + literal(post.Link) + `">` + literal(post.Link) + "</a></p>\n")
	}
	paragraph(post.HashtagLine())
	paragraph(post.Disclosure)
	page.WriteString("</div>")
	return page.String()
}

// literal is a text that the site shows as it is. Titles and pages are markup,
// in which it makes dashes of hyphens, pictures of smileys, × of the x in 2x3,
// and whatever a plugin likes of [words]; what stands there as a reference to a
// character it leaves alone.
func literal(text string) string {
	var page strings.Builder
	for _, r := range text {
		if r > unicode.MaxASCII || r == ' ' || r == '\n' || (r != 'x' && unicode.In(r, unicode.Letter, unicode.Digit)) {
			page.WriteRune(r)
		} else {
			fmt.Fprintf(&page, "&#%d;", r)
		}
	}
	return page.String()
}

func (c *Connector) attach(ctx context.Context, m platforms.Media) (int64, error) {
	file, err := c.settings.Open(ctx, m)
	if err != nil {
		return 0, err
	}
	defer func() { _ = file.Close() }()
	_, kind, _ := strings.Cut(m.MIME, "/")
	header := http.Header{"Content-Type": {m.MIME}, "Content-Disposition": {`attachment; filename="` + m.SHA256[:12] + "." + kind + `"`}}
	var taken entry
	answer, err := c.send(ctx, http.MethodPost, "/media", nil, file, header, &taken)
	if err != nil {
		return 0, err
	}
	if taken.ID == 0 {
		return 0, answer.Unreadable("id")
	}
	var described entry
	_, err = c.call(ctx, http.MethodPost, "/media/"+strconv.FormatInt(taken.ID, 10), nil, map[string]string{"alt_text": m.Alt}, &described)
	return taken.ID, err
}

// Find implements [platforms.Finder].
func (c *Connector) Find(ctx context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	var list []entry
	_, err := c.call(ctx, http.MethodGet, "/posts", url.Values{"slug": {slug(post)}, "_fields": {"id,slug,link"}}, nil, &list)
	if err != nil {
		return platforms.Receipt{}, false, platforms.OfAccount(err)
	}
	if len(list) == 0 {
		return platforms.Receipt{}, false, nil
	}
	return list[0].receipt(), true, nil
}

// Edit implements [platforms.Editor].
func (c *Connector) Edit(ctx context.Context, receipt platforms.Receipt, post platforms.Post) (platforms.Receipt, error) {
	var changed entry
	_, err := c.call(ctx, http.MethodPost, "/posts/"+receipt.ID, nil, map[string]string{"title": literal(post.Title), "content": markup(post)}, &changed)
	return receipt, err
}

// Retract implements [platforms.Retractor]. The picture, which the site shows
// by itself too, goes first, for only the post says which it is.
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	var there struct {
		Picture int64 `json:"featured_media"`
	}
	_, err := c.call(ctx, http.MethodGet, "/posts/"+receipt.ID, url.Values{"_fields": {"featured_media"}}, nil, &there)
	if err == nil && there.Picture != 0 {
		err = c.remove(ctx, "/media/"+strconv.FormatInt(there.Picture, 10))
	}
	if err == nil {
		err = c.remove(ctx, "/posts/"+receipt.ID)
	}
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}

// remove takes something away that may be gone already. The site keeps it in
// its bin unless told not to.
func (c *Connector) remove(ctx context.Context, route string) error {
	var done json.RawMessage
	_, err := c.call(ctx, http.MethodDelete, route, url.Values{"force": {"true"}}, nil, &done)
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}

// Measure implements [platforms.Measurer], post by post. Posts are read
// together first: of one that is gone there are no comments, which is no zero.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	const page = 100
	measured := make([]platforms.Measures, 0, len(receipts))
	for some := range slices.Chunk(receipts, page) {
		ids := make([]string, len(some))
		for i, r := range some {
			ids[i] = r.ID
		}
		var there []entry
		query := url.Values{"include": {strings.Join(ids, ",")}, "per_page": {strconv.Itoa(page)}, "_fields": {"id"}}
		if _, err := c.call(ctx, http.MethodGet, "/posts", query, nil, &there); err != nil {
			return nil, platforms.OfAccount(err)
		}
		for _, r := range some {
			if !slices.ContainsFunc(there, func(e entry) bool { return strconv.FormatInt(e.ID, 10) == r.ID }) {
				measured = append(measured, platforms.Measures{ID: r.ID, Err: platforms.Fail(platforms.Gone, "the site does not list it")})
				continue
			}
			measured = append(measured, c.count(ctx, r.ID))
		}
	}
	return measured, nil
}

func (c *Connector) count(ctx context.Context, id string) platforms.Measures {
	var list json.RawMessage
	answer, err := c.call(ctx, http.MethodGet, "/comments", url.Values{"post": {id}, "per_page": {"1"}, "_fields": {"id"}}, nil, &list)
	if f, failed := errors.AsType[*platforms.Failure](err); failed {
		return platforms.Measures{ID: id, Err: f}
	}
	n, err := strconv.ParseInt(answer.Header.Get("X-WP-Total"), 10, 64)
	if err != nil {
		return platforms.Measures{ID: id, Counts: []platforms.Count{{Native: comments, Missing: platforms.NotSupported}}}
	}
	return platforms.Measures{ID: id, Counts: []platforms.Count{platforms.Counted(comments, &n)}}
}

// Inspect implements [platforms.Inspector]. A user who may not publish is
// Locked.
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var me struct {
		ID   int64           `json:"id"`
		Name string          `json:"name"`
		May  map[string]bool `json:"capabilities"`
	}
	query := url.Values{"context": {"edit"}, "_fields": {"id,name,capabilities"}}
	if _, err := c.call(ctx, http.MethodGet, "/users/me", query, nil, &me); err != nil {
		return platforms.Account{}, platforms.OfAccount(err)
	}
	if !me.May["publish_posts"] {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "the user may not publish posts")
	}
	return platforms.Account{ID: strconv.FormatInt(me.ID, 10), Name: me.Name, URL: c.base.String() + "/"}, nil
}
