package paper

import (
	"bytes"
	"fmt"
	"math"
)

// A page is what is drawn on it, in the order in which it is.
type page struct {
	lines  []placed
	rules  []rule
	shapes []shape
}

type placed struct {
	line
	x, y float64 // of its upper left corner, from that of the page
}

type rule struct{ x1, y1, x2, y2, thick float64 }

// line puts a line into a column, at the side where it begins.
func (p *page) line(l line, left, width, y float64) {
	if l.right {
		left += width - l.width
	}
	p.lines = append(p.lines, placed{l, left, y})
}

func (p *page) rule(x1, x2, y, thick float64) { p.rules = append(p.rules, rule{x1, y, x2, y, thick}) }

func (p *page) bar(x, y, height float64) { p.rules = append(p.rules, rule{x, y, x, y + height, 1.2}) }

// draw writes the page in the operators of PDF, whose origin is below.
func (p *page) draw(f *fonts) []byte {
	var b bytes.Buffer
	for _, l := range p.lines {
		x, base := l.x, pageHeight-l.y-l.size*(leading+f.faces[0].rise-f.faces[0].depth)/2
		for _, r := range l.runs {
			f.draw(&b, &r, l.size, x, base)
			if r.mark == PutIn {
				p.rules = append(p.rules, rule{x, pageHeight - base + 1.8, x + r.width, pageHeight - base + 1.8, 0.9})
			}
			if r.mark == TakenOut {
				p.rules = append(p.rules, rule{x, pageHeight - base - l.size*0.28, x + r.width, pageHeight - base - l.size*0.28, 0.9})
			}
			x += r.width
		}
	}
	for _, r := range p.rules {
		fmt.Fprintf(&b, "%s w %s %s m %s %s l S\n", number(r.thick), number(r.x1), number(pageHeight-r.y1), number(r.x2), number(pageHeight-r.y2))
	}
	for i := range p.shapes {
		p.shapes[i].draw(&b)
	}
	return b.Bytes()
}

// draw writes the glyphs of a run. What the font says of their width is set
// right by the difference.
func (f *fonts) draw(b *bytes.Buffer, r *run, size, x, y float64) {
	face := r.face
	fmt.Fprintf(b, "BT /F%d %s Tf 1 0 0 1 %s %s Tm [", face, number(size), number(x), number(y))
	lag := 0.0 // thousandths of an em that the pen is to go back
	for _, g := range r.glyphs {
		if g.face != face {
			face = g.face
			fmt.Fprintf(b, "] TJ /F%d %s Tf [", face, number(size))
		}
		shift := g.shift * 1000 / size
		if back := lag - shift; math.Abs(back) > 0.5 {
			fmt.Fprintf(b, "%s ", number(back))
		} else {
			shift = lag // too little to see
		}
		fmt.Fprintf(b, "<%04X>", f.faces[face].number(g.code))
		lag = shift + g.width - g.advance*1000/size
	}
	b.WriteString("] TJ ET\n")
	if len(r.silent) == 0 {
		return
	}
	fmt.Fprintf(b, "/Span << /ActualText () >> BDC BT /F%d %s Tf", r.face, number(size))
	for _, s := range r.silent {
		fmt.Fprintf(b, " 1 0 0 1 %s %s Tm <%04X> Tj", number(x+s.x), number(y+s.y), f.faces[r.face].number(code{glyph: s.glyph}))
	}
	b.WriteString(" ET EMC\n")
}

// number writes a number as short as a printer can see.
func number(v float64) string {
	return fmt.Sprintf("%g", math.Round(v*100)/100)
}
