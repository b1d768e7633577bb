package evaluation

import (
	"errors"
	"fmt"
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

var errMoment = models.ErrTime.With("Write 2027-03-21T19:30, or 2027-03-21 for the end of the day.")

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
		return time.Time{}, errMoment
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

// faults collects what is wrong with several entries, so that everything is
// said at once.
type faults struct {
	fields  []models.FieldError
	entries int // that are wrong
	more    int // that are not said
}

// mostSaid is how many faults an answer names; of the rest it gives the
// number.
const mostSaid = 1000

// add notes what is wrong with an entry at a place. Anything but a refusal is
// returned.
func (f *faults) add(place string, err error) error {
	refusal, ok := errors.AsType[*models.Refusal](err)
	if !ok {
		return err
	}
	if len(refusal.Fields) == 0 {
		refusal = refusal.At("")
	}
	f.entries++
	for _, field := range refusal.Fields {
		f.note(place, field)
	}
	return nil
}

// note keeps a fault at a place.
func (f *faults) note(place string, field models.FieldError) {
	if len(f.fields) == mostSaid {
		f.more++
		return
	}
	field.Pointer = place + field.Pointer
	f.fields = append(f.fields, field)
}

// refusal says everything at once; nil if nothing is wrong.
func (f *faults) refusal() error {
	if len(f.fields) == 0 {
		return nil
	}
	refusal := *models.ErrInvalid
	refusal.Fields = f.fields
	if f.more > 0 {
		refusal.Detail = fmt.Sprintf("%s Besides those named there are %d more.", refusal.Detail, f.more)
	}
	return &refusal
}

// pointed says which field a refusal is about.
func pointed(err error, pointer string) error {
	var wrong faults
	if fault := wrong.add(pointer, err); fault != nil {
		return fault
	}
	refusal, _ := errors.AsType[*models.Refusal](err)
	refusal = refusal.With(refusal.Detail)
	refusal.Fields = wrong.fields
	return refusal
}
