package models

import "time"

// A SeriesKey names the figures that follow each other: one metric of one
// delivery, for everybody or for one segment.
type SeriesKey struct {
	DeliveryID   ID[Delivery] `gorm:"primaryKey"`
	DefinitionID int64        `gorm:"primaryKey;autoIncrement:false"`
	Segment      string       `gorm:"primaryKey"`
}

// A DirtySeries has observations that its derived figures do not know yet.
type DirtySeries struct {
	SeriesKey `gorm:"embedded"`
	MarkedAt  time.Time
}

// TableName names the table.
func (DirtySeries) TableName() string { return "dirty_series" }

// A SeriesState is a series in one row, derived from its observations. Value
// is the figure of the whole life of the delivery: growth of a counter, the
// sum of periods where periods may be summed, else the last value; nil when
// there is none. Low and High are nil where the value is exact.
type SeriesState struct {
	SeriesKey      `gorm:"embedded"`
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	FirstAt        *time.Time // of what was accepted
	LastAt         *time.Time
	LastValue      *int64
	Value          *int64
	Low            *int64
	High           *int64
	Level          *float64 // of low and high; nil: they hold for certain
	Day1           *int64   // what it was one day after publication; nil: not old enough
	Day7           *int64
	Day28          *int64
	Snapshots      int    // accepted
	Dropped        int    // rejected, superseded or missing
	Corrections    int    // the platform took something back
	Resets         int    // the counter began again
	LongestGap     int64  // seconds between two snapshots
	Quality        string // the worst of what was accepted
	MissingReason  string // of the newest row, if it has no value
	Observations   int    // of every kind
	LastID         int64  // of the newest of them
}

// At returns the value at an age in days: 1, 7 or 28; 0 is the whole life.
func (s *SeriesState) At(days int) *int64 {
	switch days {
	case 1:
		return s.Day1
	case 7:
		return s.Day7
	case 28:
		return s.Day28
	default:
		return s.Value
	}
}

// Ages lists the ages in days at which deliveries are compared.
func Ages() []int { return []int{1, 7, 28} }

// A SeriesDay is the growth of a series on one day of its country. Only what
// may be summed over days has any.
type SeriesDay struct {
	SeriesKey    `gorm:"embedded"`
	Day          Date `gorm:"primaryKey"`
	Increment    int64
	Interpolated bool // a part of it may belong to a neighbouring day
	Suspect      bool
}

// A RollupKey is what growth is summed by: a day, and what comparisons are
// made by.
type RollupKey struct {
	CampaignID    ID[Campaign] `gorm:"primaryKey"`
	DefinitionID  int64        `gorm:"primaryKey;autoIncrement:false"`
	Segment       string       `gorm:"primaryKey"`
	Day           Date         `gorm:"primaryKey"`
	Country       string       `gorm:"primaryKey"`
	Language      string       `gorm:"primaryKey"`
	Platform      string       `gorm:"primaryKey"`
	MessageType   string       `gorm:"primaryKey"`
	MessengerType string       `gorm:"primaryKey"`
}

// A RollupDay is the growth of all series of a key on one day.
type RollupDay struct {
	RollupKey      `gorm:"embedded"`
	OrganizationID ID[Organization]
	Increment      int64
	Series         int // how many have a share
	Interpolated   int // of them
	Suspect        int // of them
}

// RollupOf returns the key under which a series' day is summed.
func RollupOf(d *Delivery, key SeriesKey, day Date) RollupKey {
	return RollupKey{
		CampaignID: d.CampaignID, DefinitionID: key.DefinitionID, Segment: key.Segment, Day: day, Country: d.Country,
		Language: d.Language, Platform: d.Platform, MessageType: d.MessageType, MessengerType: d.MessengerType,
	}
}
