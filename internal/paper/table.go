package paper

import "strings"

// Tables of many columns are set in letters of this size.
const denseSize = 7.2

// between is the space between two columns.
const between = 8.0

// A cell is lines within a column.
type cell struct {
	lines       []line
	left, width float64
}

// Table writes rows under their heads, which every page repeats. Columns are
// as wide as their longest word, where that can be, and share the rest by
// weight.
func (d *Document) Table(heads []string, weights []float64, rows [][]Passage) {
	d.NotedTable(heads, weights, rows, make([]string, len(rows)))
}

// NotedTable is a Table that has something to say under each of its rows, as
// wide as the page; nothing under those with an empty note.
func (d *Document) NotedTable(heads []string, weights []float64, rows [][]Passage, notes []string) {
	var head []Passage
	for _, h := range heads {
		head = append(head, d.strong(h))
	}
	size := smallSize
	least := d.least(append([][]Passage{head}, rows...), size)
	room := width - between*float64(len(weights)-1)
	if sum(least) > room {
		size = denseSize
		least = d.least(append([][]Passage{head}, rows...), size)
	}
	columns := shared(least, weights, room)
	write := func(cells []cell, note []line) {
		for i := range tallest(cells) {
			d.row(cells, i)
		}
		d.set(note)
		d.rule(0.4)
		d.gap(3)
	}
	d.room(60)
	write(d.lay(head, columns, size), nil)
	for i, r := range rows {
		cells, before := d.lay(r, columns, size), len(d.pages)
		var note []line
		if notes[i] != "" {
			note = d.lines([]Passage{Say(notes[i], d.sheet.Direction)}, size, width)
		}
		if d.room(max(3*size, min(float64(tallest(cells)+len(note))*size*leading, pageHeight/3))); len(d.pages) > before {
			write(d.lay(head, columns, size), nil)
		}
		write(cells, note)
	}
	d.gap(4)
}

// lay puts passages into columns.
func (d *Document) lay(says []Passage, columns []float64, size float64) []cell {
	at := margin
	if d.sheet.Direction == RightToLeft {
		at = margin + width
	}
	var cells []cell
	for i, p := range says {
		left := at
		if d.sheet.Direction == RightToLeft {
			left, at = at-columns[i], at-columns[i]-between
		} else {
			at += columns[i] + between
		}
		cells = append(cells, cell{d.lines([]Passage{p}, size, columns[i]), left, columns[i]})
	}
	return cells
}

// least is how wide each column is for its longest word; a word that would
// take a fifth of the page is broken.
func (d *Document) least(rows [][]Passage, size float64) []float64 {
	wide := make([]float64, len(rows[0]))
	known := map[Span]float64{} // words come again in a table
	for _, row := range rows {
		for i, p := range row {
			for _, word := range wordsOf(p) {
				if _, there := known[word]; !there {
					known[word] = d.lines([]Passage{{Spans: []Span{word}}}, size, width)[0].width + 1.5
				}
				wide[i] = min(max(wide[i], known[word]), width/5)
			}
		}
	}
	return wide
}

// wordsOf are the words of a passage, each as it is set.
func wordsOf(p Passage) []Span {
	var all []Span
	for _, s := range p.Spans {
		for _, word := range strings.FieldsFunc(s.Text, breaks) {
			all = append(all, Span{word, s.Mark})
		}
	}
	return all
}

// breaks reports whether a line may end at a space: groups of a number stay
// together.
func breaks(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

// shared gives each column at least what it needs, and the rest by weight.
// Where there is not enough, all are short alike.
func shared(least, weights []float64, room float64) []float64 {
	columns := make([]float64, len(weights))
	open := sum(weights)
	for i := range columns {
		columns[i] = room * weights[i] / open
	}
	if sum(least) >= room {
		for i := range columns {
			columns[i] = least[i] * room / sum(least)
		}
		return columns
	}
	for range columns { // those that are too narrow take from the others
		lacking, spare := 0.0, 0.0
		for i := range columns {
			lacking += max(0, least[i]-columns[i])
			spare += max(0, columns[i]-least[i])
		}
		if lacking < 0.01 {
			break
		}
		for i := range columns {
			if columns[i] < least[i] {
				columns[i] = least[i]
			} else {
				columns[i] -= (columns[i] - least[i]) * lacking / spare
			}
		}
	}
	return columns
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

func tallest(cells []cell) int {
	most := 0
	for _, c := range cells {
		most = max(most, len(c.lines))
	}
	return most
}
