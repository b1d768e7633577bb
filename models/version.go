package models

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/languages"
)

// A Digest is a SHA-256 in lower-case hexadecimal.
type Digest string

// DigestOf returns the digest of a value under a label: SHA-256 over the label,
// a line feed and the value in canonical form.
func DigestOf(label string, value any) (Digest, error) {
	canonical, err := Canonical(value)
	if err != nil {
		return "", fmt.Errorf("canonicalise %s: %w", label, err)
	}
	sum := sha256.Sum256(append([]byte(label+"\n"), canonical...))
	return Digest(hex.EncodeToString(sum[:])), nil
}

// A Rendering is exactly what leaves for one channel, save for the key that
// keeps it from leaving twice.
type Rendering struct {
	Language   string   `json:"language"`
	Direction  string   `json:"direction"`
	Title      string   `json:"title,omitempty"`
	Body       string   `json:"body"`
	Link       string   `json:"link,omitempty"`
	Hashtags   []string `json:"hashtags,omitempty" gorm:"serializer:json"`
	Disclosure string   `json:"disclosure"`
	Counted    bool     `json:"clicks_counted,omitempty" gorm:"-"` // its link leads over an address that counts clicks

	Media []RenderedMedia `json:"media,omitempty" gorm:"serializer:json"`
}

// Digest names the rendering.
func (r Rendering) Digest() (Digest, error) { return DigestOf("caravan.rendering/1", r) }

// A FrozenText is a variant as it stood when its version was made.
type FrozenText struct {
	VariantID       ID[Variant] `json:"variant"`
	Language        string      `json:"language"`
	Direction       string      `json:"direction"`
	Title           string      `json:"title,omitempty"`
	Body            string      `json:"body"`
	Link            string      `json:"link,omitempty"`
	Hashtags        []string    `json:"hashtags,omitempty"`
	BackTranslation string      `json:"back_translation,omitempty"`

	Media []FrozenMedia `json:"media,omitempty"`
}

// Name is how the text begins: its title, or else the start of its body.
func (t FrozenText) Name() string {
	if t.Title != "" {
		return t.Title
	}
	line, _, _ := strings.Cut(t.Body, "\n")
	if letters := []rune(line); len(letters) > 80 {
		line = string(letters[:80]) + "…"
	}
	return line
}

// Render returns what leaves for a channel that shows the disclosure line and
// takes pictures of at most so many bytes; zero is no limit.
func (t FrozenText) Render(disclosure string, picture int64) Rendering {
	r := Rendering{
		Language: t.Language, Direction: t.Direction, Title: t.Title, Body: t.Body, Link: t.Link,
		Hashtags: t.Hashtags, Disclosure: t.labelled(disclosure),
	}
	for _, m := range t.Media {
		r.Media = append(r.Media, m.fit(picture))
	}
	return r
}

// A MessageVersion is a frozen set of the texts of a message. It never
// changes: an edit leads to the next one.
type MessageVersion struct {
	ID             ID[MessageVersion]
	OrganizationID ID[Organization]
	MessageID      ID[Message]
	Number         int
	Texts          []FrozenText `gorm:"serializer:json"`
	Editors        []ID[User]   `gorm:"serializer:json"`
	Digest         Digest
	CreatedBy      ID[User]
	CreatedAt      time.Time
	ReviewedBy     *ID[User]
	ReviewedAt     *time.Time
	VoidedAt       *time.Time
	VoidReason     string
}

// Freeze makes the next version of a message from its texts and pictures. Each
// text has to have a body and a native reader's word, and each picture in it a
// description.
func Freeze(m *Message, variants []Variant, media []Media, last int, by Actor, now time.Time) (*MessageVersion, error) {
	if len(variants) == 0 {
		return nil, ErrIncomplete.With("There is no text yet.").At("/variants")
	}
	v := &MessageVersion{
		ID: NewID[MessageVersion](), OrganizationID: m.OrganizationID, MessageID: m.ID, Number: last + 1, Texts: []FrozenText{},
		Editors: slices.Clone(m.Editors), CreatedBy: by.UserID, CreatedAt: now,
	}
	for i := range variants {
		if variants[i].Body == "" {
			return nil, ErrIncomplete.With("The text in " + variants[i].Language + " is empty.").At(fmt.Sprintf("/variants/%d/body", i))
		}
		if variants[i].ReviewedAt == nil && variants[i].Language != m.SourceLanguage {
			return nil, ErrNotReviewed.With("No native reader has passed " + variants[i].Language + ".").At(fmt.Sprintf("/variants/%d", i))
		}
		if err := checkMedia(&variants[i], media); err != nil {
			return nil, err
		}
		v.Texts = append(v.Texts, freeze(&variants[i], media))
	}
	slices.SortFunc(v.Texts, func(a, b FrozenText) int { return strings.Compare(a.Language, b.Language) })
	digest, err := DigestOf("caravan.version/1", v.Texts)
	v.Digest = digest
	return v, err
}

// Follow refuses a version that says what the standing one says: it would only
// void what was approved.
func (v *MessageVersion) Follow(last *MessageVersion) error {
	if last.VoidedAt == nil && last.Digest == v.Digest {
		return ErrUnchanged
	}
	return nil
}

func freeze(v *Variant, media []Media) FrozenText {
	direction := "ltr"
	if language, err := languages.Lookup(v.Language); err == nil {
		direction = string(language.Direction)
	}
	return FrozenText{
		VariantID: v.ID, Language: v.Language, Direction: direction, Title: v.Title, Body: v.Body, Link: v.Link, Hashtags: v.Hashtags,
		BackTranslation: v.BackTranslation, Media: freezeMedia(v.Media, media),
	}
}

// Review is the peer review inside the organisation, before any submission.
func (v *MessageVersion) Review(by Actor, read Digest, now time.Time) error {
	if err := v.Judge(by); err != nil {
		return err
	}
	if read != v.Digest {
		return ErrDigestMismatch
	}
	v.ReviewedBy, v.ReviewedAt = &by.UserID, &now
	return nil
}

// Judge refuses whoever may not review the version: those who wrote in it or
// froze it, and everybody once it is void.
func (v *MessageVersion) Judge(by Actor) error {
	switch {
	case v.VoidedAt != nil:
		return ErrWrongState.With("The version is void: " + v.VoidReason + ".")
	case slices.Contains(v.Editors, by.UserID) || by.UserID == v.CreatedBy:
		return ErrFourEyesAuthor
	}
	return nil
}

// Void ends the version's use, for a reason such as edited. Voiding twice
// keeps the first reason.
func (v *MessageVersion) Void(reason string, now time.Time) {
	if v.VoidedAt == nil {
		v.VoidedAt, v.VoidReason = &now, reason
	}
}

// Text returns the frozen text in a language, or nil.
func (v *MessageVersion) Text(language string) *FrozenText {
	for i := range v.Texts {
		if v.Texts[i].Language == language {
			return &v.Texts[i]
		}
	}
	return nil
}

// A Target is a channel with the digest of what it would carry in one
// language.
type Target struct {
	ChannelID  ID[Channel] `json:"channel"`
	Platform   string      `json:"platform"`
	Account    string      `json:"account"`
	Language   string      `json:"language"`
	Rendering  Digest      `json:"render_sha256"`
	Disclosure string      `json:"disclosure"`
	Picture    string      `json:"picture_bytes,omitempty"` // the most that it takes of one; empty: any
	Counted    bool        `json:"clicks_counted,omitempty"`
}

// Render returns what the target would carry of a text.
func (t Target) Render(text *FrozenText) Rendering {
	most, _ := strconv.ParseInt(t.Picture, 10, 64)
	return text.Render(t.Disclosure, most).Counting(t.Counted)
}

// A Period is the span of local days on which a version may be sent.
type Period struct {
	From Date   `json:"from"`
	To   Date   `json:"to"`
	Zone string `json:"zone"`
}

// A StatementMessenger is who speaks: by what they are called in this campaign
// alone, and by the mark of their consent. Statements of the first form, whose
// bytes stay as they were approved, name a pseudonym and a consent instead.
type StatementMessenger struct {
	Designation string      `json:"designation,omitempty"`
	Mark        string      `json:"consent_mark,omitempty"`
	Pseudonym   string      `json:"pseudonym,omitempty"`
	Consent     ID[Consent] `json:"consent,omitzero"`
}

// A Statement is what an approver signs: everything that will be public, where
// and when. It holds no JSON numbers, and every string is in NFC.
type Statement struct {
	Type         string               `json:"type"`
	Organization ID[Organization]     `json:"tenant"`
	Campaign     ID[Campaign]         `json:"campaign"`
	Message      ID[Message]          `json:"message"`
	Version      string               `json:"version"`
	Texts        []FrozenText         `json:"variants"`
	Targets      []Target             `json:"targets"`
	Period       Period               `json:"schedule"`
	Audience     map[string]string    `json:"audience"`
	Messengers   []StatementMessenger `json:"messengers"`
	Disclosure   string               `json:"sponsor_disclosure"`
	Countries    []string             `json:"countries"`
	Rule         ID[ApprovalRule]     `json:"policy"`
}

// NewStatement sorts what is a set, so that order never changes the digest.
func NewStatement(s Statement, number int) Statement {
	s.Type, s.Version = "caravan.approval/2", strconv.Itoa(number)
	s.Texts, s.Targets, s.Messengers, s.Countries = known(s.Texts), known(s.Targets), known(s.Messengers), known(s.Countries)
	if s.Audience == nil {
		s.Audience = map[string]string{}
	}
	slices.SortFunc(s.Targets, func(a, b Target) int {
		return strings.Compare(a.ChannelID.String()+a.Language, b.ChannelID.String()+b.Language)
	})
	slices.Sort(s.Countries)
	slices.SortFunc(s.Messengers, func(a, b StatementMessenger) int {
		return cmp.Or(strings.Compare(a.Designation, b.Designation), strings.Compare(a.Mark, b.Mark))
	})
	return s
}

// known is a list that is there, though it may be empty.
func known[T any](list []T) []T { return append([]T{}, list...) }

// Digest names the statement.
func (s Statement) Digest() (Digest, error) { return DigestOf(s.Type, s) }

// Text returns the text in a language, or nil.
func (s Statement) Text(language string) *FrozenText {
	at := slices.IndexFunc(s.Texts, func(t FrozenText) bool { return t.Language == language })
	if at < 0 {
		return nil
	}
	return &s.Texts[at]
}

// File returns the form of a picture in it that has a digest, or nil.
func (s Statement) File(digest Digest) *MediaFile {
	for _, text := range s.Texts {
		for _, media := range text.Media {
			if at := slices.IndexFunc(media.Files, func(f MediaFile) bool { return f.SHA256 == digest }); at >= 0 {
				return &media.Files[at]
			}
		}
	}
	return nil
}

// Covers reports whether the statement lets those bytes leave on that channel
// at that local day.
func (s Statement) Covers(channel ID[Channel], rendering Digest, day Date) bool {
	return day >= s.Period.From && day <= s.Period.To && slices.ContainsFunc(s.Targets, func(t Target) bool {
		return t.ChannelID == channel && t.Rendering == rendering
	})
}

// Targeted reports whether the statement names a channel.
func (s Statement) Targeted(channel ID[Channel]) bool {
	return slices.ContainsFunc(s.Targets, func(t Target) bool { return t.ChannelID == channel })
}

// HeldTo is the last day of the period before a time; empty where there is
// none.
func (p Period) HeldTo(end time.Time) Date {
	if zone, err := time.LoadLocation(p.Zone); err == nil {
		end = end.In(zone)
	}
	switch last := day(end); {
	case last < p.From:
		return ""
	case last < p.To:
		return last
	}
	return p.To
}

// Check refuses a period without days, or one that is over.
func (p Period) Check(today Date) error {
	zone, err := time.LoadLocation(p.Zone)
	switch {
	case err != nil || p.Zone == "" || zone == time.Local:
		return ErrTime.With("No such zone.").At("/period/zone")
	case !p.From.Valid():
		return ErrTime.With("No such day.").At("/period/from")
	case !p.To.Valid() || p.To < p.From:
		return ErrTime.With("A period ends on or after the day it starts.").At("/period/to")
	case p.To < today:
		return ErrPast.At("/period/to")
	}
	return nil
}
