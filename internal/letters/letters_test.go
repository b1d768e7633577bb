package letters_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"caravan/internal/letters"
)

// all is one letter of each kind.
func all(language string) (list []letters.Letter) {
	const link = "https://caravan.example"
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, overdue := range []bool{false, true} {
		list = append(list, letters.Waiting(language, link, now, overdue))
	}
	for _, step := range []string{"asked", "approved", "revealed", "glass_broken", "suspended"} {
		list = append(list, letters.OfReveal(language, link, step))
	}
	for _, about := range []string{"other_account", "foreign_post", "idle", "disarmed", "at_risk"} {
		list = append(list, letters.OfAccount(language, link, about))
	}
	return append(list, letters.OfBacklash(language, link))
}

// What a letter says stands in the catalogues, or everybody gets it in English.
func TestLettersAreInTheReadersLanguage(t *testing.T) {
	for _, language := range []string{"ru", "fa-AF"} {
		for i, letter := range all(language) {
			english := all("en")[i]
			if letter.Subject == english.Subject {
				t.Errorf("%s: %s", language, letter.Subject)
			}
			said := strings.Split(english.Body, "\n\n")
			for words := range strings.SplitSeq(letter.Body, "\n\n") {
				if !strings.HasPrefix(words, "https://") && slices.Contains(said, words) {
					t.Errorf("%s: %s", language, words)
				}
			}
		}
	}
}
