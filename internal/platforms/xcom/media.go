package xcom

import (
	"bytes"
	"context"
	"errors"
	"mime/multipart"
	"net/http"

	"caravan/internal/platforms"
)

// upload sends the pictures with what they show, and returns the ids that the
// platform gave them. It keeps what no post shows for a day.
func (c *Connector) upload(ctx context.Context, media []platforms.Media) ([]string, error) {
	var ids []string
	for _, m := range media {
		id, err := c.attach(ctx, m)
		if err == nil && m.Alt != "" {
			err = c.describe(ctx, id, m.Alt)
		}
		if err != nil {
			return nil, platforms.Unpublished(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (c *Connector) attach(ctx context.Context, m platforms.Media) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := c.settings.Attach(ctx, form, "media", "media", m); err != nil {
		return "", err
	}
	if err := errors.Join(form.WriteField("media_category", "tweet_image"), form.Close()); err != nil {
		return "", platforms.Fail(platforms.Unsent, "write request: %w", err)
	}
	var taken struct {
		Data struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	answer, err := c.send(ctx, http.MethodPost, nil, &body, form.FormDataContentType(), &taken, "media", "upload")
	if err == nil && taken.Data.ID == "" {
		err = answer.Unreadable("id")
	}
	return taken.Data.ID, err
}

// describe says what a picture shows to those who do not see it.
func (c *Connector) describe(ctx context.Context, id, alt string) error {
	in := map[string]any{"id": id, "metadata": map[string]any{"alt_text": map[string]string{"text": alt}}}
	var done struct{}
	_, err := c.call(ctx, http.MethodPost, nil, in, &done, "media", "metadata")
	return err
}
