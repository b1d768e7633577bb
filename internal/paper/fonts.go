package paper

import (
	"bytes"
	"embed"
	"slices"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
)

// The folder is empty, save for a mark, until npm has run.
//
//go:embed all:fonts
var folder embed.FS

// scripts are the files of one weight, in the order in which a letter is
// looked for.
func scripts() []string { return []string{"latin", "latin-ext", "cyrillic", "cyrillic-ext", "arabic"} }

// Ready reports whether the program was built with its fonts.
func Ready() bool { return parsed() != nil }

// fonts are the letters of the app in two weights, a file for each script and
// weight.
type fonts struct {
	faces    []*face // the regular ones, then the strong ones
	shaper   shaping.HarfbuzzShaper
	segments shaping.Segmenter
	wrapper  shaping.LineWrapper
}

// A face is a font and what a document uses of it.
type face struct {
	*parsedFont

	face  *font.Face
	used  map[code]int // numbers of the codes
	codes []code       // in the order of their numbers
}

// A code is what the text of a PDF consists of: a glyph that says something
// and takes up so much of the line. The same glyph may say several things.
type code struct {
	glyph font.GID
	says  string
	width float64 // in thousandths of an em
}

type parsedFont struct {
	name        string
	data        []byte
	font        *font.Font
	em          float64 // in units of the font
	rise, depth float64 // in ems
}

//nolint:gochecknoglobals // parsed once, never written again
var parsed = sync.OnceValue(func() (all []*parsedFont) {
	for _, weight := range []string{"400", "600"} {
		for _, script := range scripts() {
			data, err := folder.ReadFile("fonts/" + script + "-" + weight + ".ttf")
			if err != nil {
				return nil
			}
			loader, err := opentype.NewLoader(bytes.NewReader(data))
			if err != nil {
				panic(err) // it is part of the program
			}
			p := &parsedFont{name: "Noto-" + script + "-" + weight, data: data}
			if p.font, err = font.NewFont(loader); err != nil {
				panic(err)
			}
			f := font.NewFace(p.font)
			p.em = float64(p.font.Upem())
			extents, _ := f.FontHExtents()
			p.rise, p.depth = float64(extents.Ascender)/p.em, -float64(extents.Descender)/p.em
			all = append(all, p)
		}
	}
	return all
})

func openFonts() *fonts {
	f := &fonts{}
	for _, p := range parsed() {
		opened := &face{parsedFont: p, face: font.NewFace(p.font), used: map[code]int{}}
		opened.number(code{}) // .notdef, as every font begins
		f.faces = append(f.faces, opened)
	}
	return f
}

// ResolveFace implements [shaping.Fontmap] with the regular weight.
func (f *fonts) ResolveFace(r rune) *font.Face {
	for _, each := range f.faces[:len(scripts())] {
		if _, there := each.face.NominalGlyph(r); there {
			return each.face
		}
	}
	return f.faces[0].face
}

// weigh is the number of a regular face in the weight of a mark.
func (f *fonts) weigh(regular *font.Face, mark Mark) int {
	n := slices.IndexFunc(f.faces, func(each *face) bool { return each.face == regular })
	if mark == Strong {
		n += len(scripts())
	}
	return n
}

// blank is a glyph that draws nothing, in the weight of a face.
func (f *fonts) blank(face int) (int, font.GID) {
	latin := face - face%len(scripts())
	space, _ := f.faces[latin].face.NominalGlyph(' ')
	return latin, space
}

// number is the code's number, which the text of the document is written in.
func (f *face) number(c code) int {
	n, there := f.used[c]
	if !there {
		n = len(f.codes)
		f.used[c] = n
		f.codes = append(f.codes, c)
	}
	return n
}

// drawn reports whether a document uses the font.
func (f *face) drawn() bool { return len(f.codes) > 1 }

// Has reports whether there is a shape for a letter.
func Has(r rune) bool {
	return slices.ContainsFunc(parsed(), func(p *parsedFont) bool { _, there := font.NewFace(p.font).NominalGlyph(r); return there })
}
