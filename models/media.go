package models

import (
	"strconv"
	"strings"
	"time"
)

// A MediaFile is one form of a picture, as it is kept and leaves. Its numbers
// are written out, as in everything that is signed.
type MediaFile struct {
	SHA256 Digest `json:"sha256"`
	MIME   string `json:"mime"`
	Bytes  string `json:"bytes"`
	Width  string `json:"width"`
	Height string `json:"height"`
}

// NewMediaFile describes a file.
func NewMediaFile(digest Digest, mime string, size int64, width, height int) MediaFile {
	return MediaFile{digest, mime, strconv.FormatInt(size, 10), strconv.Itoa(width), strconv.Itoa(height)}
}

// Size is how many bytes the file has.
func (f MediaFile) Size() int64 {
	size, _ := strconv.ParseInt(f.Bytes, 10, 64)
	return size
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
		return ErrIncomplete.With("Say where the picture comes from.").At("/origin")
	case media.Licence == "":
		return ErrIncomplete.With("Say by what right the picture is shown.").At("/licence")
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
