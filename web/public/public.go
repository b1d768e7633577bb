// Package public is the part of Caravan that strangers see: for every
// organisation a site with its messages in each of their languages, a feed for
// each language, and a page for each campaign that says who speaks, who pays
// and how to complain. Pages work without script, cookies or a second host,
// and are counted without recognising anybody; see Counter. What a page says
// was approved before it came here: this package changes no record.
package public

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

//go:embed html/*.html
var pages embed.FS

//go:embed style.css
var style []byte

// errRemoved says that a page was there and was taken down.
var errRemoved = errors.New("the page was taken down")

// A site answers for the sites of all organisations.
type site struct {
	records   *store.Scope
	counter   *Counter
	base      string
	library   Library
	log       *slog.Logger
	templates map[string]*template.Template
	stylePath string
}

// New returns the handler of everything under /p/. Pictures are in the library. Base is the public address
// of the installation, such as https://caravan.example.org, without a slash at
// its end. Who reads a page is handed to the counter.
func New(records *store.Store, library Library, counter *Counter, base string, log *slog.Logger) http.Handler {
	s := &site{
		records: records.As(models.System("public site")), library: library, counter: counter, base: base, log: log,
		templates: parsePages(base), stylePath: "/p/style." + digest(style)[:12] + ".css",
	}
	mux := http.NewServeMux()
	for pattern, answer := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /p/{site}/{$}":              s.list,
		"GET /p/{site}/{slug}":           s.message,
		"GET /p/{site}/{slug}/{picture}": s.picture,
		"GET /p/{site}/feed/{feed}":      s.feed,
		"GET /p/{site}/about/{campaign}": s.campaign,
		"GET /p/{site}":                  s.addSlash,
		"GET " + s.stylePath:             s.stylesheet,
		"/p/":                            nothing,
	} {
		mux.HandleFunc(pattern, s.answer(answer))
	}
	return mux
}

// answer sets what every answer has, and shows a page of its own for what
// went wrong.
func (s *site) answer(next func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.harden(w.Header())
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		err := next(w, r)
		if err == nil {
			return
		}
		status, title, text := explain(err, wordsFor(chooseWords(r)))
		if status == http.StatusInternalServerError && r.Context().Err() == nil {
			s.log.ErrorContext(r.Context(), "show a public page", slog.String("error", err.Error()))
		}
		if status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "60")
		}
		s.notice(w, r, status, title, text)
	}
}

// explain says what a reader is told about an error.
func explain(err error, words *words) (status int, title, text string) {
	switch {
	case errors.Is(err, errRemoved):
		return http.StatusGone, words.RemovedTitle, words.RemovedText
	case errors.Is(err, models.ErrMissing):
		return http.StatusNotFound, words.MissingTitle, words.MissingText
	case errors.Is(err, models.ErrUnavailable):
		return http.StatusServiceUnavailable, words.BrokenTitle, words.BrokenText
	}
	return http.StatusInternalServerError, words.BrokenTitle, words.BrokenText
}

// harden lets a browser load nothing but the stylesheet and tell nobody where
// its reader comes from.
func (s *site) harden(h http.Header) {
	h.Set("Content-Security-Policy",
		"default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "browsing-topics=(), camera=(), geolocation=(), interest-cohort=(), microphone=()")
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(s.base, "https://") {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

func nothing(http.ResponseWriter, *http.Request) error { return models.ErrMissing }

// addSlash leads to the list of a site.
func (s *site) addSlash(w http.ResponseWriter, r *http.Request) error {
	site, err := s.organization(r)
	if err == nil {
		http.Redirect(w, r, siteAddress(site.Slug), http.StatusMovedPermanently)
	}
	return err
}

// stylesheet may be kept for ever, because its name changes with it.
func (s *site) stylesheet(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return send(w, r, "text/css; charset=utf-8", style, time.Time{})
}

// organization reads whose site is asked for.
func (s *site) organization(r *http.Request) (*models.Organization, error) {
	return s.records.OrganizationBySlug(r.Context(), r.PathValue("site"))
}

// send answers with a body, or says that the reader has it already. The tag
// that is compared is of the body, so it is the same for every reader.
func send(w http.ResponseWriter, r *http.Request, kind string, body []byte, changed time.Time) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	body, err := pack(h, r, body)
	if err != nil {
		return err
	}
	h.Set("ETag", `"`+digest(body)[:22]+`"`)
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
	return nil
}

// pack compresses a body for whoever takes it so: on a slow line most of the
// wait is bytes.
func pack(h http.Header, r *http.Request, body []byte) ([]byte, error) {
	h.Add("Vary", "Accept-Encoding")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		return body, nil
	}
	h.Set("Content-Encoding", "gzip")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
