package paper

import (
	"testing"

	"caravan/internal/dbtest"
)

// A letter that joins is drawn otherwise than one that stands alone: a shaper
// that leaves some letters as they are, as one release of ours did with noon,
// is not good enough.
func TestLettersJoin(t *testing.T) {
	if !Ready() {
		dbtest.Missing(t, "font")
	}
	d := New(Sheet{Language: "fa-AF", Direction: RightToLeft})
	drawn := func(text string) glyph {
		runs := d.lines([]Passage{Say(text, RightToLeft)}, textSize, width)[0].runs
		glyphs := runs[len(runs)-1].glyphs
		return glyphs[len(glyphs)-1] // the first letter, at the right
	}
	for _, letter := range []string{"ن", "ب", "ی", "ګ", "ښ", "ڼ", "ټ", "ې", "ه", "ک"} {
		if alone, joined := drawn(letter), drawn(letter+"ا"); alone.glyph == joined.glyph {
			t.Errorf("%s does not join", letter)
		}
	}
}
