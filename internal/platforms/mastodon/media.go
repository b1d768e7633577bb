package mastodon

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
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
			return nil, unpublished(err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// unpublished is the failure of an upload: whatever became of the file, there
// is no post.
func unpublished(err error) error {
	f, ok := errors.AsType[*platforms.Failure](err)
	if !ok || (f.Class != platforms.Uncertain && f.Class != platforms.Gone) {
		return err
	}
	return &platforms.Failure{Class: platforms.Unsent, Err: f.Err}
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
	if c.media == nil {
		return nil, "", platforms.Fail(platforms.Unsent, "there is no media library")
	}
	file, err := c.media.Open(ctx, m.SHA256)
	if err != nil {
		return nil, "", platforms.Fail(platforms.Unsent, "open media: %w", err)
	}
	defer func() { _ = file.Close() }()

	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err = errors.Join(form.WriteField("description", m.Alt), copyFile(form, m, file), form.Close())
	if err != nil {
		return nil, "", platforms.Fail(platforms.Unsent, "read media: %w", err)
	}
	return &body, form.FormDataContentType(), nil
}

func copyFile(form *multipart.Writer, m platforms.Media, file io.Reader) error {
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="media"`},
		"Content-Type":        {m.MIME},
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(part, file)
	return err
}
