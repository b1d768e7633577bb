package odnoklassniki

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"caravan/internal/platforms"
)

// Publish implements [platforms.Connector]. Pictures are uploaded first; one
// that fails there leaves nothing that anybody can see, so the post is Unsent.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	media := []map[string]any{{"type": "text", "text": post.Text()}}
	var pictures []map[string]string
	for _, m := range post.Media {
		token, err := c.attach(ctx, m)
		if err != nil {
			return platforms.Receipt{}, platforms.Unpublished(err)
		}
		pictures = append(pictures, map[string]string{"id": token})
	}
	if len(pictures) > 0 {
		media = append(media, map[string]any{"type": "photo", "list": pictures})
	}
	attachment, err := json.Marshal(map[string]any{"media": media, "onBehalfOfGroup": "true"})
	if err != nil {
		return platforms.Receipt{}, platforms.Fail(platforms.Refused, "write request: %w", err)
	}
	var id string
	answer, err := c.call(ctx, "mediatopic.post", url.Values{"type": {"GROUP_THEME"}, "gid": {c.group}, "attachment": {string(attachment)}}, &id)
	if err != nil {
		return platforms.Receipt{}, err
	}
	if id == "" {
		return platforms.Receipt{}, answer.Unreadable("topic")
	}
	return platforms.Receipt{ID: id, URL: "https://ok.ru/group/" + c.group + "/topic/" + id, State: platforms.Live}, nil
}

func (c *Connector) attach(ctx context.Context, m platforms.Media) (string, error) {
	var place struct {
		URL string   `json:"upload_url"`
		IDs []string `json:"photo_ids"`
	}
	if err := c.ask(ctx, "photosV2.getUploadUrl", url.Values{"gid": {c.group}, "count": {"1"}}, &place); err != nil {
		return "", err
	}
	body, contentType, err := c.form(ctx, m)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, place.URL, body)
	if err != nil || len(place.IDs) == 0 {
		return "", platforms.Fail(platforms.Unsent, "the address for pictures cannot be used")
	}
	req.Header.Set("Content-Type", contentType)
	answer, err := c.client.Exchange(req)
	if err != nil {
		return "", err
	}
	var taken struct {
		Photos map[string]struct {
			Token string `json:"token"`
		} `json:"photos"`
	}
	if err := answer.Decode(&taken); err != nil {
		return "", err
	}
	if token := taken.Photos[place.IDs[0]].Token; token != "" {
		return token, nil
	}
	return "", answer.Unreadable("token of the picture")
}

func (c *Connector) form(ctx context.Context, m platforms.Media) (io.Reader, string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := c.settings.Attach(ctx, form, "pic1", "media", m); err != nil {
		return nil, "", err
	}
	if err := form.Close(); err != nil {
		return nil, "", platforms.Fail(platforms.Unsent, "write request: %w", err)
	}
	return &body, form.FormDataContentType(), nil
}

// Retract implements [platforms.Retractor].
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	var done json.RawMessage
	_, err := c.call(ctx, "mediatopic.deleteTopic", url.Values{"topic_id": {receipt.ID}, "gid": {c.group}}, &done)
	if platforms.ClassOf(err) == platforms.Gone {
		return nil
	}
	return err
}

// Measure implements [platforms.Measurer], topic by topic. One that nobody but
// its author has seen has no figures, which are not zeros.
func (c *Connector) Measure(ctx context.Context, receipts []platforms.Receipt) ([]platforms.Measures, error) {
	measured := make([]platforms.Measures, 0, len(receipts))
	for _, r := range receipts {
		var told struct {
			Topic map[string]json.RawMessage `json:"topic"`
		}
		fields := "renderings,reach,likes,comments,reshares,link_clicks"
		err := c.ask(ctx, "group.getStatTopic", url.Values{"topic_id": {r.ID}, "fields": {fields}}, &told)
		f, failed := errors.AsType[*platforms.Failure](err)
		if failed && (f.Class == platforms.Locked || f.Class == platforms.Throttled) {
			return nil, f
		}
		m := platforms.Measures{ID: r.ID, Err: f}
		for _, native := range []string{renderings, reach, likes, comments, reshares, clicks} {
			if !failed {
				m.Counts = append(m.Counts, count(native, told.Topic))
			}
		}
		measured = append(measured, m)
	}
	return measured, nil
}

func count(native string, topic map[string]json.RawMessage) platforms.Count {
	var n int64
	if json.Unmarshal(topic[native], &n) != nil {
		return platforms.Count{Native: native, Missing: platforms.NotYetFinal}
	}
	return platforms.Counted(native, &n)
}

// Inspect implements [platforms.Inspector].
func (c *Connector) Inspect(ctx context.Context) (platforms.Account, error) {
	var groups []struct {
		ID   string `json:"uid"`
		Name string `json:"name"`
	}
	var told struct {
		Counters struct {
			Members *int64 `json:"members"`
		} `json:"counters"`
	}
	if err := c.ask(ctx, "group.getInfo", url.Values{"uids": {c.group}, "fields": {"uid,name"}}, &groups); err != nil {
		return platforms.Account{}, err
	}
	if len(groups) != 1 || groups[0].ID != c.group {
		return platforms.Account{}, platforms.Fail(platforms.Locked, "there is no such group")
	}
	if err := c.ask(ctx, "group.getCounters", url.Values{"group_id": {c.group}, "counterTypes": {"members"}}, &told); err != nil {
		return platforms.Account{}, err
	}
	return platforms.Account{ID: c.group, Name: groups[0].Name, URL: "https://ok.ru/group/" + c.group, Followers: told.Counters.Members}, nil
}
