package public_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/dbtest"
	"caravan/internal/languages"
	"caravan/models"
)

// catalogues reads the words of every language.
func catalogues(t *testing.T) map[string]map[string]any {
	t.Helper()
	files, err := filepath.Glob("words/*.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]any{}
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]any
		if err := json.Unmarshal(body, &words); err != nil {
			t.Fatal(f, err)
		}
		all[strings.TrimSuffix(filepath.Base(f), ".json")] = words
	}
	return all
}

func TestEveryLanguageHasEveryWord(t *testing.T) {
	all := catalogues(t)
	for _, tag := range []string{"en", "ru", "ky", "kk-Cyrl", "tg-Cyrl", "uz-Latn", "uz-Cyrl", "tk-Latn", "fa-AF", "ps"} {
		words := all[tag]
		if diff := cmp.Diff(slices.Sorted(maps.Keys(all["en"])), slices.Sorted(maps.Keys(words))); diff != "" {
			t.Errorf("%s: %s", tag, diff)
		}
		for name, word := range words {
			if word == "" {
				t.Errorf("%s: %s is empty", tag, name)
			}
		}
	}
}

// The words keep the rules that campaigns have to keep.
func TestWordsAreWrittenInTheirLanguage(t *testing.T) {
	for tag, words := range catalogues(t) {
		language, err := languages.Lookup(tag)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for name, word := range words {
			if text, isText := word.(string); isText && name != "calendar" && name != "date" {
				said = append(said, text)
			}
		}
		slices.Sort(said)
		text := strings.Join(said, "\n")
		for _, finding := range slices.Concat(languages.Check(text), languages.Lint(text, language)) {
			t.Errorf("%s: %+v", tag, finding)
		}
		if languages.Normalize(text) != text {
			t.Errorf("%s is not in normalization form C", tag)
		}
	}
}

// The days of Afghanistan are those of the Persian calendar of CLDR.
func TestDaysAreWrittenAsPeopleDo(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 6, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		language string
		at       time.Time
		want     string
	}{
		{"en", day(2027, 3, 21), "21 March 2027"},
		{"ru", day(2027, 5, 9), "9 мая 2027 г."},
		{"ky", day(2027, 3, 21), "2027-ж., 21-март"},
		{"kk-Cyrl", day(2027, 3, 21), "2027 ж. 21 наурыз"},
		{"uz-Latn", day(2027, 3, 21), "2027-yil 21-mart"},
		{"tk-Latn", day(2027, 3, 21), "21 mart 2027"},
		{"ps", day(2027, 3, 20), "۲۹ کب ۱۴۰۵"},
		{"fa-AF", day(2024, 3, 19), "۲۹ حوت ۱۴۰۲"},
		{"fa-AF", day(2024, 3, 20), "۱ حمل ۱۴۰۳"},
		{"fa-AF", day(2024, 9, 21), "۳۱ سنبله ۱۴۰۳"},
		{"fa-AF", day(2024, 9, 22), "۱ میزان ۱۴۰۳"},
		{"fa-AF", day(2025, 3, 20), "۳۰ حوت ۱۴۰۳"},
		{"fa-AF", day(2025, 3, 21), "۱ حمل ۱۴۰۴"},
		{"fa-AF", day(2029, 3, 20), "۱ حمل ۱۴۰۸"},
		{"fa-AF", day(2062, 3, 20), "۱ حمل ۱۴۴۱"},
		{"fa-AF", day(1979, 12, 27), "۶ جدی ۱۳۵۸"},
	} {
		p := newPress(t, dbtest.SQLite(t), nil)
		page := p.publish(models.Rendering{Language: test.language, Body: "x", Disclosure: "x"}, test.at)
		has(t, p.read(page.Slug, aida), ">"+test.want+"</time>")
	}
}

// A day begins where the readers live: in Bishkek it is six hours ahead.
func TestDayIsThatOfTheReaders(t *testing.T) {
	p := newPress(t, dbtest.SQLite(t), nil)
	page := p.publish(models.Rendering{Language: "en", Body: "x", Disclosure: "x"}, time.Date(2027, 3, 20, 18, 0, 0, 0, time.UTC))
	has(t, p.read(page.Slug, aida), "21 March 2027")
	has(t, p.read("?language=en", aida), "21 March 2027")
}
