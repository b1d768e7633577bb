package languages

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	enoughForScript  = 10  // letters; fewer may all be names and brands
	enoughForLetters = 100 // letters; in running text each list of the registry appears well before
	turnedComma      = '\u02BB'
	apostropheLetter = '\u02BC'
)

// Lint returns what an editor of a text in lang should look at, in the order
// of the text, at most 100 findings; all are of severity Warning. It finds
//
//   - a text mostly in another script than the language's, and a text of 100
//     letters or more without any letter that the language is known by;
//   - quotation marks where Uzbek has ʻ or ʼ, and Arabic letters where the
//     language has its own;
//   - words that mix look-alike letters of Latin, Cyrillic and Greek;
//   - links to hosts that are not ASCII;
//   - spaces and directional characters that do nothing here.
//
// Links and @names count for no language. Lint does not repeat Check, and a
// zero Language leaves out what depends on the language.
func Lint(text string, lang Language) []Finding {
	links := Links(text)
	words := prose(text, links)
	found := [][]Finding{mixedWords(words), foreignHosts(links), idle([]rune(text))}
	if wrong := wrongScript(words, lang); wrong != nil {
		return arrange(append(found, wrong)...)
	}
	return arrange(append(found, missingLetters(words, lang), strays(words, lang), apostrophes(words, lang))...)
}

func warning(code string, offset int, format string, args ...any) Finding {
	return Finding{Code: code, Offset: offset, Length: 1, Detail: fmt.Sprintf(format, args...), Severity: Warning}
}

// over makes a finding one about as many code points.
func (f Finding) over(length int) Finding {
	f.Length = length
	return f
}

var mentionPattern = regexp.MustCompile(`@[A-Za-z0-9_.]+`)

// prose returns the code points of a text with links and @names blanked.
func prose(text string, links []Link) []rune {
	text = mentionPattern.ReplaceAllStringFunc(text, func(name string) string {
		return strings.Repeat(" ", len(name))
	})
	runes := []rune(text)
	for _, l := range links {
		for i := range []rune(l.Text) {
			runes[l.Offset+i] = ' '
		}
	}
	return runes
}

// scriptTables names the writing of each script in the registry.
func scriptTables(script string) []*unicode.RangeTable {
	switch script {
	case "Arab":
		return []*unicode.RangeTable{unicode.Arabic}
	case "Cyrl":
		return []*unicode.RangeTable{unicode.Cyrillic}
	case "Latn":
		return []*unicode.RangeTable{unicode.Latin}
	case "Kore":
		return []*unicode.RangeTable{unicode.Hangul, unicode.Han}
	}
	return nil
}

// tally returns how many letters there are, how many of them are of the
// script, and where the first of the others is. Letters that all scripts
// share, such as ʻ, count for none.
func tally(runes []rune, script string) (all, own, stranger int) {
	tables := scriptTables(script)
	stranger = -1
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) || unicode.Is(unicode.Common, r):
			continue
		case unicode.In(r, tables...):
			own++
		case stranger < 0:
			stranger = i
		}
		all++
	}
	return all, own, stranger
}

// wrongScript finds a text filed under a language of another script.
func wrongScript(words []rune, lang Language) []Finding {
	all, own, stranger := tally(words, lang.Script)
	if lang.Script == "" || all < enoughForScript || own*2 >= all {
		return nil
	}
	return []Finding{warning(WrongScript, stranger, "%d of %d letters are not of the script %s of %s", all-own, all, lang.Script, lang.Name).over(0)}
}

// missingLetters finds a text filed under a language of the same script.
func missingLetters(words []rune, lang Language) []Finding {
	_, own, _ := tally(words, lang.Script)
	if len(lang.Letters) == 0 || own < enoughForLetters {
		return nil
	}
	text := norm.NFC.String(strings.ToLower(string(words)))
	if slices.Contains(lang.Letters, "oʻ") {
		text = strings.Map(asTurnedComma, text)
	}
	present := func(letter string) bool { return strings.Contains(text, letter) }
	if slices.ContainsFunc(lang.Letters, present) {
		return nil
	}
	return []Finding{warning(MissingLetters, 0, "%d letters and none of %s; is this %s?", own, strings.Join(lang.Letters, " "), lang.Name).over(0)}
}

// strays finds look-alikes that a keyboard of another language yields.
func strays(words []rune, lang Language) []Finding {
	var found []Finding
	for i, r := range words {
		if meant, ok := lang.strays[r]; ok {
			found = append(found, warning(StrayLetter, i, "%U is written %c (%U) in %s", r, meant, meant, lang.Name))
		}
	}
	return found
}

// likeApostrophe are the characters typed for the Uzbek letters ʻ and ʼ.
const likeApostrophe = "'`´‘’ʻʼ"

// asTurnedComma folds them, so that a text typed with quotation marks is not
// taken for another language as well.
func asTurnedComma(r rune) rune {
	if strings.ContainsRune(likeApostrophe, r) {
		return turnedComma
	}
	return r
}

// apostrophes finds quotation marks in Uzbek words: after o and g the letter
// is ʻ, between other letters it is ʼ.
func apostrophes(words []rune, lang Language) []Finding {
	if !slices.Contains(lang.Letters, "oʻ") {
		return nil
	}
	var found []Finding
	for i := 1; i < len(words); i++ {
		if !strings.ContainsRune(likeApostrophe, words[i]) {
			continue
		}
		meant := apostropheLetter
		switch {
		case strings.ContainsRune("oOgG", words[i-1]):
			meant = turnedComma
		case !unicode.IsLetter(words[i-1]) || i+1 == len(words) || !unicode.IsLetter(words[i+1]):
			continue
		}
		if words[i] != meant {
			found = append(found, warning(Apostrophe, i, "%U is written %c (%U) in Uzbek", words[i], meant, meant))
		}
	}
	return found
}

// idle finds spaces that only look like others, and directional characters in
// a text without anything written from right to left.
func idle(runes []rune) []Finding {
	leftward := slices.ContainsFunc(runes, func(r rune) bool {
		return unicode.IsLetter(r) && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana)
	})
	var found []Finding
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.Bidi_Control, r) && !leftward:
			found = append(found, warning(InvisibleCharacter, i, "%U does nothing in a text written from left to right", r))
		case strings.ContainsRune(oddSpaces, r):
			found = append(found, warning(InvisibleCharacter, i, "%U looks like a space; use one", r))
		}
	}
	return found
}

// oddSpaces are blanks and line separators that no keyboard of the region
// has. The non-breaking and thin spaces of typesetting are not among them.
const oddSpaces = "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200A\u2028\u2029\u205F\u2800\u3000"
