package models

import (
	"slices"
	"strings"
	"time"

	"caravan/internal/languages"
)

// A MessengerProfile is what a planner may know of somebody who speaks. There
// is no field for who they are.
type MessengerProfile struct {
	Pseudonym         string
	Type              string   // of the vocabulary messenger_type
	Languages         []string `gorm:"serializer:json"`
	Credibility       string   // why this audience believes them
	CredibilitySource string
	Minor             bool // under 18
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
func NewMessenger(p MessengerProfile, by Actor, now time.Time) (*Messenger, error) {
	m := &Messenger{ID: NewID[Messenger](), OrganizationID: by.OrganizationID, CreatedAt: now, Version: 1}
	return m, m.Revise(p, now)
}

// Revise replaces the profile. Nobody is called a former extremist for ever,
// whoever was hurt has somebody to turn to, and a child's face is not shown.
func (m *Messenger) Revise(p MessengerProfile, now time.Time) error {
	tags, err := canonical(p.Languages)
	if err != nil {
		return err
	}
	switch {
	case p.Type == "former_extremist" && !p.LabelEndsOn.Valid():
		return ErrInvalid.With("The label of a former extremist has an end date.").At("/label_ends_on")
	case p.LabelEndsOn != "" && !p.LabelEndsOn.Valid():
		return ErrInvalid.With("No such day.").At("/label_ends_on")
	case slices.Contains([]string{"former_extremist", "victim_survivor"}, p.Type) && p.SupportContact == "":
		return ErrInvalid.With("They need somebody to turn to.").At("/support_contact")
	case p.Minor && !p.FaceBlur:
		return ErrInvalid.With("The face of a child is hidden.").At("/face_blur")
	}
	p.Languages = tags
	m.MessengerProfile, m.UpdatedAt = p, now
	return nil
}

// canonical returns language tags as the registry writes them, each once.
func canonical(tags []string) ([]string, error) {
	found := []string{}
	for i, tag := range tags {
		language, err := languages.Lookup(tag)
		if err != nil {
			return nil, ErrLanguage.With(err.Error()).At(place("/languages", i))
		}
		if !slices.Contains(found, language.Tag) {
			found = append(found, language.Tag)
		}
	}
	return found, nil
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
	Guardian       bool // a guardian agreed too
	Witness        string
	ExpiresAt      time.Time
	WithdrawnAt    *time.Time
	CreatedAt      time.Time
}

// Agree records a consent of the messenger: the form as it was filled in. It
// is given in a language of theirs, not after today and not for ever; a child
// needs a guardian, and does not show its face.
func (m *Messenger) Agree(form Consent, now time.Time) (*Consent, error) {
	language, err := languages.Lookup(form.Language)
	if err != nil {
		return nil, ErrLanguage.With(err.Error()).At("/language")
	}
	switch {
	case len(m.Languages) > 0 && !speaks(m.Languages, language.Tag):
		return nil, ErrInvalid.With("A consent is given in a language of the messenger.").At("/language")
	case !form.GivenOn.Valid() || form.GivenOn > LatestToday(now):
		return nil, ErrInvalid.With("A consent is recorded when it has been given.").At("/given_on")
	case len(form.Countries) == 0:
		return nil, ErrInvalid.With("A consent names its countries.").At("/countries")
	case !form.ExpiresAt.After(now):
		return nil, ErrPast.At("/expires_at")
	case m.Minor && !form.Guardian:
		return nil, ErrInvalid.With("A guardian has to agree too.").At("/guardian")
	case m.Minor && form.Face:
		return nil, ErrInvalid.With("The face of a child is hidden.").At("/face")
	}
	form.ID, form.OrganizationID, form.MessengerID, form.WithdrawnAt, form.CreatedAt = NewID[Consent](), m.OrganizationID, m.ID, nil, now
	form.Language, form.Platforms, form.Countries = language.Tag, filled(form.Platforms), filled(form.Countries)
	return &form, nil
}

// speaks reports whether a tag, in any dialect, is among the tags.
func speaks(tags []string, tag string) bool {
	base, _, _ := strings.Cut(tag, "-x-")
	return slices.ContainsFunc(tags, func(t string) bool {
		own, _, _ := strings.Cut(t, "-x-")
		return own == base
	})
}

// Live reports whether the consent holds at all.
func (c *Consent) Live(now time.Time) bool { return c.WithdrawnAt == nil && now.Before(c.ExpiresAt) }

// Covers reports whether the consent holds now, on that platform, in that
// country. It is asked when a text is submitted, scheduled and sent.
func (c *Consent) Covers(platform, country string, now time.Time) bool {
	return c.Live(now) && slices.Contains(c.Countries, country) && (len(c.Platforms) == 0 || slices.Contains(c.Platforms, platform))
}

// Shows reports whether the consent covers a picture too: of the messenger's
// face, where it is to be seen.
func (c *Consent) Shows(face bool) bool { return c.Face || !face }

// CheckFace refuses to show the face of somebody whose face is to be hidden.
func (m *Messenger) CheckFace(face bool) error {
	if face && m.FaceBlur {
		return ErrFace
	}
	return nil
}

// TakenBack reports whether the messenger no longer lets them speak on that
// platform, in that country: a consent was withdrawn and no other covers it. A
// consent that only ran out leaves what was said under it.
func TakenBack(consents []Consent, platform, country string, now time.Time) bool {
	covers := func(c Consent) bool { return c.Covers(platform, country, now) }
	withdrawn := func(c Consent) bool { return c.WithdrawnAt != nil }
	return slices.ContainsFunc(consents, withdrawn) && !slices.ContainsFunc(consents, covers)
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
	Together       bool     // it covers speaking beside those on the other side of what happened
	ValidUntil     time.Time
	CreatedAt      time.Time
}

// exposed reports whether the danger is greatest for the messenger: they left
// extremism or were hurt by it.
func (m *Messenger) exposed() bool {
	return slices.Contains([]string{"former_extremist", "victim_survivor"}, m.Type)
}

// Suffices refuses an assessment that is over, that one person alone made where
// it takes two, or that leaves out that a former extremist and somebody who was
// hurt speak in one campaign (S-15).
func (r *RiskAssessment) Suffices(m *Messenger, beside []Messenger, country string, now time.Time) error {
	meets := func(one, other string) bool {
		return m.Type == one && slices.ContainsFunc(beside, func(b Messenger) bool { return b.Type == other })
	}
	switch {
	case !r.Live(now):
		return ErrRisk
	case len(r.Reviewers) < 2 && (m.exposed() || country == "AF"):
		return ErrRisk.With("Two people judge the danger to this messenger.")
	case !r.Together && (meets("former_extremist", "victim_survivor") || meets("victim_survivor", "former_extremist")):
		return ErrTogether
	}
	return nil
}

// Assess records a judgement of the danger to the messenger. Two people judge
// it where the danger is greatest: for those who left extremism or were hurt by
// it, and where a consent reaches Afghanistan.
func (m *Messenger) Assess(r RiskAssessment, consents []Consent, now time.Time) (*RiskAssessment, error) {
	reviewers := []string{}
	for _, name := range r.Reviewers {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(reviewers, name) {
			reviewers = append(reviewers, name)
		}
	}
	exposed := m.exposed() || slices.ContainsFunc(consents, func(c Consent) bool {
		return c.Live(now) && slices.Contains(c.Countries, "AF")
	})
	endangered := m.endangered(consents, now)
	if r.Level == "" && endangered {
		r.Level = "high"
	}
	switch {
	case !Vocabularies()["risk_level"].Has(r.Level):
		return nil, ErrInvalid.With("Say how great the danger is.").At("/level")
	case endangered && r.Level != "high" && r.Mitigations == "":
		return nil, ErrReason.With("For a woman who speaks in Afghanistan the danger is high. Say what makes it less.").At("/mitigations")
	case len(reviewers) == 0:
		return nil, ErrReason.With("Say who judged.").At("/reviewers")
	case exposed && len(reviewers) < 2:
		return nil, ErrSecondPerson.With("Two people judge the danger to this messenger.").At("/reviewers")
	case r.Level != "low" && r.Mitigations == "":
		return nil, ErrReason.With("Say what is done about the danger.").At("/mitigations")
	case !r.ValidUntil.After(now):
		return nil, ErrPast.At("/valid_until")
	}
	r.ID, r.OrganizationID, r.MessengerID, r.CreatedAt, r.Reviewers = NewID[RiskAssessment](), m.OrganizationID, m.ID, now, reviewers
	return &r, nil
}

// Live reports whether the assessment still holds.
func (r *RiskAssessment) Live(now time.Time) bool { return now.Before(r.ValidUntil) }
