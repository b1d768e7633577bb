package models

import (
	"slices"
	"time"
)

// An Observation is one value of one metric at one instant, or the reason why
// there is none. It is never changed; a correction is a new row.
type Observation struct {
	ID            int64
	DeliveryID    ID[Delivery]
	DefinitionID  int64
	Segment       string // see ValidSegment
	Value         *int64
	ValueLow      *int64
	ValueHigh     *int64
	Level         *float64 // of low and high, such as 0.9; nil: they hold for certain
	MissingReason string   // of the vocabulary missing_reason
	ObservedAt    time.Time
	PeriodStart   *time.Time // of a metric of kind period
	ReceivedAt    time.Time
	Source        string // of the vocabulary observation_source
	Quality       string // ok, provisional, suspect, rejected
	Batch         string
	Supersedes    *int64
}

// Series returns the series that the observation belongs to.
func (o *Observation) Series() SeriesKey {
	return SeriesKey{DeliveryID: o.DeliveryID, DefinitionID: o.DefinitionID, Segment: o.Segment}
}

// The qualities of an observation, from best to worst.
const (
	QualityOK          = "ok"
	QualityProvisional = "provisional" // the platform may still change it
	QualitySuspect     = "suspect"
	QualityRejected    = "rejected" // takes no part in anything
)

// Worse returns the worse of two qualities.
func Worse(a, b string) string {
	order := []string{"", QualityOK, QualityProvisional, QualitySuspect, QualityRejected}
	if slices.Index(order, a) > slices.Index(order, b) {
		return a
	}
	return b
}

// Check refuses a row that has both a value and a reason, neither, a negative
// count, ends on the wrong side of the value, or is about the future.
func (o *Observation) Check(now time.Time) error {
	switch {
	case (o.Value == nil) == (o.MissingReason == ""):
		return ErrValue.At("/value")
	case o.Value != nil && *o.Value < 0:
		return ErrValue.At("/value")
	case o.MissingReason != "" && !Vocabularies()["missing_reason"].Has(o.MissingReason):
		return ErrValue.At("/missing_reason")
	case !ValidSegment(o.Segment):
		return ErrInvalid.With("No such segment.").At("/segment")
	case o.ObservedAt.After(now.Add(time.Minute)):
		return ErrTime.With("It has not happened yet.").At("/observed_at")
	}
	return o.checkEnds()
}

// checkEnds refuses low and high ends that do not enclose the value.
func (o *Observation) checkEnds() error {
	low, high := o.ValueLow, o.ValueHigh
	switch {
	case (low == nil) != (high == nil), low != nil && o.Value == nil:
		return ErrValue.With("A range has a low end, a value and a high end.").At("/low")
	case low == nil && o.Level != nil:
		return ErrValue.With("A level belongs to a range.").At("/level")
	case low != nil && (*low < 0 || *low > *o.Value):
		return ErrValue.With("The low end is above the value or below zero.").At("/low")
	case high != nil && *high < *o.Value:
		return ErrValue.With("The high end is below the value.").At("/high")
	case o.Level != nil && (*o.Level <= 0 || *o.Level >= 1):
		return ErrValue.With("A level lies between 0 and 1.").At("/level")
	}
	return nil
}

// Fits refuses a row that its definition or its delivery cannot have: a period
// without a beginning, a claim about people without a range, a figure from
// before there was anything to see.
func (o *Observation) Fits(d *MetricDefinition, delivery *Delivery) error {
	period := d.Kind == PeriodMetric
	switch {
	case delivery.PublishedAt == nil:
		return ErrWrongState.With("Nothing was published yet.").At("/delivery_id")
	case o.ObservedAt.Before(*delivery.PublishedAt):
		return ErrTime.With("It was not published yet.").At("/observed_at")
	case period != (o.PeriodStart != nil) && d.Kind != EstimateMetric:
		return ErrTime.With("A metric of kind period names the beginning of the period, and no other does.").At("/period_start")
	case o.PeriodStart != nil && !o.PeriodStart.Before(o.ObservedAt):
		return ErrTime.With("The period ends before it begins.").At("/period_start")
	case d.Kind == EstimateMetric && d.Audience() && o.Value != nil && o.ValueLow == nil:
		return ErrValue.With("An estimate of people says between what and what.").At("/low")
	}
	return nil
}

// Settle turns a platform's figure into what it means under its definition: a
// zero below the privacy floor is no zero, and what may still change is
// provisional.
func (o *Observation) Settle(d *MetricDefinition) {
	if o.Value != nil && *o.Value == 0 && d.PrivacyFloor != nil && *d.PrivacyFloor > 0 {
		o.Value, o.ValueLow, o.ValueHigh, o.Level, o.MissingReason = nil, nil, nil, nil, "below_privacy_floor"
	}
	settled := o.ObservedAt.Add(time.Duration(d.SettleHours) * time.Hour)
	if o.Quality == "" {
		o.Quality = QualityOK
		if o.ReceivedAt.Before(settled) {
			o.Quality = QualityProvisional
		}
	}
}

// A Batch is where a set of observations came from. A batch is taken once:
// its second arrival changes nothing.
type Batch struct {
	OrganizationID ID[Organization] `gorm:"primaryKey"`
	Name           string           `gorm:"primaryKey"` // as its sender calls it, the hash of a file, or the reading it is
	Digest         Digest           // of what was sent; empty for readings
	Source         string           // of the vocabulary observation_source
	Observations   int
	CreatedBy      *ID[User] // nil: the system
	CreatedAt      time.Time
}

// Known returns ErrBatchReused if a batch of this name held something else.
func (b *Batch) Known(digest Digest) error {
	if b.Digest != digest {
		return ErrBatchReused.At("/batch")
	}
	return nil
}

// TableName names the table.
func (Batch) TableName() string { return "observation_batches" }
