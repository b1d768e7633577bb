package platforms

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"caravan/internal/languages"
)

// Unit is what a limit counts.
type Unit string

// The units. They are called as in package languages, which counts.
const (
	Graphemes = Unit(languages.InGraphemes)
	Runes     = Unit(languages.InRunes)
	UTF16     = Unit(languages.InUTF16)
	Bytes     = Unit(languages.InBytes)    // of UTF-8, or of a file
	Weighted  = Unit(languages.InWeighted) // of X
	Parts     = Unit("parts")              // messages of SMS that a text takes
	Items     = Unit("items")              // members of a list
	Seconds   = Unit("seconds")
)

// partRoom is how many characters of any script one of many parts of SMS holds.
const partRoom = 67

// Length returns the length of a text in a unit. A unit that does not count
// text counts bytes.
func Length(unit Unit, text string) int {
	if unit == Parts {
		return languages.MeasureSMS(text).Parts
	}
	return languages.Count(languages.Unit(unit), text)
}

// The fields that limits and objections are about.
const (
	FieldTitle     = "title"
	FieldBody      = "body"
	FieldText      = "text"    // all of Content.Text
	FieldCaption   = "caption" // the same, of a post with media
	FieldLink      = "link"
	FieldMedia     = "media"     // in items: how many; in bytes: each of them
	FieldImage     = "image"     // in bytes: each picture
	FieldRecording = "recording" // in bytes: each sound or film
	FieldDuration  = "duration"  // in seconds: each sound or film
	FieldAlt       = "alt"       // each of them
	FieldLanguage  = "language"
	FieldDirection = "direction"
	FieldSlot      = "slot"

	FieldLinkLength = "link_length" // what every link in the text counts, whatever its length
)

// A Limit is the most that a platform takes of one field.
type Limit struct {
	Field string
	Unit  Unit
	Max   int
}

// An Objection is one thing a platform would not take about a post.
type Objection struct {
	Field  string // one of the Field constants
	Code   string // stable, snake_case; the front end translates it
	Detail string // for developers, in English
	Limit  int    // of CodeTooLong and CodeTooMany
	Count  int    // what there is
}

// The codes of objections.
const (
	CodeMissing     = "missing"     // the platform needs it
	CodeTooLong     = "too_long"    // Count of Limit units
	CodeTooMany     = "too_many"    // Count of Limit items
	CodeUnsupported = "unsupported" // the platform does not take this kind
	CodeInvalid     = "invalid"     // it cannot be read
)

// Missing objects to an empty field.
func missing(field string) Objection {
	return Objection{Field: field, Code: CodeMissing, Detail: field + " is empty"}
}

// Require objects to each of the fields title, body, text, link and language
// that is empty or only space.
func Require(c Content, fields ...string) []Objection {
	var list []Objection
	for _, field := range fields {
		if strings.TrimSpace(c.value(field)) == "" {
			list = append(list, missing(field))
		}
	}
	return list
}

// value returns the text of a field that holds one.
func (c Content) value(field string) string {
	switch field {
	case FieldTitle:
		return c.Title
	case FieldBody:
		return c.Body
	case FieldText, FieldCaption:
		return c.Text()
	case FieldLink:
		return c.Link
	case FieldLanguage:
		return c.Language
	}
	return ""
}

// Check objects to what is over the limits.
func Check(c Content, limits []Limit) []Objection {
	var list []Objection
	for _, l := range limits {
		list = append(list, l.check(c)...)
	}
	return list
}

func (l Limit) check(c Content) []Objection {
	if l.Field == FieldMedia && l.Unit == Items {
		return l.over(CodeTooMany, len(c.Media))
	}
	switch l.Field {
	case FieldMedia, FieldImage, FieldRecording, FieldDuration, FieldAlt:
		return l.checkEach(c.Media)
	}
	if l.Field == FieldCaption && len(c.Media) == 0 {
		return nil
	}
	return l.CheckText(c.value(l.Field))
}

func (l Limit) checkEach(media []Media) []Objection {
	var list []Objection
	for _, m := range media {
		picture := strings.HasPrefix(m.MIME, "image/")
		switch {
		case l.Field == FieldAlt:
			list = append(list, l.CheckText(m.Alt)...)
		case l.Field == FieldDuration:
			list = append(list, l.over(CodeTooLong, int(math.Ceil(m.Duration.Seconds())))...)
		case l.Field == FieldMedia, (l.Field == FieldImage) == picture:
			list = append(list, l.over(CodeTooLong, int(m.Size))...)
		}
	}
	return list
}

// CheckText objects if the text is longer than the limit. It is for platforms
// that count another text than the one people see.
func (l Limit) CheckText(text string) []Objection {
	return l.over(CodeTooLong, Length(l.Unit, text))
}

func (l Limit) over(code string, count int) []Objection {
	if count <= l.Max {
		return nil
	}
	detail := fmt.Sprintf("%s has %d %s, the limit is %d", l.Field, count, l.Unit, l.Max)
	return []Objection{{Field: l.Field, Code: code, Detail: detail, Limit: l.Max, Count: count}}
}

// A Use is how much of a limit a post takes.
type Use struct {
	Limit

	Count int
}

// Uses says how much of each limit on its text a post takes, as the platform
// counts.
func Uses(c Content, limits []Limit) []Use {
	var list []Use
	for _, l := range limits {
		switch l.Field {
		case FieldTitle, FieldBody, FieldLink, FieldText, FieldCaption:
			if l.Field == FieldCaption && len(c.Media) == 0 {
				continue
			}
			text := c.value(l.Field)
			if l.Field == FieldText {
				text = WithLinks(text, limits)
			}
			list = append(list, Use{l, Length(l.Unit, text)})
		}
	}
	return list
}

var linkPattern = regexp.MustCompile(`https?://\S+`)

// WithLinks is a text as a platform counts it on which every link has one length.
func WithLinks(text string, limits []Limit) string {
	for _, l := range limits {
		if l.Field == FieldLinkLength {
			return linkPattern.ReplaceAllLiteralString(text, strings.Repeat("x", l.Max))
		}
	}
	return text
}

// CheckPost objects to a post that says and shows nothing, is over the limits,
// or has media of a type that is not in the list.
func CheckPost(c Content, limits []Limit, types []string) []Objection {
	var list []Objection
	if len(c.Media) == 0 {
		list = Require(c, FieldText)
	}
	return slices.Concat(list, Check(c, limits), CheckMedia(c, types))
}

// CheckMedia objects to media of a type that is not in the list.
func CheckMedia(c Content, types []string) []Objection {
	var list []Objection
	for _, m := range c.Media {
		if !slices.Contains(types, m.MIME) {
			list = append(list, Objection{Field: FieldMedia, Code: CodeUnsupported, Detail: m.MIME})
		}
	}
	return list
}

// Over returns the limits in use: those last inspected, or else those of the
// profile.
func (p Profile) Over(inspected []Limit) []Limit {
	if len(inspected) > 0 {
		return inspected
	}
	return p.Limits
}
