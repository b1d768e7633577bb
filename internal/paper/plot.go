package paper

import (
	"bytes"
	"fmt"
	"math"
)

// A Plot is values beside each other along one axis, each with what it is at
// least and at most. It begins where reading begins.
type Plot struct {
	Rows []PlotRow
	Tick func(float64) string
}

// A PlotRow is one of them. Without a point it is a bar between two ends.
type PlotRow struct {
	Name, Says       string
	Low, Point, High *float64
	Hollow           bool     // the point is the outcome of a model
	Also             *float64 // the same standardised: a diamond, joined to the point
	Apart            bool     // it may not stand beside the others: dashed
}

// A shape is drawn with lines. Its ends are from the upper left corner of the
// page; a round one has a radius.
type shape struct {
	x1, y1, x2, y2, thick float64
	radius                float64
	corners               bool // a diamond instead of a circle
	filled, dashed, faint bool
}

// An axis maps values to places on the page.
type axis struct {
	from, to    float64
	left, width float64
	mirrored    bool
	ticks       []float64
}

func (a *axis) x(v float64) float64 {
	at := (v - a.from) / (a.to - a.from) * a.width
	if a.mirrored {
		at = a.width - at
	}
	return a.left + at
}

// axisOf spans all values and zero, with round ticks.
func (d *Document) axisOf(rows []PlotRow) *axis {
	const pad = 22.0
	a := &axis{left: margin + pad, width: width - 2*pad, mirrored: d.sheet.Direction == RightToLeft}
	for _, r := range rows {
		for _, v := range []*float64{r.Low, r.Point, r.High, r.Also} {
			if v != nil {
				a.from, a.to = min(a.from, *v), max(a.to, *v)
			}
		}
	}
	if a.from == a.to {
		a.to = 1
	}
	step := math.Pow(10, math.Floor(math.Log10((a.to-a.from)/4)))
	for _, times := range []float64{2, 2.5, 2} { // 1, 2, 5, 10 times a power of ten
		if (a.to-a.from)/step > 5 {
			step *= times
		}
	}
	a.from, a.to = math.Floor(a.from/step)*step, math.Ceil(a.to/step)*step
	for i := range int(math.Round((a.to-a.from)/step)) + 1 {
		a.ticks = append(a.ticks, a.from+float64(i)*step)
	}
	return a
}

// Plot draws values beside each other.
func (d *Document) Plot(p Plot) {
	const track, scale = 16.0, smallSize * leading
	a := d.axisOf(p.Rows)
	d.room(smallSize*leading + track + scale)
	for _, r := range p.Rows {
		names := cell{d.lines([]Passage{Say(r.Name, Auto)}, smallSize, width*0.6), margin, width * 0.6}
		if d.sheet.Direction == RightToLeft {
			names.left = margin + width - names.width
		}
		says := d.lines([]Passage{{Spans: []Span{{Text: r.Says}}, Direction: d.sheet.Direction}}, smallSize, width*0.38)
		height := smallSize * leading * float64(max(len(names.lines), len(says)))
		if before := len(d.pages); d.y+height+track+scale > pageHeight-margin {
			d.turn()
			if len(d.pages) > before {
				d.ticks(a, p.Tick)
			}
		}
		for i := range says {
			d.page().line(says[i], d.far(says[i].width), says[i].width, d.y+float64(i)*says[i].height)
		}
		for i := range names.lines {
			d.row([]cell{names}, i)
		}
		d.y += height - smallSize*leading*float64(len(names.lines))
		d.track(a, r, track)
	}
	d.ticks(a, p.Tick)
	d.gap(8)
}

// far is where something of a width begins that stands where reading ends.
func (d *Document) far(wide float64) float64 {
	if d.sheet.Direction == RightToLeft {
		return margin
	}
	return margin + width - wide
}

// track draws one row on the axis.
func (d *Document) track(a *axis, r PlotRow, height float64) {
	p, middle := d.page(), d.y+height/2
	for _, t := range a.ticks {
		p.shapes = append(p.shapes, shape{x1: a.x(t), y1: d.y, x2: a.x(t), y2: d.y + height, thick: 0.4, faint: true})
	}
	if r.Low != nil && r.High != nil {
		p.shapes = append(p.shapes, shape{x1: a.x(*r.Low), y1: middle, x2: a.x(*r.High), y2: middle, thick: 1.6, dashed: r.Apart})
	}
	for _, end := range []*float64{r.Low, r.High} {
		if end != nil {
			p.shapes = append(p.shapes, shape{x1: a.x(*end), y1: middle - 3.5, x2: a.x(*end), y2: middle + 3.5, thick: 1})
		}
	}
	if r.Low != nil && r.High == nil { // nobody knows how far it goes
		p.shapes = append(p.shapes, shape{x1: a.x(*r.Low), y1: middle, x2: a.x(a.to), y2: middle, thick: 0.8, dashed: true})
	}
	if r.Also != nil {
		if r.Point != nil {
			p.shapes = append(p.shapes, shape{x1: a.x(*r.Point), y1: middle, x2: a.x(*r.Also), y2: middle, thick: 0.6, dashed: true})
		}
		p.shapes = append(p.shapes, shape{x1: a.x(*r.Also), y1: middle, radius: 3.8, corners: true, thick: 1})
	}
	if r.Point != nil {
		p.shapes = append(p.shapes, shape{x1: a.x(*r.Point), y1: middle, radius: 3.2, thick: 1.1, filled: !r.Hollow && !r.Apart})
	}
	d.y += height
}

// ticks writes the values along the axis.
func (d *Document) ticks(a *axis, write func(float64) string) {
	for _, t := range a.ticks {
		l := d.lines([]Passage{Say(write(t), LeftToRight)}, smallSize, width)[0]
		d.page().line(l, a.x(t)-l.width/2, l.width, d.y)
	}
	d.y += smallSize * leading
}

// draw writes a shape in the operators of PDF.
func (s *shape) draw(b *bytes.Buffer) {
	y := func(v float64) string { return number(pageHeight - v) }
	b.WriteString("q ")
	if s.dashed {
		b.WriteString("[2.5 2] 0 d ")
	}
	if s.faint {
		b.WriteString("0.75 G ")
	}
	fmt.Fprintf(b, "%s w ", number(s.thick))
	if s.radius == 0 {
		fmt.Fprintf(b, "%s %s m %s %s l S Q\n", number(s.x1), y(s.y1), number(s.x2), y(s.y2))
		return
	}
	r, c := s.radius, s.radius*0.5523 // of the curves that make a circle
	if s.corners {
		c = 0
	}
	b.WriteString(map[bool]string{true: "0 g ", false: "1 g "}[s.filled])
	fmt.Fprintf(b, "%s %s m ", number(s.x1+r), y(s.y1))
	for _, to := range [][6]float64{{r, c, c, r, 0, r}, {-c, r, -r, c, -r, 0}, {-r, -c, -c, -r, 0, -r}, {c, -r, r, -c, r, 0}} {
		fmt.Fprintf(b, "%s %s %s %s %s %s c ", number(s.x1+to[0]), y(s.y1-to[1]), number(s.x1+to[2]), y(s.y1-to[3]), number(s.x1+to[4]), y(s.y1-to[5]))
	}
	b.WriteString("b Q\n")
}
