// Package paper writes documents for people to print and keep: PDF with the
// scripts of the region shaped as they are written, and the text in it in the
// order in which it is read, so that it can be searched and copied. Nothing
// depends on colour.
package paper

import (
	"io"
	"time"
)

// Measures of a page, in points: A4.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 56.0
	width      = pageWidth - 2*margin
	foot       = 30.0 // from the lower edge to the line at the foot
)

// Sizes of letters, in points.
const (
	titleSize   = 18.0
	headingSize = 13.0
	textSize    = 10.0
	smallSize   = 8.5
)

// A Mark is how a part of a text is set apart.
type Mark int

// The marks. What was put in is underlined and what was taken out is struck
// through, so that they are told apart without colour.
const (
	Plain Mark = iota
	Strong
	PutIn
	TakenOut
)

// A Span is a part of a text that is set alike.
type Span struct {
	Text string
	Mark Mark
}

// A Passage is a text that runs in one direction. It begins a new line, and so
// does whatever follows a line feed in it.
type Passage struct {
	Spans     []Span
	Direction Direction
	Small     bool
}

// A Direction is where a text begins.
type Direction int

// The directions. Auto is that of the first letter that has one, set at the
// side where the page begins: for names, of which nobody knows the language.
const (
	Auto Direction = iota
	LeftToRight
	RightToLeft
)

// Say is a plain passage.
func Say(text string, direction Direction) Passage {
	return Passage{Spans: []Span{{Text: text}}, Direction: direction}
}

// A Fact is a label with what there is to say under it.
type Fact struct {
	Label string
	Says  []Passage
}

// A Sheet is what a document says of itself.
type Sheet struct {
	Title     string
	Language  string // of the document; its texts may be in others
	Direction Direction
	Made      time.Time
	Foot      func(page, pages int) string // what stands under each page
}

// A Document is written from top to bottom.
type Document struct {
	sheet Sheet
	fonts *fonts
	pages []*page
	y     float64 // of the next line's upper edge, from the top of the page
}

// New begins a document.
func New(sheet Sheet) *Document {
	d := &Document{sheet: sheet, fonts: openFonts()}
	d.turn()
	return d
}

func (d *Document) turn() {
	d.pages = append(d.pages, &page{})
	d.y = margin
}

// room turns the page unless so much fits on it.
func (d *Document) room(height float64) {
	if d.y+height > pageHeight-margin {
		d.turn()
	}
}

// gap leaves space, but not at the top of a page.
func (d *Document) gap(height float64) {
	if d.y > margin {
		d.y += height
	}
}

func (d *Document) page() *page { return d.pages[len(d.pages)-1] }

// Title writes what the document is called.
func (d *Document) Title(text string) {
	d.set(d.lines([]Passage{d.strong(text)}, titleSize, width))
	d.gap(4)
}

// Heading begins a part; it never stands alone at the end of a page, nor with
// no more than what leads to its table.
func (d *Document) Heading(text string) {
	d.gap(14)
	d.room(130)
	d.set(d.lines([]Passage{d.strong(text)}, headingSize, width))
	d.rule(0.8)
	d.gap(6)
}

// Subheading begins a part of a part. It may be somebody's own title, so it runs
// as it begins.
func (d *Document) Subheading(text string) {
	d.gap(8)
	d.room(90)
	title := d.strong(text)
	title.Direction = Auto
	d.set(d.lines([]Passage{title}, textSize, width))
	d.gap(2)
}

// Paragraphs writes passages.
func (d *Document) Paragraphs(says ...Passage) {
	d.set(d.lines(says, textSize, width))
	d.gap(4)
}

// Quote writes passages beside a bar: words that are somebody's own.
func (d *Document) Quote(says ...Passage) {
	const indent = 12.0
	lines := d.lines(says, textSize, width-indent)
	left, bar := margin+indent, margin+3
	if d.sheet.Direction == RightToLeft {
		left, bar = margin, margin+width-3
	}
	for _, l := range lines {
		d.room(l.height)
		d.page().bar(bar, d.y, l.height)
		d.put(l, left, width-indent)
	}
	d.gap(6)
}

// Facts writes labels with what is to say of each, and leaves out those
// without.
func (d *Document) Facts(facts []Fact) {
	const labels, between = 135.0, 12.0 // wider than between columns
	left, right := margin, margin+labels+between
	if d.sheet.Direction == RightToLeft {
		left, right = margin+width-labels, margin
	}
	for _, f := range facts {
		if blank(f.Says) {
			continue
		}
		label := d.lines([]Passage{d.strong(f.Label)}, textSize, labels)
		says := d.lines(f.Says, textSize, width-labels-between)
		for i := range max(len(label), len(says)) {
			d.row([]cell{{label, left, labels}, {says, right, width - labels - between}}, i)
		}
		d.gap(3)
	}
}

// Write writes the document.
func (d *Document) Write(w io.Writer) error {
	for i, p := range d.pages {
		if d.sheet.Foot == nil {
			continue
		}
		said := d.sheet.Foot(i+1, len(d.pages))
		for _, l := range d.lines([]Passage{{Spans: []Span{{Text: said}}, Direction: d.sheet.Direction}}, smallSize, width)[:1] {
			p.line(l, margin, width, pageHeight-foot-l.height)
		}
	}
	return d.encode(w)
}

func (d *Document) strong(text string) Passage {
	return Passage{Spans: []Span{{text, Strong}}, Direction: d.sheet.Direction}
}

func blank(says []Passage) bool {
	for _, p := range says {
		for _, s := range p.Spans {
			if s.Text != "" {
				return false
			}
		}
	}
	return true
}

// row puts the line of that number of each cell side by side.
func (d *Document) row(cells []cell, number int) {
	height := 0.0
	for _, c := range cells {
		if number < len(c.lines) {
			height = max(height, c.lines[number].height)
		}
	}
	d.room(height)
	for _, c := range cells {
		if number < len(c.lines) {
			d.page().line(c.lines[number], c.left, c.width, d.y)
		}
	}
	d.y += height
}

// set puts lines under each other, as wide as the page.
func (d *Document) set(lines []line) {
	for _, l := range lines {
		d.room(l.height)
		d.put(l, margin, width)
	}
}

func (d *Document) put(l line, left, width float64) {
	d.page().line(l, left, width, d.y)
	d.y += l.height
}

func (d *Document) rule(thick float64) {
	d.page().rule(margin, margin+width, d.y+1, thick)
	d.y += 2
}
