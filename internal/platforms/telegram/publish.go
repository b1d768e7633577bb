package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// Publish implements [platforms.Connector]. Text is sent without markup, so
// that nothing in it can be taken for any.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	switch len(post.Media) {
	case 0:
		return c.post(ctx, "sendMessage", map[string]any{"chat_id": c.channel, "text": post.Text()})
	case 1:
		method, field := kind(post.Media[0])
		return c.postFiles(ctx, method, map[string]string{"caption": post.Text()}, []file{{field, post.Media[0]}})
	}
	group := make([]map[string]string, len(post.Media))
	files := make([]file, len(post.Media))
	for i, m := range post.Media {
		_, field := kind(m)
		files[i] = file{"file" + strconv.Itoa(i), m}
		group[i] = map[string]string{"type": field, "media": "attach://" + files[i].name}
	}
	group[0]["caption"] = post.Text()
	encoded, err := json.Marshal(group)
	if err != nil {
		return platforms.Receipt{}, platforms.Fail(platforms.Refused, "write request: %w", err)
	}
	return c.postFiles(ctx, "sendMediaGroup", map[string]string{"media": string(encoded)}, files)
}

// kind is the method that sends one file, and the field that it stands in.
func kind(m platforms.Media) (method, field string) {
	if strings.HasPrefix(m.MIME, "video/") {
		return "sendVideo", "video"
	}
	return "sendPhoto", "photo"
}

func (c *Connector) post(ctx context.Context, method string, in map[string]any) (platforms.Receipt, error) {
	var posted message
	answer, err := c.call(ctx, method, in, &posted)
	if err != nil {
		return platforms.Receipt{}, err
	}
	return c.receipt(answer, posted)
}

// A file is one of a request.
type file struct {
	name string // of its part
	of   platforms.Media
}

// postFiles makes a request with files.
func (c *Connector) postFiles(ctx context.Context, method string, fields map[string]string, files []file) (platforms.Receipt, error) {
	fields["chat_id"] = c.channel
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			return platforms.Receipt{}, platforms.Fail(platforms.Unsent, "write request: %w", err)
		}
	}
	for _, f := range files {
		if err := c.settings.Attach(ctx, form, f.name, "media", f.of); err != nil {
			return platforms.Receipt{}, err
		}
	}
	if err := form.Close(); err != nil {
		return platforms.Receipt{}, platforms.Fail(platforms.Unsent, "write request: %w", err)
	}
	var result json.RawMessage
	answer, err := c.send(ctx, method, &body, form.FormDataContentType(), &result)
	if err != nil {
		return platforms.Receipt{}, err
	}
	var one message
	var several []message
	if json.Unmarshal(result, &several) != nil && json.Unmarshal(result, &one) == nil {
		several = []message{one}
	}
	return c.receipt(answer, several...)
}

// receipt names every message of a post: an album is several. The server gives
// the number 0 to what it will send later, and never says when: a person has
// to look.
func (c *Connector) receipt(answer platforms.Answer, posted ...message) (platforms.Receipt, error) {
	ids := make([]string, 0, len(posted))
	for _, m := range posted {
		if m.ID == 0 {
			return platforms.Receipt{}, answer.Unreadable("message_id")
		}
		ids = append(ids, strconv.FormatInt(m.ID, 10))
	}
	if len(ids) == 0 {
		return platforms.Receipt{}, answer.Unreadable("message_id")
	}
	return platforms.Receipt{ID: strings.Join(ids, ","), URL: posted[0].link(), State: platforms.Live}, nil
}

// link is where people see a message; in a channel without a name only its
// members do.
func (m message) link() string {
	id := strconv.FormatInt(m.ID, 10)
	if m.Chat.Username != "" {
		return "https://t.me/" + m.Chat.Username + "/" + id
	}
	return "https://t.me/c/" + strings.TrimPrefix(strconv.FormatInt(m.Chat.ID, 10), "-100") + "/" + id
}

// Edit implements [platforms.Editor]. The text changes; files stay.
func (c *Connector) Edit(ctx context.Context, receipt platforms.Receipt, post platforms.Post) (platforms.Receipt, error) {
	first, _, _ := strings.Cut(receipt.ID, ",")
	id, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return platforms.Receipt{}, platforms.Fail(platforms.Refused, "this is no message of a channel")
	}
	method, field := "editMessageText", "text"
	if len(post.Media) > 0 {
		method, field = "editMessageCaption", "caption"
	}
	var edited message
	_, err = c.call(ctx, method, map[string]any{"chat_id": c.channel, "message_id": id, field: post.Text()}, &edited)
	if says(err, "message is not modified") {
		return receipt, nil
	}
	if says(err, "message to edit not found") {
		return platforms.Receipt{}, &platforms.Failure{Class: platforms.Gone, Err: err}
	}
	return receipt, err
}

// Retract implements [platforms.Retractor]. A bot without the right to delete
// can only do so for two days.
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	for part := range strings.SplitSeq(receipt.ID, ",") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return platforms.Fail(platforms.Refused, "this is no message of a channel")
		}
		var done bool
		_, err = c.call(ctx, "deleteMessage", map[string]any{"chat_id": c.channel, "message_id": id}, &done)
		if err != nil && !says(err, "message to delete not found") {
			return err
		}
	}
	return nil
}
