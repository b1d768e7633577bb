package public

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"caravan/internal/languages"
	"caravan/models"
)

// A view is what a page shows. The frame around the content is the same for
// all of them.
type view struct {
	Words         *words               // of the frame; the content says its own language
	Site          *models.Organization // nil: the page belongs to no site
	Home          string               // address of the site's list
	Title         string
	Description   string
	Address       string // canonical; empty: the page has none of its own
	Kind          string // of the Open Graph protocol
	Locale        string // likewise
	Published     time.Time
	Others        []alternate // the same in each language, this one included
	Anywhere      string      // address that chooses the language by the reader; may be empty
	Feed          string      // address of the feed in this language, without the end that says its format; may be empty
	Style         string
	Demonstrative bool
	Content       any
}

// An alternate is the same page in one language.
type alternate struct {
	Tag, Native, Address string
	Direction            languages.Direction
	Current              bool
}

func siteAddress(slug string) string { return "/p/" + url.PathEscape(slug) + "/" }

func listAddress(site *models.Organization, tag string) string {
	return siteAddress(site.Slug) + "?" + url.Values{chosen: {tag}}.Encode()
}

// feedAddress is that of a feed, without the end that says its format.
func feedAddress(site *models.Organization, tag string) string {
	return siteAddress(site.Slug) + "feed/" + url.PathEscape(tag)
}

func messageAddress(site *models.Organization, p *models.Page) string {
	return siteAddress(site.Slug) + url.PathEscape(p.Slug)
}

func campaignAddress(site *models.Organization, c *models.Campaign) string {
	return siteAddress(site.Slug) + "about/" + c.PublicCode()
}

// native names a language in itself, and says how it runs.
func native(tag string) alternate {
	l, err := languages.Lookup(tag)
	if err != nil {
		return alternate{Tag: tag, Native: tag, Direction: languages.LTR}
	}
	return alternate{Tag: tag, Native: l.Native, Direction: l.Direction}
}

// inMenuOrder sorts alternates as the registry lists their languages.
func inMenuOrder(all []alternate) {
	place := make(map[string]int)
	for i, l := range languages.All() {
		place[l.Tag] = i
	}
	slices.SortStableFunc(all, func(a, b alternate) int { return place[standard(a.Tag)] - place[standard(b.Tag)] })
}

// standard is a tag without its dialect.
func standard(tag string) string {
	tag, _, _ = strings.Cut(tag, "-x-")
	return tag
}

// locale is a language in the form of the Open Graph protocol, such as ky_KG.
func locale(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if l, err := languages.Lookup(tag); err == nil && len(l.Countries) > 0 {
		return base + "_" + l.Countries[0]
	}
	return base
}

// parsePages reads the templates: each page within the frame.
func parsePages(base string) map[string]*template.Template {
	frame := template.Must(template.New("frame.html").Funcs(template.FuncMap{
		"absolute": func(address string) string { return base + address },
		"rfc3339":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	}).ParseFS(pages, "html/frame.html", "html/parts.html"))
	all := make(map[string]*template.Template)
	for _, name := range []string{"list", "message", "campaign", "notice", "entry"} {
		all[name] = template.Must(template.Must(frame.Clone()).ParseFS(pages, "html/"+name+".html"))
	}
	return all
}

// show renders a page and sends it.
func (s *site) show(w http.ResponseWriter, r *http.Request, name string, v view) error {
	body, err := s.render(name, v)
	if err != nil {
		return err
	}
	return send(w, r, "text/html; charset=utf-8", body, time.Time{})
}

func (s *site) render(name string, v view) ([]byte, error) {
	v.Style = s.stylePath
	var page bytes.Buffer
	err := s.templates[name].Execute(&page, v)
	return page.Bytes(), err
}

// notice tells a reader that there is nothing to read, and why.
func (s *site) notice(w http.ResponseWriter, r *http.Request, status int, title, text string) {
	v := view{Words: wordsFor(chooseWords(r)), Title: title, Content: text}
	if status == http.StatusGone {
		v.Site, _ = s.organization(r) // without it the way home is missing, no more
	}
	if v.Site != nil {
		v.Home = siteAddress(v.Site.Slug)
	}
	body, err := s.render("notice", v)
	if err != nil {
		body = []byte(title)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Accept-Language")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
