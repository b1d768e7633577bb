package models

import (
	"fmt"
	"slices"
	"time"
)

const localLayout = "2006-01-02T15:04"

// A LocalTime is a wall time in a zone, as people plan it.
type LocalTime struct {
	Local string `json:"local"` // 2006-01-02T15:04
	Zone  string `json:"zone"`  // IANA
}

// Resolve returns the instant. Inside a gap of the clock it is the first
// minute after the gap, and adjusted is true; where an hour happens twice it
// is the first.
func (l LocalTime) Resolve() (at time.Time, adjusted bool, err error) {
	zone, err := time.LoadLocation(l.Zone)
	if err != nil || l.Zone == "" || l.Zone == "Local" {
		return time.Time{}, false, ErrTime.With("No such zone.").At("/start/zone")
	}
	wall, err := time.Parse(localLayout, l.Local)
	if err != nil {
		return time.Time{}, false, ErrTime.With("Write it as 2027-03-21T19:30.").At("/start/local")
	}
	at = earliest(wall, zone)
	if at.In(zone).Format(localLayout) == l.Local {
		return at.UTC(), false, nil
	}
	return gapEnd(wall, zone).UTC(), true, nil
}

// Twice reports whether the zone's clock shows the wall time twice.
func (l LocalTime) Twice() bool {
	zone, err := time.LoadLocation(l.Zone)
	at, _, failed := l.Resolve()
	if err != nil || failed != nil {
		return false
	}
	for _, later := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour} {
		if at.Add(later).In(zone).Format(localLayout) == l.Local {
			return true
		}
	}
	return false
}

// earliest returns the first instant at which the zone's clock shows the wall
// time, or some instant near it when it never does.
func earliest(wall time.Time, zone *time.Location) time.Time {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
	for _, back := range []time.Duration{2 * time.Hour, time.Hour, 30 * time.Minute} {
		if earlier := at.Add(-back); earlier.In(zone).Format(localLayout) == wall.Format(localLayout) {
			return earlier
		}
	}
	return at
}

// gapEnd returns the first minute after the gap that swallowed the wall time.
func gapEnd(wall time.Time, zone *time.Location) time.Time {
	start := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone).Add(-3 * time.Hour)
	for at := start; at.Before(start.Add(6 * time.Hour)); at = at.Add(time.Minute) {
		if at.In(zone).Format(localLayout) > wall.Format(localLayout) {
			return at
		}
	}
	return start.Add(3 * time.Hour)
}

// A Repeat asks for the same wall time on some weekdays for some weeks.
type Repeat struct {
	Weekdays []string `json:"weekdays"` // mon ... sun
	Weeks    int      `json:"weeks"`
}

// Occurrences returns the wall times that the repeat asks for, the first not
// before start. Without weekdays it is start alone.
func (r Repeat) Occurrences(start LocalTime) ([]LocalTime, error) {
	first, err := time.Parse(localLayout, start.Local)
	if err != nil {
		return nil, ErrTime.With("Write it as 2027-03-21T19:30.").At("/start/local")
	}
	if len(r.Weekdays) == 0 {
		return []LocalTime{start}, nil
	}
	names := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	for i, day := range r.Weekdays {
		if !slices.Contains(names, day) {
			return nil, ErrTime.With("Weekdays are mon to sun.").At(fmt.Sprintf("/repeat/weekdays/%d", i))
		}
	}
	if r.Weeks < 1 || r.Weeks > 52 {
		return nil, ErrTime.With("Repeat for 1 to 52 weeks.").At("/repeat/weeks")
	}
	var found []LocalTime
	for day := 0; day < 7*r.Weeks; day++ {
		at := first.AddDate(0, 0, day)
		if slices.Contains(r.Weekdays, names[at.Weekday()]) {
			found = append(found, LocalTime{at.Format(localLayout), start.Zone})
		}
	}
	return found, nil
}
