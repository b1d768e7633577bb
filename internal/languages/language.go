package languages

import (
	"slices"
	"strings"
	"sync"
)

// Direction is the way a script runs, as the HTML attribute dir spells it.
type Direction string

// The two directions.
const (
	LTR Direction = "ltr"
	RTL Direction = "rtl"
)

// Digits is a CLDR numbering system.
type Digits string

// The numbering systems in use.
const (
	Latn    Digits = "latn"    // 0123456789
	Arabext Digits = "arabext" // ۰۱۲۳۴۵۶۷۸۹
)

// A Language is one way of writing one language: a row of the registry, or
// such a row narrowed to a dialect.
type Language struct {
	Tag       string    // canonical BCP 47, dialect included
	Dialect   string    // the private-use part without "x-"; empty for the standard language
	Name      string    // English
	Native    string    // in this script; in the fallback's words where the language has no settled spelling
	Script    string    // ISO 15924
	Direction Direction // follows from Script
	Countries []string  // ISO 3166-1 alpha-2
	Letters   []string  // lower-case letters that neighbouring languages lack; empty where spelling is unsettled
	Digits    Digits    // the default in numbers shown to readers
	Dialects  []string  // known dialects, open-ended

	base      string        // language subtag
	fallbacks []string      // direct, in order of preference
	strays    map[rune]rune // keyboard look-alikes and the letter that is meant
}

// All returns every language of the registry in the order of menus.
func All() []Language {
	all := make([]Language, 0, len(registry()))
	for _, l := range registry() {
		all = append(all, l.clone())
	}
	return all
}

// Fallbacks returns the tags whose text may stand in for tag where there is
// none, best first: the standard language of a dialect, then the registry's
// chain, nearest relations before theirs. It returns nil for a tag Lookup
// refuses.
func Fallbacks(tag string) []string {
	lang, err := Lookup(tag)
	if err != nil {
		return nil
	}
	standard := strings.TrimSuffix(lang.Tag, "-x-"+lang.Dialect)
	chain := []string{standard}
	for i := 0; i < len(chain); i++ {
		for _, next := range row(chain[i]).fallbacks {
			if !slices.Contains(chain, next) {
				chain = append(chain, next)
			}
		}
	}
	if lang.Dialect == "" {
		return chain[1:]
	}
	return chain
}

func (l Language) clone() Language {
	l.Countries = slices.Clone(l.Countries)
	l.Letters = slices.Clone(l.Letters)
	l.Dialects = slices.Clone(l.Dialects)
	return l
}

// row returns the language stored under exactly this tag, or a zero Language.
func row(tag string) Language {
	for _, l := range registry() {
		if l.Tag == tag {
			return l
		}
	}
	return Language{}
}

//nolint:gochecknoglobals // built once from the table, never written again
var registry = sync.OnceValue(func() []Language {
	entries := table
	all := make([]Language, 0, len(entries))
	for _, e := range entries {
		all = append(all, e.language())
	}
	return all
})

// language spells an entry out.
func (e entry) language() Language {
	base, _, _ := strings.Cut(e.tag, "-")
	l := Language{
		Tag: e.tag, Name: e.name, Native: e.native, Script: e.script,
		Direction: LTR, Digits: Latn,
		Countries: strings.Fields(e.countries),
		Letters:   strings.Fields(e.letters),
		Dialects:  strings.Fields(e.dialects),
		base:      base,
		fallbacks: strings.Fields(e.fallbacks),
		strays:    make(map[rune]rune),
	}
	if e.script == "Arab" {
		l.Direction = RTL
	}
	if e.digits != "" {
		l.Digits = e.digits
	}
	for pair := range strings.FieldsSeq(e.strays) {
		letters := []rune(pair)
		l.strays[letters[0]] = letters[1]
	}
	return l
}
