package languages

import "strings"

// Encoding is how the text of an SMS is sent, by 3GPP TS 23.038.
type Encoding string

// The encodings.
const (
	GSM7 Encoding = "gsm7" // septets of the GSM default alphabet and its extension table
	UCS2 Encoding = "ucs2" // UTF-16 code units, for all other text
)

// SMS is how much of a network a text takes.
type SMS struct {
	Encoding Encoding
	Units    int // septets or UTF-16 code units
	Parts    int // messages that are paid for; 0 for an empty text
}

// The GSM default alphabet takes one septet a character, its extension table
// two: an escape and a character.
const (
	gsmAlphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtension = "\f^{}\\[~]|€"
)

// capacity is how many units fit in one message, alone and as a part of many.
// The parts of a long text give up room for the header that orders them.
type capacity struct{ alone, part int }

// MeasureSMS returns the encoding, length and number of parts of a text sent
// by SMS. One message holds 160 septets or 70 code units; the parts of a
// longer text hold 153 or 67, and no character is split between them.
func MeasureSMS(text string) SMS {
	encoding, widths := widthsOf(text)
	sms := SMS{Encoding: encoding, Parts: len(pack(encoding, widths))}
	for _, w := range widths {
		sms.Units += w
	}
	return sms
}

// SplitSMS returns the parts that a text is sent in by SMS.
func SplitSMS(text string) []string {
	runes, parts, from := []rune(text), []string{}, 0
	encoding, widths := widthsOf(text)
	for _, n := range pack(encoding, widths) {
		parts = append(parts, string(runes[from:from+n]))
		from += n
	}
	return parts
}

// widthsOf returns the encoding of a text and the width of every character.
func widthsOf(text string) (Encoding, []int) {
	if widths, ok := septets(text); ok {
		return GSM7, widths
	}
	var widths []int
	for _, r := range text {
		widths = append(widths, UTF16(string(r)))
	}
	return UCS2, widths
}

// septets returns the width of every character in the GSM default alphabet,
// or false if it lacks one.
func septets(text string) ([]int, bool) {
	var widths []int
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmAlphabet, r):
			widths = append(widths, 1)
		case strings.ContainsRune(gsmExtension, r):
			widths = append(widths, 2)
		default:
			return nil, false
		}
	}
	return widths, true
}

// pack fills parts with characters in order, and returns how many are in each.
func pack(encoding Encoding, widths []int) []int {
	room := capacity{alone: 160, part: 153}
	if encoding == UCS2 {
		room = capacity{alone: 70, part: 67}
	}
	var parts []int
	units, filled := 0, room.part // as if full, so that the first character opens a part
	for _, w := range widths {
		units += w
		if filled+w > room.part {
			parts = append(parts, 0)
			filled = 0
		}
		filled += w
		parts[len(parts)-1]++
	}
	if 0 < units && units <= room.alone {
		return []int{len(widths)}
	}
	return parts
}
