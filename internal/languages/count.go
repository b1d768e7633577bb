package languages

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// Unit is what a platform counts when it limits a text.
type Unit string

// The units.
const (
	InGraphemes Unit = "graphemes" // user-perceived characters, UAX #29
	InUTF16     Unit = "utf16"     // UTF-16 code units, as Telegram and JavaScript count
	InRunes     Unit = "runes"     // code points
	InBytes     Unit = "bytes"     // bytes of UTF-8
	InGSM7      Unit = "gsm7"      // units of the encoding an SMS would be sent in
	InWeighted  Unit = "weighted"  // X's weighted characters
)

// Units lists every unit.
func Units() []Unit {
	return []Unit{InGraphemes, InUTF16, InRunes, InBytes, InGSM7, InWeighted}
}

// Count returns the length of a text in a unit. A unit that is not in Units
// counts bytes.
func Count(unit Unit, text string) int {
	switch unit {
	case InGraphemes:
		return Graphemes(text)
	case InUTF16:
		return UTF16(text)
	case InRunes:
		return Runes(text)
	case InGSM7:
		return MeasureSMS(text).Units
	case InWeighted:
		return Weighted(text)
	case InBytes:
	}
	return len(text)
}

// Graphemes returns the number of characters a reader sees, by the extended
// grapheme clusters of UAX #29.
func Graphemes(text string) int { return uniseg.GraphemeClusterCount(text) }

// Runes returns the number of code points; an invalid byte counts as one.
func Runes(text string) int { return utf8.RuneCountInString(text) }

// UTF16 returns the number of UTF-16 code units.
func UTF16(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++ // a surrogate pair
		}
	}
	return n
}

const (
	linkWeight  = 23
	emojiWeight = 2
)

// Weighted returns the length of a text as X counts it, by version 3 of the
// configuration of twitter-text: in normalization form C every link counts
// 23, every emoji 2, and a code point 1 up to U+10FF and in the usual
// punctuation, 2 elsewhere.
func Weighted(text string) int {
	text = norm.NFC.String(text)
	runes := []rune(text)
	n, at := 0, 0
	for _, l := range Links(text) {
		if isShortened(l) {
			n += weight(string(runes[at:l.Offset])) + linkWeight
			at = l.Offset + Runes(l.Text)
		}
	}
	return n + weight(string(runes[at:]))
}

// isShortened reports whether X replaces a link by one of its own. It leaves
// alone, without a scheme, hosts that are not ASCII and a name directly under
// the domain of a country.
func isShortened(l Link) bool {
	if l.Scheme != "" {
		return true
	}
	_, domain, _ := strings.Cut(l.Host, ".")
	special := len(domain) != 2 || domain == "co" || domain == "tv"
	return isASCII(l.Host) && (special || l.Text != l.Host)
}

// weight counts a text without links.
func weight(text string) int {
	n := 0
	state := -1
	for text != "" {
		var cluster string
		cluster, text, _, state = uniseg.FirstGraphemeClusterInString(text, state)
		n += clusterWeight([]rune(cluster))
	}
	return n
}

func clusterWeight(cluster []rune) int {
	if isEmoji(cluster) {
		return emojiWeight
	}
	n := 0
	for _, r := range cluster {
		n += runeWeight(r)
	}
	return n
}

// isEmoji reports whether a cluster is shown as one picture.
func isEmoji(cluster []rune) bool {
	switch first, last := cluster[0], cluster[len(cluster)-1]; {
	case '\U0001F1E6' <= first && first <= '\U0001F1FF':
		return len(cluster) == 2
	case last == keycap:
		return true
	case first > '\u10FF':
		return isPictograph(first)
	default:
		return last == emojiStyle && isPictograph(first)
	}
}

func runeWeight(r rune) int {
	switch {
	case r <= '\u10FF',
		'\u2000' <= r && r <= '\u200D',
		'\u2010' <= r && r <= '\u201F',
		'\u2032' <= r && r <= '\u2037':
		return 1
	}
	return 2
}
