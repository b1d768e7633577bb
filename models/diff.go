package models

import (
	"slices"
	"strings"
	"unicode"
)

// A Stretch is a part of a text that stayed, went or came.
type Stretch struct {
	Kind string `json:"kind" validate:"oneof=same removed added"`
	Text string `json:"text"`
}

// The kinds of stretch.
const (
	Same    = "same"
	Removed = "removed"
	Added   = "added"
)

// maxCompared bounds the words times words that are compared; longer texts
// count as replaced.
const maxCompared = 4 << 20

// Difference tells two texts apart, word by word. The stretches that are not
// removed make the new text.
func Difference(before, after string) []Stretch {
	a, b := words(before), words(after)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var d stretches
	d.add(Same, a[:start]...)
	d.compare(a[start:len(a)-end], b[start:len(b)-end])
	d.add(Same, a[len(a)-end:]...)
	return slices.Clip(append([]Stretch{}, d...))
}

// stretches grow word by word.
type stretches []Stretch

func (s *stretches) add(kind string, words ...string) {
	text := strings.Join(words, "")
	if text == "" {
		return
	}
	if n := len(*s); n > 0 && (*s)[n-1].Kind == kind {
		(*s)[n-1].Text += text
		return
	}
	*s = append(*s, Stretch{kind, text})
}

// compare finds the longest common subsequence of words.
func (s *stretches) compare(a, b []string) {
	if len(a)*len(b) > maxCompared {
		s.add(Removed, a...)
		s.add(Added, b...)
		return
	}
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width)
	for i, left := range slices.Backward(a) {
		for j, right := range slices.Backward(b) {
			if left == right {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			s.add(Same, a[i])
			i, j = i+1, j+1
		case common[(i+1)*width+j] >= common[i*width+j+1]:
			s.add(Removed, a[i])
			i++
		default:
			s.add(Added, b[j])
			j++
		}
	}
	s.add(Removed, a[i:]...)
	s.add(Added, b[j:]...)
}

// words cuts a text into words, blanks and single signs.
func words(text string) []string {
	var list []string
	class := func(r rune) int {
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), unicode.Is(unicode.Cf, r):
			return 1
		case unicode.IsSpace(r):
			return 2
		}
		return 0
	}
	last := 0
	for _, r := range text {
		c := class(r)
		if n := len(list); n > 0 && c != 0 && c == last {
			list[n-1] += string(r)
		} else {
			list = append(list, string(r))
		}
		last = c
	}
	return list
}

// A TextChange is what became of a text from one version to the next.
type TextChange struct {
	Language        string    `json:"language"`
	Kind            string    `json:"kind" validate:"oneof=same removed added changed"`
	Title           []Stretch `json:"title"`
	Body            []Stretch `json:"body"`
	Link            []Stretch `json:"link"`
	Hashtags        []Stretch `json:"hashtags"`
	BackTranslation []Stretch `json:"back_translation"`
}

// Changed is the kind of change of a text that is in both versions.
const Changed = "changed"

// Since tells what became of each text since an earlier version, by language.
func (v *MessageVersion) Since(earlier *MessageVersion) []TextChange {
	changes := []TextChange{}
	for i := range v.Texts {
		before, kind := earlier.Text(v.Texts[i].Language), Changed
		switch {
		case before == nil:
			before, kind = &FrozenText{}, Added
		case before.Says(v.Texts[i]):
			kind = Same
		}
		changes = append(changes, change(v.Texts[i].Language, kind, *before, v.Texts[i]))
	}
	for i := range earlier.Texts {
		if t := earlier.Texts[i]; v.Text(t.Language) == nil {
			changes = append(changes, change(t.Language, Removed, t, FrozenText{}))
		}
	}
	slices.SortStableFunc(changes, func(a, b TextChange) int { return strings.Compare(a.Language, b.Language) })
	return changes
}

func change(language, kind string, a, b FrozenText) TextChange {
	return TextChange{
		Language: language, Kind: kind, Title: Difference(a.Title, b.Title), Body: Difference(a.Body, b.Body), Link: Difference(a.Link, b.Link),
		Hashtags: Difference(strings.Join(a.Hashtags, " "), strings.Join(b.Hashtags, " ")), BackTranslation: Difference(a.BackTranslation, b.BackTranslation),
	}
}

// Says reports whether two frozen texts say the same.
func (t FrozenText) Says(other FrozenText) bool {
	return t.Title == other.Title && t.Body == other.Body && t.Link == other.Link && slices.Equal(t.Hashtags, other.Hashtags) &&
		t.BackTranslation == other.BackTranslation && slices.EqualFunc(t.Media, other.Media, FrozenMedia.same)
}
