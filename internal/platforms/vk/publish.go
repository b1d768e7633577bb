package vk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// Publish implements [platforms.Connector]. Pictures are uploaded first; one
// that fails there leaves nothing that anybody can see, so the post is Unsent.
func (c *Connector) Publish(ctx context.Context, p platforms.Post) (platforms.Receipt, error) {
	pictures, err := c.upload(ctx, p.Media)
	if err != nil {
		return platforms.Receipt{}, err
	}
	form := url.Values{"owner_id": {c.owner()}, "from_group": {"1"}, "message": {p.Text()}, "guid": {p.Key}}
	if len(pictures) > 0 {
		form.Set("attachments", strings.Join(pictures, ","))
	}
	var posted struct {
		ID int64 `json:"post_id"`
	}
	answer, err := c.call(ctx, "wall.post", form, &posted)
	if err != nil {
		return platforms.Receipt{}, err
	}
	if posted.ID == 0 {
		return platforms.Receipt{}, answer.Unreadable("post_id")
	}
	return c.receipt(posted.ID), nil
}

// Edit implements [platforms.Editor]. What is not named anew is taken away, so
// pictures are sent again.
func (c *Connector) Edit(ctx context.Context, receipt platforms.Receipt, p platforms.Post) (platforms.Receipt, error) {
	pictures, err := c.upload(ctx, p.Media)
	if err != nil {
		return platforms.Receipt{}, err
	}
	var done json.RawMessage
	_, err = c.call(ctx, "wall.edit", url.Values{
		"owner_id": {c.owner()}, "post_id": {receipt.ID}, "message": {p.Text()}, "attachments": {strings.Join(pictures, ",")},
	}, &done)
	return receipt, err
}

// Retract implements [platforms.Retractor].
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	var done int
	_, err := c.call(ctx, "wall.delete", url.Values{"owner_id": {c.owner()}, "post_id": {receipt.ID}}, &done)
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}

// upload sends pictures and returns how posts name them.
func (c *Connector) upload(ctx context.Context, media []platforms.Media) ([]string, error) {
	var names []string
	for _, m := range media {
		name, err := c.attach(ctx, m)
		if err != nil {
			return nil, platforms.Unpublished(err)
		}
		names = append(names, name)
	}
	return names, nil
}

func (c *Connector) attach(ctx context.Context, m platforms.Media) (string, error) {
	group := strconv.FormatInt(c.group, 10)
	var place struct {
		URL string `json:"upload_url"`
	}
	if err := c.ask(ctx, "photos.getWallUploadServer", url.Values{"group_id": {group}}, &place); err != nil {
		return "", err
	}
	sent, err := c.sendFile(ctx, place.URL, m)
	if err != nil {
		return "", err
	}
	var saved []struct {
		ID    int64 `json:"id"`
		Owner int64 `json:"owner_id"`
	}
	answer, err := c.call(ctx, "photos.saveWallPhoto", url.Values{
		"group_id": {group}, "server": {strconv.FormatInt(sent.Server, 10)}, "photo": {sent.Photo}, "hash": {sent.Hash}, "caption": {m.Alt},
	}, &saved)
	if err != nil {
		return "", err
	}
	if len(saved) == 0 {
		return "", answer.Unreadable("photo")
	}
	return fmt.Sprintf("photo%d_%d", saved[0].Owner, saved[0].ID), nil
}

// sent is what an upload server says of a file, for saving it.
type sent struct {
	Server int64  `json:"server"`
	Photo  string `json:"photo"`
	Hash   string `json:"hash"`
}

func (c *Connector) sendFile(ctx context.Context, address string, m platforms.Media) (sent, error) {
	body, contentType, err := c.form(ctx, m)
	if err != nil {
		return sent{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, body)
	if err != nil {
		return sent{}, platforms.Fail(platforms.Unsent, "the address for pictures cannot be used")
	}
	req.Header.Set("Content-Type", contentType)
	answer, err := c.client.Exchange(req)
	if err != nil {
		return sent{}, err
	}
	var s sent
	return s, answer.Decode(&s)
}

func (c *Connector) form(ctx context.Context, m platforms.Media) (io.Reader, string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_, kind, _ := strings.Cut(m.MIME, "/") // the server goes by the name
	if err := c.settings.Attach(ctx, form, "photo", "photo."+kind, m); err != nil {
		return nil, "", err
	}
	if err := form.Close(); err != nil {
		return nil, "", platforms.Fail(platforms.Unsent, "write request: %w", err)
	}
	return &body, form.FormDataContentType(), nil
}
