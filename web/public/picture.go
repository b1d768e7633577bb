package public

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"caravan/models"
)

// A Library holds the bytes of pictures by their digest.
type Library interface {
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}

// A picture is one of a message, as a page shows it.
type picture struct {
	Address       string
	Alt           string
	Width, Height string
}

// picturesOf are those of a page, in their order.
func picturesOf(site *models.Organization, p *models.Page) []picture {
	var all []picture
	for i, m := range p.Media {
		all = append(all, picture{fmt.Sprintf("%s/%d%s", messageAddress(site, p), i+1, m.Extension()), m.Alt, m.Width, m.Height})
	}
	return all
}

// picture answers with a picture of a page, as long as people may read the
// page. It is handed out as a file: nobody is led to it as to a page.
func (s *site) picture(w http.ResponseWriter, r *http.Request) error {
	site, err := s.organization(r)
	if err != nil {
		return err
	}
	page, err := s.records.PageBySlug(r.Context(), site.ID, r.PathValue("slug"))
	if err != nil {
		return err
	}
	if !page.Live() {
		return errRemoved
	}
	number, extension, _ := strings.Cut(r.PathValue("picture"), ".")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(page.Media) || "."+extension != page.Media[n-1].Extension() || number != strconv.Itoa(n) {
		return models.ErrMissing
	}
	return s.hand(w, r, page.Media[n-1].MediaFile)
}

func (s *site) hand(w http.ResponseWriter, r *http.Request, file models.MediaFile) error {
	h := w.Header()
	h.Set("ETag", `"`+string(file.SHA256)+`"`)
	if r.Header.Get("If-None-Match") == h.Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	content, err := s.library.Open(r.Context(), string(file.SHA256))
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	h.Set("Content-Type", file.MIME)
	h.Set("Content-Length", file.Bytes)
	h.Set("Content-Disposition", `attachment; filename="`+string(file.SHA256)[:12]+file.Extension()+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // readers of feeds show it too
	h.Set("Cache-Control", "public, max-age=300")
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(w, content)
	return err
}
