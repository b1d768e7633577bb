package languages

import (
	"fmt"
	"math"
	"strings"
)

const (
	minusSigns     = "-\u2010\u2011\u2012\u2013\u2212"
	decimalPoints  = ".\u066B"
	spaces         = " \u00A0\u202F"
	groupMarks     = spaces + ",\u066C"
	groupSize      = 3
	decimal        = 10
	directionMarks = "\u200E\u200F\u061C"
)

// ParseCount reads a count as people write it: in Latin, Arabic (٠–٩) or
// Extended Arabic (۰–۹) digits, with or without groups of three set apart by
// spaces, commas or U+066C. Space and directional marks around it are
// ignored.
//
// It refuses, with an *Error, what could be read in two ways: digits of two
// kinds, separators of two kinds, groups that are not of three; and what is
// no count: fractions, negative numbers, numbers above the largest int64.
// A point is never a separator, so 1.500 is refused as a fraction.
func ParseCount(text string) (int64, error) {
	number := strings.Trim(text, spaces+"\t\n"+directionMarks)
	digits, err := ungroup(number)
	if err != nil {
		return 0, err
	}
	return value(digits, number)
}

// ungroup returns the digits of a number without their separators.
func ungroup(number string) ([]rune, error) {
	mark, err := groupMark(number)
	if err != nil {
		return nil, err
	}
	groups := []string{number}
	if mark != 0 {
		groups = strings.Split(number, string(mark))
	}
	for i, g := range groups {
		n := len([]rune(g))
		if i == 0 && (n == 0 || mark != 0 && n > groupSize) || i > 0 && n != groupSize {
			return nil, misgrouped(number, mark, groups)
		}
	}
	return []rune(strings.Join(groups, "")), nil
}

// groupMark returns the one separator a number uses, or 0.
func groupMark(number string) (rune, error) {
	var mark rune
	for i, r := range number {
		switch _, kind := digit(r); {
		case kind != 0:
		case i == 0 && strings.ContainsRune(minusSigns, r):
			return 0, countError(NegativeNumber, "%q is below zero; counts start at zero", number)
		case strings.ContainsRune(decimalPoints, r):
			return 0, countError(FractionNumber, "%q has a decimal point; write a whole number", number)
		case !strings.ContainsRune(groupMarks, r):
			return 0, countError(NotNumber, "%q in %q is no digit", r, number)
		case mark != 0 && mark != r:
			return 0, countError(AmbiguousNumber, "%q has separators of two kinds", number)
		default:
			mark = r
		}
	}
	if number == "" {
		return 0, countError(NotNumber, "there is no number")
	}
	return mark, nil
}

// misgrouped says what is wrong with groups. One comma before one, two or
// many digits is most likely a decimal comma.
func misgrouped(number string, mark rune, groups []string) error {
	if mark == ',' && len(groups) == 2 && groups[0] != "" && groups[1] != "" {
		return countError(FractionNumber, "%q has a decimal comma; write a whole number", number)
	}
	return countError(AmbiguousNumber, "%q is not in groups of three digits", number)
}

// value adds digits of one kind up.
func value(digits []rune, number string) (int64, error) {
	var sum int64
	_, first := digit(digits[0])
	for _, r := range digits {
		d, kind := digit(r)
		if kind != first {
			return 0, countError(AmbiguousNumber, "%q has digits of two kinds", number)
		}
		if sum > (math.MaxInt64-d)/decimal {
			return 0, countError(NumberTooLarge, "%q is above %d", number, int64(math.MaxInt64))
		}
		sum = sum*decimal + d
	}
	return sum, nil
}

// digit returns the value of a digit and the zero of its kind, or 0 for what
// is no digit.
func digit(r rune) (int64, rune) {
	for _, zero := range []rune{'0', '\u0660', '\u06F0'} {
		if zero <= r && r < zero+decimal {
			return int64(r - zero), zero
		}
	}
	return 0, 0
}

// ASCIIDigit returns the ASCII digit of the same value; what is no digit stays
// as it is.
func ASCIIDigit(r rune) rune {
	value, zero := digit(r)
	if zero == 0 {
		return r
	}
	return '0' + rune(value) //nolint:gosec // a digit, 0 to 9
}

func countError(code, format string, args ...any) error {
	return &Error{Code: code, Detail: fmt.Sprintf(format, args...)}
}
