package public_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"caravan/models"
	"caravan/web/public"
)

// links lead by their codes, and count somebody who follows them.
type links struct {
	to      map[string]string
	fault   error
	counted int
}

// Follow implements [public.Follower].
func (l *links) Follow(_ context.Context, code string, somebody bool) (string, error) {
	if somebody {
		l.counted++
	}
	if link, known := l.to[code]; known {
		return link, l.fault
	}
	return "", errors.Join(l.fault, models.ErrMissing)
}

func TestLinksLeadOn(t *testing.T) {
	known := &links{to: map[string]string{"abcdefghij": "https://help.example/?utm_source=telegram"}}
	var log bytes.Buffer
	site := public.Follow(known, slog.New(slog.NewTextHandler(&log, nil)))
	follow := func(method, path, agent string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, http.NoBody)
		r.Header.Set("User-Agent", agent)
		r.Header.Set("Accept-Language", "ky")
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		return w
	}
	const browser, preview = "Mozilla/5.0 (Linux; Android 13) Firefox/130.0", "TelegramBot (like TwitterBot)"
	for _, c := range []struct {
		method, path, agent string
		status, counted     int
	}{
		{http.MethodGet, "/l/abcdefghij", browser, http.StatusFound, 1},
		{http.MethodGet, "/l/abcdefghij", preview, http.StatusFound, 1},
		{http.MethodHead, "/l/abcdefghij", browser, http.StatusFound, 1},
		{http.MethodGet, "/l/abcdefghi", preview, http.StatusNotFound, 1},
		{http.MethodGet, "/l/", preview, http.StatusNotFound, 1},
		{http.MethodPost, "/l/abcdefghij", browser, http.StatusMethodNotAllowed, 1},
	} {
		got := follow(c.method, c.path, c.agent)
		h := got.Header()
		if got.Code != c.status || known.counted != c.counted {
			t.Errorf("%s %s by %s: got %d, %d are counted", c.method, c.path, c.agent, got.Code, known.counted)
		}
		if leads := h.Get("Location") != ""; leads != (c.status == http.StatusFound) {
			t.Errorf("%s %s leads to %q", c.method, c.path, h.Get("Location"))
		}
		if h.Get("Set-Cookie") != "" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("got %v", h)
		}
	}
	known.fault = errors.New("the disk is full")
	if got := follow(http.MethodGet, "/l/abcdefghij", browser); got.Code != http.StatusFound || !strings.Contains(log.String(), "the disk is full") {
		t.Errorf("a reader waits for the count: %d", got.Code)
	}
	if strings.Contains(log.String(), "abcdefghij") || strings.Contains(log.String(), "Mozilla") {
		t.Errorf("the log says who followed what: %s", log.String())
	}
}
