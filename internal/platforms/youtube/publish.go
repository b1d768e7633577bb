package youtube

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// part is how much of a film goes in one exchange; the platform wants multiples
// of 256 KiB.
const part = 4 << 20

// video is a video as far as it is read here.
type video struct {
	ID     string `json:"id"`
	Status struct {
		Upload    string `json:"uploadStatus"`
		Failure   string `json:"failureReason"`
		Rejection string `json:"rejectionReason"`
		Privacy   string `json:"privacyStatus"`
	} `json:"status"`
}

func (v video) receipt() platforms.Receipt {
	r := platforms.Receipt{ID: v.ID, URL: "https://youtu.be/" + url.PathEscape(v.ID), State: platforms.Accepted}
	if v.Status.Upload == "processed" {
		r.State = platforms.Live
	}
	return r
}

// Publish implements [platforms.Connector]. The upload is kept where it breaks
// off, and the next attempt goes on with it: it makes one video. One with
// captions is shown to nobody until it has them.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	m := post.Media[0]
	upload, from := post.Prepared, int64(0)
	var made *video
	var err error
	if upload == "" {
		if upload, err = c.begin(ctx, post, m); err != nil {
			return platforms.Receipt{}, platforms.Unpublished(err)
		}
	} else if made, from, err = c.progress(ctx, upload, m.Size); err != nil {
		return platforms.Receipt{}, err
	}
	if made == nil {
		if made, err = c.send(ctx, upload, m, from); err != nil {
			return platforms.Receipt{}, err
		}
	}
	if m.Captions != "" {
		if err := c.reveal(ctx, made.ID, post.Language, m); err != nil {
			return platforms.Receipt{}, platforms.Keeping(err, upload)
		}
	}
	return made.receipt(), nil
}

// status is what is told of a film besides its words.
func status(privacy string, m platforms.Media) map[string]any {
	return map[string]any{"privacyStatus": privacy, "selfDeclaredMadeForKids": false, "containsSyntheticMedia": m.Machine}
}

// begin asks for an upload, and returns its address.
func (c *Connector) begin(ctx context.Context, post platforms.Post, m platforms.Media) (string, error) {
	tags := make([]string, 0, len(post.Hashtags))
	for _, tag := range post.Hashtags {
		tags = append(tags, strings.TrimPrefix(tag, "#"))
	}
	privacy := c.privacy
	if m.Captions != "" {
		privacy = hidden
	}
	body, err := platforms.JSON(map[string]any{
		"snippet": map[string]any{
			"title": post.Title, "description": description(post.Content), "tags": tags, "defaultLanguage": post.Language, "categoryId": "25", // news and politics
		},
		"status": status(privacy, m),
	})
	if err != nil {
		return "", err
	}
	u := c.base.JoinPath("upload", "youtube", "v3", "videos")
	u.RawQuery = url.Values{"part": {"snippet,status"}, "uploadType": {"resumable"}, "notifySubscribers": {"true"}}.Encode()
	answer, err := c.call(ctx, http.MethodPost, u.String(), http.Header{
		"Content-Type": {"application/json; charset=UTF-8"}, "X-Upload-Content-Type": {m.MIME}, "X-Upload-Content-Length": {strconv.FormatInt(m.Size, 10)},
	}, body)
	if err != nil {
		return "", err
	}
	at := answer.Header.Get("Location")
	if to, err := url.Parse(at); err != nil || to.Host != c.base.Host || to.Scheme != c.base.Scheme {
		return "", answer.Unreadable("address of an upload on the same server")
	}
	return at, nil
}

// progress asks an upload how far it has come: the video it made, or how many
// bytes it has.
func (c *Connector) progress(ctx context.Context, upload string, size int64) (*video, int64, error) {
	answer, err := c.call(ctx, http.MethodPut, upload, http.Header{"Content-Range": {fmt.Sprintf("bytes */%d", size)}, "Content-Length": {"0"}}, http.NoBody)
	switch {
	case answer.Status == http.StatusPermanentRedirect:
		return nil, received(answer), nil
	case platforms.ClassOf(err) == platforms.Gone:
		return nil, 0, platforms.Fail(platforms.Unsent, "the upload is not there any more")
	case err != nil:
		return nil, 0, platforms.Keeping(platforms.Question(err), upload)
	}
	made, err := c.made(answer, upload)
	return made, 0, err
}

// received reads how many bytes an upload has.
func received(answer platforms.Answer) int64 {
	var last int64
	if _, err := fmt.Sscanf(answer.Header.Get("Range"), "bytes=0-%d", &last); err != nil {
		return 0
	}
	return last + 1
}

// send sends a film from a byte on. Only its last part makes a video.
func (c *Connector) send(ctx context.Context, upload string, m platforms.Media, from int64) (*video, error) {
	file, err := c.settings.Open(ctx, m)
	if err != nil {
		return nil, platforms.Keeping(err, upload)
	}
	defer func() { _ = file.Close() }()
	if _, err := io.CopyN(io.Discard, file, from); err != nil {
		return nil, platforms.Keeping(platforms.Fail(platforms.Unsent, "read film: %w", err), upload)
	}
	for {
		length := min(part, m.Size-from)
		answer, err := c.call(ctx, http.MethodPut, upload, http.Header{
			"Content-Type": {m.MIME}, "Content-Length": {strconv.FormatInt(length, 10)}, "Content-Range": {fmt.Sprintf("bytes %d-%d/%d", from, from+length-1, m.Size)},
		}, io.LimitReader(file, length))
		last := from+length == m.Size
		switch {
		case answer.Status == http.StatusPermanentRedirect && !last && received(answer) == from+length:
			from += length
			continue
		case answer.Status == http.StatusPermanentRedirect:
			return nil, platforms.Keeping(platforms.Fail(platforms.Unsent, "the upload has another part than was sent"), upload)
		case err != nil:
			return nil, broken(err, upload, last)
		}
		return c.made(answer, upload)
	}
}

// broken is the failure of a part. Before the last one there is no video.
func broken(err error, upload string, last bool) error {
	switch class := platforms.ClassOf(err); {
	case class == platforms.Gone:
		return platforms.Fail(platforms.Unsent, "the upload is not there any more")
	case !last:
		err = platforms.Unpublished(err)
	}
	return platforms.Keeping(err, upload)
}

// made reads the video that an upload made.
func (c *Connector) made(answer platforms.Answer, upload string) (*video, error) {
	var v video
	err := answer.Decode(&v)
	if err == nil && v.ID == "" {
		err = answer.Unreadable("id")
	}
	if err != nil {
		return nil, platforms.Keeping(err, upload)
	}
	return &v, nil
}

// Confirm implements [platforms.Confirmer].
func (c *Connector) Confirm(ctx context.Context, receipt platforms.Receipt) (platforms.Receipt, error) {
	v, err := c.video(ctx, receipt.ID)
	if err != nil {
		return receipt, err
	}
	switch v.Status.Upload {
	case "failed", "rejected", "deleted":
		return receipt, platforms.Fail(platforms.Refused, "the video is %s: %s%s", v.Status.Upload, platforms.Reason(v.Status.Failure), platforms.Reason(v.Status.Rejection))
	}
	return v.receipt(), nil
}

// video asks how a video is.
func (c *Connector) video(ctx context.Context, id string) (video, error) {
	var list struct {
		Items []video `json:"items"`
	}
	if err := c.read(ctx, "videos", url.Values{"part": {"status"}, "id": {id}}, &list); err != nil {
		return video{}, platforms.OfAccount(err)
	}
	if len(list.Items) == 0 {
		return video{}, platforms.Fail(platforms.Gone, "the video is not there any more")
	}
	return list.Items[0], nil
}

// Retract implements [platforms.Retractor].
func (c *Connector) Retract(ctx context.Context, receipt platforms.Receipt) error {
	_, err := c.call(ctx, http.MethodDelete, c.at("videos", url.Values{"id": {receipt.ID}}), nil, nil)
	if f, failed := errors.AsType[*platforms.Failure](err); failed && f.Class == platforms.Gone {
		return nil
	}
	return err
}
