// Package dossier prints what an approver reads as one document (field.md,
// 6.2): what the program says is in the language of the reader, each text in
// its own, and what would be published stands there to the last character.
package dossier

import (
	"fmt"
	"io"
	"strings"
	"time"

	"caravan/internal/languages"
	"caravan/internal/paper"
	"caravan/internal/store"
	"caravan/models"
	"caravan/web/src/words"
)

// A Reader is for whom a dossier is printed.
type Reader struct {
	Language  string
	Authority bool           // of the authority: reads who decided
	Zone      *time.Location // times are told in it
	Now       time.Time
}

// A printer writes one dossier.
type printer struct {
	*store.Dossier

	c      *words.Catalogue
	paper  *paper.Document
	reader Reader
}

// Print writes the dossier as PDF.
func Print(w io.Writer, d *store.Dossier, r Reader) error {
	p := &printer{Dossier: d, c: words.In(r.Language), reader: r}
	p.paper = paper.New(paper.Sheet{
		Title: p.name(), Language: p.c.Tag, Direction: direction(p.c.Direction), Made: r.Now,
		Foot: func(page, pages int) string {
			return p.c.Say("Page {page} of {pages}", "page", p.c.Number(int64(page)), "pages", p.c.Number(int64(pages))) +
				" · " + p.c.Say("Digest") + " " + apart(string(d.Submission.Digest[:16]))
		},
	})
	p.opening()
	p.background()
	p.audience()
	p.texts()
	p.previews()
	p.speaker()
	p.harm()
	p.overlaps()
	p.rule()
	p.decisions()
	return p.paper.Write(w)
}

func direction(d languages.Direction) paper.Direction {
	if d == languages.RTL {
		return paper.RightToLeft
	}
	return paper.LeftToRight
}

func (p *printer) name() string {
	if texts := p.Submission.Statement.Texts; len(texts) > 0 {
		return texts[0].Name()
	}
	return p.c.Say("Dossier")
}

// A fact is what the document says under a label. Nothing is left out in
// silence but what nobody has written.
func (p *printer) fact(label string, says ...string) paper.Fact {
	f := paper.Fact{Label: label}
	for _, s := range says {
		if s != "" {
			f.Says = append(f.Says, paper.Say(visible(s), paper.Auto))
		}
	}
	return f
}

// whether is a text if it holds.
func whether(holds bool, text string) string {
	if holds {
		return text
	}
	return ""
}

func (p *printer) terms(vocabulary string, values []string) string {
	var said []string
	for _, v := range values {
		said = append(said, p.c.Term(vocabulary, v))
	}
	return p.c.Join(said)
}

func (p *printer) each(values []string, name func(string) string) string {
	var said []string
	for _, v := range values {
		said = append(said, name(v))
	}
	return p.c.Join(said)
}

// day writes a calendar day.
func (p *printer) day(d models.Date) string {
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return p.c.Day(at)
}

func (p *printer) moment(at time.Time) string { return p.c.Moment(at.In(p.reader.Zone)) }

// hidden is what does not show and is no letter, as on the screen: the joiners
// of Arabic script are letters' business.
func hidden(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < ' ', r >= 0x7F && r <= 0x9F, r == 0xAD, r == 0x61C, r == 0x180E, r == 0x200B, r == 0x200E, r == 0x200F, r == 0xFEFF:
		return true
	}
	return r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2069
}

// visible writes what does not show as its number.
func visible(text string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(text, "\t", "    ") {
		if hidden(r) {
			fmt.Fprintf(&b, "[%04X]", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// apart writes a digest in groups that can be read aloud and compared.
func apart(digest string) string {
	var groups []string
	for from := 0; from < len(digest); from += 8 {
		groups = append(groups, digest[from:min(from+8, len(digest))])
	}
	return strings.Join(groups, " ")
}
