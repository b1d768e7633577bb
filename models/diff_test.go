package models_test

import (
	"strings"
	"testing"

	"caravan/models"
)

// told writes a difference as [-gone-] and {+come+}.
func told(d []models.Stretch) string {
	var out strings.Builder
	for _, s := range d {
		switch s.Kind {
		case models.Removed:
			out.WriteString("[-" + s.Text + "-]")
		case models.Added:
			out.WriteString("{+" + s.Text + "+}")
		default:
			out.WriteString(s.Text)
		}
	}
	return out.String()
}

func TestDifferenceIsWordByWord(t *testing.T) {
	for name, c := range map[string]struct{ before, after, want string }{
		"the same":          {"Хлеб и книги", "Хлеб и книги", "Хлеб и книги"},
		"nothing":           {"", "", ""},
		"a word came":       {"Хлеб и книги", "Хлеб и новые книги", "Хлеб и {+новые +}книги"},
		"a word went":       {"Нан жана китеп", "Нан", "Нан[- жана китеп-]"},
		"another word":      {"نان و کتاب", "نان و چای", "نان و [-کتاب-]{+چای+}"},
		"a joined word":     {"شب\u200cها", "روز\u200cها", "[-شب\u200cها-]{+روز\u200cها+}"},
		"a sign":            {"Кел!", "Кел?", "Кел[-!-]{+?+}"},
		"from the start":    {"", "Нон", "{+Нон+}"},
		"a line of its own": {"а\nб", "а\n\nб", "а[-\n-]{+\n\n+}б"},
	} {
		t.Run(name, func(t *testing.T) {
			d := models.Difference(c.before, c.after)
			if got := told(d); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			var before, after strings.Builder
			for _, s := range d {
				if s.Kind != models.Added {
					before.WriteString(s.Text)
				}
				if s.Kind != models.Removed {
					after.WriteString(s.Text)
				}
			}
			if before.String() != c.before || after.String() != c.after {
				t.Errorf("it makes %q and %q", before.String(), after.String())
			}
		})
	}
}

// Two texts without a word in common are told apart without comparing each
// word to each.
func TestDifferenceOfLongTexts(t *testing.T) {
	d := models.Difference(strings.Repeat("а ", 10000), strings.Repeat("б ", 10000))
	if len(d) != 2 && len(d) != 3 {
		t.Errorf("%d stretches", len(d))
	}
}
