package models

import (
	"slices"
	"strings"
	"time"
)

// A MetricDefinition is what one platform's number means, and since when. Two
// definitions are never summed or ranked together.
type MetricDefinition struct {
	ID               int64
	Metric           string // of the vocabulary metric
	Platform         string
	NativeName       string // the platform's own name
	Family           string // definitions of one family compare with a caveat
	Unit             string // people, accounts, events, minutes ...
	Kind             string // counter, period, gauge, estimate
	AdditiveTime     bool   // its growth may be summed over days
	AdditiveDelivery bool   // it may be summed over deliveries
	AdditiveSegment  bool   // it may be summed over segments
	Threshold        string // what the platform counts, in words
	PrivacyFloor     *int64 // a zero means "below this"; nil: a zero is a zero
	DayZone          string // the platform's own day, IANA; empty: that of the delivery's country
	Manual           bool   // a person enters it
	SettleHours      int    // until a value may be called final
	ValidFrom        Date
	ValidTo          Date   // the first day on which it no longer holds; empty: still does
	Source           string // where the definition was read
}

// The kinds of metric.
const (
	CounterMetric  = "counter"  // cumulative since publication
	PeriodMetric   = "period"   // the value of one closed period
	GaugeMetric    = "gauge"    // at one instant
	EstimateMetric = "estimate" // by a panel, a survey or a person
)

// ErrNotAdditive refuses a sum of figures that contain the same people more
// than once.
var ErrNotAdditive = refusal(Invalid, "not_additive", "This figure counts people. People are not added up over days or deliveries.")

// Holds reports whether the definition is valid on a day.
func (d *MetricDefinition) Holds(day Date) bool {
	return d.ValidFrom <= day && (d.ValidTo == "" || day < d.ValidTo)
}

// Same reports whether two versions of a definition mean the same. When and
// under which number they are kept is left aside.
func (d *MetricDefinition) Same(other *MetricDefinition) bool {
	a, b := *d, *other
	floors := (a.PrivacyFloor == nil) == (b.PrivacyFloor == nil) && (a.PrivacyFloor == nil || *a.PrivacyFloor == *b.PrivacyFloor)
	a.ID, a.ValidFrom, a.ValidTo, a.PrivacyFloor = b.ID, b.ValidFrom, b.ValidTo, b.PrivacyFloor
	return floors && a == b
}

// OverDays returns ErrNotAdditive if the growth of the metric may not be
// summed over days.
func (d *MetricDefinition) OverDays() error {
	if !d.AdditiveTime {
		return ErrNotAdditive.With(d.Metric + " of " + d.Platform + " is not additive over time.")
	}
	return nil
}

// OverDeliveries returns ErrNotAdditive if the metric may not be summed over
// deliveries.
func (d *MetricDefinition) OverDeliveries() error {
	if !d.AdditiveDelivery {
		return ErrNotAdditive.With(d.Metric + " of " + d.Platform + " is not additive over deliveries.")
	}
	return nil
}

// Audience reports whether the metric says how many different people,
// accounts or devices there were: it is a source of reach.
func (d *MetricDefinition) Audience() bool {
	return slices.Contains([]string{"reach", "listeners", "viewers", "readers"}, d.Metric)
}

// Engagement reports whether the metric counts what people did with a post.
func (d *MetricDefinition) Engagement() bool {
	return slices.Contains([]string{"reactions", "comments", "shares", "saves", "clicks"}, d.Metric)
}

// Exposure reports whether the metric counts how often a post was shown or
// begun.
func (d *MetricDefinition) Exposure() bool {
	return d.Metric == "impressions" || d.Metric == "views"
}

// Heads reports whether the unit is people one could point at, so that a small
// count of a segment would give them away.
func (d *MetricDefinition) Heads() bool { return d.Unit == "people" || d.Unit == "contacts" }

// ValidSegment reports whether a segment is of the closed dictionary: empty
// for everybody, a gender, an age band, or both as women/18-24.
func ValidSegment(segment string) bool {
	if segment == "" {
		return true
	}
	genders, bands := Vocabulary{"women", "men"}, Vocabularies()["age_band"]
	gender, band, both := strings.Cut(segment, "/")
	if both {
		return genders.Has(gender) && bands.Has(band)
	}
	return genders.Has(segment) || bands.Has(segment)
}

// CountryZone returns the IANA zone of a country's days, or fallback for a
// country that is not of the region. Each country of the region keeps one.
func CountryZone(country, fallback string) string {
	zone, known := map[string]string{
		"KZ": "Asia/Almaty", "KG": "Asia/Bishkek", "TJ": "Asia/Dushanbe",
		"TM": "Asia/Ashgabat", "UZ": "Asia/Tashkent", "AF": "Asia/Kabul",
	}[country]
	if !known {
		return fallback
	}
	return zone
}

// DateOf returns the day of an instant in UTC.
func DateOf(t time.Time) Date { return Date(t.UTC().Format(time.DateOnly)) }

// LatestToday returns the latest day that is today anywhere: what somebody
// says of today must not be refused for living east of Greenwich.
func LatestToday(now time.Time) Date { return DateOf(now.Add(14 * time.Hour)) }
