package facebook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/url"

	"caravan/internal/platforms"
	"caravan/internal/platforms/graph"
)

// Publish implements [platforms.Connector]. Pictures are uploaded unpublished
// first; one that fails there leaves nothing that anybody can see, so the post
// is Unsent.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	form := url.Values{"message": {post.Text()}}
	for i, m := range post.Media {
		id, err := c.attach(ctx, m)
		if err != nil {
			return platforms.Receipt{}, platforms.Unpublished(err)
		}
		form.Set(fmt.Sprintf("attached_media[%d]", i), `{"media_fbid":"`+id+`"}`)
	}
	if len(post.Media) == 0 && post.Link != "" {
		form.Set("link", post.Link) // shown as a card; beside pictures it stands in the text
	}
	var posted object
	answer, err := c.graph.Write(ctx, form, &posted, c.page, "feed")
	if err != nil {
		return platforms.Receipt{}, err
	}
	if posted.ID == "" {
		return platforms.Receipt{}, answer.Unreadable("id")
	}
	return posted.receipt(), nil
}

// object is a post as far as it is read here.
type object struct {
	ID        string      `json:"id"`
	Message   string      `json:"message"`
	Permalink string      `json:"permalink_url"`
	CreatedAt graph.Stamp `json:"created_time"`
}

func (o object) receipt() platforms.Receipt {
	r := platforms.Receipt{ID: o.ID, URL: o.Permalink, State: platforms.Live}
	if r.URL == "" {
		r.URL = "https://www.facebook.com/" + o.ID
	}
	return r
}

func (c *Connector) attach(ctx context.Context, m platforms.Media) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := c.settings.Attach(ctx, form, "source", "media", m)
	if err != nil {
		return "", err
	}
	err = errors.Join(form.WriteField("published", "false"), form.WriteField("alt_text_custom", m.Alt), form.Close())
	if err != nil {
		return "", platforms.Fail(platforms.Unsent, "write request: %w", err)
	}
	var taken object
	answer, err := c.graph.Upload(ctx, &body, form.FormDataContentType(), &taken, c.page, "photos")
	if err != nil {
		return "", err
	}
	if taken.ID == "" {
		return "", answer.Unreadable("id")
	}
	return taken.ID, nil
}

// Edit implements [platforms.Editor]. The text changes; pictures stay.
func (c *Connector) Edit(ctx context.Context, receipt platforms.Receipt, post platforms.Post) (platforms.Receipt, error) {
	var done json.RawMessage
	_, err := c.graph.Write(ctx, url.Values{"message": {post.Text()}}, &done, receipt.ID)
	return receipt, err
}

// Retract implements [platforms.Retractor].
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	err := c.graph.Delete(ctx, receipt.ID)
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}
