package languages

import (
	"slices"

	"golang.org/x/text/unicode/norm"
)

// Severity tells what a finding asks for.
type Severity string

// The severities.
const (
	Refused Severity = "error"   // the text is not acceptable
	Warning Severity = "warning" // somebody should look
)

// The codes a Finding may carry.
const (
	InvalidUTF8        = "invalid_utf8"        // bytes that are no code point
	ControlCharacter   = "control_character"   // NUL, C0, DEL and C1, but for line feed and tab
	BidiControl        = "bidi_control"        // text that may not read in the order it is stored
	InvisibleCharacter = "invisible_character" // nothing to see and nothing to do here
	TooManyMarks       = "too_many_marks"      // more combining marks than any spelling needs
	WrongScript        = "wrong_script"        // most letters are not of the language's script
	MissingLetters     = "missing_letters"     // a long text without the letters its language is known by
	StrayLetter        = "stray_letter"        // a look-alike from another language's keyboard
	Apostrophe         = "apostrophe"          // a quotation mark where Uzbek spelling has a letter
	MixedScript        = "mixed_script"        // letters of two scripts that pass for one word
	NonASCIIHost       = "non_ascii_host"      // a link whose host may pass for another
)

// maxFindings bounds the answer to a hostile text.
const maxFindings = 100

// A Finding is one thing about a text.
type Finding struct {
	Code     string
	Offset   int    // in code points from the start of the text; an invalid byte counts as one
	Length   int    // in code points; 0 where it is the text as a whole
	Detail   string // English
	Severity Severity
}

// Normalize returns the text in Unicode normalization form C, the only form
// that is stored. Invalid bytes are kept for Check to find.
func Normalize(text string) string { return norm.NFC.String(text) }

// arrange puts findings in the order of the text and drops those past the
// bound.
func arrange(findings ...[]Finding) []Finding {
	all := slices.Concat(findings...)
	slices.SortStableFunc(all, func(a, b Finding) int { return a.Offset - b.Offset })
	return all[:min(len(all), maxFindings)]
}
