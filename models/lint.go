package models

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"caravan/internal/languages"
)

// A Note is one thing that a writer should look at, in one field of a text.
type Note struct {
	Pointer  string `json:"pointer" doc:"JSON pointer of the field, such as /body."`
	Code     string `json:"code"`
	Severity string `json:"severity" validate:"oneof=error warning" doc:"error: the text cannot be kept like this."`
	Offset   int    `json:"offset" doc:"In code points from the start of the field, in NFC."`
	Length   int    `json:"length" doc:"In code points; 0: the whole field."`
	Line     int    `json:"line" doc:"From 1."`
	Detail   string `json:"detail" doc:"For developers, in English."`
}

// The codes of notes that are about what a text says, besides those of package
// languages.
const (
	NoteNamedGroup      = "named_group"      // names a listed group, and no source says who listed it (S-12)
	NoteMissingCitation = "missing_citation" // refers to scripture, and the brief has no citations
	NoteNotReligious    = "not_religious"    // refers to scripture in a message that is not marked as religious
	NoteNamedPerson     = "named_person"     // names somebody in public life, a party, a court (S-11)
	NoteRepeatsClaim    = "repeats_claim"    // a counter-narrative begins with the claim that it counters (S-22)
	NoteStigma          = "stigma"           // joins a people or a faith with extremism (S-02)
)

// maxApart is how many code points may lie between the name of a people and a
// word for extremism that count as joined.
const maxApart = 24

// Lint returns what the writer of a text of the message should look at, in the
// order of the fields. What is of severity error is refused when it is saved.
func (b Brief) Lint(t Text) []Note {
	language, _ := languages.Lookup(t.Language) // of none: what depends on it is left out
	notes := []Note{}
	places := t.fields()
	for _, pointer := range inReadingOrder(places) {
		text := languages.Normalize(*places[pointer])
		of := language
		if pointer == "/back_translation" || pointer == "/link" {
			of = languages.Language{}
		}
		found := append(languages.Check(text), languages.Lint(text, of)...)
		if pointer != "/back_translation" && pointer != "/link" {
			found = append(found, b.look([]rune(text))...)
		}
		if b.Type == CounterNarrative {
			found = append(found, claimed(pointer, text)...)
		}
		notes = append(notes, notesOn(pointer, []rune(text), found)...)
	}
	return notes
}

// inReadingOrder lists the fields as they stand on the screen.
func inReadingOrder(places map[string]*string) []string {
	order := []string{"/title", "/body", "/link"}
	for i := range len(places) {
		if pointer := fmt.Sprintf("/hashtags/%d", i); places[pointer] != nil {
			order = append(order, pointer)
		}
	}
	return append(order, "/back_translation")
}

// notesOn turns findings into notes on a field, by offset.
func notesOn(pointer string, text []rune, found []languages.Finding) []Note {
	slices.SortStableFunc(found, func(a, b languages.Finding) int { return a.Offset - b.Offset })
	notes := make([]Note, 0, len(found))
	for _, f := range found {
		line := 1
		for _, r := range text[:min(f.Offset, len(text))] {
			if r == '\n' {
				line++
			}
		}
		notes = append(notes, Note{pointer, f.Code, string(f.Severity), f.Offset, f.Length, line, f.Detail})
	}
	return notes
}

// look finds what a person who knows the field would ask about.
func (b Brief) look(text []rune) []languages.Finding {
	var found []languages.Finding
	ask := func(code string, spans []span, detail string) {
		for _, s := range spans {
			found = append(found, languages.Finding{Code: code, Offset: s.from, Length: s.to - s.from, Detail: detail, Severity: languages.Warning})
		}
	}
	if !b.citesListing() {
		ask(NoteNamedGroup, groups.find(text), "a listed group is named; cite who listed it, and when")
	}
	ask(NoteNamedPerson, publicLife.find(text), "somebody in public life, a party or a court is named; an outside approver may have to look")
	if refers := scripture.find(text); len(b.Citations) == 0 {
		ask(NoteMissingCitation, refers, "scripture is referred to without a citation")
	} else if !b.ReligiousContent {
		ask(NoteNotReligious, refers, "scripture is referred to, but the message is not marked as religious")
	}
	ask(NoteStigma, joined(peoples.find(text), extremes.find(text)), "a people or a faith is joined with extremism")
	return found
}

// citesListing reports whether a citation says who listed a group, and when: a
// court, an organisation of states or a national list, with a year.
func (b Brief) citesListing() bool {
	return slices.ContainsFunc(b.Citations, func(c string) bool {
		return len(listers.find([]rune(c))) > 0 && regexp.MustCompile(`(^|\P{Nd})\p{Nd}{4}($|\P{Nd})`).MatchString(languages.Normalize(c))
	})
}

// claimed finds the words of a claim where readers look first: in the title,
// and in the first sentence.
func claimed(pointer, text string) []languages.Finding {
	switch pointer {
	case "/title":
	case "/body":
		if end := strings.IndexAny(text, ".!?…؟۔\n"); end >= 0 {
			text = text[:end]
		}
	default:
		return nil
	}
	var found []languages.Finding
	for _, s := range claims.find([]rune(text)) {
		found = append(found, languages.Finding{
			Code: NoteRepeatsClaim, Offset: s.from, Length: s.to - s.from, Detail: "it begins with the claim that it counters", Severity: languages.Warning,
		})
	}
	return found
}

// joined returns the spans from a name to a word for extremism close by.
func joined(names, words []span) []span {
	var found []span
	for _, n := range names {
		for _, w := range words {
			from, to := min(n.from, w.from), max(n.to, w.to)
			if apart := max(n.from, w.from) - min(n.to, w.to); apart >= 0 && apart <= maxApart {
				found = append(found, span{from, to})
			}
		}
	}
	return found
}
