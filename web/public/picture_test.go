package public_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"caravan/internal/dbtest"
	"caravan/internal/store"
	"caravan/models"
	"caravan/web/public"
)

// shelf is a library of one picture.
type shelf string

func (s shelf) Open(_ context.Context, sha256 string) (io.ReadCloser, error) {
	if sha256 != strings.Repeat("a", 64) {
		return nil, models.ErrMissing
	}
	return io.NopCloser(strings.NewReader(string(s))), nil
}

// A page shows its pictures as long as it stands, with words for those who do
// not see them, and nobody is led to one as to a page.
func TestPageShowsItsPictures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, records *store.Store) {
		p := newPress(t, records, nil)
		p.handler = public.New(records, shelf("\x89PNG"), p.counter, "https://caravan.example", slog.New(slog.DiscardHandler))
		page := p.publish(models.Rendering{Language: "ru", Title: "Хлеб", Body: "Хлеб и книги", Media: []models.RenderedMedia{
			{MediaFile: models.NewMediaFile(models.Digest(strings.Repeat("a", 64)), "image/png", 4, 64, 48), Alt: `Хлеб на "столе"`},
		}}, noon)
		at := "/p/osh/" + page.Slug
		if text := p.read(page.Slug, aida); !strings.Contains(text, `<img class="picture" src="`+at+`/1.png" alt="Хлеб на &#34;столе&#34;" width="64" height="48">`) {
			t.Errorf("the page is %s", text)
		}
		if feed := p.read("feed/ru.atom", aida); !strings.Contains(feed, "https://caravan.example"+at+"/1.png") {
			t.Errorf("the feed is %s", feed)
		}
		picture := p.request(http.MethodGet, at+"/1.png", aida)
		for name, want := range map[string]string{
			"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'", "Content-Length": "4", "Set-Cookie": "",
		} {
			if got := picture.Header().Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if picture.Code != http.StatusOK || picture.Body.String() != "\x89PNG" || !strings.HasPrefix(picture.Header().Get("Content-Disposition"), "attachment; ") {
			t.Errorf("%d %q %v", picture.Code, picture.Body, picture.Header())
		}
		for _, wrong := range []string{"/0.png", "/2.png", "/1.jpg", "/01.png", "/1", "/-1.png", "/x.png"} {
			if got := p.request(http.MethodGet, at+wrong, aida); got.Code != http.StatusNotFound {
				t.Errorf("%s: %d", wrong, got.Code)
			}
		}
		p.remove(page, noon)
		if got := p.request(http.MethodGet, at+"/1.png", aida); got.Code != http.StatusGone {
			t.Errorf("a page that was taken down shows a picture: %d", got.Code)
		}
	})
}
