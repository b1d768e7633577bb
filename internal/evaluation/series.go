package evaluation

import (
	"cmp"
	"math"
	"slices"
	"time"

	"caravan/internal/reach"
	"caravan/models"
)

// A series is the history of one metric of one delivery while it is read.
type series struct {
	delivery   *models.Delivery
	definition *models.MetricDefinition
	history    []models.Observation // every row there is, by ID
	accepted   []models.Observation // what counts, by time
	growth     reach.Growth
	cumulative []reach.Reading // since publication; empty where that is not known
}

// readSeries derives everything from the history of a series.
func readSeries(d *models.Delivery, def *models.MetricDefinition, history []models.Observation, resetRatio float64) *series {
	s := &series{delivery: d, definition: def, history: history, accepted: accepted(history)}
	if def.Kind == models.PeriodMetric {
		s.growth = s.periods()
	} else {
		s.growth = s.increments(resetRatio)
	}
	s.cumulative = s.readings()
	return s
}

// accepted returns the observations that count: of each instant (and period)
// the newest revision, without what was rejected or corrected. What has no
// value counts only by taking the place of what it corrects.
func accepted(history []models.Observation) []models.Observation {
	corrected := map[int64]bool{}
	for _, o := range history {
		if o.Supersedes != nil && o.Quality != models.QualityRejected {
			corrected[*o.Supersedes] = true
		}
	}
	rows := slices.DeleteFunc(slices.Clone(history), func(o models.Observation) bool {
		return o.Quality == models.QualityRejected || corrected[o.ID]
	})
	slices.SortFunc(rows, func(a, b models.Observation) int {
		return cmp.Or(a.ObservedAt.Compare(b.ObservedAt), begin(a).Compare(begin(b)), b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(b.ID, a.ID))
	})
	rows = slices.CompactFunc(rows, func(a, b models.Observation) bool {
		return a.ObservedAt.Equal(b.ObservedAt) && begin(a).Equal(begin(b))
	})
	return slices.DeleteFunc(rows, func(o models.Observation) bool { return o.Value == nil })
}

func begin(o models.Observation) time.Time {
	if o.PeriodStart == nil {
		return time.Time{}
	}
	return *o.PeriodStart
}

// fromPublication reports whether the counter is known to have been zero when
// the delivery was published: its definition held then.
func (s *series) fromPublication() bool {
	return s.delivery.PublishedAt != nil && s.definition.Holds(models.DateOf(*s.delivery.PublishedAt))
}

// increments turns snapshots into growth. A post that did not exist had no
// views: the counter begins with a zero at publication. Estimates are replaced
// by later ones; however far they fall, nothing has begun again.
func (s *series) increments(resetRatio float64) reach.Growth {
	baseline := reach.BaselineFirst
	var snapshots []reach.Snapshot
	if len(s.accepted) > 0 && s.fromPublication() {
		if s.delivery.PublishedAt.Before(s.accepted[0].ObservedAt) {
			snapshots = append(snapshots, reach.Snapshot{At: *s.delivery.PublishedAt})
		} else {
			baseline = reach.BaselineZero
		}
	}
	for _, o := range s.accepted {
		snapshots = append(snapshots, reach.Snapshot{At: o.ObservedAt, Value: *o.Value, ReceivedAt: o.ReceivedAt, Sequence: o.ID})
	}
	if s.definition.Kind != models.CounterMetric {
		resetRatio = -1
	}
	return reach.Increments(snapshots, baseline, resetRatio)
}

// periods takes the values of closed periods as the growth in them.
func (s *series) periods() reach.Growth {
	g := reach.Growth{Increments: []reach.Increment{}}
	for _, o := range s.accepted {
		g.Increments = append(g.Increments, reach.Increment{From: begin(o), To: o.ObservedAt, Value: *o.Value, Flag: reach.FlagOK})
		g.Total += *o.Value
	}
	return g
}

// readings returns what had come together by each age since publication, as
// far as that is known.
func (s *series) readings() []reach.Reading {
	kind, sums := s.definition.Kind, s.definition.AdditiveTime
	if !s.fromPublication() || kind == models.GaugeMetric || kind == models.PeriodMetric && !sums {
		return nil
	}
	var readings []reach.Reading
	add := func(at time.Time, value int64) {
		readings = append(readings, reach.Reading{Age: at.Sub(*s.delivery.PublishedAt), Value: float64(value)})
	}
	if !sums {
		for _, o := range s.accepted {
			add(o.ObservedAt, *o.Value)
		}
		return readings
	}
	var total int64
	for _, i := range s.growth.Increments {
		total += i.Value
		add(i.To, total)
	}
	return readings
}

// at returns the value at an age in days, or nil if the last reading is
// younger.
func (s *series) at(days int) *int64 {
	read := reach.Horizon(s.cumulative, time.Duration(days)*24*time.Hour)
	if read.Value == nil {
		return nil
	}
	value := int64(math.Round(*read.Value))
	return &value
}

// state returns the series in one row.
func (s *series) state(key models.SeriesKey) models.SeriesState {
	state := models.SeriesState{
		SeriesKey: key, OrganizationID: s.delivery.OrganizationID, CampaignID: s.delivery.CampaignID,
		Day1: s.at(1), Day7: s.at(7), Day28: s.at(28),
		Snapshots: len(s.accepted), Dropped: len(s.history) - len(s.accepted), Corrections: s.growth.Corrections, Resets: s.growth.Resets,
		LongestGap: int64(s.buckets(s.growth.Increments).LongestGap / time.Second), Observations: len(s.history),
		MissingReason: s.missing(),
	}
	for _, o := range s.history {
		state.LastID = max(state.LastID, o.ID)
	}
	for _, o := range s.accepted {
		state.Quality = models.Worse(state.Quality, o.Quality)
	}
	if n := len(s.accepted); n > 0 {
		first, last := s.accepted[0], s.accepted[n-1]
		state.FirstAt, state.LastAt, state.LastValue = &first.ObservedAt, &last.ObservedAt, last.Value
	}
	s.value(&state)
	return state
}

// missing returns why the newest row has no value; empty if it has one.
func (s *series) missing() string {
	var newest *models.Observation
	for i := range s.history {
		o := &s.history[i]
		if o.Quality != models.QualityRejected && (newest == nil || !o.ObservedAt.Before(newest.ObservedAt)) {
			newest = o
		}
	}
	if newest == nil {
		return ""
	}
	return newest.MissingReason
}

// value sets the figure of the delivery's whole life with its ends. Growth is
// summed only where that is allowed; people of several periods have bounds.
func (s *series) value(state *models.SeriesState) {
	n := len(s.accepted)
	floor := s.definition.PrivacyFloor
	switch {
	case n == 0 && state.MissingReason == "below_privacy_floor" && floor != nil:
		state.Low, state.High = new(int64(0)), new(*floor-1)
	case n == 0:
	case s.definition.Kind == models.PeriodMetric && s.definition.OverDays() != nil:
		s.overPeriods(state)
	case s.definition.OverDays() != nil || s.definition.Kind == models.GaugeMetric:
		state.Value = state.LastValue
		s.ends(state)
	default:
		state.Value = &s.growth.Total
		if s.growth.Total == *state.LastValue {
			s.ends(state)
		}
	}
}

// ends takes the range of the last observation.
func (s *series) ends(state *models.SeriesState) {
	last := s.accepted[len(s.accepted)-1]
	state.Low, state.High, state.Level = last.ValueLow, last.ValueHigh, last.Level
}

// overPeriods bounds how many different people there were over all periods.
func (s *series) overPeriods(state *models.SeriesState) {
	var parts []reach.Source
	for _, o := range s.accepted {
		part := reach.Exact(o.ObservedAt.Format(time.RFC3339), float64(*o.Value))
		if o.ValueLow != nil && o.ValueHigh != nil {
			part = reach.Between(part.ID, float64(*o.ValueLow), float64(*o.Value), float64(*o.ValueHigh))
		}
		parts = append(parts, part)
	}
	period := reach.OverTime(parts, nil, nil)
	state.Value, state.Low, state.High = whole(period.Value), whole(period.Lower), whole(period.Upper)
}

// whole is a count that arithmetic gave back as a float.
func whole(x *float64) *int64 {
	if x == nil {
		return nil
	}
	return new(int64(math.Round(*x)))
}

// zone returns where the days of the series begin.
func (s *series) zone() *time.Location {
	name := s.definition.DayZone
	if name == "" {
		name = models.CountryZone(s.delivery.Country, s.delivery.Zone)
	}
	return cmp.Or(zoneOf(name), time.UTC)
}

func (s *series) buckets(increments []reach.Increment) reach.Buckets {
	return reach.Bucketed(increments, s.zone(), reach.Day)
}

// days returns the growth by local day, or nothing for what may not be summed
// over days.
func (s *series) days(key models.SeriesKey) []models.SeriesDay {
	if s.definition.OverDays() != nil || s.definition.Kind == models.GaugeMetric {
		return nil
	}
	suspect := s.suspectDays()
	var days []models.SeriesDay
	for _, b := range s.buckets(s.growth.Increments).Buckets {
		days = append(days, models.SeriesDay{
			SeriesKey: key, Day: models.Date(b.Key), Increment: b.Value, Interpolated: b.Interpolated, Suspect: suspect[b.Key],
		})
	}
	return days
}

// suspectDays are the days that a suspect observation has a share in.
func (s *series) suspectDays() map[string]bool {
	at := map[time.Time]bool{}
	for _, o := range s.accepted {
		at[o.ObservedAt] = at[o.ObservedAt] || o.Quality == models.QualitySuspect
	}
	var touched []reach.Increment
	for _, i := range s.growth.Increments {
		if at[i.From] || at[i.To] {
			touched = append(touched, i)
		}
	}
	days := map[string]bool{}
	for _, b := range s.buckets(touched).Buckets {
		days[b.Key] = true
	}
	return days
}
