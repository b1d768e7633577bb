package paper

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// A file is a PDF (ISO 32000-1) that is being written: its objects, numbered
// from 1.
type file struct {
	strings.Builder

	offsets []int
}

// add writes text.
func (f *file) add(format string, args ...any) { _, _ = fmt.Fprintf(&f.Builder, format, args...) }

// reserve gives out the number of an object that is written later.
func (f *file) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

// object writes an object of a number.
func (f *file) object(number int, format string, args ...any) {
	f.offsets[number-1] = f.Len()
	f.add("%d 0 obj\n%s\nendobj\n", number, fmt.Sprintf(format, args...))
}

// stream writes bytes, packed.
func (f *file) stream(number int, dictionary string, data []byte) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	f.offsets[number-1] = f.Len()
	f.add("%d 0 obj\n<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n", number, dictionary, packed.Len(), packed.String())
}

// encode writes the document.
func (d *Document) encode(w io.Writer) error {
	f := &file{}
	f.add("%%PDF-1.7\n%%\xE2\xE3\xCF\xD3\n")
	catalog, pages, info := f.reserve(), f.reserve(), f.reserve()
	var fonts strings.Builder
	numbers := make([]int, len(d.fonts.faces))
	drawn := make([][]byte, len(d.pages))
	for i, p := range d.pages {
		drawn[i] = p.draw(d.fonts)
	}
	for i, each := range d.fonts.faces {
		if each.drawn() {
			numbers[i] = f.reserve()
			fmt.Fprintf(&fonts, "/F%d %d 0 R ", i, numbers[i])
		}
	}
	var kids []string
	for _, operators := range drawn {
		leaf, content := f.reserve(), f.reserve()
		f.stream(content, "", operators)
		f.object(leaf, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources << /Font << %s>> >> /Contents %d 0 R >>",
			pages, number(pageWidth), number(pageHeight), fonts.String(), content)
		kids = append(kids, fmt.Sprintf("%d 0 R", leaf))
	}
	for i, each := range d.fonts.faces {
		if each.drawn() {
			f.font(numbers[i], each)
		}
	}
	toward := "L2R"
	if d.sheet.Direction == RightToLeft {
		toward = "R2L"
	}
	f.object(catalog, "<< /Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true /Direction /%s >> >>", pages, d.sheet.Language, toward)
	f.object(pages, "<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " "))
	f.object(info, "<< /Title %s /Producer (Caravan) /CreationDate (D:%sZ) >>", utf16Hex(d.sheet.Title, true), d.sheet.Made.UTC().Format("20060102150405"))
	start := f.Len()
	f.add("xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, at := range f.offsets {
		f.add("%010d 00000 n \n", at)
	}
	f.add("trailer << /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, catalog, info, start)
	_, err := io.WriteString(w, f.String())
	return err
}

// font writes a font. The text is in numbers of codes; two tables say which glyph each draws, and what it means.
func (f *file) font(number int, face *face) {
	descendant, descriptor, program, glyphs, meaning := f.reserve(), f.reserve(), f.reserve(), f.reserve(), f.reserve()
	name := "CARAVA+" + face.name
	f.object(number, "<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, descendant, meaning)
	var widths strings.Builder
	var shapes []byte
	for _, c := range face.codes {
		fmt.Fprintf(&widths, "%.0f ", c.width)
		shapes = binary.BigEndian.AppendUint16(shapes, uint16(c.glyph)) //nolint:gosec // fonts have less than 65536 glyphs
	}
	f.object(descendant, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /W [0 [%s]] /CIDToGIDMap %d 0 R >>",
		name, descriptor, widths.String(), glyphs)
	f.object(descriptor, "<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-1000 -500 2000 1200] /ItalicAngle 0 /Ascent %.0f /Descent %.0f /CapHeight 729 /StemV 80 /FontFile2 %d 0 R >>",
		name, face.rise*1000, -face.depth*1000, program)
	f.stream(program, fmt.Sprintf("/Length1 %d", len(face.data)), face.data)
	f.stream(glyphs, "", shapes)
	f.stream(meaning, "", meanings(face.codes))
}

// meanings is the table that says what each code means.
func meanings(codes []code) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for from := 0; from < len(codes); from += 100 { // no more at once, says the standard
		part := codes[from:min(from+100, len(codes))]
		var rows strings.Builder
		n := 0
		for i, c := range part {
			if c.says != "" {
				fmt.Fprintf(&rows, "<%04X> %s\n", from+i, utf16Hex(c.says, false))
				n++
			}
		}
		if n > 0 {
			fmt.Fprintf(&b, "%d beginbfchar\n%sendbfchar\n", n, rows.String())
		}
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.Bytes()
}

// utf16Hex is a text as PDF writes it.
func utf16Hex(text string, marked bool) string {
	var raw []byte
	if marked {
		raw = []byte{0xFE, 0xFF}
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = binary.BigEndian.AppendUint16(raw, unit)
	}
	return "<" + strings.ToUpper(hex.EncodeToString(raw)) + ">"
}
