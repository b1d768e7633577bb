package youtube

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"

	"caravan/internal/platforms"
)

// hidden is the privacy of a video that only its channel sees.
const hidden = "private"

// reveal gives a hidden video its captions, and then lets people see it. Each
// step may be repeated.
func (c *Connector) reveal(ctx context.Context, id, language string, m platforms.Media) error {
	if err := c.caption(ctx, id, language, m.Captions); err != nil {
		return platforms.Unpublished(err)
	}
	body, err := platforms.JSON(map[string]any{"id": id, "status": status(c.privacy, m)})
	if err != nil {
		return err
	}
	_, err = c.call(ctx, http.MethodPut, c.at("videos", url.Values{"part": {"status"}}), http.Header{"Content-Type": {"application/json; charset=UTF-8"}}, body)
	return err
}

// caption gives a video its captions, unless it has them. Those that the
// platform guesses by itself are none.
func (c *Connector) caption(ctx context.Context, id, language, captions string) error {
	var list struct {
		Items []struct {
			Snippet track `json:"snippet"`
		} `json:"items"`
	}
	if err := c.read(ctx, "captions", url.Values{"part": {"snippet"}, "videoId": {id}}, &list); err != nil {
		return err
	}
	for _, item := range list.Items {
		if item.Snippet.Language == language && !slices.Contains([]string{"ASR", "asr"}, item.Snippet.Kind) {
			return nil
		}
	}
	body, kind, err := related(track{Video: id, Language: language}, captions)
	if err != nil {
		return platforms.Fail(platforms.Unsent, "write request: %w", err)
	}
	u := c.base.JoinPath("upload", "youtube", "v3", "captions")
	u.RawQuery = url.Values{"part": {"snippet"}, "uploadType": {"multipart"}}.Encode()
	_, err = c.call(ctx, http.MethodPost, u.String(), http.Header{"Content-Type": {kind}}, body)
	return err
}

// A track is captions as they are told about.
type track struct {
	Video    string `json:"videoId"`
	Language string `json:"language"`
	Name     string `json:"name"` // empty: the platform names it by its language
	Kind     string `json:"trackKind,omitempty"`
}

// related writes what is told of captions, and the captions, as one body.
func related(t track, captions string) (body *bytes.Buffer, kind string, err error) {
	body = &bytes.Buffer{}
	form := multipart.NewWriter(body)
	part, err := form.CreatePart(textproto.MIMEHeader{"Content-Type": {"application/json; charset=UTF-8"}})
	if err == nil {
		err = json.NewEncoder(part).Encode(map[string]track{"snippet": t})
	}
	if err != nil {
		return nil, "", err
	}
	if part, err = form.CreatePart(textproto.MIMEHeader{"Content-Type": {"application/octet-stream"}}); err == nil {
		_, err = part.Write([]byte(captions))
	}
	if err == nil {
		err = form.Close()
	}
	return body, "multipart/related; boundary=" + form.Boundary(), err
}
