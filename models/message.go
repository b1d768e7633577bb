package models

import (
	"slices"
	"time"

	"caravan/internal/languages"
)

// A MessageType says what a message does about an extremist narrative.
type MessageType string

// The message types.
const (
	CounterNarrative     MessageType = "counter_narrative"
	AlternativeNarrative MessageType = "alternative_narrative"
	GovStrategicComms    MessageType = "gov_strategic_comms"
)

// An Approach says whether a message offers something, attacks something, or
// both.
type Approach string

// The approaches.
const (
	Positive Approach = "positive"
	Negative Approach = "negative"
	Mixed    Approach = "mixed"
)

// A Brief is everything about a message but its texts.
type Brief struct {
	Title              string // inside the organisation
	Type               MessageType
	Approach           Approach
	Components         []string `gorm:"serializer:json"`
	Themes             []string `gorm:"serializer:json"`
	CounteredNarrative string
	Genre              string
	MessengerID        ID[Messenger]
	AudienceID         ID[Audience]
	SourceLanguage     string
	ReligiousContent   bool
	Citations          []string `gorm:"serializer:json"`
	CallToAction       string
}

// A Message is one thing a campaign says, in as many languages as needed.
type Message struct {
	ID             ID[Message]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	Brief          `gorm:"embedded"`
	AuthorID       ID[User]
	Editors        []ID[User] `gorm:"serializer:json"` // everybody who ever wrote in it, author included
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ArchivedAt     *time.Time
	Version        int
}

// NewMessage drafts a message of a campaign.
func NewMessage(campaign *Campaign, b Brief, by Actor, now time.Time) (*Message, error) {
	if err := campaign.Open(); err != nil {
		return nil, err
	}
	m := &Message{
		ID: NewID[Message](), OrganizationID: campaign.OrganizationID, CampaignID: campaign.ID,
		AuthorID: by.UserID, Editors: []ID[User]{}, CreatedAt: now, Version: 1,
	}
	return m, m.Revise(b, by, now)
}

// Revise replaces the brief. Approach and components have to agree, a
// counter-narrative names what it counters, and only a state body speaks for
// the state.
func (m *Message) Revise(b Brief, by Actor, now time.Time) error {
	if m.ArchivedAt != nil {
		return ErrWrongState.With("It is archived.")
	}
	if err := b.check(by); err != nil {
		return err
	}
	if b.SourceLanguage != "" {
		language, err := languages.Lookup(b.SourceLanguage)
		if err != nil {
			return ErrLanguage.With(err.Error()).At("/source_language")
		}
		b.SourceLanguage = language.Tag
	}
	b.Components, b.Themes, b.Citations = filled(b.Components), filled(b.Themes), filled(b.Citations)
	m.Brief = b
	m.Touch(by, now)
	return nil
}

// Touch notes that somebody changed the message or one of its texts. Who did
// may not judge the version made from it.
func (m *Message) Touch(by Actor, now time.Time) {
	m.UpdatedAt = now
	if !slices.Contains(m.Editors, by.UserID) {
		m.Editors = append(m.Editors, by.UserID)
	}
}

func (b Brief) check(by Actor) error {
	positive, negative := b.sides()
	agrees := map[Approach]bool{
		Positive: positive && !negative,
		Negative: negative && !positive,
		Mixed:    positive && negative,
	}
	switch {
	case !agrees[b.Approach]:
		return ErrInvalid.With("Components do not agree with the approach.").At("/components")
	case b.Type == CounterNarrative && b.CounteredNarrative == "":
		return ErrInvalid.With("A counter-narrative names what it counters.").At("/countered_narrative")
	case b.Type == GovStrategicComms && by.Organization.Kind != "ministry":
		return ErrInvalid.With("Strategic communication of a state is owned by a state body.").At("/type")
	case b.ReligiousContent && len(b.Citations) == 0:
		return ErrInvalid.With("Religious content names its sources.").At("/citations")
	}
	return nil
}

// Says reports whether two briefs come to the same for whoever judges the
// message: all but the title, which stays inside the organisation.
func (b Brief) Says(other Brief) bool {
	return b.Type == other.Type && b.Approach == other.Approach && slices.Equal(b.Components, other.Components) &&
		slices.Equal(b.Themes, other.Themes) && b.CounteredNarrative == other.CounteredNarrative && b.Genre == other.Genre &&
		b.MessengerID == other.MessengerID && b.AudienceID == other.AudienceID && b.SourceLanguage == other.SourceLanguage &&
		b.ReligiousContent == other.ReligiousContent && slices.Equal(b.Citations, other.Citations) && b.CallToAction == other.CallToAction
}

// Warnings lists, by code, what speaks against the messenger. speaker is nil
// where there is none yet.
func (b Brief) Warnings(speaker *Messenger) []string {
	official := speaker != nil && slices.Contains([]string{"government_official", "international_org"}, speaker.Type)
	if official && b.Type != GovStrategicComms {
		return []string{"official_messenger"}
	}
	return []string{}
}

// Archive ends the message. What was published stays where it is.
func (m *Message) Archive(by Actor, now time.Time) error {
	if m.ArchivedAt != nil {
		return ErrWrongState.With("It is archived.")
	}
	m.ArchivedAt = &now
	m.Touch(by, now)
	return nil
}

// sides reports which kinds of component the brief has.
func (b Brief) sides() (positive, negative bool) {
	offers := []string{"belonging", "significance", "personal_achievement", "collective_achievement"}
	for _, c := range b.Components {
		if slices.Contains(offers, c) {
			positive = true
		} else {
			negative = true
		}
	}
	return positive, negative
}
