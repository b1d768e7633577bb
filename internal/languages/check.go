package languages

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

const (
	maxMarks         = 8 // combining marks on one base; fully vowelled Arabic needs 3, Vietnamese 2
	maxDirectionals  = 2 // directional marks side by side
	lineFeed         = '\n'
	tab              = '\t'
	paragraphMark    = '\u2029'
	popIsolate       = '\u2069'
	leftToRightMark  = '\u200E'
	rightToLeftMark  = '\u200F'
	arabicLetterMark = '\u061C'
)

// Check returns what makes a text unacceptable, in the order of the text, at
// most 100 findings; all are of severity Refused. It expects the text to have
// been through Normalize. It finds
//
//   - bytes that are not UTF-8, and control characters other than line feed
//     and tab;
//   - bidirectional embeddings and overrides, isolates that do not close in
//     their paragraph, and more than 2 directional marks in a row;
//   - default-ignorable characters, except joiners where RFC 5892 appendix A
//     allows them and what emoji sequences are made of;
//   - more than 8 combining marks on one base.
//
// It does not limit the length, and says nothing of markup, which is text.
func Check(text string) []Finding {
	runes := []rune(text)
	return arrange(unreadable(text), bidiControls(runes), isolates(runes), directionals(runes), invisibles(runes), marks(runes))
}

// refused makes a finding about the character at an offset.
func refused(code string, offset int, r rune, why string) Finding {
	return Finding{Code: code, Offset: offset, Length: 1, Detail: fmt.Sprintf("%U %s", r, why), Severity: Refused}
}

// unreadable finds bytes that are not UTF-8, and control characters.
func unreadable(text string) []Finding {
	var found []Finding
	offset := 0
	for i, r := range text {
		switch {
		case r == utf8.RuneError && isBroken(text[i:]):
			detail := fmt.Sprintf("byte %#02X is not UTF-8", text[i])
			found = append(found, Finding{Code: InvalidUTF8, Offset: offset, Length: 1, Detail: detail, Severity: Refused})
		case unicode.IsControl(r) && r != lineFeed && r != tab:
			found = append(found, refused(ControlCharacter, offset, r, "is a control character"))
		}
		offset++
	}
	return found
}

// isBroken tells an invalid byte from a replacement character that was
// really written.
func isBroken(text string) bool {
	_, size := utf8.DecodeRuneInString(text)
	return size == 1
}

// bidiControls finds embeddings and overrides, which can make text read as
// something it is not.
func bidiControls(runes []rune) []Finding {
	var found []Finding
	for i, r := range runes {
		if '\u202A' <= r && r <= '\u202E' {
			found = append(found, refused(BidiControl, i, r, "changes the order of the text that follows; use an isolate"))
		}
	}
	return found
}

// isolates finds isolates that do not open and close in one paragraph.
func isolates(runes []rune) []Finding {
	var found []Finding
	var open []int
	unclosed := func() {
		for _, i := range open {
			found = append(found, refused(BidiControl, i, runes[i], "opens an isolate that its paragraph does not close"))
		}
		open = open[:0]
	}
	for i, r := range runes {
		switch {
		case '\u2066' <= r && r < popIsolate:
			open = append(open, i)
		case r == popIsolate && len(open) == 0:
			found = append(found, refused(BidiControl, i, r, "closes an isolate that its paragraph does not open"))
		case r == popIsolate:
			open = open[:len(open)-1]
		case r == lineFeed || r == paragraphMark:
			unclosed()
		}
	}
	unclosed()
	return found
}

// directionals finds runs of directional marks, of which one or two do all
// that marks can do.
func directionals(runes []rune) []Finding {
	var found []Finding
	run := 0
	for i, r := range runes {
		if !isDirectional(r) {
			run = 0
			continue
		}
		if run++; run == maxDirectionals+1 {
			found = append(found, refused(BidiControl, i, r, "is one directional mark too many in a row"))
		}
	}
	return found
}

func isDirectional(r rune) bool {
	return r == leftToRightMark || r == rightToLeftMark || r == arabicLetterMark
}

// marks finds stacks of combining marks. Format characters do not start a
// new stack.
func marks(runes []rune) []Finding {
	var found []Finding
	stack := 0
	for i, r := range runes {
		switch {
		case unicode.IsMark(r):
			if stack++; stack == maxMarks+1 {
				found = append(found, refused(TooManyMarks, i, r, fmt.Sprintf("is one combining mark too many; %d fit on one letter", maxMarks)))
			}
		case !unicode.Is(unicode.Cf, r):
			stack = 0
		}
	}
	return found
}
