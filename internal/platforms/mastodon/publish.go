package mastodon

import (
	"context"
	"net/http"
	"strings"

	"caravan/internal/platforms"
)

// draft is a post as the server takes it.
type draft struct {
	Status     string   `json:"status"`
	Language   string   `json:"language,omitempty"`
	Visibility string   `json:"visibility,omitempty"`
	MediaIDs   []string `json:"media_ids,omitempty"`
}

// Publish implements [platforms.Connector]. Media are uploaded first; one that
// fails there leaves nothing that anybody can see, so the post is Unsent.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	media, err := c.upload(ctx, post.Media)
	if err != nil {
		return platforms.Receipt{}, err
	}
	var posted status
	answer, err := c.call(ctx, http.MethodPost, c.endpoint(nil, "api/v1/statuses"),
		compose(post, media), &posted, "Idempotency-Key", post.Key)
	if err != nil {
		return platforms.Receipt{}, err
	}
	if posted.ID == "" {
		return platforms.Receipt{}, answer.Unreadable("id")
	}
	return posted.receipt(), nil
}

func compose(post platforms.Post, media []string) draft {
	language, _, _ := strings.Cut(post.Language, "-") // servers take ISO 639 codes
	return draft{Status: post.Text(), Language: language, Visibility: "public", MediaIDs: media}
}

// Edit implements [platforms.Editor].
func (c *Connector) Edit(ctx context.Context, receipt platforms.Receipt, post platforms.Post) (platforms.Receipt, error) {
	media, err := c.upload(ctx, post.Media)
	if err != nil {
		return platforms.Receipt{}, err
	}
	changed := compose(post, media)
	changed.Visibility = "" // cannot be changed
	var edited status
	answer, err := c.call(ctx, http.MethodPut, c.endpoint(nil, "api/v1/statuses", receipt.ID), changed, &edited)
	if err != nil {
		return platforms.Receipt{}, err
	}
	if edited.ID == "" {
		return platforms.Receipt{}, answer.Unreadable("id")
	}
	return edited.receipt(), nil
}

// Retract implements [platforms.Retractor]. Servers may remove the post a
// little later than they answer.
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	_, err := c.call(ctx, http.MethodDelete, c.endpoint(nil, "api/v1/statuses", receipt.ID), nil, nil)
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}
