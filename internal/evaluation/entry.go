package evaluation

import (
	"errors"
	"time"

	"caravan/models"
)

// A Moment is an instant as somebody gives it: the instant itself, or the wall
// time of the delivery's country, 2006-01-02T15:04. A day alone, 2006-01-02,
// means its last minute.
type Moment struct {
	At    time.Time
	Local string
}

// resolve returns the instant in UTC, in microseconds.
func (m Moment) resolve(zone string) (time.Time, error) {
	if m.Local == "" {
		return m.At.UTC().Truncate(time.Microsecond), nil
	}
	local := m.Local
	if models.Date(local).Valid() {
		local += "T23:59"
	}
	at, _, err := models.LocalTime{Local: local, Zone: zone}.Resolve()
	if err != nil {
		return time.Time{}, models.ErrTime.With("Write 2027-03-21T19:30, or 2027-03-21 for the end of the day.")
	}
	return at, nil
}

// An Entry is one figure as a person or a program enters it.
type Entry struct {
	Place         string // where it stood, as the beginning of a pointer: /items/0, /lines/7
	Delivery      string // ID
	Metric        string // the platform's own name, or the metric where only one definition is of it
	Segment       string
	Value         *int64
	Low           *int64
	High          *int64
	Level         *float64 // of low and high
	MissingReason string
	ObservedAt    Moment
	PeriodStart   *Moment
	Source        string // of the vocabulary observation_source
	Supersedes    *int64 // the observation that this corrects
	Broken        error  // why it could not be read; the rest is not looked at
}

// Faults collects what is wrong with several entries, so that everything is
// said at once.
type faults struct{ fields []models.FieldError }

// add notes what is wrong at a place. Anything but a refusal is returned.
func (f *faults) add(place string, err error) error {
	refusal, ok := errors.AsType[*models.Refusal](err)
	if !ok {
		return err
	}
	if len(refusal.Fields) == 0 {
		refusal = refusal.At("")
	}
	for _, field := range refusal.Fields {
		field.Pointer = place + field.Pointer
		f.fields = append(f.fields, field)
	}
	return nil
}

// refusal says everything at once; nil if nothing is wrong.
func (f *faults) refusal() error {
	if len(f.fields) == 0 {
		return nil
	}
	refusal := *models.ErrInvalid
	refusal.Fields = f.fields
	return &refusal
}
