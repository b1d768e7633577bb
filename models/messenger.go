package models

import (
	"slices"
	"time"
)

// A MessengerProfile is what a planner may know of somebody who speaks. There
// is no field for who they are.
type MessengerProfile struct {
	Pseudonym         string
	Type              string   // of the vocabulary messenger_type
	Languages         []string `gorm:"serializer:json"`
	Credibility       string   // why this audience believes them
	CredibilitySource string
	FaceBlur          bool
	VoiceChange       bool
	SupportContact    string // who looks after them
	LabelEndsOn       Date   // empty when it need not end
	Paid              bool
}

// A Messenger is a credible voice, known by pseudonym only.
type Messenger struct {
	ID               ID[Messenger]
	OrganizationID   ID[Organization]
	MessengerProfile `gorm:"embedded"`
	CreatedAt        time.Time
	UpdatedAt        time.Time
	ArchivedAt       *time.Time
	Version          int
}

// NewMessenger enrols a messenger. Nobody speaks before a consent and a risk
// assessment are live.
func NewMessenger(p MessengerProfile, by Actor, now time.Time) *Messenger {
	m := &Messenger{ID: NewID[Messenger](), OrganizationID: by.OrganizationID, CreatedAt: now, Version: 1}
	m.Revise(p, now)
	return m
}

// Revise replaces the profile.
func (m *Messenger) Revise(p MessengerProfile, now time.Time) {
	p.Languages = filled(p.Languages)
	m.MessengerProfile, m.UpdatedAt = p, now
}

// A Consent is what a messenger agreed to, for how long.
type Consent struct {
	ID             ID[Consent]
	OrganizationID ID[Organization]
	MessengerID    ID[Messenger]
	FormVersion    string
	Language       string
	GivenOn        Date
	Platforms      []string `gorm:"serializer:json"` // empty: every platform
	Countries      []string `gorm:"serializer:json"`
	Face           bool
	Voice          bool
	Witness        string
	ExpiresAt      time.Time
	WithdrawnAt    *time.Time
	CreatedAt      time.Time
}

// Covers reports whether the consent holds now, on that platform, in that
// country. It is asked when a text is submitted, scheduled and sent.
func (c *Consent) Covers(platform, country string, now time.Time) bool {
	return c.WithdrawnAt == nil && now.Before(c.ExpiresAt) && slices.Contains(c.Countries, country) &&
		(len(c.Platforms) == 0 || slices.Contains(c.Platforms, platform))
}

// Withdraw ends the consent for good.
func (c *Consent) Withdraw(now time.Time) error {
	if c.WithdrawnAt != nil {
		return ErrWrongState.With("It is withdrawn already.")
	}
	c.WithdrawnAt = &now
	return nil
}

// A RiskAssessment is a dated judgement of the danger to a messenger.
type RiskAssessment struct {
	ID             ID[RiskAssessment]
	OrganizationID ID[Organization]
	MessengerID    ID[Messenger]
	Level          string // of the vocabulary risk_level
	Mitigations    string
	Reviewers      []string `gorm:"serializer:json"`
	ValidUntil     time.Time
	CreatedAt      time.Time
}

// Live reports whether the assessment still holds.
func (r *RiskAssessment) Live(now time.Time) bool { return now.Before(r.ValidUntil) }
