package mastodon

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"caravan/internal/platforms"
)

// processing is how long to wait before asking again whether the server has
// converted a recording.
const processing = time.Second

// upload sends the media and returns the ids the server gave them.
func (c *Connector) upload(ctx context.Context, media []platforms.Media) ([]string, error) {
	var ids []string
	for _, m := range media {
		id, err := c.attach(ctx, m)
		if err != nil {
			return nil, platforms.Unpublished(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (c *Connector) attach(ctx context.Context, m platforms.Media) (string, error) {
	body, contentType, err := c.form(ctx, m)
	if err != nil {
		return "", err
	}
	var taken struct {
		ID string `json:"id"`
	}
	answer, err := c.send(ctx, http.MethodPost, c.endpoint(nil, "api/v2/media"), body, &taken, "Content-Type", contentType)
	if err != nil {
		return "", err
	}
	if taken.ID == "" {
		return "", answer.Unreadable("id")
	}
	if answer.Status == http.StatusAccepted {
		return taken.ID, c.converted(ctx, taken.ID)
	}
	return taken.ID, nil
}

// converted waits until the server can show the file.
func (c *Connector) converted(ctx context.Context, id string) error {
	for {
		answer, err := c.call(ctx, http.MethodGet, c.endpoint(nil, "api/v1/media", id), nil, nil)
		if err != nil || answer.Status == http.StatusOK {
			return err
		}
		select {
		case <-ctx.Done():
			return platforms.Fail(platforms.Unsent, "wait for media: %w", ctx.Err())
		case <-time.After(processing):
		}
	}
}

// form is the file and its description as a multipart body.
func (c *Connector) form(ctx context.Context, m platforms.Media) (io.Reader, string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := c.settings.Attach(ctx, form, "file", "media", m); err != nil {
		return nil, "", err
	}
	if err := errors.Join(form.WriteField("description", m.Alt), form.Close()); err != nil {
		return nil, "", platforms.Fail(platforms.Unsent, "write request: %w", err)
	}
	return &body, form.FormDataContentType(), nil
}
