package languages_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caravan/internal/languages"
)

// The registry as the field writes it: tag, script, direction, countries,
// fallbacks that are listed directly, digits.
const rows = `
kk-Cyrl     Cyrl ltr KZ             ru                 latn
kk-Latn     Latn ltr KZ             kk-Cyrl            latn
kk-Arab     Arab rtl AF,CN          kk-Cyrl            latn
ky          Cyrl ltr KG             ru                 latn
tg-Cyrl     Cyrl ltr TJ,UZ          ru                 latn
uz-Latn     Latn ltr UZ             uz-Cyrl,ru         latn
uz-Cyrl     Cyrl ltr UZ,KG,TJ,KZ    uz-Latn,ru         latn
uz-Arab-AF  Arab rtl AF             fa-AF              arabext
tk-Latn     Latn ltr TM             ru                 latn
tk-Cyrl     Cyrl ltr TM             tk-Latn            latn
tk-Arab-AF  Arab rtl AF             fa-AF              latn
ru          Cyrl ltr KZ,KG,TJ,TM,UZ -                  latn
fa-AF       Arab rtl AF             -                  arabext
ps          Arab rtl AF             fa-AF              arabext
kaa-Latn    Latn ltr UZ             uz-Latn,ru         latn
kaa-Cyrl    Cyrl ltr UZ             uz-Latn,ru         latn
ug-Cyrl     Cyrl ltr KZ,KG          kk-Cyrl,ru         latn
ug-Arab     Arab rtl KZ,KG,CN       kk-Cyrl,ru         latn
haz         Arab rtl AF             fa-AF              latn
sgh-Cyrl-TJ Cyrl ltr TJ             tg-Cyrl            latn
sgh-Latn-TJ Latn ltr TJ             tg-Cyrl            latn
sgh-Arab-AF Arab rtl AF             fa-AF              latn
wbl-Cyrl    Cyrl ltr TJ             tg-Cyrl            latn
wbl-Latn    Latn ltr TJ             tg-Cyrl            latn
wbl-Arab    Arab rtl AF             fa-AF              latn
isk-Cyrl    Cyrl ltr TJ             tg-Cyrl            latn
isk-Latn    Latn ltr TJ             tg-Cyrl            latn
isk-Arab    Arab rtl AF             fa-AF              latn
yah-Cyrl    Cyrl ltr TJ             tg-Cyrl            latn
yah-Latn    Latn ltr TJ             tg-Cyrl            latn
yai-Cyrl    Cyrl ltr TJ             tg-Cyrl            latn
yai-Latn    Latn ltr TJ             tg-Cyrl            latn
srh-Cyrl    Cyrl ltr TJ             tg-Cyrl            latn
srh-Latn    Latn ltr TJ             tg-Cyrl            latn
srh-Arab    Arab rtl AF,CN          fa-AF              latn
mnj-Arab    Arab rtl AF             fa-AF              latn
sgy-Cyrl    Cyrl ltr TJ             tg-Cyrl            latn
sgy-Arab    Arab rtl AF             fa-AF              latn
aiq         Arab rtl AF             fa-AF,ps           latn
bgn         Arab rtl AF             fa-AF,ps           latn
bal         Arab rtl AF,TM          fa-AF,ps           latn
brh         Arab rtl AF             fa-AF,ps           latn
psi         Arab rtl AF             fa-AF,ps           latn
psh         Arab rtl AF             fa-AF,ps           latn
aee         Arab rtl AF             fa-AF,ps           latn
prc         Arab rtl AF             fa-AF,ps           latn
dng-Cyrl    Cyrl ltr KG,KZ          ru                 latn
paq-Cyrl    Cyrl ltr TJ,UZ          ru                 latn
abh-Arab    Arab rtl TJ,AF,UZ       ru                 latn
auz-Arab    Arab rtl UZ             ru                 latn
tt-Cyrl     Cyrl ltr KZ,KG,TJ,TM,UZ ru                 latn
ko          Kore ltr KZ,KG,UZ       ru                 latn
az          Latn ltr KZ,KG,TM,UZ    ru                 latn
tr          Latn ltr KZ,KG,TM,UZ    ru                 latn
de          Latn ltr KZ,KG          ru                 latn
ku-Cyrl     Cyrl ltr KZ,KG,TM       ru                 latn
en          Latn ltr KZ,KG,TJ,TM,UZ,AF -               latn
`

func TestRegistry(t *testing.T) {
	var listed []string
	for line := range strings.Lines(strings.TrimSpace(rows)) {
		field := strings.Fields(line)
		listed = append(listed, field[0])
		t.Run(field[0], func(t *testing.T) {
			lang, err := languages.Lookup(field[0])
			if err != nil {
				t.Fatal(err)
			}
			fallbacks := languages.Fallbacks(field[0])
			if want := list(field[4]); !slices.Equal(fallbacks[:len(want)], want) {
				t.Errorf("falls back to %v, want %v first", fallbacks, want)
			}
			got := []string{lang.Tag, lang.Script, string(lang.Direction), strings.Join(lang.Countries, ","), string(lang.Digits)}
			want := []string{field[0], field[1], field[2], field[3], field[5]}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("row differs (-want +got):\n%s", diff)
			}
			if findings := languages.Check(lang.Native); lang.Name == "" || lang.Native == "" || len(findings) > 0 {
				t.Errorf("names %q and %q: %v", lang.Name, lang.Native, findings)
			}
		})
	}
	var all []string
	for _, lang := range languages.All() {
		all = append(all, lang.Tag)
	}
	if diff := cmp.Diff(listed, all); diff != "" {
		t.Errorf("All differs (-want +got):\n%s", diff)
	}
}

func list(field string) []string {
	if field == "-" {
		return nil
	}
	return strings.Split(field, ",")
}

func TestNativeNamesAreWrittenInTheirScript(t *testing.T) {
	for _, lang := range languages.All() {
		if findings := languages.Lint(lang.Native+" "+lang.Native+" "+lang.Native, lang); len(findings) > 0 {
			t.Errorf("%s: %v", lang.Tag, findings)
		}
	}
}

func TestLetters(t *testing.T) {
	tests := map[string]string{
		"kk-Cyrl": "ә ғ қ ң ө ұ ү і", "ky": "ң ө ү", "tg-Cyrl": "ғ ӣ қ ӯ ҳ ҷ", "uz-Cyrl": "ғ қ ў ҳ",
		"uz-Latn": "o\u02BB g\u02BB", "tk-Latn": "ç ä ž ň ö ş ü ý", "kaa-Latn": "á ǵ ı ń ó ú",
		"ps": "ټ ځ څ ډ ړ ږ ښ ګ ڼ ې ۍ", "fa-AF": "\u06A9 \u06CC",
	}
	for tag, want := range tests {
		lang, err := languages.Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(lang.Letters, " "); got != want {
			t.Errorf("%s has the letters %q, want %q", tag, got, want)
		}
	}
}

func TestLookupCanonicalises(t *testing.T) {
	tests := map[string]string{
		"UZ_latn":              "uz-Latn",
		"prs":                  "fa-AF",
		"fa-Arab-AF":           "fa-AF",
		"uzs":                  "uz-Arab-AF",
		"uzs-AF":               "uz-Arab-AF",
		"uz-Arab":              "uz-Arab-AF",
		"kir":                  "ky",
		"ky-Cyrl":              "ky",
		"ky-Cyrl-KG":           "ky",
		"ps-AF":                "ps",
		"ps-Arab":              "ps",
		"pbu":                  "ps",
		"ru-KZ":                "ru",
		"tgk-cyrl":             "tg-Cyrl",
		"sgh-Cyrl":             "sgh-Cyrl-TJ",
		"bgn-arab-af":          "bgn",
		"uz-Cyrl-x-fergana":    "uz-Cyrl-x-fergana",
		"uz-cyrl-KG-x-Fergana": "uz-Cyrl-x-fergana",
		"uz-Arab-AF-x-jowzjan": "uz-Arab-AF-x-jowzjan",
		"uzs-x-jowzjan":        "uz-Arab-AF-x-jowzjan",
		"tg-Cyrl-x-badakhsh":   "tg-Cyrl-x-badakhsh",
		"ky-x-north":           "ky-x-north",
		"prs-x-herati":         "fa-AF-x-herati",
	}
	for given, want := range tests {
		lang, err := languages.Lookup(given)
		if err != nil || lang.Tag != want {
			t.Errorf("Lookup(%q) = %q, %v; want %q", given, lang.Tag, err, want)
		}
	}
}

func TestLookupRefuses(t *testing.T) {
	tests := []struct {
		tag, code string
		choices   []string
	}{
		{"kk", languages.ScriptRequired, []string{"kk-Cyrl", "kk-Latn", "kk-Arab"}},
		{"uz", languages.ScriptRequired, []string{"uz-Latn", "uz-Cyrl", "uz-Arab-AF"}},
		{"uz-UZ", languages.ScriptRequired, []string{"uz-Latn", "uz-Cyrl", "uz-Arab-AF"}},
		{"kaa", languages.ScriptRequired, []string{"kaa-Latn", "kaa-Cyrl"}},
		{"ug", languages.ScriptRequired, []string{"ug-Cyrl", "ug-Arab"}},
		{"tk-AF", languages.ScriptRequired, []string{"tk-Latn", "tk-Cyrl", "tk-Arab-AF"}},
		{"tg", languages.ScriptRequired, []string{"tg-Cyrl"}},
		{"sgh", languages.ScriptRequired, []string{"sgh-Cyrl-TJ", "sgh-Latn-TJ", "sgh-Arab-AF"}},
		{"wbl-TJ", languages.ScriptRequired, []string{"wbl-Cyrl", "wbl-Latn", "wbl-Arab"}},
		{"tg-Arab-AF", languages.UnknownScript, []string{"tg-Cyrl"}},
		{"ky-Latn", languages.UnknownScript, []string{"ky"}},
		{"fa", languages.UnknownRegion, []string{"fa-AF"}},
		{"fa-IR", languages.UnknownRegion, []string{"fa-AF"}},
		{"tg-Cyrl-AF", languages.UnknownRegion, []string{"tg-Cyrl"}},
		{"fr", languages.UnknownLanguage, nil},
		{"zz", languages.UnknownLanguage, nil},
		{"und", languages.UnknownLanguage, nil},
		{"x-fergana", languages.UnknownLanguage, nil},
		{"tg-Cyrl-x-badakhshani", languages.SubtagTooLong, nil},
		{"ru-petr1708", languages.UnusedSubtag, nil},
		{"ru-u-ca-buddhist", languages.UnusedSubtag, nil},
		{"", languages.MalformedTag, nil},
		{" ru", languages.MalformedTag, nil},
		{"uz--Latn", languages.MalformedTag, nil},
		{"ru-x-", languages.MalformedTag, nil},
		{"rу", languages.MalformedTag, nil}, // a Cyrillic letter
		{"ru-x" + strings.Repeat("-a", 40), languages.MalformedTag, nil},
	}
	for _, test := range tests {
		_, err := languages.Lookup(test.tag)
		refusal, ok := errors.AsType[*languages.Error](err)
		if !ok || refusal.Code != test.code || !slices.Equal(refusal.Choices, test.choices) {
			t.Errorf("Lookup(%q): %v, want %s %v", test.tag, err, test.code, test.choices)
		}
	}
}

func TestLookupKeepsTheDialect(t *testing.T) {
	lang, err := languages.Lookup("ps-x-kandahar")
	if err != nil {
		t.Fatal(err)
	}
	if lang.Dialect != "kandahar" || !slices.Contains(lang.Dialects, lang.Dialect) {
		t.Errorf("dialect %q of %v", lang.Dialect, lang.Dialects)
	}
}

func TestKnownDialectsMakeTags(t *testing.T) {
	for _, lang := range languages.All() {
		for _, dialect := range lang.Dialects {
			tag := lang.Tag + "-x-" + dialect
			if got, err := languages.Lookup(tag); err != nil || got.Tag != tag {
				t.Errorf("Lookup(%q) = %q, %v", tag, got.Tag, err)
			}
		}
	}
}

func TestFallbacks(t *testing.T) {
	tests := map[string][]string{
		"ru":                nil,
		"kk-Latn":           {"kk-Cyrl", "ru"},
		"uz-Latn":           {"uz-Cyrl", "ru"},
		"uz-Cyrl-x-fergana": {"uz-Cyrl", "uz-Latn", "ru"},
		"kaa-Cyrl":          {"uz-Latn", "ru", "uz-Cyrl"},
		"sgh-Cyrl-TJ":       {"tg-Cyrl", "ru"},
		"uzs":               {"fa-AF"},
		"fa-AF-x-herati":    {"fa-AF"},
		"fr":                nil,
	}
	for tag, want := range tests {
		if got := languages.Fallbacks(tag); !slices.Equal(got, want) {
			t.Errorf("Fallbacks(%q) = %v, want %v", tag, got, want)
		}
	}
}

func TestFallbacksAreInTheRegistry(t *testing.T) {
	for _, lang := range languages.All() {
		for _, tag := range languages.Fallbacks(lang.Tag) {
			if got, err := languages.Lookup(tag); err != nil || got.Tag != tag {
				t.Errorf("%s falls back to %q: %v", lang.Tag, tag, err)
			}
		}
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	_, err := languages.Lookup("uz")
	if want := `script_required: "uz" needs its script; write uz-Latn or uz-Cyrl or uz-Arab-AF`; err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	_, err = languages.Lookup("tg-Cyrl-x-badakhshani")
	if want := `subtag_too_long: "badakhshani" has more than 8 characters; shorten it, as "badakhsh"`; err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestAllMayBeChanged(t *testing.T) {
	languages.All()[0].Letters[0] = "?"
	if languages.All()[0].Letters[0] == "?" {
		t.Error("a caller changed the registry")
	}
}

// What Lookup accepts it accepts again, unchanged, whatever the case.
func TestLookupIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom(languages.All()).Draw(t, "language")
		tag := lang.Tag + rapid.StringMatching(`(-x-[A-Za-z0-9]{1,8})?`).Draw(t, "dialect")
		first, err := languages.Lookup(strings.ToUpper(tag))
		if err != nil {
			t.Fatal(err)
		}
		again, err := languages.Lookup(first.Tag)
		if err != nil || again.Tag != first.Tag || !strings.EqualFold(first.Tag, tag) {
			t.Fatalf("%q became %q and %q, %v", tag, first.Tag, again.Tag, err)
		}
	})
}

func FuzzLookup(f *testing.F) {
	for _, tag := range []string{"UZ_latn", "prs", "uz-Cyrl-x-fergana", "tg-Cyrl-x-badakhshani", "ru-u-ca-buddhist", "", "fa", "i-klingon"} {
		f.Add(tag)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		lang, err := languages.Lookup(tag)
		if refusal, ok := errors.AsType[*languages.Error](err); err != nil && (!ok || refusal.Code == "" || refusal.Detail == "") {
			t.Fatalf("Lookup(%q) fails with %v", tag, err)
		}
		if err != nil {
			return
		}
		if again, err := languages.Lookup(lang.Tag); err != nil || again.Tag != lang.Tag {
			t.Fatalf("%q is %q, which is %q: %v", tag, lang.Tag, again.Tag, err)
		}
	})
}
