package models

import (
	"slices"
	"time"
)

// An Experiment is a trial that was written down before it began, and is never
// changed after: what is expected, who comes into which arm and by whose
// doing, and how many people it takes.
type Experiment struct {
	ID             ID[Experiment]
	OrganizationID ID[Organization]
	CampaignID     ID[Campaign]
	Title          string
	Hypothesis     string
	Outcome        string          // what counts as a yes
	Randomiser     string          // of the vocabulary randomiser
	Procedure      string          // how people came into the arms
	Arms           []ExperimentArm `gorm:"serializer:json"` // the first is the control
	Baseline       float64         // share of yes expected in the control
	Smallest       float64         // difference that matters
	Alpha          float64
	Power          float64
	SampleSize     int64 // people in each arm
	StartsOn       Date
	EndsOn         Date
	CreatedBy      ID[User]
	CreatedAt      time.Time
	Looks          []ExperimentLook `gorm:"-"` // oldest first
}

// An ExperimentArm is one of the things that people were shown, with its part
// of all people.
type ExperimentArm struct {
	Name  string  `json:"name" validate:"required,max=100"`
	Share float64 `json:"share" validate:"min=0,max=1000" doc:"Its part in the planned ratio: 1 and 1 for halves."`
}

// An ExperimentLook is what the arms had counted when somebody looked.
type ExperimentLook struct {
	ExperimentID ID[Experiment] `gorm:"primaryKey"`
	Number       int            `gorm:"primaryKey;autoIncrement:false"`
	Arms         []ArmCount     `gorm:"serializer:json"` // in the order of the arms, since the start
	LookedAt     time.Time
	Source       string
	CreatedBy    ID[User]
	CreatedAt    time.Time
}

// An ArmCount is how many people an arm had, and how many of them said yes or
// did what was hoped for.
type ArmCount struct {
	People int64 `json:"people" validate:"min=0"`
	Yes    int64 `json:"yes" validate:"min=0"`
}

// Randomised reports whether chance put people into the arms. Where nobody
// made it, posts are compared and not people, and it is no experiment.
func (e *Experiment) Randomised() bool { return e.Randomiser != "nobody" }

// Register writes an experiment down before it begins.
func (e Experiment) Register(by Actor, now time.Time) (*Experiment, error) {
	e.ID, e.OrganizationID, e.CreatedBy, e.CreatedAt, e.Looks = NewID[Experiment](), by.OrganizationID, by.UserID, now, nil
	names := make([]string, 0, len(e.Arms))
	for _, arm := range e.Arms {
		names = append(names, arm.Name)
	}
	inside := func(x float64) bool { return x > 0 && x < 1 }
	switch {
	case e.Hypothesis == "" || e.Outcome == "":
		return nil, ErrInvalid.With("Say what you expect, and what counts as a yes.").At("/hypothesis")
	case !Vocabularies()["randomiser"].Has(e.Randomiser):
		return nil, ErrInvalid.With("Say who decided by chance who sees what: the platform, your organisation, or nobody.").At("/randomiser")
	case len(e.Arms) < 2 || len(e.Arms) > 10 || repeats(names):
		return nil, ErrInvalid.With("An experiment has 2 to 10 arms of different names; the first is the control.").At("/arms")
	case slices.ContainsFunc(e.Arms, func(a ExperimentArm) bool { return !(a.Share > 0) }):
		return nil, ErrInvalid.With("Each arm has a part in the ratio above zero.").At("/arms")
	case !inside(e.Baseline) || !inside(e.Smallest) || !inside(e.Baseline+e.Smallest):
		return nil, ErrInvalid.With("The expected share and the smallest difference that matters lie between 0 and 1, together too.").At("/smallest")
	case !inside(e.Alpha) || !inside(e.Power):
		return nil, ErrInvalid.With("Alpha and power lie between 0 and 1.").At("/alpha")
	case !e.StartsOn.Valid() || !e.EndsOn.Valid() || e.EndsOn < e.StartsOn:
		return nil, ErrInvalid.With("An experiment ends on or after the day it starts.").At("/ends_on")
	case e.StartsOn < DateOf(now):
		return nil, ErrInvalid.With("An experiment is registered before it starts. What has begun already is no test of what was expected.").At("/starts_on")
	}
	return &e, nil
}

// Look notes what the arms have counted since the start.
func (e *Experiment) Look(look ExperimentLook, by Actor, now time.Time) (*ExperimentLook, error) {
	look.ExperimentID, look.Number, look.CreatedBy, look.CreatedAt = e.ID, len(e.Looks)+1, by.UserID, now
	switch {
	case len(look.Arms) != len(e.Arms):
		return nil, ErrInvalid.With("Give the counts of every arm, in the order in which they were registered.").At("/arms")
	case slices.ContainsFunc(look.Arms, func(a ArmCount) bool { return a.Yes < 0 || a.Yes > a.People }):
		return nil, ErrInvalid.With("No more people said yes than there were.").At("/arms")
	case look.LookedAt.After(now) || DateOf(look.LookedAt) < e.StartsOn:
		return nil, ErrTime.With("A look is between the start and now.").At("/looked_at")
	}
	if len(e.Looks) == 0 {
		return &look, nil
	}
	last := e.Looks[len(e.Looks)-1]
	if look.LookedAt.Before(last.LookedAt) {
		return nil, ErrTime.With("A look comes after the one before.").At("/looked_at")
	}
	for i, before := range last.Arms {
		if look.Arms[i].People < before.People || look.Arms[i].Yes < before.Yes {
			return nil, ErrInvalid.With("Counts are those since the start; none becomes smaller.").At("/arms")
		}
	}
	return &look, nil
}
