package languages

import (
	"slices"
	"strings"
	"unicode"
)

// lookalikes are, script by script, the letters that pass for a letter of one
// of the other two: the part of Unicode's confusables.txt (UTS #39) that the
// keyboards of the region can type.
//
//nolint:gochecknoglobals // a constant table
var lookalikes = []struct {
	name    string
	script  *unicode.RangeTable
	letters string
}{
	{"Latin", unicode.Latin, "aceopxyijshdqwlvABEKMHOPCTXYIJSQWZN"},
	{"Cyrillic", unicode.Cyrillic, "асеорхуүіјѕһԁԛԝӏѵАВЕКМНОРСТХУҮІЈЅҺԚԜӀѴ"},
	{"Greek", unicode.Greek, "ανοριΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"},
}

// mixedWords finds words of more than one script in which all letters of one
// pass for another's. "Instagramда" is plainly mixed and no finding.
func mixedWords(runes []rune) []Finding {
	var found []Finding
	for start := 0; start < len(runes); start++ {
		end := start
		for end < len(runes) && (unicode.IsLetter(runes[end]) || unicode.IsMark(runes[end])) {
			end++
		}
		if detail := mixture(runes[start:end]); detail != "" {
			found = append(found, warning(MixedScript, start, "%q has %s", string(runes[start:end]), detail).over(end-start))
		}
		start = end
	}
	return found
}

// mixture names the letters that hide in a word, or returns "". Where either
// script could be the one that hides, it is the one with fewer letters.
func mixture(word []rune) string {
	scripts, fewest, hidden := 0, len(word)+1, ""
	for _, l := range lookalikes {
		letters := slices.DeleteFunc(slices.Clone(word), func(r rune) bool {
			return !unicode.IsLetter(r) || !unicode.Is(l.script, r)
		})
		if len(letters) == 0 {
			continue
		}
		scripts++
		distinct := func(r rune) bool { return !strings.ContainsRune(l.letters, r) }
		if len(letters) < fewest && !slices.ContainsFunc(letters, distinct) {
			fewest, hidden = len(letters), l.name+" "+string(letters)
		}
	}
	if scripts < 2 || hidden == "" {
		return ""
	}
	return hidden + " that looks like letters of another script"
}
