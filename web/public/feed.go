package public

import (
	"bytes"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"

	"caravan/internal/store"
	"caravan/models"
)

// perFeed is how many messages a feed holds.
const perFeed = 50

// A feed is the newest messages of a site in one language, to be written in
// any of the formats. Addresses in it are whole.
type feed struct {
	Language    string
	ID          string // for ever
	Title       string
	Description string
	Author      string // who speaks
	Home        string
	Self        string
	Updated     time.Time // in UTC and whole seconds, as all formats can say it
	Entries     []entry
}

// An entry is one message of a feed.
type entry struct {
	ID      string // for ever
	Title   string
	Address string
	At      time.Time // likewise
	HTML    string    // who pays, and whose text it is, included
	Files   []attached
}

// An attached is a file that an entry shows.
type attached struct {
	models.MediaFile

	Address, Alt string
}

// A format is a way in which feeds are written. Some readers know only one.
type format struct {
	Type  string
	write func(*feed) ([]byte, error)
}

// formats are known by what the address of a feed ends with.
func formats() map[string]format {
	return map[string]format{
		".atom": {"application/atom+xml", writeAtom},
		".xml":  {"application/rss+xml", writeRSS},
		".json": {"application/feed+json", writeJSON},
	}
}

// feed answers with the newest messages of a site in one language. A message
// that was taken down is no longer in it.
func (s *site) feed(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("feed")
	extension := path.Ext(name)
	as, known := formats()[extension]
	tag := strings.TrimSuffix(name, extension)
	if !known || tag == "" {
		return models.ErrMissing
	}
	site, err := s.organization(r)
	if err != nil {
		return err
	}
	f, err := s.newest(r, site, tag)
	if err != nil {
		return err
	}
	f.Self = s.base + feedAddress(site, tag) + extension
	body, err := as.write(f)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	s.counter.FeedRead(r, site.ID, tag)
	return send(w, r, as.Type+"; charset=utf-8", body, f.Updated)
}

// newest gathers what stands in a feed, in whichever format. There is none in
// a language in which nothing was ever published.
func (s *site) newest(r *http.Request, site *models.Organization, tag string) (*feed, error) {
	found, err := s.records.LivePages(r.Context(), store.SiteFilter{Site: site.ID, Language: tag, Limit: perFeed})
	if err != nil {
		return nil, err
	}
	updated, err := s.records.LastRemoved(r.Context(), site.ID, tag)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 && updated.IsZero() {
		return nil, models.ErrMissing
	}
	if len(found) > 0 && found[0].PublishedAt.After(updated) {
		updated = found[0].PublishedAt
	}
	f := &feed{
		Language: tag, ID: nameOf(site, "feed/"+tag), Title: site.PublicName, Description: describe(site, tag), Author: site.PublicName,
		Home: s.base + listAddress(site, tag), Updated: updated.UTC().Truncate(time.Second), Entries: []entry{},
	}
	for i := range found {
		e, err := s.entry(site, &found[i])
		if err != nil {
			return nil, err
		}
		f.Entries = append(f.Entries, e)
	}
	return f, nil
}

func (s *site) entry(site *models.Organization, p *models.Page) (entry, error) {
	e := entry{ID: nameOf(site, p.Slug), Title: headline(p), Address: s.base + messageAddress(site, p), At: p.PublishedAt.UTC().Truncate(time.Second)}
	pictures := picturesOf(site, p)
	for i, m := range p.Media {
		e.Files = append(e.Files, attached{m.MediaFile, s.base + pictures[i].Address, m.Alt})
	}
	var html bytes.Buffer
	err := s.templates["entry"].ExecuteTemplate(&html, "entry", message{
		Page: p, Paragraphs: paragraphs(p.Body), Pictures: pictures, Link: linkOf(p.Link), Tags: tags(p.Hashtags), Disclosure: paragraphs(p.Disclosure),
	})
	e.HTML = html.String()
	return e, err
}

// nameOf is a name for ever: the same whenever it is asked for, even under
// another address, and in every format.
func nameOf(site *models.Organization, thing string) string {
	return uuid.NewSHA1(site.ID.UUID, []byte(thing)).URN()
}
