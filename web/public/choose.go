package public

import (
	"errors"
	"net/http"

	"golang.org/x/text/language"

	"caravan/internal/languages"
)

// chosen is the query parameter by which a reader asks for a language.
const chosen = "language"

// choose returns the available language that a reader asks for in the address
// or likes best, by their Accept-Language header: one that they named before
// one that can stand in for it. It returns "" if there is none.
func choose(r *http.Request, available func(tag string) bool) string {
	wanted := append(meaning(r.URL.Query().Get(chosen)), understand(r.Header.Get("Accept-Language"))...)
	for _, tag := range wanted {
		if available(tag) {
			return tag
		}
	}
	for _, tag := range wanted {
		for _, near := range languages.Fallbacks(tag) {
			if available(near) {
				return near
			}
		}
	}
	return ""
}

// chooseWords returns the language in which the pages themselves speak to a
// reader.
func chooseWords(r *http.Request) string {
	return choose(r, func(tag string) bool { return catalogue()[tag] != nil })
}

// understand turns an Accept-Language header into tags of the registry.
func understand(accept string) []string {
	const enough = 200 // bytes; browsers send a few dozen
	if len(accept) > enough {
		return nil
	}
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return nil
	}
	var tags []string
	for _, tag := range wanted {
		tags = append(tags, meaning(tag.String())...)
	}
	return tags
}

// meaning returns the language of the registry that a tag names. A tag that
// leaves open which one, such as uz, means all of them in the order of menus.
func meaning(tag string) []string {
	found, err := languages.Lookup(tag)
	if err == nil {
		return []string{found.Tag}
	}
	if unclear, ok := errors.AsType[*languages.Error](err); ok {
		return unclear.Choices
	}
	return nil
}
