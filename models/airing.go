package models

import "time"

// A Headcount is how many women or men of an age came. Nobody is named.
type Headcount struct {
	Gender  string `json:"gender" validate:"oneof=women men"`
	AgeBand string `json:"age_band" validate:"age_band"`
	Count   int64  `json:"count" validate:"min=0,max=1000000"`
}

// An Airing is what really happened offline. It is activity, not reach.
type Airing struct {
	ID             ID[Airing]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	DeliveryID     *ID[Delivery] // nil: it was not planned here
	ChannelID      *ID[Channel]  // nil: no outlet of ours, such as a hall
	HappenedAt     time.Time
	Place          string
	TimesAired     *int64
	Copies         *int64
	Women          *int64
	Men            *int64
	Attendance     []Headcount `gorm:"serializer:json"` // by sex and age; women and men are its sums where it is known
	DurationSec    *int64
	Proof          string // a station's certificate, a photo, a count sheet: what and where it is kept
	ReportedBy     ID[User]
	CreatedAt      time.Time
}

// Check refuses an airing that proves nothing, tells nothing or counts below
// zero.
func (a *Airing) Check(now time.Time) error {
	if a.Proof == "" {
		return ErrProof.At("/proof")
	}
	if a.HappenedAt.After(now) {
		return ErrTime.With("It has not happened yet.").At("/happened_at")
	}
	for pointer, n := range map[string]*int64{"/times_aired": a.TimesAired, "/copies": a.Copies, "/women": a.Women, "/men": a.Men, "/duration_sec": a.DurationSec} {
		if n != nil && *n < 0 {
			return ErrValue.At(pointer)
		}
	}
	return a.addUp()
}

// addUp sums the people by age, where they were counted so. Each sex and age
// stands once.
func (a *Airing) addUp() error {
	if a.Attendance = filled(a.Attendance); len(a.Attendance) == 0 {
		return nil
	}
	seen := map[[2]string]bool{}
	sums := map[string]*int64{"women": new(int64), "men": new(int64)}
	for i, h := range a.Attendance {
		key := [2]string{h.Gender, h.AgeBand}
		if sums[h.Gender] == nil || seen[key] || h.Count < 0 || !Vocabularies()["age_band"].Has(h.AgeBand) {
			return ErrInvalid.With("Each sex and age stands once.").At(place("/attendance", i))
		}
		seen[key] = true
		*sums[h.Gender] += h.Count
	}
	a.Women, a.Men = sums["women"], sums["men"]
	return nil
}
