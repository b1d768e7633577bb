package languages

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

const (
	maxTag    = 64 // bytes; ample for every tag of the registry with a dialect
	maxSubtag = 8  // characters, by BCP 47
)

// aliases are language subtags of other catalogues and the registry's name
// for the same thing.
//
//nolint:gochecknoglobals // a constant table
var aliases = map[string]subtags{
	"prs": {base: "fa", region: "AF"},
	"uzs": {base: "uz", script: "Arab"},
	"pbu": {base: "ps"},
}

// subtags are the parts of a tag that choose a row of the registry. Script
// and region may be empty.
type subtags struct{ base, script, region string }

// Lookup returns the language a tag names, under its canonical tag:
// "UZ_latn" is uz-Latn, "prs" is fa-AF, "kir" is ky. Private-use subtags name
// a dialect and are kept, whether the registry knows the dialect or not. A
// region the registry lists for the language is accepted and left out where
// the canonical tag has none.
//
// It refuses, with an *Error, a tag that is malformed or has a subtag of more
// than 8 characters, a language, script or region that the registry does not
// list, a tag without a script where the canonical tags of the language have
// one, and variants and extensions other than private use.
func Lookup(tag string) (Language, error) {
	parts, dialect, err := parse(tag)
	if err != nil {
		return Language{}, err
	}
	lang, err := parts.find()
	if err != nil {
		return Language{}, err
	}
	if dialect != "" {
		lang.Dialect = dialect
		lang.Tag += "-x-" + dialect
	}
	return lang.clone(), nil
}

// parse splits a tag and resolves aliases.
func parse(tag string) (subtags, string, error) {
	if len(tag) > maxTag {
		return subtags{}, "", &Error{Code: MalformedTag, Detail: fmt.Sprintf("a tag has at most %d characters", maxTag)}
	}
	if err := shortSubtags(tag); err != nil {
		return subtags{}, "", err
	}
	parsed, err := language.Raw.Parse(tag)
	if unknown, ok := errors.AsType[language.ValueError](err); ok {
		return subtags{}, "", &Error{Code: UnknownLanguage, Detail: fmt.Sprintf("%q in %q names nothing", unknown.Subtag(), tag)}
	}
	if err != nil {
		return subtags{}, "", &Error{
			Code:   MalformedTag,
			Detail: fmt.Sprintf("%q is not a language tag; one looks like uz-Latn or uz-Cyrl-x-fergana", tag),
		}
	}
	dialect, err := privateUse(parsed)
	if err != nil {
		return subtags{}, "", err
	}
	return split(parsed), dialect, nil
}

// shortSubtags refuses what the parser would cut off with an error that does
// not name the culprit.
func shortSubtags(tag string) error {
	for part := range strings.FieldsFuncSeq(tag, func(r rune) bool { return r == '-' || r == '_' }) {
		if len(part) > maxSubtag && isASCII(part) {
			return &Error{
				Code:   SubtagTooLong,
				Detail: fmt.Sprintf("%q has more than %d characters; shorten it, as %q", part, maxSubtag, part[:maxSubtag]),
			}
		}
	}
	return nil
}

// privateUse returns the dialect of a tag and refuses every other addition.
func privateUse(tag language.Tag) (string, error) {
	dialect := ""
	for _, e := range tag.Extensions() {
		if e.Type() != 'x' {
			return "", unused(tag, e.String())
		}
		dialect = strings.TrimPrefix(e.String(), "x-")
	}
	if v := tag.Variants(); len(v) > 0 {
		return "", unused(tag, v[0].String())
	}
	return dialect, nil
}

func unused(tag language.Tag, addition string) error {
	return &Error{
		Code:   UnusedSubtag,
		Detail: fmt.Sprintf("%q in %q is not used here; a dialect is written as x- and a name", addition, tag),
	}
}

// split takes a parsed tag apart. Subtags that are absent stay empty.
func split(tag language.Tag) subtags {
	base, script, region := tag.Raw()
	parts := subtags{base: base.String()}
	if s := script.String(); s != "Zzzz" {
		parts.script = s
	}
	if r := region.String(); r != "ZZ" {
		parts.region = r
	}
	alias, ok := aliases[parts.base]
	if !ok {
		return parts
	}
	parts.base = alias.base
	parts.script = cmp.Or(parts.script, alias.script)
	parts.region = cmp.Or(parts.region, alias.region)
	return parts
}

// find chooses the row of the registry, or says which subtag is in the way.
func (p subtags) find() (Language, error) {
	rows := only(registry(), func(l Language) bool { return l.base == p.base })
	if len(rows) == 0 {
		return Language{}, p.refuse(UnknownLanguage, "is not in the registry of languages", nil)
	}
	written := only(rows, p.writtenAs)
	if len(written) == 0 && p.script == "" {
		return Language{}, p.refuse(ScriptRequired, "needs its script", rows)
	}
	if len(written) == 0 {
		return Language{}, p.refuse(UnknownScript, "is not listed in this script", rows)
	}
	if i := slices.IndexFunc(written, p.livesIn); i >= 0 {
		return written[i], nil
	}
	return Language{}, p.refuse(UnknownRegion, "is not listed for this country", written)
}

// only returns the rows that fit.
func only(rows []Language, fits func(Language) bool) []Language {
	var fitting []Language
	for _, l := range rows {
		if fits(l) {
			fitting = append(fitting, l)
		}
	}
	return fitting
}

// writtenAs reports whether the script fits. It may be left out only where
// the canonical tag leaves it out.
func (p subtags) writtenAs(l Language) bool {
	if p.script == "" {
		return !strings.Contains(l.Tag, "-"+l.Script)
	}
	return p.script == l.Script
}

// livesIn reports whether the region fits. It may be left out unless it alone
// tells the registry's language from another: fa is Persian, fa-AF is Dari.
func (p subtags) livesIn(l Language) bool {
	if p.region == "" {
		return l.Tag == l.base || strings.Contains(l.Tag, "-"+l.Script)
	}
	return slices.Contains(l.Countries, p.region)
}

func (p subtags) refuse(code, why string, instead []Language) error {
	given := slices.DeleteFunc([]string{p.base, p.script, p.region}, func(part string) bool { return part == "" })
	e := &Error{Code: code, Detail: fmt.Sprintf("%q %s", strings.Join(given, "-"), why)}
	for _, l := range instead {
		e.Choices = append(e.Choices, l.Tag)
	}
	if len(e.Choices) > 0 {
		e.Detail += "; write " + strings.Join(e.Choices, " or ")
	}
	return e
}
