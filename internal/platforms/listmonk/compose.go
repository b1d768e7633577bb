package listmonk

import (
	"html"
	"strconv"
	"strings"

	"caravan/internal/platforms"
)

// The server reads every text as a template, in which two braces begin a
// command; these write two braces.
func literal(text string) string { return strings.ReplaceAll(text, "{{", `{{ "{{" }}`) }

// page lays the content out for readers of HTML. What surrounds it, and how to
// unsubscribe, is in the server's own template.
func page(c platforms.Content) string {
	var b strings.Builder
	b.WriteString(`<div lang="` + html.EscapeString(c.Language) + `" dir="` + html.EscapeString(c.Direction) + `">`)
	paragraph := func(text string) {
		if text = strings.TrimSpace(text); text != "" {
			b.WriteString("<p>" + strings.ReplaceAll(literal(html.EscapeString(text)), "\n", "<br>") + "</p>")
		}
	}
	b.WriteString("<h1>" + literal(html.EscapeString(c.Title)) + "</h1>")
	for text := range strings.SplitSeq(c.Body, "\n\n") {
		paragraph(text)
	}
	if c.Link != "" {
		b.WriteString(`<p><a dir="ltr" href="{{ TrackLink ` + strconv.Quote(c.Link) + ` }}">` + literal(html.EscapeString(c.Link)) + `</a></p>`)
	}
	paragraph(c.HashtagLine())
	paragraph(c.Disclosure)
	b.WriteString("</div>")
	return b.String()
}
