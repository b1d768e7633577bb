package models

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/languages"
)

// A MediaFile is one form of a picture or a recording, as it is kept and leaves.
// Its numbers are written out, as in everything that is signed.
type MediaFile struct {
	SHA256 Digest `json:"sha256"`
	MIME   string `json:"mime"`
	Bytes  string `json:"bytes"`
	Width  string `json:"width"`
	Height string `json:"height"`

	Duration string `json:"duration,omitempty"` // milliseconds of a recording
}

// NewMediaFile describes a file.
func NewMediaFile(digest Digest, mime string, size int64, width, height int) MediaFile {
	return MediaFile{SHA256: digest, MIME: mime, Bytes: strconv.FormatInt(size, 10), Width: strconv.Itoa(width), Height: strconv.Itoa(height)}
}

// Lasting is the file with how many milliseconds it lasts.
func (f MediaFile) Lasting(milliseconds int64) MediaFile {
	f.Duration = strconv.FormatInt(milliseconds, 10)
	return f
}

// Milliseconds is how long the file lasts; 0 if it does not.
func (f MediaFile) Milliseconds() int64 {
	n, _ := strconv.ParseInt(f.Duration, 10, 64)
	return n
}

// A MediaKind is how people perceive a file.
type MediaKind string

// The kinds.
const (
	Picture MediaKind = "picture"
	Film    MediaKind = "video"
	Sound   MediaKind = "audio"
)

// Kind is how people perceive the file.
func (f MediaFile) Kind() MediaKind {
	switch f.MIME {
	case "video/mp4":
		return Film
	case "audio/mp4":
		return Sound
	}
	return Picture
}

// Size is how many bytes the file has.
func (f MediaFile) Size() int64 {
	size, _ := strconv.ParseInt(f.Bytes, 10, 64)
	return size
}

// Extension is what the name of such a file ends with.
func (f MediaFile) Extension() string {
	switch f.MIME {
	case "image/png":
		return ".png"
	case "video/mp4":
		return ".mp4"
	case "audio/mp4":
		return ".m4a"
	}
	return ".jpg"
}

// MediaFacts are what is to be known of a picture before it is published.
type MediaFacts struct {
	Origin  string // who made it, and where it comes from
	Licence string // of the vocabulary media_licence
	Machine bool   // a machine made it, or a part of it
	Face    bool   // the messenger's face is to be seen
}

// A Media is a picture of a message. Its bytes never change; what is known of
// it may.
type Media struct {
	ID             ID[Media]
	OrganizationID ID[Organization]
	MessageID      ID[Message]
	MediaFacts     `gorm:"embedded"`
	Files          []MediaFile `gorm:"serializer:json"` // the largest first
	Size           int64       // bytes of all of them
	UploadedBy     ID[User]
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Version        int
}

// TableName names the table.
func (Media) TableName() string { return "media" }

// NewMedia adds a picture to a message.
func NewMedia(m *Message, files []MediaFile, by Actor, now time.Time) (*Media, error) {
	if m.ArchivedAt != nil {
		return nil, ErrWrongState.With("It is archived.")
	}
	media := &Media{
		ID: NewID[Media](), OrganizationID: m.OrganizationID, MessageID: m.ID, Files: files, UploadedBy: by.UserID,
		CreatedAt: now, UpdatedAt: now, Version: 1,
	}
	for _, f := range files {
		media.Size += f.Size()
	}
	m.Touch(by, now)
	return media, nil
}

// State replaces what is known of the picture, and reports whether that
// changes anything.
func (media *Media) State(m *Message, facts MediaFacts, by Actor, now time.Time) (bool, error) {
	if m.ArchivedAt != nil {
		return false, ErrWrongState.With("It is archived.")
	}
	facts.Origin = strings.TrimSpace(facts.Origin)
	if err := CheckText("/origin", facts.Origin); err != nil {
		return false, err
	}
	if media.MediaFacts == facts {
		return false, nil
	}
	media.MediaFacts, media.UpdatedAt = facts, now
	m.Touch(by, now)
	return true, nil
}

// Known refuses a picture of which it is not known where it comes from and by
// what right it is shown.
func (media *Media) Known() error {
	switch {
	case media.Origin == "":
		return ErrIncomplete.With("Say where it comes from.").At("/origin")
	case media.Licence == "":
		return ErrIncomplete.With("Say by what right it is shown.").At("/licence")
	}
	return nil
}

// A Quota is how many bytes of files may be kept.
type Quota struct {
	User         int64 // by one person
	Organization int64
	Total        int64 // by the installation
}

// Allow refuses so many bytes more than are kept already.
func (q Quota) Allow(kept Quota, more int64) error {
	switch {
	case kept.User+more > q.User:
		return ErrQuota.With("You have used up your share.")
	case kept.Organization+more > q.Organization:
		return ErrQuota.With("Your organisation has used up its share.")
	case kept.Total+more > q.Total:
		return ErrQuota.With("The installation has used up what it keeps for files.")
	}
	return nil
}

// A Shown is a picture or a recording in a text, with what is said of it to
// those who do not see it, and what is said in it for those who do not hear it.
type Shown struct {
	MediaID    ID[Media] `json:"media_id"`
	Alt        string    `json:"alt"`
	Captions   string    `json:"captions,omitempty"`   // of a film, in WebVTT
	Transcript string    `json:"transcript,omitempty"` // of a recording
}

// MaxShown is how many pictures a text shows at most.
const MaxShown = 10

// checkShown refuses more pictures than a text shows, one that stands twice, and
// captions that are none. It tidies them.
func checkShown(shown []Shown) error {
	if len(shown) > MaxShown {
		return ErrInvalid.With("A text shows at most 10 pictures and recordings.").At("/media")
	}
	for i, s := range shown {
		if slices.ContainsFunc(shown[:i], func(before Shown) bool { return before.MediaID == s.MediaID }) {
			return ErrInvalid.With("It stands there already.").At(place("/media", i))
		}
		if shown[i].Captions = tidyCaptions(s.Captions); shown[i].Captions == "" {
			continue
		}
		if err := checkCaptions(place("/media", i)+"/captions", shown[i].Captions); err != nil {
			return err
		}
	}
	return nil
}

// A FrozenMedia is a picture of a text as it stood when its version was made.
type FrozenMedia struct {
	MediaID    ID[Media]   `json:"media"`
	Alt        string      `json:"alt"`
	Captions   string      `json:"captions,omitempty"`
	Transcript string      `json:"transcript,omitempty"`
	Origin     string      `json:"origin"`
	Licence    string      `json:"licence"`
	Machine    bool        `json:"machine_made,omitempty"`
	Face       bool        `json:"shows_face,omitempty"`
	Files      []MediaFile `json:"files"` // the largest first
}

// freezeMedia is the pictures of a text, of those that its message has.
func freezeMedia(shown []Shown, media []Media) []FrozenMedia {
	var frozen []FrozenMedia
	for _, s := range shown {
		at := slices.IndexFunc(media, func(m Media) bool { return m.ID == s.MediaID })
		if at < 0 {
			continue
		}
		m := &media[at]
		frozen = append(frozen, FrozenMedia{m.ID, s.Alt, s.Captions, s.Transcript, m.Origin, m.Licence, m.Machine, m.Face, m.Files})
	}
	return frozen
}

// checkMedia refuses to freeze a text whose pictures are not all there, are
// not all described, or of which too little is known.
func checkMedia(v *Variant, media []Media) error {
	for i, s := range v.Media {
		at := slices.IndexFunc(media, func(m Media) bool { return m.ID == s.MediaID })
		switch {
		case at < 0:
			return ErrIncomplete.With("A picture or a recording of the text in " + v.Language + " is not there.").At(place("/media", i))
		case strings.TrimSpace(s.Alt) == "":
			return ErrIncomplete.With("Say in " + v.Language + " what is to be seen or heard.").At(place("/media", i) + "/alt")
		}
		if err := media[at].heard(s, v.Language, place("/media", i)); err != nil {
			return err
		}
		if err := media[at].Known(); err != nil {
			return err
		}
	}
	return nil
}

// heard refuses a film without captions that fit it, and a sound without a
// transcript.
func (media *Media) heard(s Shown, language, at string) error {
	file := media.Files[0]
	switch kind := file.Kind(); {
	case kind == Film && s.Captions == "":
		return ErrIncomplete.With("The film needs captions in " + language + ".").At(at + "/captions")
	case kind != Film && s.Captions != "":
		return ErrInvalid.With("Only a film has captions.").At(at + "/captions")
	case kind == Sound && strings.TrimSpace(s.Transcript) == "":
		return ErrIncomplete.With("The sound needs a transcript in " + language + ".").At(at + "/transcript")
	case kind == Picture && s.Transcript != "":
		return ErrInvalid.With("A picture has no transcript.").At(at + "/transcript")
	case kind != Film:
		return nil
	}
	last, err := readCaptions(at+"/captions", s.Captions)
	if err == nil && last >= file.Milliseconds() {
		err = ErrCaptions.With("The last cue begins after the film has ended.").At(at + "/captions")
	}
	return err
}

// A RenderedMedia is a picture as it leaves for one channel.
type RenderedMedia struct {
	MediaFile

	Alt        string `json:"alt"`
	Captions   string `json:"captions,omitempty"`   // in WebVTT
	Transcript string `json:"transcript,omitempty"` // what is said in it
	Machine    bool   `json:"machine_made,omitempty"`
	Face       bool   `json:"shows_face,omitempty"`
}

// fit is the largest form of a picture that has at most so many bytes; the
// smallest where none has. Zero is no limit.
func (m FrozenMedia) fit(most int64) RenderedMedia {
	at := slices.IndexFunc(m.Files, func(f MediaFile) bool { return most == 0 || f.Size() <= most })
	if at < 0 {
		at = len(m.Files) - 1
	}
	return RenderedMedia{m.Files[at], m.Alt, m.Captions, m.Transcript, m.Machine, m.Face}
}

// ShowsFace reports whether the messenger's face is to be seen in what leaves.
func (r Rendering) ShowsFace() bool {
	return slices.ContainsFunc(r.Media, func(m RenderedMedia) bool { return m.Face })
}

// ShowsFace reports whether the messenger's face is to be seen in the text.
func (t FrozenText) ShowsFace() bool {
	return slices.ContainsFunc(t.Media, func(m FrozenMedia) bool { return m.Face })
}

// labelled is a line of disclosure that says too when a machine made a
// picture, a film or a sound.
func (t FrozenText) labelled(disclosure string) string {
	for _, kind := range []MediaKind{Picture, Film, Sound} {
		if slices.ContainsFunc(t.Media, func(m FrozenMedia) bool { return m.Machine && m.Files[0].Kind() == kind }) {
			disclosure = strings.TrimSpace(disclosure + "\n" + languages.MachineMade(t.Language, string(kind)))
		}
	}
	return disclosure
}

// same reports whether two frozen pictures show and say the same.
func (m FrozenMedia) same(other FrozenMedia) bool {
	return m.MediaID == other.MediaID && m.Alt == other.Alt && m.Captions == other.Captions && m.Transcript == other.Transcript && m.Origin == other.Origin && m.Licence == other.Licence &&
		m.Machine == other.Machine && m.Face == other.Face && slices.Equal(m.Files, other.Files)
}

// Shows reports whether the text shows a picture.
func (t Text) Shows(id ID[Media]) bool {
	return slices.ContainsFunc(t.Media, func(s Shown) bool { return s.MediaID == id })
}

// CheckMedia refuses a text that shows a picture that is not among those of
// its message.
func (t Text) CheckMedia(media []Media) error {
	for i, s := range t.Media {
		if !slices.ContainsFunc(media, func(m Media) bool { return m.ID == s.MediaID }) {
			return ErrInvalid.With("The message has no such picture or recording.").At(place("/media", i) + "/media_id")
		}
	}
	return nil
}

// Shows reports whether a text of the version shows a picture.
func (v *MessageVersion) Shows(id ID[Media]) bool {
	return slices.ContainsFunc(v.Texts, func(t FrozenText) bool {
		return slices.ContainsFunc(t.Media, func(m FrozenMedia) bool { return m.MediaID == id })
	})
}
