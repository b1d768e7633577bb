package instagram

import (
	"context"
	"net/url"
	"strings"

	"caravan/internal/platforms"
)

// Publish implements [platforms.Connector]. A container that is not ready, or
// of which it is not known whether it was published, is kept for the next
// attempt: it can be published only once.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	container := post.Prepared
	if container == "" {
		var err error
		if container, err = c.prepare(ctx, post); err != nil {
			return platforms.Receipt{}, platforms.Unpublished(err)
		}
	}
	if err := c.ready(ctx, container); err != nil {
		return platforms.Receipt{}, err
	}
	var posted object
	answer, err := c.graph.Write(ctx, url.Values{"creation_id": {container}}, &posted, c.account, "media_publish")
	if err != nil {
		return platforms.Receipt{}, platforms.Keeping(err, container)
	}
	if posted.ID == "" {
		return platforms.Receipt{}, platforms.Keeping(answer.Unreadable("id"), container)
	}
	return c.seen(ctx, posted), nil
}

// seen adds the address of a post. That it cannot be read makes it no less
// published.
func (c *Connector) seen(ctx context.Context, posted object) platforms.Receipt {
	var told object
	if err := c.graph.Read(ctx, url.Values{"fields": {"permalink"}}, &told, posted.ID); err == nil {
		posted.Permalink = told.Permalink
	}
	return posted.receipt()
}

// prepare makes the container of a post: of one picture or reel, or of several
// containers of pictures.
func (c *Connector) prepare(ctx context.Context, post platforms.Post) (string, error) {
	if len(post.Media) == 1 {
		return c.contain(ctx, post.Media[0], url.Values{"caption": {post.Text()}})
	}
	var children []string
	for _, m := range post.Media {
		id, err := c.contain(ctx, m, url.Values{"is_carousel_item": {"true"}})
		if err != nil {
			return "", err
		}
		children = append(children, id)
	}
	return c.create(ctx, url.Values{"media_type": {"CAROUSEL"}, "children": {strings.Join(children, ",")}, "caption": {post.Text()}})
}

// contain makes a container of a file, which the platform fetches.
func (c *Connector) contain(ctx context.Context, m platforms.Media, form url.Values) (string, error) {
	switch {
	case m.URL == "":
		return "", platforms.Fail(platforms.Refused, "the installation has no address that Instagram could fetch the file from")
	case m.MIME == reel:
		form.Set("media_type", "REELS")
		form.Set("video_url", m.URL)
	default:
		form.Set("image_url", m.URL)
		form.Set("alt_text", m.Alt)
	}
	return c.create(ctx, form)
}

func (c *Connector) create(ctx context.Context, form url.Values) (string, error) {
	var made object
	answer, err := c.graph.Write(ctx, form, &made, c.account, "media")
	if err == nil && made.ID == "" {
		err = answer.Unreadable("id")
	}
	return made.ID, err
}

// The states of a container.
const (
	finished  = "FINISHED"
	published = "PUBLISHED"
	expired   = "EXPIRED" // after 24 hours
	unusable  = "ERROR"
)

// ready is nil if a container can be published now.
func (c *Connector) ready(ctx context.Context, container string) error {
	state, why, err := c.status(ctx, container)
	switch {
	case platforms.ClassOf(err) == platforms.Gone:
		return platforms.Fail(platforms.Unsent, "the container is not there any more")
	case err != nil:
		return platforms.Keeping(platforms.Question(err), container)
	}
	switch state {
	case finished:
		return nil
	case published:
		return platforms.Keeping(platforms.Fail(platforms.Duplicate, "the container was published already"), container)
	case expired:
		return platforms.Fail(platforms.Unsent, "the container has expired")
	case unusable:
		return platforms.Fail(platforms.Refused, "the container cannot be published: %s", platforms.Reason(why))
	}
	return platforms.Keeping(platforms.Fail(platforms.Unsent, "the container is not ready: %s", platforms.Reason(state)), container)
}

// status asks how far a container is.
func (c *Connector) status(ctx context.Context, container string) (state, why string, err error) {
	var told struct {
		Code   string `json:"status_code"`
		Status string `json:"status"`
	}
	err = c.graph.Read(ctx, url.Values{"fields": {"status_code,status"}}, &told, container)
	return told.Code, told.Status, err
}

// Retract implements [platforms.Retractor]. The platform says of a post that it
// does not delete, too, that it is not there: so it is looked for.
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	err := c.graph.Delete(ctx, receipt.ID)
	if platforms.ClassOf(err) != platforms.Gone {
		return err
	}
	var there object
	err = c.graph.Read(ctx, url.Values{"fields": {"id"}}, &there, receipt.ID)
	switch {
	case platforms.ClassOf(err) == platforms.Gone:
		return nil
	case err != nil:
		return platforms.Question(err)
	}
	return platforms.Fail(platforms.Refused, "Instagram does not let the post be deleted from outside")
}
