package paper

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

// A line is shaped, and broken where it has to be.
type line struct {
	runs   []run
	width  float64
	height float64
	size   float64
	right  bool // it begins at the right side
}

// A run is set alike, from left to right as it is seen.
type run struct {
	glyphs []glyph
	silent []silent
	face   int
	mark   Mark
	width  float64
}

// A glyph is a shape that stands for a part of the text.
type glyph struct {
	code

	face    int
	advance float64 // in points
	shift   float64 // of the shape, from its place
}

// A silent shape stands for nothing: what it belongs to says it.
type silent struct {
	glyph font.GID
	x, y  float64 // from where the run begins
}

// leading is the height of a line, by the size of its letters. Arabic letters
// with marks need more of it than others.
const leading = 1.45

// lines shapes passages and breaks them into lines of a width.
func (d *Document) lines(says []Passage, size, width float64) []line {
	var all []line
	for _, p := range says {
		of := size
		if p.Small {
			of = smallSize
		}
		for _, paragraph := range split(p.Spans) {
			all = append(all, d.wrap(paragraph, p.Direction, of, width)...)
		}
	}
	return all
}

// split cuts at line feeds.
func split(spans []Span) [][]Span {
	all := [][]Span{nil}
	for _, s := range spans {
		for i, part := range strings.Split(strings.ReplaceAll(s.Text, "\r\n", "\n"), "\n") {
			if i > 0 {
				all = append(all, nil)
			}
			all[len(all)-1] = append(all[len(all)-1], Span{part, s.Mark})
		}
	}
	return all
}

// wrap shapes one paragraph.
func (d *Document) wrap(spans []Span, direction Direction, size, width float64) []line {
	var text []rune
	var ends []int // of the spans
	for _, s := range spans {
		text = append(text, []rune(s.Text)...)
		ends = append(ends, len(text))
	}
	blank := line{height: size * leading, size: size, right: d.begins(direction) == RightToLeft}
	if len(text) == 0 {
		return []line{blank}
	}
	whole := shaping.Input{Text: text, RunEnd: len(text), Size: fixed.Int26_6(size * 64), Direction: di.DirectionLTR}
	if toward(direction, string(text)) == RightToLeft {
		whole.Direction = di.DirectionRTL
	}
	var shaped []shaping.Output
	for _, part := range slices.Clone(d.fonts.segments.Split(whole, d.fonts)) {
		for _, in := range d.fonts.cut(part, ends) {
			in.Face = d.fonts.faces[d.fonts.weigh(in.Face, spans[spanAt(ends, in.RunStart)].Mark)].face
			shaped = append(shaped, d.fonts.shaper.Shape(in))
		}
	}
	wrapped, _ := d.fonts.wrapper.WrapParagraph(shaping.WrapConfig{Direction: whole.Direction}, int(width), text, shaping.NewSliceIterator(shaped))
	var lines []line
	for _, outputs := range wrapped {
		l := blank
		outputs = slices.Clone(outputs)
		slices.SortFunc(outputs, func(a, b shaping.Output) int { return cmp.Compare(a.VisualIndex, b.VisualIndex) })
		for i := range outputs {
			r := d.run(&outputs[i], text, spans[spanAt(ends, outputs[i].Runes.Offset)].Mark)
			l.runs, l.width = append(l.runs, r), l.width+r.width
		}
		lines = append(lines, l)
	}
	return lines
}

// begins says at which side a text is set: that of its own direction, or of
// the page.
func (d *Document) begins(direction Direction) Direction {
	if direction == Auto {
		return d.sheet.Direction
	}
	return direction
}

// toward is the direction of a text: as told, or that of its first letter that
// has one.
func toward(direction Direction, text string) Direction {
	if direction != Auto {
		return direction
	}
	for _, r := range text {
		properties, _ := bidi.LookupRune(r)
		if class := properties.Class(); class == bidi.L {
			return LeftToRight
		} else if class == bidi.R || class == bidi.AL {
			return RightToLeft
		}
	}
	return LeftToRight
}

// cut divides an input where spans end, and around spaces, which some fonts
// leave to others.
func (f *fonts) cut(in shaping.Input, ends []int) []shaping.Input {
	var parts []shaping.Input
	for in.RunStart < in.RunEnd {
		part, end := in, min(in.RunEnd, ends[spanAt(ends, in.RunStart)])
		space := unicode.IsSpace(in.Text[in.RunStart])
		if space {
			part.Face = f.ResolveFace(in.Text[in.RunStart])
		}
		part.RunEnd = in.RunStart + 1
		for part.RunEnd < end && unicode.IsSpace(in.Text[part.RunEnd]) == space {
			part.RunEnd++
		}
		parts = append(parts, part)
		in.RunStart = part.RunEnd
	}
	return parts
}

// spanAt is the number of the span that a rune is in.
func spanAt(ends []int, at int) int {
	return slices.IndexFunc(ends, func(end int) bool { return at < end })
}

func points(v fixed.Int26_6) float64 { return float64(v) / 64 }

// run takes what was shaped.
func (d *Document) run(out *shaping.Output, text []rune, mark Mark) run {
	at := slices.IndexFunc(d.fonts.faces, func(f *face) bool { return f.face == out.Face })
	r := run{face: at, mark: mark}
	for i := 0; i < len(out.Glyphs); {
		cluster := out.Glyphs[i : i+max(1, min(out.Glyphs[i].GlyphCount, len(out.Glyphs)-i))]
		first := cluster[0].ClusterIndex
		letters := []rune(valid(string(text[first:min(first+cluster[0].RuneCount, len(text))])))
		if out.Direction == di.DirectionRTL {
			slices.Reverse(letters)
		}
		r.add(d.fonts, cluster, letters, points(out.Size))
		i += len(cluster)
	}
	return r
}

// add takes a cluster with its letters in the order in which they are seen.
// Readers of PDF put letters that are seen from right to left into the order
// in which they are read, one by one, so each has a code of its own: the first
// draws the widest shape, the others nothing, and they share its width. What
// is left to draw, such as the marks of vowels, is drawn silently.
func (r *run) add(f *fonts, cluster []shaping.Glyph, letters []rune, size float64) {
	base, advance := 0, 0.0
	for k, g := range cluster {
		if g.XAdvance > cluster[base].XAdvance {
			base = k
		}
		advance += points(g.XAdvance)
	}
	pen := 0.0
	for k, g := range cluster {
		if k != base {
			r.silent = append(r.silent, silent{g.GlyphID, r.width + pen + points(g.XOffset), points(g.YOffset)})
		}
		pen += points(g.XAdvance)
	}
	share := advance / float64(max(1, len(letters)))
	for k := range max(1, len(letters)) {
		g := glyph{code: code{width: share * 1000 / size}, advance: share}
		if k == 0 {
			g.face, g.glyph, g.shift = r.face, cluster[base].GlyphID, points(cluster[base].XOffset)
		} else {
			g.face, g.glyph = f.blank(r.face)
		}
		if k < len(letters) {
			g.says = string(letters[k])
		}
		g.width = math.Round(g.width)
		r.glyphs = append(r.glyphs, g)
	}
	r.width += advance
}

// valid is a text that a PDF can carry.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
