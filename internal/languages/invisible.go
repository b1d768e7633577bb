package languages

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
	"golang.org/x/net/idna"
)

const (
	zwnj        = '\u200C' // zero-width non-joiner
	zwj         = '\u200D' // zero-width joiner
	textStyle   = '\uFE0E' // variation selector 15
	emojiStyle  = '\uFE0F' // variation selector 16
	keycap      = '\u20E3' // combining enclosing keycap
	blackFlag   = '\U0001F3F4'
	cancelTag   = '\U000E007F'
	tagOffset   = 0xE0000 // from an ASCII character to its tag
	minFlagTags = 3       // two letters of a country and at least one of a part of it
	maxFlagTags = 6
)

// invisibles finds default-ignorable characters where they do no work.
func invisibles(runes []rune) []Finding {
	var found []Finding
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if r == blackFlag {
			i += flagTags(runes[i+1:])
			continue
		}
		if isIgnorable(r) && !unicode.Is(unicode.Bidi_Control, r) && !earnsItsPlace(runes, i) {
			found = append(found, refused(InvisibleCharacter, i, r, "cannot be seen; remove it"))
		}
	}
	return found
}

// isIgnorable reports the property Default_Ignorable_Code_Point, by its
// derivation in Unicode's DerivedCoreProperties.txt.
func isIgnorable(r rune) bool {
	if r == '\u00AD' {
		return true // the only one below U+0300, so that most text is done here
	}
	if r < '\u0300' || !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Cf, unicode.Variation_Selector) {
		return false
	}
	interlinear := '\uFFF9' <= r && r <= '\uFFFB'
	hieroglyphic := '\U00013430' <= r && r <= '\U00013440'
	return !interlinear && !hieroglyphic && !unicode.In(r, unicode.White_Space, unicode.Prepended_Concatenation_Mark)
}

// earnsItsPlace reports whether the ignorable character at i changes what the
// reader sees in a way that a spelling or an emoji needs.
func earnsItsPlace(runes []rune, i int) bool {
	switch runes[i] {
	case zwnj:
		return joins(runes, i)
	case zwj:
		return joins(runes, i) || linksEmoji(runes, i)
	case textStyle, emojiStyle:
		return stylesEmoji(runes, i)
	}
	return false
}

// joins reports whether RFC 5892 appendix A allows the joiner at i: after a
// virama, and, for the non-joiner, between letters that would connect. Only
// the letters and marks around the joiner matter, so they are put to the test
// as a label of their own.
func joins(runes []rune, i int) bool {
	start := i - 1
	for start > 0 && unicode.IsMark(runes[start]) {
		start--
	}
	if start < 0 || !unicode.IsLetter(runes[start]) {
		return false
	}
	end := i + 1
	for end < len(runes) && unicode.IsMark(runes[end]) {
		end++
	}
	if end < len(runes) && unicode.IsLetter(runes[end]) {
		end++
	}
	_, err := idna.New(idna.CheckJoiners(true)).ToUnicode(string(runes[start:end]))
	return err == nil
}

// linksEmoji reports whether the joiner at i stands between two pictographs,
// the first possibly with a style or a skin tone.
func linksEmoji(runes []rune, i int) bool {
	before := i - 1
	for before > 0 && i-before <= 2 && (runes[before] == emojiStyle || isSkinTone(runes[before])) {
		before--
	}
	return before >= 0 && i+1 < len(runes) && isPictograph(runes[before]) && isPictograph(runes[i+1])
}

// stylesEmoji reports whether the variation selector at i follows a
// pictograph or makes a keycap.
func stylesEmoji(runes []rune, i int) bool {
	if i == 0 {
		return false
	}
	if base := runes[i-1]; base >= '0' && base <= '9' || base == '#' || base == '*' {
		return runes[i] == emojiStyle && i+1 < len(runes) && runes[i+1] == keycap
	}
	return isPictograph(runes[i-1])
}

// flagTags returns how many tag characters at the start make, after a black
// flag, the flag of a part of a country: its code in lower case, and the end.
func flagTags(runes []rune) int {
	var code strings.Builder
	for i, r := range runes[:min(len(runes), maxFlagTags+1)] {
		if r == cancelTag && isSubdivision(code.String()) {
			return i + 1
		}
		code.WriteRune(r - tagOffset)
	}
	return 0
}

// isSubdivision reports whether a code has the form of a Unicode subdivision
// identifier, such as gbsct.
func isSubdivision(code string) bool {
	if len(code) < minFlagTags {
		return false
	}
	for i, r := range code {
		letter := 'a' <= r && r <= 'z'
		digit := '0' <= r && r <= '9' && i > 1
		if !letter && !digit {
			return false
		}
	}
	return true
}

func isSkinTone(r rune) bool { return '\U0001F3FB' <= r && r <= '\U0001F3FF' }

// isPictograph reports the property Extended_Pictographic. By rule GB11 of
// UAX #29 a joiner glues a character to an emoji exactly if it has it.
func isPictograph(r rune) bool {
	return r >= '\u00A9' && uniseg.GraphemeClusterCount(string(r)+"\u200D\U0001F600") == 1
}
