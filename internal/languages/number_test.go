package languages_test

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caravan/internal/languages"
)

func TestParseCount(t *testing.T) {
	tests := map[string]int64{
		"0":                         0,
		"007":                       7,
		"1500":                      1500,
		"1 500":                     1500,
		"12\u00A0345\u00A0678":      12345678,
		"12\u202F345":               12345,
		"1,500":                     1500,
		"۱۲۳۴":                      1234,
		"۱۲\u066C۳۴۵":               12345,
		"١٬٢٣٤٬٥٦٧":                 1234567,
		" \u200F۱۲ ۳۴۵\u200E\n":     12345,
		"9,223,372,036,854,775,807": math.MaxInt64,
		"9223372036854775807":       math.MaxInt64,
	}
	for text, want := range tests {
		if got, err := languages.ParseCount(text); err != nil || got != want {
			t.Errorf("ParseCount(%+q) = %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestParseCountRefuses(t *testing.T) {
	tests := map[string]string{
		"":                           languages.NotNumber,
		"  ":                         languages.NotNumber,
		"many":                       languages.NotNumber,
		"1.5K":                       languages.FractionNumber,
		"15K":                        languages.NotNumber,
		"50%":                        languages.NotNumber,
		"+5":                         languages.NotNumber,
		"1e3":                        languages.NotNumber,
		"１２":                         languages.NotNumber,
		"-5":                         languages.NegativeNumber,
		"\u22125":                    languages.NegativeNumber,
		"\u200E-۵":                   languages.NegativeNumber,
		"1.5":                        languages.FractionNumber,
		"1.500":                      languages.FractionNumber,
		"1,5":                        languages.FractionNumber,
		"1234,56":                    languages.FractionNumber,
		"۱٫۵":                        languages.FractionNumber,
		"1,500.00":                   languages.FractionNumber,
		"12 34":                      languages.AmbiguousNumber,
		"1 500,000":                  languages.AmbiguousNumber,
		"1,00,000":                   languages.AmbiguousNumber,
		"1234 567":                   languages.AmbiguousNumber,
		"1  500":                     languages.AmbiguousNumber,
		",500":                       languages.AmbiguousNumber,
		"1,":                         languages.AmbiguousNumber,
		",":                          languages.AmbiguousNumber,
		"1۲3":                        languages.AmbiguousNumber,
		"١۲":                         languages.AmbiguousNumber,
		"9223372036854775808":        languages.NumberTooLarge,
		"99,999,999,999,999,999,999": languages.NumberTooLarge,
	}
	for text, want := range tests {
		got, err := languages.ParseCount(text)
		refusal, ok := errors.AsType[*languages.Error](err)
		if !ok || refusal.Code != want || refusal.Detail == "" {
			t.Errorf("ParseCount(%+q) = %d, %v; want %s", text, got, err, want)
		}
	}
}

// However a count is written, it is read back.
func TestParseCountReadsWhatPeopleWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Int64Min(0).Draw(t, "count")
		zero := rapid.SampledFrom([]rune("0٠۰")).Draw(t, "zero")
		mark := rapid.SampledFrom([]string{"", " ", "\u00A0", "\u202F", ",", "\u066C"}).Draw(t, "mark")
		text := grouped(strconv.FormatInt(want, 10), mark)
		text = strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return r - '0' + zero
			}
			return r
		}, text)
		if got, err := languages.ParseCount(text); err != nil || got != want {
			t.Fatalf("ParseCount(%+q) = %d, %v; want %d", text, got, err, want)
		}
	})
}

func grouped(digits, mark string) string {
	if len(digits) <= 3 {
		return digits
	}
	head := len(digits) - 3
	return grouped(digits[:head], mark) + mark + digits[head:]
}
