package evaluation

import (
	"sync"
	"time"

	"caravan/models"
)

// A span is the part of a post's life that a count covers: up to an age, or
// from a local day to a local day. The zero span is its whole life.
type span struct {
	days     int // 0: the whole life
	from, to models.Date
}

func spanOf(q *models.Question) span { return span{q.AgeDays, q.From, q.To} }

func (s span) windowed() bool { return s.to != "" }

// count is what a series counted over a span; nil where that is not known.
// In a window it is the growth on its days: none is known of what is not added
// up over days or counts people, whom two windows that differ by a day would
// give away, and none of days before which the readings had ended.
func (f *facts) count(d *models.Delivery, state *models.SeriesState, over span) *int64 {
	switch {
	case state == nil:
		return nil
	case !over.windowed():
		return state.At(over.days)
	case f.definitions.id(state.DefinitionID).OverDays() != nil, f.definitions.id(state.DefinitionID).Heads(), state.LastAt == nil, localDay(d, *state.LastAt) < over.from:
		return nil
	}
	return new(f.window[models.SeriesKey{DeliveryID: d.ID, DefinitionID: state.DefinitionID}])
}

// public reports whether a post was live before the end of a span.
func (s span) public(d *models.Delivery) bool {
	return !s.windowed() || localDay(d, *d.PublishedAt) <= s.to
}

// localDay is the day of an instant in the country of a delivery.
func localDay(d *models.Delivery, at time.Time) models.Date {
	zone := zoneOf(models.CountryZone(d.Country, d.Zone))
	if zone == nil {
		return models.DateOf(at)
	}
	return models.Date(at.In(zone).Format(time.DateOnly))
}

// zones keeps the zones that were read, by name: a comparison asks for the day
// of every series, and reading one takes longer than all else about it.
var zones sync.Map //nolint:gochecknoglobals // zones do not change while a process runs

// zoneOf returns the zone of a name, or nil.
func zoneOf(name string) *time.Location {
	if kept, ok := zones.Load(name); ok {
		return kept.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	zones.Store(name, zone)
	return zone
}
