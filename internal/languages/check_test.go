package languages_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"caravan/internal/languages"
)

func TestCheckAccepts(t *testing.T) {
	tests := map[string]string{
		"nothing":                      "",
		"lines and tabs":               "one\n\ttwo",
		"Persian with a non-joiner":    "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
		"non-joiner after vowel marks": "\u0645\u06CC\u0651\u0650\u200C\u0651\u062E",
		"Dari plural":                  "خانه\u200Cها و برنامه\u200Cهای آن",
		"Kurdish":                      "به\u200Cڵام",
		"Pashto":                       "ژغ\u200Cمن",
		"Hindi conjunct with a joiner": "क\u094D\u200Dष",
		"Hindi half letter":            "क\u094D\u200D",
		"Hindi without a conjunct":     "क\u094D\u200Cष",
		"Hausa hooked letters":         "ɓaɗaƙa Ƴan ƴaƴa",
		"Arabic with full vowel marks": "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
		"marks around a Latin brand":   "تطبيق \u200FTelegram\u200F متاح",
		"two marks in a row":           "\u200F\u200EA",
		"a closed isolate":             "قناة \u2068Radio Azattyk\u2069 اليوم",
		"nested isolates":              "\u2067a\u2066b\u2069c\u2069",
		"family emoji":                 "👨\u200D👩\u200D👧\u200D👦",
		"emoji with skin tone":         "🧑🏽\u200D⚕\uFE0F 🫱🏻\u200D🫲🏿",
		"emoji with styles":            "❤\uFE0F ☎\uFE0E 🏳\uFE0F\u200D🌈",
		"keycap":                       "1\uFE0F\u20E3 #\uFE0F\u20E3",
		"country flag":                 "🇰🇬",
		"flag of Scotland":             "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
		"eight marks on a base":        "a" + strings.Repeat("\u0323", 8) + "b" + strings.Repeat("\u0323", 8),
		"a replacement character":      "\uFFFD",
		"non-breaking spaces":          "12\u00A0000\u202F₸",
		"markup":                       `<script>alert(1)</script>"><img src=x onerror=alert(1)>`,
		"templates":                    "{{.Token}} ${7*7} <%= 1 %> %s%n",
		"a number sign of Arabic":      "\u0600١٢",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			if findings := languages.Check(text); len(findings) > 0 {
				t.Errorf("Check(%+q) = %v", text, findings)
			}
		})
	}
}

// at is what a finding is about, without its wording.
type at struct {
	code   string
	offset int
}

func places(findings []languages.Finding) []at {
	var all []at
	for _, f := range findings {
		all = append(all, at{f.Code, f.Offset})
	}
	return all
}

func TestCheckRefuses(t *testing.T) {
	const (
		utf8Code  = languages.InvalidUTF8
		control   = languages.ControlCharacter
		bidi      = languages.BidiControl
		invisible = languages.InvisibleCharacter
		tooMany   = languages.TooManyMarks
	)
	tests := []struct {
		name, text string
		want       []at
	}{
		{"broken UTF-8", "ab\xC3\x28", []at{{utf8Code, 2}}},
		{"a truncated character", "ә\xD3", []at{{utf8Code, 1}}},
		{"an encoded surrogate", "\xED\xA0\x80", []at{{utf8Code, 0}, {utf8Code, 1}, {utf8Code, 2}}},
		{"an overlong slash", "\xC0\xAF", []at{{utf8Code, 0}, {utf8Code, 1}}},
		{"NUL", "мир\x00", []at{{control, 3}}},
		{"carriage return, bell, delete", "\r\a\x7F", []at{{control, 0}, {control, 1}, {control, 2}}},
		{"C1", "a\u0085\u009F", []at{{control, 1}, {control, 2}}},
		{"an override", "тынчтык \u202Eкытчныт", []at{{bidi, 8}}},
		{"every embedding", "\u202A\u202B\u202C\u202D\u202E", []at{{bidi, 0}, {bidi, 1}, {bidi, 2}, {bidi, 3}, {bidi, 4}}},
		{"an isolate that stays open", "a\u2068b\u2066c\u2069", []at{{bidi, 1}}},
		{"an isolate across paragraphs", "\u2067a\nb\u2069", []at{{bidi, 0}, {bidi, 4}}},
		{"three marks in a row", "a\u200F\u200E\u061C\u200F", []at{{bidi, 3}}},
		{"zero-width space in a hashtag", "#tinch\u200Blik", []at{{invisible, 6}}},
		{"word joiner", "a\u2060b\u2064", []at{{invisible, 1}, {invisible, 3}}},
		{"byte order mark", "\uFEFFa\uFEFF", []at{{invisible, 0}, {invisible, 2}}},
		{"soft hyphen", "co\u00ADoperate", []at{{invisible, 2}}},
		{"fillers", "\u115F\u3164\uFFA0\u180E\u034F", []at{{invisible, 0}, {invisible, 1}, {invisible, 2}, {invisible, 3}, {invisible, 4}}},
		{"hidden tags", "hi\U000E0068\U000E0069", []at{{invisible, 2}, {invisible, 3}}},
		{"tags on a flag without end", "🏴\U000E0067\U000E0062\U000E0065", []at{{invisible, 1}, {invisible, 2}, {invisible, 3}}},
		{"tags that are no subdivision", "🏴\U000E0031\U000E0032\U000E0033\U000E007F", []at{{invisible, 1}, {invisible, 2}, {invisible, 3}, {invisible, 4}}},
		{"joiner between Latin letters", "pay\u200Dpal", []at{{invisible, 3}}},
		{"non-joiner between Cyrillic letters", "мир\u200Cный", []at{{invisible, 3}}},
		{"joiner between Persian letters", "می\u200Dخواهم", []at{{invisible, 2}}},
		{"non-joiner after a letter that does not connect", "کار\u200Cها", []at{{invisible, 3}}},
		{"non-joiner at the end of a word", "خانه\u200C ها", []at{{invisible, 4}}},
		{"two non-joiners", "می\u200C\u200Cخواهم", []at{{invisible, 2}, {invisible, 3}}},
		{"joiner at the start", "\u200Da", []at{{invisible, 0}}},
		{"joiner after an emoji", "👩\u200D", []at{{invisible, 1}}},
		{"style at the start", "\uFE0Fa", []at{{invisible, 0}}},
		{"tags too short for a subdivision", "🏴\U000E0067\U000E0062\U000E007F", []at{{invisible, 1}, {invisible, 2}, {invisible, 3}}},
		{"style on a letter", "a\uFE0F", []at{{invisible, 1}}},
		{"style twice", "❤\uFE0F\uFE0F", []at{{invisible, 2}}},
		{"style on a bare digit", "1\uFE0F", []at{{invisible, 1}}},
		{"nine marks on a base", "a" + strings.Repeat("\u0323", 12) + "b\u0323", []at{{tooMany, 9}}},
		{"marks without a base", strings.Repeat("\u0651", 9), []at{{tooMany, 8}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			findings := languages.Check(test.text)
			if got := places(findings); !slices.Equal(got, test.want) {
				t.Errorf("Check(%+q) = %v, want %v", test.text, findings, test.want)
			}
			for _, f := range findings {
				if f.Severity != languages.Refused || f.Detail == "" {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
}

func TestCheckIsBounded(t *testing.T) {
	if n := len(languages.Check(strings.Repeat("\x00", 64<<10))); n != 100 {
		t.Errorf("%d findings", n)
	}
}

func TestNormalize(t *testing.T) {
	if got := languages.Normalize("e\u0301"); got != "\u00E9" {
		t.Errorf("e and an acute become %+q", got)
	}
	const persian = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"
	if got := languages.Normalize(persian); got != persian {
		t.Errorf("Persian becomes %+q", got)
	}
}

// A character that is refused on its own is refused at its place in any text.
func TestCheckFindsWhereverItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringOfN(rapid.RuneFrom([]rune("aя ب٣.")), 0, 50, -1).Draw(t, "before")
		after := rapid.StringOfN(rapid.RuneFrom([]rune("aя ب٣.")), 0, 50, -1).Draw(t, "after")
		bad := rapid.SampledFrom([]string{"\x00", "\u202E", "\u200B", "\u2069", "\xFF", "\u00AD"}).Draw(t, "bad")
		findings := languages.Check(before + bad + after)
		if len(findings) != 1 || findings[0].Offset != utf8.RuneCountInString(before) {
			t.Fatalf("findings %v", findings)
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, text := range []string{"ab\xC3\x28", "\u2067a\nb\u2069", "👨\u200D👩", "🏴\U000E0067", "می\u200Cخواهم", "https://аpple.com o'zbek", "\r"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		findings := languages.Check(text)
		if len(findings) == 0 && (!utf8.ValidString(text) || strings.ContainsAny(text, "\x00\u202E\u200B")) {
			t.Fatalf("%+q passes", text)
		}
		for _, lang := range languages.All() {
			findings = append(findings, languages.Lint(text, lang)...)
		}
		for _, finding := range findings {
			if finding.Offset < 0 || finding.Offset >= utf8.RuneCountInString(text) {
				t.Fatalf("%+v is outside %+q", finding, text)
			}
		}
		for _, unit := range languages.Units() {
			if n := languages.Count(unit, text); n < 0 || n == 0 && text != "" {
				t.Fatalf("%+q has length %d in %s", text, n, unit)
			}
		}
	})
}
