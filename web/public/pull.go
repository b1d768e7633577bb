package public

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"caravan/models"
)

// A Puller says which file a platform may fetch by a token.
type Puller interface {
	Pulled(ctx context.Context, token string) (models.MediaFile, error)
}

// A Shelf holds the bytes of files by their digest, to be read from anywhere.
type Shelf interface {
	Whole(ctx context.Context, sha256 string) (io.ReadSeekCloser, error)
}

// pullTime is how long one fetch may take. A recording is larger than a page.
const pullTime = 10 * time.Minute

// Pull is the handler of everything under /m/: the files of what is being sent,
// for platforms that fetch them. Whoever has no token learns nothing here, not
// even what was there once.
func Pull(desk Puller, shelf Shelf, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Robots-Tag", "noindex, noarchive")
		h.Set("Cache-Control", "no-store")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		err := hand(w, r, desk, shelf)
		switch {
		case err == nil:
		case errors.Is(err, models.ErrMissing):
			w.WriteHeader(http.StatusNotFound)
		default:
			if r.Context().Err() == nil {
				log.ErrorContext(r.Context(), "hand a file to a platform", slog.Any("error", err))
			}
			h.Set("Retry-After", "60")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
}

// hand writes the file of a token, or the part of it that is asked for: never as
// anything but that, and never to be opened as a page.
func hand(w http.ResponseWriter, r *http.Request, desk Puller, shelf Shelf) error {
	file, err := desk.Pulled(r.Context(), strings.TrimPrefix(r.URL.Path, "/m/"))
	if err != nil {
		return err
	}
	content, err := shelf.Whole(r.Context(), string(file.SHA256))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	h := w.Header()
	h.Set("Content-Type", file.MIME)
	h.Set("Content-Disposition", `attachment; filename="`+string(file.SHA256)[:12]+file.Extension()+`"`)
	until := time.Now().Add(pullTime) //nolint:forbidigo // connections have no other clock
	if err := http.NewResponseController(w).SetWriteDeadline(until); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}
