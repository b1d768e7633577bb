package models

import (
	"slices"
	"strings"
	"time"

	"caravan/internal/languages"
)

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
	EditedBy       *ID[User]
	Review         string // what somebody else said of it, as it is now
	ReviewedBy     *ID[User]
	ReviewedAt     *time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time
	ArchivedAt     *time.Time
	Version        int
}

// NewAudience keeps a segment.
func NewAudience(s Segment, by Actor, now time.Time) (*Audience, error) {
	a := &Audience{ID: NewID[Audience](), OrganizationID: by.OrganizationID, CreatedAt: now, Version: 1}
	return a, a.Revise(s, by, now)
}

// Revise replaces the segment. People at indicated risk are addressed on
// evidence, not on assumption; a language alone is no reason to single people
// out, so a segment of nothing else says why; and no name joins people with
// extremism. What was said of the segment before no longer counts.
func (a *Audience) Revise(s Segment, by Actor, now time.Time) error {
	tags, err := canonical(s.Languages)
	if err != nil {
		return err
	}
	s.Languages = tags
	if err := s.check(); err != nil {
		return err
	}
	s.Countries, s.AdminAreas, s.AgeBands = filled(s.Countries), filled(s.AdminAreas), filled(s.AgeBands)
	s.LifeSituations, s.PushFactors, s.PullFactors = filled(s.LifeSituations), filled(s.PushFactors), filled(s.PullFactors)
	s.Influences, s.Sizes = filled(s.Influences), filled(s.Sizes)
	a.Segment, a.UpdatedAt, a.EditedBy = s, now, &by.UserID
	a.Review, a.ReviewedBy, a.ReviewedAt = "", nil, nil
	return nil
}

// The reasons for which somebody else looks at a segment before any country
// approves what is said to it (S-02).
const (
	DelicateMinors   = "minors"
	DelicateTier     = "indicated"
	DelicateLanguage = "minority_language"
	DelicatePlace    = "single_place"
)

// Delicate lists why the segment may single people out; empty where it does not.
func (s Segment) Delicate() []string {
	found := []string{}
	add := func(reason string, is bool) {
		if is {
			found = append(found, reason)
		}
	}
	add(DelicateMinors, s.Minors())
	add(DelicateTier, s.PreventionTier == "indicated")
	add(DelicateLanguage, s.ByLanguageOnly())
	add(DelicatePlace, len(s.AdminAreas) == 1 && s.Settlement == "rural")
	return found
}

// Judge keeps what a second person says of a delicate segment.
func (a *Audience) Judge(word string, by Actor, now time.Time) error {
	switch {
	case len(a.Delicate()) == 0:
		return ErrWrongState.With("Nothing about it needs a second look.")
	case a.EditedBy != nil && *a.EditedBy == by.UserID:
		return ErrFourEyesAuthor
	case strings.TrimSpace(word) == "":
		return ErrReason.At("/review")
	}
	a.Review, a.ReviewedBy, a.ReviewedAt, a.UpdatedAt = word, &by.UserID, &now, now
	return nil
}

// Considered refuses a delicate segment that no second person has looked at.
func (a *Audience) Considered() error {
	if len(a.Delicate()) > 0 && a.ReviewedAt == nil {
		return ErrAudience.With("Somebody of safeguarding has to look at the audience: " + strings.Join(a.Delicate(), ", ") + ".")
	}
	return nil
}

func (s Segment) check() error {
	if s.PreventionTier == "indicated" && s.InsightEvidence == "" {
		return ErrInvalid.With("An indicated audience needs evidence.").At("/insight_evidence")
	}
	if s.ByLanguageOnly() && s.InsightEvidence == "" {
		return ErrInvalid.With("Say why this language is needed to reach them.").At("/insight_evidence")
	}
	if Stigmatising(s.SegmentName) {
		return ErrInvalid.With("A segment is not named after extremism.").At("/segment_name")
	}
	for i, size := range s.Sizes {
		switch {
		case size.N < 0 || size.Source == "" || size.Year == 0:
			return ErrInvalid.With("A size names its year and source.").At(place("/sizes", i))
		case !Vocabularies()["country"].Has(size.Country):
			return ErrInvalid.With("Unknown country.").At(place("/sizes", i) + "/country")
		case len(s.Countries) > 0 && !slices.Contains(s.Countries, size.Country):
			return ErrWrongCountry.At(place("/sizes", i) + "/country")
		case size.Low != nil && (*size.Low < 0 || *size.Low > size.N), size.High != nil && *size.High < size.N:
			return ErrInvalid.With("A size lies between its bounds.").At(place("/sizes", i))
		}
	}
	return nil
}

// ByLanguageOnly reports whether the segment is chosen by the language of a
// minority and by nothing else.
func (s Segment) ByLanguageOnly() bool {
	if len(s.Languages) == 0 || len(s.AdminAreas)+len(s.AgeBands)+len(s.LifeSituations)+len(s.PushFactors)+len(s.Influences) > 0 {
		return false
	}
	return s.Settlement == "" && (s.Gender == "" || s.Gender == "all") && !slices.ContainsFunc(s.Languages, s.widelySpoken)
}

// widelySpoken reports whether a language is the state's or the common one in
// a country of the segment.
func (s Segment) widelySpoken(tag string) bool {
	common := map[string][]string{
		"KZ": {"kk", "ru"}, "KG": {"ky", "ru"}, "TJ": {"tg", "ru"}, "TM": {"tk", "ru"}, "UZ": {"uz", "ru"}, "AF": {"fa", "ps"},
	}
	base, _, _ := strings.Cut(tag, "-")
	return slices.ContainsFunc(s.Countries, func(country string) bool { return slices.Contains(common[country], base) })
}

// Stigmatising reports whether a name calls people extremist or radical, in
// English, Russian or the languages of the region that borrow the words.
func Stigmatising(name string) bool {
	folded := languages.Normalize(Folded(name))
	return slices.ContainsFunc([]string{"extremis", "terroris", "radical", "jihadi", "экстремис", "террорис", "радикал", "джихадис", "ekstremis", "افراط", "تروریس"},
		func(root string) bool { return strings.Contains(folded, root) })
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
