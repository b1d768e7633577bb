package tiktok

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// part is how much of a film goes in one exchange, the least that the platform
// takes. The last part takes what is left over.
const part = 5 << 20

// Publish implements [platforms.Connector]. What was sent whole and not
// answered is kept by the name that the platform gave it.
func (c *Connector) Publish(ctx context.Context, post platforms.Post) (platforms.Receipt, error) {
	if post.Prepared != "" {
		receipt, there, err := c.Find(ctx, post)
		if err != nil || there {
			return receipt, platforms.Keeping(err, post.Prepared)
		}
	}
	m := post.Media[0]
	if err := c.welcome(ctx, m); err != nil {
		return platforms.Receipt{}, platforms.Unpublished(err)
	}
	parts := max(1, m.Size/part)
	var begun struct {
		ID     string `json:"publish_id"`
		Upload string `json:"upload_url"`
	}
	answer, err := c.ask(ctx, "post/publish/video/init", nil, map[string]any{
		"post_info":   map[string]any{"title": post.Text(), "privacy_level": c.privacy, "is_aigc": m.Machine, "disable_comment": false, "disable_duet": false, "disable_stitch": false},
		"source_info": map[string]any{"source": "FILE_UPLOAD", "video_size": m.Size, "chunk_size": min(part, m.Size), "total_chunk_count": parts},
	}, &begun)
	if err == nil && (begun.ID == "" || begun.Upload == "") {
		err = answer.Unreadable("publish_id")
	}
	if err != nil {
		return platforms.Receipt{}, platforms.Unpublished(err) // without its film it becomes no post
	}
	if err := c.send(ctx, begun.Upload, begun.ID, m, parts); err != nil {
		return platforms.Receipt{}, err
	}
	return platforms.Receipt{ID: begun.ID, State: platforms.Accepted}, nil
}

// welcome asks what the account may post now, as has to be asked before each.
func (c *Connector) welcome(ctx context.Context, m platforms.Media) error {
	var may struct {
		Privacy []string `json:"privacy_level_options"`
		Longest int      `json:"max_video_post_duration_sec"`
	}
	if _, err := c.ask(ctx, "post/publish/creator_info/query", nil, struct{}{}, &may); err != nil {
		return platforms.Question(err)
	}
	if !slices.Contains(may.Privacy, c.privacy) {
		return platforms.Unfit(fieldPrivacy, "the account may post for %s", platforms.Reason(strings.Join(may.Privacy, ", ")))
	}
	if seconds := int(math.Ceil(m.Duration.Seconds())); may.Longest > 0 && seconds > may.Longest {
		return platforms.Fail(platforms.Refused, "the film has %d seconds, the account may post %d", seconds, may.Longest)
	}
	return nil
}

// send sends a film in its parts. Before the last one there is no post.
func (c *Connector) send(ctx context.Context, upload, id string, m platforms.Media, parts int64) error {
	file, err := c.settings.Open(ctx, m)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	for n := range parts {
		from, to := n*part, (n+1)*part
		if n == parts-1 {
			to = m.Size
		}
		req, err := platforms.Request(ctx, http.MethodPut, upload, io.LimitReader(file, to-from))
		if err != nil {
			return err
		}
		req.ContentLength = to - from
		req.Header.Set("Content-Type", m.MIME)
		req.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, to-1, m.Size))
		answer, err := c.client.Exchange(req)
		switch {
		case err != nil && n < parts-1:
			return platforms.Unpublished(c.explain(answer, err))
		case err != nil:
			return platforms.Keeping(c.explain(answer, err), id)
		}
	}
	return nil
}

// status is how far a film is.
type status struct {
	Status   string  `json:"status"`
	Reason   string  `json:"fail_reason"`
	Posts    []int64 `json:"publicaly_available_post_id"` //nolint:misspell // as the platform spells it
	Uploaded int64   `json:"uploaded_bytes"`
}

// The states of a film.
const (
	uploading = "PROCESSING_UPLOAD"
	complete  = "PUBLISH_COMPLETE"
	failed    = "FAILED"
)

func (c *Connector) status(ctx context.Context, id string) (status, error) {
	var s status
	_, err := c.ask(ctx, "post/publish/status/fetch", nil, map[string]string{"publish_id": id}, &s)
	return s, platforms.Question(err)
}

// Find implements [platforms.Finder]. Only a film that the platform has given a
// name is looked for: before it is moderated it is on no list.
func (c *Connector) Find(ctx context.Context, post platforms.Post) (platforms.Receipt, bool, error) {
	if post.Prepared == "" {
		return platforms.Receipt{}, false, nil
	}
	s, err := c.status(ctx, post.Prepared)
	if err != nil {
		return platforms.Receipt{}, false, err
	}
	if s.Status == failed || s.Status == uploading && len(post.Media) > 0 && s.Uploaded < post.Media[0].Size {
		return platforms.Receipt{}, false, nil
	}
	return platforms.Receipt{ID: post.Prepared, State: platforms.Accepted}, true, nil
}

// Confirm implements [platforms.Confirmer]. A post has its own name from then
// on.
func (c *Connector) Confirm(ctx context.Context, receipt platforms.Receipt) (platforms.Receipt, error) {
	s, err := c.status(ctx, receipt.ID)
	switch {
	case err != nil:
		return receipt, err
	case s.Status == failed:
		return receipt, platforms.Fail(platforms.Refused, "the film was turned down: %s", platforms.Reason(s.Reason))
	case s.Status != complete || len(s.Posts) == 0:
		return receipt, nil
	}
	receipt.ID, receipt.State = strconv.FormatInt(s.Posts[0], 10), platforms.Live
	if list, err := c.query(ctx, receipt.ID); err == nil && len(list) == 1 {
		receipt.URL = list[0].URL
	}
	return receipt, nil
}

// video is a post as far as it is read here.
type video struct {
	ID       string `json:"id"`
	URL      string `json:"share_url"`
	Views    *int64 `json:"view_count"`
	Likes    *int64 `json:"like_count"`
	Comments *int64 `json:"comment_count"`
	Shares   *int64 `json:"share_count"`
}

// query reads posts by their own names, twenty at most.
func (c *Connector) query(ctx context.Context, ids ...string) ([]video, error) {
	var list struct {
		Videos []video `json:"videos"`
	}
	fields := url.Values{"fields": {"id,share_url," + strings.Join([]string{views, likes, comments, shares}, ",")}}
	_, err := c.ask(ctx, "video/query", fields, map[string]any{"filters": map[string]any{"video_ids": ids}}, &list)
	return list.Videos, platforms.OfAccount(err)
}
