package public

import (
	"net/http"
	"net/url"
	"slices"

	"caravan/internal/store"
	"caravan/models"
)

// perList is how many messages a list shows at once.
const perList = 20

// A list is the messages of a site in one language, newest first.
type list struct {
	Items []item
	Older string // address of what follows; empty at the end
	First bool   // nothing newer is left out
}

// An item is what a list shows of a message.
type item struct {
	Page                     *models.Page
	Title, Summary, When, At string
	Untitled                 bool
}

// list shows the messages of a site in the language that the reader likes
// best, of those in which there is something to read.
func (s *site) list(w http.ResponseWriter, r *http.Request) error {
	site, err := s.organization(r)
	if err != nil {
		return err
	}
	available, err := s.records.SiteLanguages(r.Context(), site.ID)
	if err != nil {
		return err
	}
	tag, err := s.listLanguage(r, site, available)
	if err != nil {
		return err
	}
	content, err := s.messages(r, site, tag)
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept-Language")
	return s.show(w, r, "list", listView(site, tag, available, content))
}

// listLanguage is the one that the reader likes best, else that of the newest
// message, else, on an empty site, one that the pages themselves speak.
func (s *site) listLanguage(r *http.Request, site *models.Organization, available []string) (string, error) {
	if tag := choose(r, func(tag string) bool { return slices.Contains(available, tag) }); tag != "" {
		return tag, nil
	}
	newest, err := s.records.LivePages(r.Context(), store.SiteFilter{Site: site.ID, Limit: 1})
	if err != nil || len(newest) == 0 {
		return wordsFor(chooseWords(r)).Tag, err
	}
	return newest[0].Language, nil
}

// messages reads one list, after the message named in the query if there is
// one.
func (s *site) messages(r *http.Request, site *models.Organization, tag string) (list, error) {
	filter := store.SiteFilter{Site: site.ID, Language: tag, Limit: perList + 1}
	before := r.URL.Query().Get("before")
	if before != "" {
		last, err := s.records.PageBySlug(r.Context(), site.ID, before)
		if err != nil {
			return list{}, err
		}
		filter.Before = last
	}
	found, err := s.records.LivePages(r.Context(), filter)
	if err != nil {
		return list{}, err
	}
	l := list{First: before == ""}
	if len(found) > perList {
		found = found[:perList]
		l.Older = siteAddress(site.Slug) + "?" + url.Values{chosen: {tag}, "before": {found[perList-1].Slug}}.Encode()
	}
	for i := range found {
		l.Items = append(l.Items, newItem(site, &found[i]))
	}
	return l, nil
}

func newItem(site *models.Organization, p *models.Page) item {
	i := item{
		Page: p, Title: headline(p), When: wordsFor(p.Language).day(p.Local()), At: messageAddress(site, p), Untitled: p.Title == "",
	}
	if !i.Untitled {
		i.Summary = summary(p)
	}
	return i
}

// describe says in one line what a site holds in a language.
func describe(site *models.Organization, tag string) string {
	return wordsFor(tag).Messages + " · " + site.PublicName
}

func listView(site *models.Organization, tag string, available []string, content list) view {
	words := wordsFor(tag)
	v := view{
		Words: words, Site: site, Home: listAddress(site, tag), Title: site.PublicName, Description: describe(site, tag),
		Address: listAddress(site, tag), Kind: "website", Locale: locale(tag), Anywhere: siteAddress(site.Slug), Content: content,
	}
	for _, other := range available {
		a := native(other)
		a.Address, a.Current = listAddress(site, other), other == tag
		v.Others = append(v.Others, a)
	}
	inMenuOrder(v.Others)
	if slices.Contains(available, tag) {
		v.Feed = feedAddress(site, tag)
	}
	return v
}
