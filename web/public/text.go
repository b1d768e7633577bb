package public

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"caravan/internal/languages"
	"caravan/models"
)

// A paragraph is lines of a text between empty lines; a line is pieces, some
// of which lead elsewhere.
type (
	paragraph []line
	line      []piece
	piece     struct{ Text, Address string }
)

var emptyLines = regexp.MustCompile(`\n[ \t]*(?:\n[ \t]*)+`)

// paragraphs takes a text apart for showing.
func paragraphs(text string) []paragraph {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	var all []paragraph
	for _, block := range emptyLines.Split(text, -1) {
		var p paragraph
		for l := range strings.SplitSeq(block, "\n") {
			p = append(p, pieces(l))
		}
		all = append(all, p)
	}
	return all
}

// pieces finds the web addresses in a line. One whose host is not what it
// looks like stays text.
func pieces(text string) line {
	var found line
	runes, at := []rune(text), 0
	for _, l := range languages.Links(text) {
		address := outside(l.Text)
		if l.Scheme == "" || address == nil || !strings.EqualFold(l.Host, l.ASCII) {
			continue
		}
		found = append(found, piece{Text: string(runes[at:l.Offset])}, piece{Text: l.Text, Address: address.String()})
		at = l.Offset + utf8.RuneCountInString(l.Text)
	}
	return append(found, piece{Text: string(runes[at:])})
}

// outside returns an address on the web, or nil for any other text.
func outside(text string) *url.URL {
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Hostname() == "" {
		return nil
	}
	return address
}

// A link is where a message leads, with the host that is really visited.
type link struct{ Address, Host string }

// linkOf returns nil for a text that is no address on the web.
func linkOf(text string) *link {
	address := outside(text)
	if address == nil {
		return nil
	}
	for _, l := range languages.Links(address.String()) {
		if l.ASCII != "" {
			return &link{address.String(), strings.TrimPrefix(l.ASCII, "www.")}
		}
	}
	return nil
}

// Lengths of what stands for a message elsewhere, in code points.
const (
	headlineLength = 90
	summaryLength  = 220
)

// headline is the title of a page, or its beginning if it has none.
func headline(p *models.Page) string {
	if p.Title != "" {
		return p.Title
	}
	first, _, _ := strings.Cut(strings.TrimSpace(p.Body), "\n")
	return shorten(first, headlineLength)
}

// summary is the beginning of a page's body as one line.
func summary(p *models.Page) string {
	return shorten(strings.Join(strings.Fields(p.Body), " "), summaryLength)
}

// shorten cuts a text between words, if it is longer than the limit.
func shorten(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	cut := string(runes[:limit])
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:.—–-،؛") + "…"
}

// tags writes hashtags with their sign.
func tags(hashtags []string) []string {
	all := make([]string, 0, len(hashtags))
	for _, tag := range hashtags {
		all = append(all, "#"+strings.TrimPrefix(tag, "#"))
	}
	return all
}
