package report

import (
	"io"
	"math"
	"slices"
	"strings"
	"unicode"

	"caravan/internal/evaluation"
	"caravan/internal/languages"
	"caravan/internal/paper"
)

// PDF writes the snapshot as a document to print, on A4.
func (r *Report) PDF(w io.Writer) error {
	p := &printer{Report: r}
	p.paper = paper.New(paper.Sheet{
		Title: r.title(), Language: r.c.Tag, Direction: p.toward(), Made: r.snapshot.CreatedAt,
		Foot: func(page, pages int) string {
			return r.c.Say("Page {page} of {pages}", "page", r.c.Number(int64(page)), "pages", r.c.Number(int64(pages))) +
				" · SHA-256 " + apart(string(r.snapshot.Digest[:16]))
		},
	})
	p.opening()
	for _, part := range p.parts() {
		part()
	}
	return p.paper.Write(w)
}

// A printer writes one document.
type printer struct {
	*Report

	paper *paper.Document
}

// parts are what follows the opening, by template. Those who follow a plan
// read its measures first; those who pay, what was aimed at and paid for.
func (p *printer) parts() []func() {
	printed := func(of func() table) func() { return func() { p.table(of()) } }
	basis := []func(){
		p.annex, printed(p.clearances), printed(p.universes), printed(p.definitions), printed(p.missing), p.method, printed(p.sensitivity), p.check,
	}
	if len(p.answer.Costs) > 0 {
		basis = append([]func(){printed(p.costs)}, basis...)
	}
	switch p.template {
	case NationalPlan:
		return append([]func(){p.summary, printed(p.measures), printed(p.evidence), p.panels, printed(p.funnel), p.tests}, basis...)
	case Donor:
		return append([]func(){p.summary, printed(p.objectives), printed(p.evidence), p.panels, printed(p.funnel), p.tests, printed(p.budget)}, basis...)
	}
	return append([]func(){printed(p.evidence), p.panels, p.tests, printed(p.funnel)}, basis...)
}

func (p *printer) toward() paper.Direction {
	if p.c.Direction == languages.RTL {
		return paper.RightToLeft
	}
	return paper.LeftToRight
}

// opening says what this is, of what, and as of when.
func (p *printer) opening() {
	p.paper.Title(p.title())
	p.paper.Paragraphs(paper.Say(p.kind(), p.toward()))
	var facts []paper.Fact
	for _, f := range p.facts() {
		facts = append(facts, paper.Fact{Label: f[0], Says: []paper.Passage{paper.Say(f[1], paper.Auto)}})
	}
	p.paper.Facts(facts)
}

// summary is the first panel in sentences, and what to mind.
func (p *printer) summary() {
	p.paper.Heading(p.c.Say("Summary"))
	if len(p.answer.Panels) == 0 {
		p.nothing()
		return
	}
	first := &p.answer.Panels[0]
	var facts []paper.Fact
	var codes []string
	for i := range first.Rows {
		row := &first.Rows[i]
		facts = append(facts, paper.Fact{Label: p.item(row.Item), Says: []paper.Passage{
			{Spans: []paper.Span{{Text: p.headline(&row.Figure), Mark: paper.Strong}}, Direction: p.toward()}, p.small(p.sentence(&row.Figure)),
		}})
		codes = append(codes, minds(row)...)
	}
	p.paper.Paragraphs(p.small(p.scope(first)))
	p.paper.Facts(facts)
	slices.Sort(codes)
	var mind paper.Fact
	for _, code := range slices.Compact(codes) {
		mind.Says = append(mind.Says, paper.Say(p.reasons([]string{code}), p.toward()))
	}
	mind.Label = p.c.Say("Mind")
	p.paper.Facts([]paper.Fact{mind})
}

// headline is a figure with its range.
func (p *printer) headline(f *evaluation.Figure) string {
	unit := " " + p.unit(f.Unit)
	if shareUnit(f.Unit) || f.Unit == "" {
		unit = ""
	}
	switch between := p.between(f); {
	case f.Value == nil && f.Low == nil:
		return p.c.Say("not known")
	case f.Value == nil || between == p.write(f.Unit, f.Value):
		return between + unit
	default:
		return p.write(f.Unit, f.Value) + unit + " (" + between + ")"
	}
}

func (p *printer) small(text string) paper.Passage {
	said := paper.Say(text, p.toward())
	said.Small = true
	return said
}

// nothing says that a part is empty: nothing is left out in silence.
func (p *printer) nothing() {
	p.paper.Paragraphs(paper.Say(p.c.Say("This snapshot holds nothing of this."), p.toward()))
}

// panels are the results, each drawn and written.
func (p *printer) panels() {
	p.paper.Heading(p.c.Say("Results"))
	if len(p.answer.Panels) == 0 {
		p.nothing()
	}
	for i := range p.answer.Panels {
		p.panel(&p.answer.Panels[i])
	}
}

func (p *printer) panel(panel *evaluation.Panel) {
	p.paper.Subheading(p.scope(panel))
	ranking := p.c.Say("Nothing is ranked: the intervals do not separate the rows, or there are none.")
	if panel.Ranked {
		ranking = p.c.Say("Places are ranges: the intervals allow no closer order.")
	}
	p.paper.Paragraphs(p.small(ranking))
	p.draw(panel)
	both := slices.ContainsFunc(panel.Rows, func(r evaluation.Row) bool { return r.Standardised != nil })
	heads, wide := []string{p.c.Say("Compared"), p.c.Say("Value"), p.c.Say("At least – at most")}, []float64{2.6, 1.6, 2.2}
	if both {
		heads, wide = append(heads, p.c.Say("Standardised")), append(wide, 2)
	}
	heads = append(heads, p.c.Say("Place"), p.c.Say("Posts"), p.c.Say("Comparable"))
	wide = append(wide, 1.1, 1, 1.8)
	var rows [][]paper.Passage
	var notes []string
	for i := range panel.Rows {
		row := &panel.Rows[i]
		cells := []string{p.item(row.Item), p.write(row.Figure.Unit, row.Figure.Value), p.between(&row.Figure)}
		if both {
			standardised := "–"
			if s := row.Standardised; s != nil && (s.Value != nil || s.Low != nil) {
				standardised = p.write(s.Unit, s.Value) + " (" + p.between(s) + ")"
			}
			cells = append(cells, standardised)
		}
		cells = append(cells, p.rank(row), p.c.Number(int64(row.Figure.Deliveries)), p.comparable(row))
		rows, notes = append(rows, p.passages(cells)), append(notes, visible(p.said(row)))
	}
	p.paper.NotedTable(heads, wide, rows, notes)
	if panel.Standard != nil {
		p.paper.Paragraphs(p.small(p.standard(panel.Standard)))
	}
}

// draw puts the rows of a panel beside each other on one axis.
func (p *printer) draw(panel *evaluation.Panel) {
	plot := paper.Plot{}
	unit := ""
	for i := range panel.Rows {
		row := &panel.Rows[i]
		f := &row.Figure
		drawn := paper.PlotRow{
			Name: p.item(row.Item), Says: p.headline(f), Low: f.Low, Point: f.Value, High: end(f), Hollow: modelled(f), Apart: row.Comparable == "no",
		}
		if row.Standardised != nil {
			drawn.Also = row.Standardised.Value
		}
		if f.Unit != "" && (f.Value != nil || f.Low != nil) {
			unit = f.Unit
		}
		plot.Rows = append(plot.Rows, drawn)
	}
	if unit == "" {
		return // there is nothing to draw
	}
	plot.Tick = func(n float64) string { return p.tick(unit, n) }
	p.paper.Plot(plot)
	signs := p.c.Say("Filled: reported. Hollow: the outcome of a model. A bar goes from at least to at most; dashed: not comparable, or without an upper end.")
	if slices.ContainsFunc(panel.Rows, func(r evaluation.Row) bool { return r.Standardised != nil }) {
		signs += " " + p.c.Say("A diamond is the same standardised for age.")
	}
	p.paper.Paragraphs(p.small(signs))
}

// tick writes a value along an axis: round, so without places that say nothing.
func (p *printer) tick(unit string, n float64) string {
	if n == math.Trunc(n) && !shareUnit(unit) {
		return p.c.Count(n)
	}
	return p.write(unit, &n)
}

// tests are the contrasts, if anything was tested.
func (p *printer) tests() {
	t := p.contrasts()
	if p.answer.Multiplicity.Comparisons == 0 {
		t.lead = p.c.Say("Nothing was tested: these figures have no posts to compare, or too few.")
	}
	p.table(t)
}

// table prints a table with its title.
func (p *printer) table(t table) {
	p.paper.Heading(t.title)
	if t.lead != "" {
		p.paper.Paragraphs(paper.Say(t.lead, p.toward()))
	}
	if len(t.rows) == 0 {
		p.nothing()
		return
	}
	p.rows(t)
}

// rows print the rows of a table.
func (p *printer) rows(t table) {
	columns := len(t.wide) // what stands beyond them is said under the row
	var rows [][]paper.Passage
	notes := make([]string, len(t.rows))
	for i, row := range t.rows {
		var cells []string
		for _, c := range row[:columns] {
			cells = append(cells, p.say(c))
		}
		rows = append(rows, p.passages(cells))
		for _, c := range row[columns:] {
			if c != (cell{}) { // where there is nothing to add, nothing is said
				notes[i] += visible(p.say(c))
			}
		}
	}
	p.paper.NotedTable(t.heads[:columns], t.wide, rows, notes)
}

func (p *printer) passages(cells []string) []paper.Passage {
	var says []paper.Passage
	for _, c := range cells {
		toward := paper.Auto
		if !strings.ContainsFunc(c, unicode.IsLetter) {
			toward = p.toward() // numbers alone run as the page does
		}
		says = append(says, paper.Say(visible(c), toward))
	}
	return says
}

// method is how the figures were computed.
func (p *printer) method() {
	p.paper.Heading(p.c.Say("How it was computed"))
	p.paragraphs(p.notes())
}

// check is how whoever holds the paper knows that it says what was frozen.
func (p *printer) check() {
	p.paper.Heading(p.c.Say("How to check this report"))
	p.paragraphs(p.checking())
	p.paper.Paragraphs(paper.Say(p.address(), paper.LeftToRight), paper.Say(apart(string(p.snapshot.Digest)), paper.LeftToRight))
}

func (p *printer) paragraphs(texts []string) {
	for _, text := range texts {
		p.paper.Paragraphs(paper.Say(text, p.toward()))
	}
}

// visible leaves out what turns the direction of a text unseen.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0xAD || r == 0x200B || r == 0xFEFF {
			return -1
		}
		return r
	}, text)
}

// apart writes a digest in groups that can be read aloud and compared.
func apart(digest string) string {
	var groups []string
	for group := range slices.Chunk([]byte(digest), 8) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}
