package matrix

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"

	"caravan/internal/platforms"
)

// event is what a request to change a room answers with.
type event struct {
	ID string `json:"event_id"`
}

// Publish implements [platforms.Connector]. A picture is uploaded first; it is
// in no room, so the post is Unsent if that fails.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	content := map[string]any{"msgtype": "m.text", "body": post.Text()}
	if len(post.Media) > 0 {
		m := post.Media[0]
		uri, err := c.upload(ctx, m)
		if err != nil {
			return platforms.Receipt{}, platforms.Unpublished(err)
		}
		content = map[string]any{
			"msgtype": "m.image", "body": post.Text(), "filename": "picture", "url": uri, "info": map[string]any{"mimetype": m.MIME, "size": m.Size},
		}
	}
	return c.put(ctx, content, post.Key)
}

// put sends a message under a number of its own.
func (c *Connector) put(ctx context.Context, content map[string]any, number string) (platforms.Receipt, error) {
	var sent event
	answer, err := c.call(ctx, http.MethodPut, content, &sent, "_matrix", "client", "v3", "rooms", c.room, "send", "m.room.message", number)
	if err != nil {
		return platforms.Receipt{}, platforms.OfAccount(err)
	}
	if sent.ID == "" {
		return platforms.Receipt{}, answer.Unreadable("event_id")
	}
	return platforms.Receipt{ID: sent.ID, URL: "https://matrix.to/#/" + c.room + "/" + sent.ID, State: platforms.Live}, nil
}

func (c *Connector) upload(ctx context.Context, m platforms.Media) (string, error) {
	file, err := c.settings.Open(ctx, m)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	var taken struct {
		URI string `json:"content_uri"`
	}
	answer, err := c.send(ctx, http.MethodPost, c.address("_matrix", "media", "v3", "upload"), file, m.MIME, &taken)
	if err != nil {
		return "", err
	}
	if taken.URI == "" {
		return "", answer.Unreadable("content_uri")
	}
	return taken.URI, nil
}

// Edit implements [platforms.Editor]. It is an event of its own that stands in
// the place of the first, so the receipt stays.
func (c *Connector) Edit(ctx context.Context, receipt platforms.Receipt, post platforms.Post) (platforms.Receipt, error) {
	text := map[string]any{"msgtype": "m.text", "body": post.Text()}
	sum := sha256.Sum256([]byte(post.Text())) // the same change is the same event
	_, err := c.put(ctx, map[string]any{
		"msgtype": "m.text", "body": "* " + post.Text(), "m.new_content": text,
		"m.relates_to": map[string]any{"rel_type": "m.replace", "event_id": receipt.ID},
	}, post.Key+"-"+hex.EncodeToString(sum[:8]))
	return receipt, err
}

// Retract implements [platforms.Retractor]. Redacting twice is redacting.
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	var done event
	_, err := c.call(ctx, http.MethodPut, map[string]any{}, &done, "_matrix", "client", "v3", "rooms", c.room, "redact", receipt.ID, "retract-"+url.PathEscape(receipt.ID))
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}
