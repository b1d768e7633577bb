package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"caravan/internal/dbtest"
	"caravan/internal/languages"
	"caravan/internal/paper"
)

// read writes a document and returns its text as a reader of PDF finds it.
func read(t *testing.T, d *paper.Document) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "document.pdf")
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("CARAVAN_TEST_PAPER"); keep != "" { // to be looked at
		_ = os.WriteFile(filepath.Join(keep, strings.ReplaceAll(t.Name(), "/", "-")+".pdf"), b.Bytes(), 0o600)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return plain(string(text))
}

// plain leaves out the marks of direction that a reader of PDF adds, and line
// ends.
func plain(text string) string {
	text = strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u200e", "", "\u200f", "").Replace(text)
	return strings.Join(strings.Fields(text), " ")
}

func start(t *testing.T, direction paper.Direction) *paper.Document {
	t.Helper()
	if !paper.Ready() {
		dbtest.Missing(t, "web build, which brings the fonts,")
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		dbtest.Missing(t, "pdftotext")
	}
	return paper.New(paper.Sheet{
		Title: "Test", Language: "en", Direction: direction, Made: time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC),
		Foot: func(page, pages int) string { return fmt.Sprintf("p%dof%d", page, pages) },
	})
}

// Texts of every script are found as they are read, in their own letters.
func TestTextsCanBeSearched(t *testing.T) {
	for tag, text := range map[string]string{
		"fa-AF":      "سلام بر همهٔ کودکان لاله\u200cزار که می\u200cخوانند",
		"ps":         "پښتو ټول ځوانان څوک ډوډۍ ړوند ږمنځ ګل ڼ ې",
		"uz-Arab-AF": "اۉزبېکچه تیلی",
		"ug-Arab":    "ئۇيغۇرچە ھۆۈۋ ڭ",
		"kk-Cyrl":    "Бүгін әр бала білім алуға құқылы, ғылым мен өнер",
		"ky":         "Өмүр, үмүт жана жаңы күн",
		"tg-Cyrl":    "Ҷавонон, ғам, қалам, ӯ, ҳаёт, баъзӣ",
		"uz-Cyrl":    "Ўқиш, ғоя, қалб, ҳаёт",
		"uz-Latn":    "oʻqish va gʻoya",
		"tk-Latn":    "çäýňöşüž ÇÄÝŇÖŞÜŽ",
		"ru":         "Хлеб и книги — детям",
		"vowels":     "مُحَمَّد",
	} {
		t.Run(tag, func(t *testing.T) {
			direction := paper.LeftToRight
			if l, err := languages.Lookup(tag); tag == "vowels" || err == nil && l.Direction == languages.RTL {
				direction = paper.RightToLeft
			}
			d := start(t, direction)
			d.Heading(text)
			d.Paragraphs(paper.Say(text, direction))
			if got := read(t, d); strings.Count(got, text) != 2 {
				t.Errorf("found %q\nfor   %q", got, text)
			}
		})
	}
}

// Every letter of every language in the three scripts of the region can be
// printed.
func TestEveryLetterIsThere(t *testing.T) {
	start(t, paper.LeftToRight)
	for _, l := range languages.All() {
		for _, r := range strings.Join(append(l.Letters, l.Native, strings.ToUpper(l.Native)), "") {
			if slices.Contains([]string{"Latn", "Cyrl", "Arab"}, l.Script) && !unicode.Is(unicode.Mn, r) && !paper.Has(r) {
				t.Errorf("%s: no shape for %c (%U)", l.Tag, r, r)
			}
		}
	}
}

// A long table repeats its head on every page, and pages are numbered.
func TestPages(t *testing.T) {
	d := start(t, paper.RightToLeft)
	d.Title("پرونده")
	var rows [][]paper.Passage
	for i := range 80 {
		rows = append(rows, []paper.Passage{paper.Say(strconv.Itoa(i), paper.Auto), paper.Say("نان و کتاب", paper.Auto)})
	}
	d.Table([]string{"شماره", "متن"}, []float64{1, 3}, rows)
	d.Quote(paper.Passage{Direction: paper.RightToLeft, Spans: []paper.Span{
		{Text: "نان ", Mark: paper.Plain}, {Text: "دیروز", Mark: paper.TakenOut}, {Text: " امروز", Mark: paper.PutIn}, {Text: " و کتاب"},
	}})
	got := read(t, d)
	for _, want := range []string{"p1of3", "p3of3", "79", "دیروز"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(got, "شماره"); n != 3 {
		t.Errorf("the head stands %d times", n)
	}
}
