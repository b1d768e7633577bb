package public

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"caravan/internal/store"
	"caravan/models"
)

// perFeed is how many messages a feed holds.
const perFeed = 50

// The elements of an Atom feed (RFC 4287) that ours have.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  string      `xml:"author>name"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Published string      `xml:"published"`
		Updated   string      `xml:"updated"`
		Link      atomLink    `xml:"link"`
		Content   atomContent `xml:"content"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		HTML string `xml:",chardata"`
	}
)

// feed answers with the newest messages of a site in one language. A message
// that was taken down is no longer in it.
func (s *site) feed(w http.ResponseWriter, r *http.Request) error {
	tag, isAtom := strings.CutSuffix(r.PathValue("feed"), ".atom")
	if !isAtom {
		return models.ErrMissing
	}
	site, err := s.organization(r)
	if err != nil {
		return err
	}
	found, err := s.records.LivePages(r.Context(), store.SiteFilter{Site: site.ID, Language: tag, Limit: perFeed})
	if err != nil {
		return err
	}
	updated, err := s.records.LastRemoved(r.Context(), site.ID, tag)
	if err != nil {
		return err
	}
	if len(found) == 0 && updated.IsZero() {
		return models.ErrMissing
	}
	if len(found) > 0 && found[0].PublishedAt.After(updated) {
		updated = found[0].PublishedAt
	}
	body, err := s.atom(site, tag, found, updated)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	s.counter.FeedRead(r, site.ID, tag)
	return send(w, r, "application/atom+xml; charset=utf-8", body, updated)
}

func (s *site) atom(site *models.Organization, tag string, found []models.Page, updated time.Time) ([]byte, error) {
	f := atomFeed{
		Lang: tag, ID: nameOf(site, "feed/"+tag), Title: site.PublicName, Updated: updated.Format(time.RFC3339), Author: site.PublicName,
		Links: []atomLink{
			{"self", "application/atom+xml", tag, s.base + feedAddress(site, tag)},
			{"alternate", "text/html", tag, s.base + listAddress(site, tag)},
		},
	}
	for i := range found {
		e, err := s.entry(site, &found[i])
		if err != nil {
			return nil, err
		}
		f.Entries = append(f.Entries, e)
	}
	body, err := xml.Marshal(f)
	return append([]byte(xml.Header), body...), err
}

func (s *site) entry(site *models.Organization, p *models.Page) (atomEntry, error) {
	var html bytes.Buffer
	err := s.templates["entry"].ExecuteTemplate(&html, "entry", message{
		Page: p, Paragraphs: paragraphs(p.Body), Pictures: picturesOf(site, p), Link: linkOf(p.Link), Tags: tags(p.Hashtags), Disclosure: paragraphs(p.Disclosure),
	})
	at := p.PublishedAt.Format(time.RFC3339)
	return atomEntry{
		ID: nameOf(site, p.Slug), Title: headline(p), Published: at, Updated: at,
		Link:    atomLink{"alternate", "text/html", p.Language, s.base + messageAddress(site, p)},
		Content: atomContent{"html", html.String()},
	}, err
}

// nameOf is a name for ever: the same whenever it is asked for, even under
// another address.
func nameOf(site *models.Organization, thing string) string {
	return uuid.NewSHA1(site.ID.UUID, []byte(thing)).URN()
}
