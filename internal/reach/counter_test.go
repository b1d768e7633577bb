package reach_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caravan/internal/reach"
)

func day(d int) time.Time {
	return time.Date(2026, 1, d, 0, 0, 0, 0, time.UTC)
}

// TestBucketsFollowTheLocalClock spreads one view a second over days on which
// clocks change.
func TestBucketsFollowTheLocalClock(t *testing.T) {
	for name, c := range map[string]struct {
		zone string
		from time.Time
		days int
		want map[string]int64
	}{
		"a day of 23 hours": {
			"Europe/Berlin", time.Date(2026, 3, 27, 23, 0, 0, 0, time.UTC), 3,
			map[string]int64{"2026-03-28": 24, "2026-03-29": 23, "2026-03-30": 24, "2026-03-31": 1},
		},
		"a day of 25 hours": {
			"Europe/Berlin", time.Date(2026, 10, 23, 22, 0, 0, 0, time.UTC), 3,
			map[string]int64{"2026-10-24": 24, "2026-10-25": 25, "2026-10-26": 23},
		},
		"midnight that does not happen": {
			"Africa/Cairo", time.Date(2026, 4, 22, 22, 0, 0, 0, time.UTC), 2,
			map[string]int64{"2026-04-23": 24, "2026-04-24": 23, "2026-04-25": 1},
		},
		"midnight that happens twice": {
			"America/Havana", time.Date(2026, 10, 31, 4, 0, 0, 0, time.UTC), 2,
			map[string]int64{"2026-10-31": 24, "2026-11-01": 24},
		},
		"a date that is missing": {
			"Pacific/Apia", time.Date(2011, 12, 29, 10, 0, 0, 0, time.UTC), 2,
			map[string]int64{"2011-12-29": 24, "2011-12-31": 24},
		},
		"an offset of five hours and three quarters": {
			"Asia/Kathmandu", time.Date(2026, 5, 1, 18, 15, 0, 0, time.UTC), 1,
			map[string]int64{"2026-05-02": 24},
		},
	} {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			hours := int64(24 * c.days)
			to := c.from.Add(time.Duration(hours) * time.Hour)
			got := reach.Bucketed([]reach.Increment{{From: c.from, To: to, Value: hours}}, zone, reach.Day)
			values := map[string]int64{}
			for _, b := range got.Buckets {
				values[b.Key] = b.Value
			}
			if diff := cmp.Diff(c.want, values); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBucketsOfHours(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 10, 24, 23, 30, 0, 0, time.UTC)
	got := reach.Bucketed([]reach.Increment{{From: from, To: from.Add(2 * time.Hour), Value: 8}}, zone, reach.Hour)
	var keys []string
	for _, b := range got.Buckets {
		keys = append(keys, b.Key)
	}
	want := []string{"2026-10-25T01:00:00+02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"}
	if diff := cmp.Diff(want, keys); diff != "" {
		t.Error(diff)
	}
}

func TestBucketsSayWhenSnapshotsAreTooFarApart(t *testing.T) {
	for _, c := range []struct {
		unit reach.BucketUnit
		gap  time.Duration
		want bool
	}{
		{reach.Hour, 6 * time.Hour, true},
		{reach.Hour, 7 * time.Hour, false},
		{reach.Day, 72 * time.Hour, true},
		{reach.Day, 73 * time.Hour, false},
	} {
		got := reach.Bucketed([]reach.Increment{{From: day(1), To: day(1).Add(c.gap), Value: 5}}, time.UTC, c.unit)
		if got.Displayable() != c.want {
			t.Errorf("%v apart by %s: %v", c.gap, c.unit, got.Displayable())
		}
	}
}

func TestBucketsPutAnInstantIntoItsOwnDay(t *testing.T) {
	got := reach.Bucketed([]reach.Increment{{From: day(2), To: day(2), Value: 100}}, time.UTC, reach.Day)
	want := []reach.Bucket{{Key: "2026-01-02", Start: day(2), Value: 100}}
	if diff := cmp.Diff(want, got.Buckets); diff != "" {
		t.Error(diff)
	}
}

func TestHorizon(t *testing.T) {
	readings := []reach.Reading{{Age: 10 * time.Hour, Value: 100}, {Age: 20 * time.Hour, Value: 300}}
	for name, c := range map[string]struct {
		age    time.Duration
		want   *float64
		status reach.HorizonStatus
	}{
		"before the first reading": {5 * time.Hour, new(50.0), reach.Interpolated},
		"on a reading":             {10 * time.Hour, new(100.0), reach.Interpolated},
		"between":                  {15 * time.Hour, new(200.0), reach.Interpolated},
		"on the last":              {20 * time.Hour, new(300.0), reach.Interpolated},
		"after the last":           {21 * time.Hour, nil, reach.RightCensored},
	} {
		t.Run(name, func(t *testing.T) {
			got := reach.Horizon(readings, c.age)
			if diff := cmp.Diff(reach.AtHorizon{Value: c.want, Last: new(300.0), Status: c.status}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := reach.Horizon(nil, time.Hour); got.Value != nil || got.Last != nil || got.Status != reach.RightCensored {
		t.Errorf("without readings: %+v", got)
	}
}
