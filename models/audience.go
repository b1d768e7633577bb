package models

import "time"

// An AudienceSize is how many people a segment counts in one country: the
// denominator of every share of the target audience.
type AudienceSize struct {
	Country string `json:"country"`
	N       int64  `json:"n"`
	Low     *int64 `json:"low"`
	High    *int64 `json:"high"`
	Year    int    `json:"year"`
	Source  string `json:"source"`
}

// A Segment describes whom a campaign addresses by situation, never by who
// they are: there is no field for ethnicity, faith, opinion or any person.
type Segment struct {
	SegmentName     string
	Countries       []string `gorm:"serializer:json"`
	AdminAreas      []string `gorm:"serializer:json"`
	Settlement      string
	Gender          string
	AgeBands        []string `gorm:"serializer:json"`
	Languages       []string `gorm:"serializer:json"`
	LifeSituations  []string `gorm:"serializer:json"`
	PreventionTier  string
	PushFactors     []string `gorm:"serializer:json"`
	PullFactors     []string `gorm:"serializer:json"`
	Influences      []string `gorm:"serializer:json"`
	MediaHabits     string
	InsightEvidence string
	Persona         string         // fictional
	Sizes           []AudienceSize `gorm:"serializer:json"`
}

// An Audience is a segment kept by an organisation.
type Audience struct {
	ID             ID[Audience]
	OrganizationID ID[Organization]
	Segment        `gorm:"embedded"`
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ArchivedAt     *time.Time
	Version        int
}

// NewAudience keeps a segment.
func NewAudience(s Segment, by Actor, now time.Time) (*Audience, error) {
	a := &Audience{ID: NewID[Audience](), OrganizationID: by.OrganizationID, CreatedAt: now, Version: 1}
	return a, a.Revise(s, now)
}

// Revise replaces the segment. A segment of people at indicated risk needs
// evidence that is not mere assumption.
func (a *Audience) Revise(s Segment, now time.Time) error {
	if s.PreventionTier == "indicated" && s.InsightEvidence == "" {
		return ErrInvalid.With("An indicated audience needs evidence.").At("/insight_evidence")
	}
	for _, size := range s.Sizes {
		if size.N < 0 || size.Source == "" || size.Year == 0 {
			return ErrInvalid.With("A size names its year and source.").At("/sizes")
		}
	}
	s.Countries, s.AdminAreas, s.AgeBands, s.Languages = filled(s.Countries), filled(s.AdminAreas), filled(s.AgeBands), filled(s.Languages)
	s.LifeSituations, s.PushFactors, s.PullFactors = filled(s.LifeSituations), filled(s.PushFactors), filled(s.PullFactors)
	s.Influences, s.Sizes = filled(s.Influences), filled(s.Sizes)
	a.Segment, a.UpdatedAt = s, now
	return nil
}

// Minors reports whether the segment reaches people under 18.
func (s Segment) Minors() bool {
	for _, band := range s.AgeBands {
		if band == "10-13" || band == "14-17" {
			return true
		}
	}
	return false
}

// ForbiddenFields lists the names under which somebody might try to keep what
// must not be kept about people (S-01). The API refuses each by name.
func ForbiddenFields() []string {
	return []string{
		"ethnicity", "ethnic_group", "nationality", "race", "religion", "sect", "mosque", "religiosity", "dress", "beard",
		"political_opinion", "political_party", "party", "tribe", "clan", "sexual_orientation", "health", "surnames", "surname_list",
		"phone", "phones", "phone_numbers", "emails", "email_list", "user_ids", "custom_audience", "custom_audiences", "lookalike",
		"look_alike", "risk_score", "watch_list", "watchlist", "criminal_record", "radicalised", "radicalized", "precise_location",
		"location", "geofence", "device_id", "device_ids", "contact_graph", "contacts", "is_persona", "ave",
	}
}
