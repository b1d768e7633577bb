package reach

import (
	"cmp"
	"math/bits"
	"slices"
	"time"
)

// A BucketUnit is how long a bucket is by the local clock.
type BucketUnit string

// The units.
const (
	Day  BucketUnit = "day"
	Hour BucketUnit = "hour"
)

// The longest time between two snapshots over which a chart of hours or of
// days may still be drawn.
const (
	MaxHourlyGap = 6 * time.Hour
	MaxDailyGap  = 72 * time.Hour
)

// A Bucket is the growth of one local day or hour. Key is the local date
// (2026-03-01) or the beginning of the hour with its offset.
type Bucket struct {
	Key          string    `json:"key"`
	Start        time.Time `json:"start"`
	Value        int64     `json:"value"`
	Interpolated bool      `json:"interpolated"` // an increment also covers a neighbour
}

// Buckets is growth by local days or hours.
type Buckets struct {
	Unit         BucketUnit    `json:"unit"`
	Buckets      []Bucket      `json:"buckets"`
	Total        int64         `json:"total"`
	Interpolated bool          `json:"interpolated"`
	LongestGap   time.Duration `json:"-"`
}

// Displayable says whether the snapshots were close enough together for a
// chart of this unit.
func (b Buckets) Displayable() bool {
	if b.Unit == Hour {
		return b.LongestGap <= MaxHourlyGap
	}
	return b.LongestGap <= MaxDailyGap
}

// Bucketed splits increments over the local days or hours of a zone in
// proportion to elapsed time, so that days of 23 and 25 hours are real. Shares
// are whole numbers by the largest remainder, ties to the earlier bucket; the
// total is preserved. A negative increment is split by its size. An increment
// of an instant belongs to the bucket of that instant.
func Bucketed(increments []Increment, zone *time.Location, unit BucketUnit) Buckets {
	result := Buckets{Unit: unit, Buckets: []Bucket{}}
	place := map[string]int{}
	for _, inc := range increments {
		result.Total += inc.Value
		result.LongestGap = max(result.LongestGap, inc.To.Sub(inc.From))
		pieces, weights := cut(inc.From.In(zone), inc.To.In(zone), unit)
		for i, share := range apportion(inc.Value, weights) {
			at, seen := place[pieces[i].Key]
			if !seen {
				at = len(result.Buckets)
				place[pieces[i].Key] = at
				result.Buckets = append(result.Buckets, pieces[i])
			}
			b := &result.Buckets[at]
			b.Value += share
			b.Interpolated = b.Interpolated || len(pieces) > 1
		}
		result.Interpolated = result.Interpolated || len(pieces) > 1
	}
	slices.SortFunc(result.Buckets, func(a, b Bucket) int { return a.Start.Compare(b.Start) })
	return result
}

// cut is the buckets a span touches and how much of the span lies in each. A
// span of no length lies in the bucket of its instant.
func cut(from, to time.Time, unit BucketUnit) ([]Bucket, []uint64) {
	if !from.Before(to) {
		return []Bucket{bucketOf(to, unit)}, []uint64{1}
	}
	var pieces []Bucket
	var weights []uint64
	for from.Before(to) {
		end := nextStart(from, unit)
		if end.After(to) {
			end = to
		}
		pieces = append(pieces, bucketOf(from, unit))
		weights = append(weights, uint64(end.Sub(from))) //nolint:gosec // end is after from
		from = end
	}
	return pieces, weights
}

// bucketOf is the empty bucket an instant lies in.
func bucketOf(t time.Time, unit BucketUnit) Bucket {
	if unit == Hour {
		start := hourStart(t)
		return Bucket{Key: start.Format(time.RFC3339), Start: start}
	}
	start := dayStart(t.Year(), t.Month(), t.Day(), t.Location())
	return Bucket{Key: t.Format(time.DateOnly), Start: start}
}

// nextStart is the beginning of the bucket after the one an instant lies in.
func nextStart(t time.Time, unit BucketUnit) time.Time {
	if unit == Hour {
		end := hourStart(t).Add(time.Hour)
		if _, change := t.ZoneBounds(); !change.IsZero() && change.Before(end) {
			return change.In(t.Location())
		}
		return end
	}
	// Where a zone moved over the date line a date is missing; the next one
	// that exists follows.
	for days := 1; ; days++ {
		if next := dayStart(t.Year(), t.Month(), t.Day()+days, t.Location()); next.After(t) {
			return next
		}
	}
}

// hourStart is the full local hour at or before t; offsets need not be whole
// hours.
func hourStart(t time.Time) time.Time {
	return t.Add(-time.Duration(t.Minute())*time.Minute - time.Duration(t.Second())*time.Second -
		time.Duration(t.Nanosecond()))
}

// dayStart is the first instant of a local date. Clocks change at midnight in
// places, so that midnight happens twice or not at all: of midnight by the
// clock of the day before and by the clock of the day itself, the earlier one
// that has the date is the first. The zero time says that no instant has it.
func dayStart(year int, month time.Month, day int, zone *time.Location) time.Time {
	noon := time.Date(year, month, day, 12, 0, 0, 0, zone)
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	var first time.Time
	for _, clock := range []time.Time{noon, noon.Add(-24 * time.Hour)} {
		_, offset := clock.Zone()
		t := midnight.Add(-time.Duration(offset) * time.Second).In(zone)
		if t.Day() == midnight.Day() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

// apportion splits a total in proportion to weights into whole numbers that
// add up to it. The products take 128 bits.
func apportion(total int64, weights []uint64) []int64 {
	if total < 0 {
		shares := apportion(-total, weights)
		for i := range shares {
			shares[i] = -shares[i]
		}
		return shares
	}
	var whole uint64
	for _, w := range weights {
		whole += w
	}
	shares, order := make([]int64, len(weights)), make([]int, len(weights))
	remainders := make([]uint64, len(weights))
	left := total
	for i, w := range weights {
		high, low := bits.Mul64(uint64(total), w)
		quotient, remainder := bits.Div64(high, low, whole)
		shares[i], remainders[i], order[i] = int64(quotient), remainder, i //nolint:gosec // at most total
		left -= shares[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainders[b], remainders[a]) })
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}
