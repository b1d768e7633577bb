package models

import (
	"strings"
	"unicode"

	"github.com/trustelem/zxcvbn"
)

// The number of characters of a password.
const (
	minPassword = 12
	maxPassword = 128
)

// leastScore is how hard to guess a password is at least, of zxcvbn's 0 to 4:
// 3 is more than 10^8 guesses, far beyond what the throttle lets anybody try.
const leastScore = 3

// CheckPassword refuses what is too short, too long or easy to guess: widely
// used, or so once what everybody knows of the person is taken out of it, their
// address, name and organisations. Which characters it has is nobody's business.
func CheckPassword(password string, about ...string) error {
	n := len([]rune(password))
	if n > maxPassword {
		return ErrWeakPassword.With("At most 128 characters.")
	}
	rest := strings.ToLower(password)
	for _, text := range about {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len([]rune(word)) > 2 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	if zxcvbn.PasswordStrength(latin(rest), localWords()).Score < leastScore {
		return ErrCommonPassword
	}
	if n < minPassword {
		return ErrWeakPassword
	}
	return nil
}

// localWords are what guessers of this installation try first, besides the
// 90,000 words of the library, which are English.
func localWords() []string {
	words := []string{
		"caravan", "campaign", "kyrgyzstan", "kazakhstan", "tajikistan", "uzbekistan", "turkmenistan", "afghanistan",
		"пароль", "привет", "любовь", "караван", "сырсөз", "құпиясөз", "рамз", "رمز", "گذرواژه", "سلام",
	}
	for i, word := range words {
		words[i] = latin(word)
	}
	return words
}

// latin replaces each letter of another script by a Latin one, the same by the
// same, so that length, repetition and words of the context count in every
// script: the library measures non-ASCII text in bytes, and takes sentences in
// Kazakh or Kyrgyz for nothing.
func latin(text string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII {
			return r
		}
		return 'a' + r%26
	}, text)
}
