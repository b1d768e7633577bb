package models

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"caravan/internal/languages"
)

// MaxText is the most bytes one text field may hold.
const MaxText = 64 << 10

// A Text is what readers of one language get.
type Text struct {
	Language        string // BCP 47, from the registry
	Title           string
	Body            string
	Link            string
	Hashtags        []string `gorm:"serializer:json"`
	BackTranslation string   // for approvers who do not read the language
	Media           []Shown  `gorm:"serializer:json"` // in their order
}

// A Variant is a message in one language.
type Variant struct {
	ID             ID[Variant]
	OrganizationID ID[Organization]
	MessageID      ID[Message]
	Text           `gorm:"embedded"`
	TranslatorID   ID[User]
	ReviewerID     *ID[User] // the native reader who passed it
	ReviewedAt     *time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Version        int
}

// NewVariant writes a message in a language.
func NewVariant(m *Message, t Text, by Actor, now time.Time) (*Variant, error) {
	v := &Variant{ID: NewID[Variant](), OrganizationID: m.OrganizationID, MessageID: m.ID, CreatedAt: now, Version: 1}
	return v, v.Write(m, t, by, now)
}

// Write replaces the text, in NFC. A text with characters that hide or turn
// others is refused; a new text has to be reviewed again, the same one has not.
func (v *Variant) Write(m *Message, t Text, by Actor, now time.Time) error {
	if m.ArchivedAt != nil {
		return ErrWrongState.With("It is archived.")
	}
	language, err := languages.Lookup(t.Language)
	if err != nil {
		return ErrLanguage.With(err.Error()).At("/language")
	}
	t.Language = language.Tag
	if language.Dialect != "" && !strings.Contains(language.Tag, "-x-") {
		t.Language += "-x-" + language.Dialect
	}
	t.Hashtags, t.Media = filled(t.Hashtags), known(t.Media)
	if err := checkShown(t.Media); err != nil {
		return err
	}
	for pointer, field := range t.fields() {
		*field = languages.Normalize(*field)
		if err := CheckText(pointer, *field); err != nil {
			return err
		}
		if err := checkLinks(pointer, *field); err != nil {
			return err
		}
	}
	switch {
	case v.Language != "" && v.Language != t.Language:
		return ErrInvalid.With("A text in another language is another variant.").At("/language")
	case t.Link != "" && !strings.HasPrefix(t.Link, "https://") && !strings.HasPrefix(t.Link, "http://"):
		return ErrInvalid.With("A link begins with https://").At("/link")
	}
	if v.Language != "" && v.Same(t) {
		return nil
	}
	v.Text, v.TranslatorID, v.UpdatedAt = t, by.UserID, now
	v.ReviewerID, v.ReviewedAt = nil, nil
	m.Touch(by, now)
	return nil
}

// Same reports whether two texts are the same to the letter.
func (t Text) Same(other Text) bool {
	return t.Language == other.Language && t.Title == other.Title && t.Body == other.Body && t.Link == other.Link &&
		slices.Equal(t.Hashtags, other.Hashtags) && t.BackTranslation == other.BackTranslation &&
		slices.Equal(t.Media, other.Media)
}

// fields returns the places of the text by JSON pointer.
func (t *Text) fields() map[string]*string {
	places := map[string]*string{
		"/title": &t.Title, "/body": &t.Body, "/link": &t.Link, "/back_translation": &t.BackTranslation,
	}
	for i := range t.Hashtags {
		places[fmt.Sprintf("/hashtags/%d", i)] = &t.Hashtags[i]
	}
	for i := range t.Media {
		places[place("/media", i)+"/alt"] = &t.Media[i].Alt
		places[place("/media", i)+"/captions"] = &t.Media[i].Captions
		places[place("/media", i)+"/transcript"] = &t.Media[i].Transcript
	}
	return places
}

// CheckText refuses text that hides, overrides or is too long, naming the
// place of the first such character.
func CheckText(pointer, text string) error {
	if len(text) > MaxText {
		return ErrTooLong.With("At most 64 KiB.").At(pointer)
	}
	for _, f := range languages.Check(text) {
		if f.Severity == languages.Refused {
			r := ErrText.With(fmt.Sprintf("%s at character %d: %s", f.Code, f.Offset+1, f.Detail))
			r.Fields = []FieldError{{Pointer: pointer, Code: f.Code, Detail: r.Detail}}
			return r
		}
	}
	return nil
}

// checkLinks refuses a public text that leads to the media of extremists.
func checkLinks(pointer, text string) error {
	if link := outlets.link(text); link != "" && pointer != "/back_translation" {
		return ErrDangerousLink.With("Readers would come to " + strings.ReplaceAll(link, ".", "[.]") + ".").At(pointer)
	}
	return nil
}

// Digest names the text as it stands, for the trail of what was written.
func (v *Variant) Digest() (Digest, error) {
	return DigestOf("caravan.rendering/1", struct {
		Rendering

		Shown []Shown `json:"shown,omitempty"`
	}{v.Render("", 0, nil), v.Media})
}

// Review passes the text as it stands. Nobody passes their own.
func (v *Variant) Review(by Actor, now time.Time) error {
	switch {
	case v.Body == "":
		return ErrIncomplete.With("There is no text yet.").At("/body")
	case by.UserID == v.TranslatorID:
		return ErrFourEyesAuthor
	}
	v.ReviewerID, v.ReviewedAt = &by.UserID, &now
	return nil
}

// Render returns what would leave for a channel that shows the disclosure line
// and takes pictures of at most so many bytes, if the text left as it stands.
// Media are those of the message.
func (v *Variant) Render(disclosure string, picture int64, media []Media) Rendering {
	return freeze(v, media).Render(disclosure, picture)
}

// A CellState is how far a message has come in one language.
type CellState string

// The states of a message in a language.
const (
	CellEmpty      CellState = "empty"      // there is no text
	CellDraft      CellState = "draft"      // the author's own text
	CellTranslated CellState = "translated" // a text that no native reader has passed
	CellReviewed   CellState = "reviewed"   // ready to be frozen, or frozen and not approved yet
	CellApproved   CellState = "approved"   // as it stands, in some country
	CellVoided     CellState = "voided"     // it was ready, and has been edited or withdrawn since
)

// cell returns how far a message has come in a language. v is its text there,
// last the newest frozen version; both may be nil. approved says that some
// country has approved that version.
func cell(m *Message, v *Variant, last *MessageVersion, approved bool) CellState {
	if v == nil || v.Body == "" {
		return CellEmpty
	}
	frozen := last != nil && last.Text(v.Language) != nil
	switch {
	case frozen && last.VoidedAt == nil && approved:
		return CellApproved
	case frozen && last.VoidedAt == nil:
		return CellReviewed
	case frozen && (v.ReviewedAt == nil || !v.ReviewedAt.After(*last.VoidedAt)):
		return CellVoided
	case v.ReviewedAt != nil:
		return CellReviewed
	case v.Language == m.SourceLanguage:
		return CellDraft
	}
	return CellTranslated
}
