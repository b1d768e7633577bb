// Package words lets the program itself speak - in letters and on paper - with
// the words of the app: its catalogues are the only ones, so that a translator
// finds everything in one place. What only the program says stands in
// program.ts, for the app's extractor to find.
package words

import (
	"cmp"
	"embed"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"caravan/internal/languages"
	"caravan/web/public"
)

//go:embed */*.po measures.ts platforms.ts states.ts vocabulary.ts
var files embed.FS

// lastResort is the language that the program is written in.
const lastResort = "en"

// A Catalogue is what the program says in one language.
type Catalogue struct {
	languages.Language

	said map[string]string // by what it is in English
}

// catalogues is every language of the app.
//
//nolint:gochecknoglobals // built once from embedded files, never written again
var catalogues = sync.OnceValue(func() map[string]*Catalogue {
	all := map[string]*Catalogue{}
	names, _ := fs.Glob(files, "*/*.po") // the pattern is well formed
	for _, name := range names {
		tag, _, _ := strings.Cut(name, "/")
		if all[tag] == nil {
			language, err := languages.Lookup(tag)
			if err != nil {
				panic(err) // a folder is named after a language of the registry
			}
			all[tag] = &Catalogue{Language: language, said: map[string]string{}}
		}
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		all[tag].read(string(text))
	}
	return all
})

// line is a part of an entry of a catalogue. Lingui writes each text whole, on
// one line.
var line = regexp.MustCompile(`^(msgid|msgstr) (".*")$`)

// read takes what a catalogue says; what another said first stays.
func (c *Catalogue) read(text string) {
	var id string
	for row := range strings.Lines(text) {
		part := line.FindStringSubmatch(strings.TrimSpace(row))
		if part == nil {
			continue
		}
		said, err := strconv.Unquote(part[2])
		if err != nil {
			panic(row)
		}
		if part[1] == "msgid" {
			id = said
		} else if _, there := c.said[id]; !there && id != "" && said != "" {
			c.said[id] = said
		}
	}
}

// Languages lists the tags that there are words in.
func Languages() []string {
	var tags []string
	for tag := range catalogues() {
		tags = append(tags, tag)
	}
	return tags
}

// In returns the words of a language, or of the one that serves its readers
// best; English at last.
func In(tag string) *Catalogue {
	for _, t := range append([]string{tag}, languages.Fallbacks(tag)...) {
		if c, there := catalogues()[t]; there {
			return c
		}
	}
	return catalogues()[lastResort]
}

// Say returns what the English text is in the language. Pairs of a name and a
// value fill what stands in braces.
func (c *Catalogue) Say(english string, pairs ...string) string {
	said, there := c.said[english]
	if !there {
		said = english
	}
	for i := range len(pairs) / 2 {
		pairs[2*i] = "{" + pairs[2*i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(said)
}

// Says reports whether the language has words for an English text.
func (c *Catalogue) Says(english string) bool { return c.said[english] != "" }

// Term returns the word for a value of a vocabulary, or of the states of a
// thing; the value itself where it has none.
func (c *Catalogue) Term(vocabulary, value string) string {
	if english, there := terms()[vocabulary][value]; there {
		return c.Say(english)
	}
	return value
}

// Number writes a whole number with the digits of the language.
func (c *Catalogue) Number(n int64) string { return c.Digit(strconv.FormatInt(n, 10)) }

// Digit writes the digits of a text as those of the language.
func (c *Catalogue) Digit(text string) string {
	if c.Digits != languages.Arabext {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		return r - '0' + '۰'
	}, text)
}

// Day writes a day in the calendar of the language.
func (c *Catalogue) Day(at time.Time) string { return public.Day(c.Tag, at) }

// Moment writes an instant in the zone that it is in, which is named.
func (c *Catalogue) Moment(at time.Time) string {
	return c.Join([]string{c.Day(at), c.Digit(at.Format("15:04"))}) + " (" + at.Location().String() + ")"
}

var (
	table = regexp.MustCompile(`(?ms)^(?:export )?const (\w+): (?:Words|States) = \{(.*?)\}$`)
	entry = regexp.MustCompile("'?([\\w+-]+)'?: (?:state\\('\\w+', )?msg`([^`]*)`")
)

// terms is the English word for each value of the vocabularies and states, as
// the app lists them.
//
//nolint:gochecknoglobals // built once from embedded files, never written again
var terms = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, name := range []string{"measures.ts", "platforms.ts", "states.ts", "vocabulary.ts"} {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		for _, list := range table.FindAllStringSubmatch(string(text), -1) {
			all[list[1]] = map[string]string{}
			for _, each := range entry.FindAllStringSubmatch(list[2], -1) {
				all[list[1]][each[1]] = each[2]
			}
		}
	}
	return all
})

// Country returns the name of a country, by its code.
func (c *Catalogue) Country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	return cmp.Or(display.Regions(language.Make(c.Tag)).Name(region), code)
}

// Tongue returns the name of a language: as its speakers write it, where the
// readers have no name for it.
func (c *Catalogue) Tongue(tag string) string {
	known, err := languages.Lookup(tag)
	if err != nil {
		return tag
	}
	if namer := display.Tags(language.Make(c.Tag)); namer != nil {
		return cmp.Or(namer.Name(language.Make(tag)), known.Native)
	}
	return known.Native
}

// Join writes a list.
func (c *Catalogue) Join(items []string) string {
	if c.Direction == languages.RTL {
		return strings.Join(items, "، ")
	}
	return strings.Join(items, ", ")
}
