package public

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"caravan/models"
)

// A Follower says where the link with a code leads, and counts who follows it.
type Follower interface {
	Follow(ctx context.Context, code string, somebody bool) (string, error)
}

// Follow is the handler of everything under /l/: links whose clicks are counted,
// on the way to where they lead. It keeps nothing of who follows them.
func Follow(desk Follower, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Robots-Tag", "noindex, noarchive")
		h.Set("Cache-Control", "no-store")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		link, err := desk.Follow(r.Context(), strings.TrimPrefix(r.URL.Path, "/l/"), person(r))
		if err != nil && !errors.Is(err, models.ErrMissing) && r.Context().Err() == nil {
			log.ErrorContext(r.Context(), "follow a link", slog.Any("error", err))
		}
		switch {
		case link != "":
			h.Set("Location", link)
			w.WriteHeader(http.StatusFound)
		case errors.Is(err, models.ErrMissing):
			w.WriteHeader(http.StatusNotFound)
		default:
			h.Set("Retry-After", "60")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
}
