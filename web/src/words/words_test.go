package words_test

import (
	"slices"
	"testing"
	"time"

	"caravan/models"
	"caravan/web/src/words"
)

// Every value that has a word on the screens has one on paper.
func TestTheVocabularyIsTheOneOfTheApp(t *testing.T) {
	unworded := []string{"country", "age_band", "role"} // names of places, numbers, and none on paper
	for name, values := range models.Vocabularies() {
		for _, value := range values {
			if words.In("en").Term(name, value) == value && !slices.Contains(unworded, name) {
				t.Errorf("%s: no word for %s", name, value)
			}
		}
	}
	if said := words.In("ru").Term("version", "under_review"); said != "На рассмотрении" {
		t.Errorf("the state is %q", said)
	}
}

func TestWordsAreFilledIn(t *testing.T) {
	day := time.Date(2027, 3, 21, 19, 30, 0, 0, time.UTC)
	for tag, want := range map[string]string{"en": "21 March 2027", "ru": "21 марта 2027 г.", "fa-AF": "۱ حمل ۱۴۰۶", "ps": "۱ حمل ۱۴۰۶"} {
		if said := words.In(tag).Day(day); said != want {
			t.Errorf("%s: %q", tag, said)
		}
	}
	if said := words.In("en").Say("Something waits for your decision until {due}.", "due", "noon"); said != "Something waits for your decision until noon." {
		t.Error(said)
	}
}

func TestNumbersAreWrittenAsTheReadersDo(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "1,234,567 1,234.57 1.23%", "ru": "1\u00a0234\u00a0567 1\u00a0234,57 1,23\u00a0%", "fa-AF": "۱٬۲۳۴٬۵۶۷ ۱٬۲۳۴٫۵۷ ۱٫۲۳٪",
	} {
		c := words.In(tag)
		if said := c.Count(1234567) + " " + c.Decimal(1234.567, 2) + " " + c.Percent(0.0123, 2); said != want {
			t.Errorf("%s: %q", tag, said)
		}
	}
}
