package languages_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"caravan/internal/languages"
)

func TestCount(t *testing.T) {
	tests := []struct {
		text                                             string
		graphemes, utf16, runes, bytes, septets, weighed int
	}{
		{"", 0, 0, 0, 0, 0, 0},
		{"peace", 5, 5, 5, 5, 5, 5},
		{"тынчтык", 7, 7, 7, 14, 7, 7},
		{"می\u200Cخواهم", 7, 8, 8, 17, 8, 8},
		{"क्\u200Dष", 2, 4, 4, 12, 4, 4},
		{"👨\u200D👩\u200D👧", 1, 8, 5, 18, 8, 2},
		{"🇰🇬", 1, 4, 2, 8, 4, 2},
		{"1\uFE0F\u20E3", 1, 3, 3, 7, 3, 2},
		{"❤\uFE0F", 1, 2, 2, 6, 2, 2},
		{"©", 1, 1, 1, 2, 1, 1},
		{"한국어", 3, 3, 3, 9, 3, 6},
		{"“ok” – 5€", 9, 9, 9, 17, 9, 10},
		{"a\u0301", 1, 2, 2, 3, 2, 1},
		{"{€}", 3, 3, 3, 5, 6, 4},
	}
	for _, test := range tests {
		want := map[languages.Unit]int{
			languages.InGraphemes: test.graphemes, languages.InUTF16: test.utf16, languages.InRunes: test.runes,
			languages.InBytes: test.bytes, languages.InGSM7: test.septets, languages.InWeighted: test.weighed,
			"furlongs": test.bytes,
		}
		for unit, n := range want {
			if got := languages.Count(unit, test.text); got != n {
				t.Errorf("%+q has %d %s, want %d", test.text, got, unit, n)
			}
		}
	}
}

func TestWeightedLinks(t *testing.T) {
	const link = 23
	tests := []struct {
		text string
		want int
	}{
		{"https://caravan.example/a/very/long/path/to/somewhere?with=query", link},
		{"Көр: http://a.kg!", 5 + link + 1},
		{"почта: http://почта.рф", 7 + link},
		{"kloop.kg", 8},
		{"kloop.kg/news", link},
		{"www.kloop.kg", link},
		{"example.com", link},
		{"twitch.tv", link},
		{"почта.рф", 8},
		{"@example.com example.com", 13 + link},
	}
	for _, test := range tests {
		if got := languages.Weighted(test.text); got != test.want {
			t.Errorf("%q weighs %d, want %d", test.text, got, test.want)
		}
	}
}

func TestMeasureSMS(t *testing.T) {
	tests := []struct {
		name, text string
		want       languages.SMS
	}{
		{"nothing", "", languages.SMS{Encoding: languages.GSM7}},
		{"one full message", strings.Repeat("a", 160), languages.SMS{Encoding: languages.GSM7, Units: 160, Parts: 1}},
		{"one more", strings.Repeat("a", 161), languages.SMS{Encoding: languages.GSM7, Units: 161, Parts: 2}},
		{"two full parts", strings.Repeat("a", 306), languages.SMS{Encoding: languages.GSM7, Units: 306, Parts: 2}},
		{"three parts", strings.Repeat("a", 307), languages.SMS{Encoding: languages.GSM7, Units: 307, Parts: 3}},
		{"the extension table", strings.Repeat("€", 80), languages.SMS{Encoding: languages.GSM7, Units: 160, Parts: 1}},
		{"an escape is not split", strings.Repeat("€", 153), languages.SMS{Encoding: languages.GSM7, Units: 306, Parts: 3}},
		{"Cyrillic", strings.Repeat("ы", 70), languages.SMS{Encoding: languages.UCS2, Units: 70, Parts: 1}},
		{"more Cyrillic", strings.Repeat("ы", 71), languages.SMS{Encoding: languages.UCS2, Units: 71, Parts: 2}},
		{"one Cyrillic letter makes all UCS-2", strings.Repeat("a", 134) + "ы", languages.SMS{Encoding: languages.UCS2, Units: 135, Parts: 3}},
		{"a surrogate pair is not split", strings.Repeat("😀", 67), languages.SMS{Encoding: languages.UCS2, Units: 134, Parts: 3}},
		{"Uzbek ʻ is not in GSM-7", "oʻ", languages.SMS{Encoding: languages.UCS2, Units: 2, Parts: 1}},
	}
	for _, test := range tests {
		if got := languages.MeasureSMS(test.text); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestGSMAlphabetIsWhole(t *testing.T) {
	single, double := 0, 0
	for r := range rune(0x3000) {
		switch sms := languages.MeasureSMS(string(r)); {
		case sms.Encoding == languages.GSM7 && sms.Units == 1:
			single++
		case sms.Encoding == languages.GSM7:
			double++
		}
	}
	// 128 septets but for the escape, and the ten extensions.
	if single != 127 || double != 10 {
		t.Errorf("%d characters of one septet and %d of two", single, double)
	}
}

func TestUnitsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		graphemes, runes := languages.Graphemes(text), languages.Runes(text)
		utf16, bytes := languages.UTF16(text), len(text)
		if graphemes > runes || runes > utf16 || utf16 > bytes {
			t.Fatalf("%d graphemes, %d runes, %d code units, %d bytes", graphemes, runes, utf16, bytes)
		}
		if sms := languages.MeasureSMS(text); sms.Parts*160 < sms.Units {
			t.Fatalf("%+v", sms)
		}
	})
}

// The parts of an SMS are the text again, as many as were counted, and none of
// them ends within a character.
func TestSMSIsSplitWhereItWasCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aé€[ӯقँ🤝\n"))).Draw(t, "text")
		text = strings.Repeat(text, rapid.IntRange(1, 30).Draw(t, "times"))
		parts := languages.SplitSMS(text)
		if strings.Join(parts, "") != text || len(parts) != languages.MeasureSMS(text).Parts {
			t.Fatalf("%q comes apart as %q", text, parts)
		}
		for _, part := range parts {
			if n := languages.MeasureSMS(part).Units; n > 160 || !utf8.ValidString(part) {
				t.Fatalf("a part of %d units: %q", n, part)
			}
		}
	})
}
