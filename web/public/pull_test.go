package public_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"caravan/models"
	"caravan/web/public"
)

// A desk whose one token leads to one file, which is its own shelf.
type desk struct{ film []byte }

func (c desk) Pulled(_ context.Context, token string) (models.MediaFile, error) {
	switch token {
	case "token":
		return models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "image/jpeg", int64(len(c.film)), 64, 48), nil
	case "broken":
		return models.MediaFile{}, errors.New("the database is away") //nolint:err113 // an accident
	}
	return models.MediaFile{}, models.ErrMissing
}

func (c desk) Whole(context.Context, string) (io.ReadSeekCloser, error) {
	return readSeekNopCloser{bytes.NewReader(c.film)}, nil
}

type readSeekNopCloser struct{ io.ReadSeeker }

func (readSeekNopCloser) Close() error { return nil }

// A platform fetches a file whole or in parts, and it is a file to everybody.
func TestPlatformsFetchFiles(t *testing.T) {
	c := desk{[]byte("0123456789")}
	handler := public.Pull(c, c, slog.New(slog.DiscardHandler))
	for name, x := range map[string]struct {
		method, path, part string
		status             int
		length, body       string
	}{
		"whole":                {http.MethodGet, "/m/token", "", http.StatusOK, "10", "0123456789"},
		"asked about":          {http.MethodHead, "/m/token", "", http.StatusOK, "10", ""},
		"a part":               {http.MethodGet, "/m/token", "bytes=2-4", http.StatusPartialContent, "3", "234"},
		"its end":              {http.MethodGet, "/m/token", "bytes=-2", http.StatusPartialContent, "2", "89"},
		"a part beyond it":     {http.MethodGet, "/m/token", "bytes=20-", http.StatusRequestedRangeNotSatisfiable, "", "invalid range: failed to overlap\n"},
		"another token":        {http.MethodGet, "/m/other", "", http.StatusNotFound, "", ""},
		"a list":               {http.MethodGet, "/m/", "", http.StatusNotFound, "", ""},
		"something under it":   {http.MethodGet, "/m/token/x", "", http.StatusNotFound, "", ""},
		"changed":              {http.MethodPost, "/m/token", "", http.StatusMethodNotAllowed, "", ""},
		"in a moment of grief": {http.MethodGet, "/m/broken", "", http.StatusServiceUnavailable, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), x.method, x.path, nil)
			if x.part != "" {
				r.Header.Set("Range", x.part)
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != x.status || w.Body.String() != x.body || x.length != "" && w.Header().Get("Content-Length") != x.length {
				t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
			}
			want := map[string]string{
				"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'", "Set-Cookie": "",
			}
			if w.Code != http.StatusRequestedRangeNotSatisfiable {
				want["Cache-Control"] = "no-store"
			}
			if w.Code < 300 {
				want["Content-Type"], want["Content-Disposition"], want["Accept-Ranges"] = "image/jpeg", `attachment; filename="aaaaaaaaaaaa.jpg"`, "bytes"
			}
			for header, is := range want {
				if got := w.Header().Get(header); got != is {
					t.Errorf("%s: %q, want %q", header, got, is)
				}
			}
		})
	}
}
