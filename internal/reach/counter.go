package reach

import (
	"cmp"
	"slices"
	"time"
)

// A Snapshot is what a cumulative counter showed at one instant. The newest
// revision of an instant counts: the one received last, then the one with the
// higher sequence number.
type Snapshot struct {
	At         time.Time
	Value      int64
	ReceivedAt time.Time
	Sequence   int64
	Rejected   bool
}

// A Baseline is what the first point of a series counts from.
type Baseline string

// The baselines.
const (
	BaselineZero  Baseline = "zero"  // collecting began at publication: the first value is growth
	BaselineFirst Baseline = "first" // collecting began later: growth begins at the second point
)

// A Flag says what kind of increment it is.
type Flag string

// The flags.
const (
	FlagBaseline   Flag = "baseline"
	FlagOK         Flag = "ok"
	FlagReset      Flag = "reset"               // the series began again
	FlagCorrection Flag = "downward_correction" // the platform took something back
)

// An Increment is how much a counter grew over a span. Its value is negative
// only where the platform corrected the counter. From and To are the same
// instant for a first value counted from zero.
type Increment struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Value int64     `json:"value"`
	Flag  Flag      `json:"flag"`
}

// Growth is a series of increments. Without resets they telescope to the last
// reported value.
type Growth struct {
	Increments  []Increment `json:"increments"`
	Total       int64       `json:"total"`
	Dropped     int         `json:"dropped"` // rejected and superseded snapshots
	Corrections int         `json:"corrections"`
	Resets      int         `json:"resets"`
}

// DefaultResetRatio is the share of the previous value at or below which a
// fallen counter is taken to have begun again.
const DefaultResetRatio = 0.10

// Increments turns the snapshots of one series, in any order, into growth.
// A counter that falls to resetRatio of its previous value or less has begun
// again and grew by its new value; any other fall is a correction and stays a
// negative increment. A new definition or a new native post is a new series
// and must not be mixed in.
func Increments(snapshots []Snapshot, baseline Baseline, resetRatio float64) Growth {
	points := newest(snapshots)
	g := Growth{Increments: []Increment{}, Dropped: len(snapshots) - len(points)}
	for i, p := range points {
		if i > 0 {
			g.add(step(points[i-1], p, resetRatio))
		} else if baseline == BaselineZero {
			g.add(Increment{From: p.At, To: p.At, Value: p.Value, Flag: FlagBaseline})
		}
	}
	return g
}

func (g *Growth) add(i Increment) {
	g.Increments = append(g.Increments, i)
	g.Total += i.Value
	if i.Flag == FlagCorrection {
		g.Corrections++
	}
	if i.Flag == FlagReset {
		g.Resets++
	}
}

// step is the increment between two neighbouring snapshots.
func step(before, after Snapshot, resetRatio float64) Increment {
	i := Increment{From: before.At, To: after.At, Value: after.Value - before.Value, Flag: FlagOK}
	switch {
	case i.Value >= 0:
	case float64(after.Value) <= resetRatio*float64(before.Value):
		i.Value, i.Flag = after.Value, FlagReset
	default:
		i.Flag = FlagCorrection
	}
	return i
}

// newest is the accepted snapshots in order of time, one for each instant.
func newest(snapshots []Snapshot) []Snapshot {
	points := slices.Clone(snapshots)
	points = slices.DeleteFunc(points, func(s Snapshot) bool { return s.Rejected })
	slices.SortFunc(points, func(a, b Snapshot) int {
		return cmp.Or(a.At.Compare(b.At), b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(b.Sequence, a.Sequence))
	})
	return slices.CompactFunc(points, func(a, b Snapshot) bool { return a.At.Equal(b.At) })
}

// A MonotoneSeries is a counter without its dips, for charts only. Low is the
// one to show: it ends at the last reported value.
type MonotoneSeries struct {
	Low      []int64   `json:"low"`      // reverse running minimum
	High     []int64   `json:"high"`     // running maximum
	Isotonic []float64 `json:"isotonic"` // least squares, by pooling adjacent violators
}

// Monotone makes a cumulative series monotone in three ways. Stored values are
// never replaced by it.
func Monotone(values []int64) MonotoneSeries {
	m := MonotoneSeries{Low: slices.Clone(values), High: slices.Clone(values), Isotonic: isotonic(values)}
	for i := 1; i < len(values); i++ {
		m.High[i] = max(m.High[i], m.High[i-1])
	}
	for i := len(values) - 2; i >= 0; i-- {
		m.Low[i] = min(m.Low[i], m.Low[i+1])
	}
	return m
}

// isotonic is the non-decreasing series closest to the values (Ayer and others
// 1955): neighbours that fall are pooled into their mean.
func isotonic(values []int64) []float64 {
	type block struct {
		total float64
		n     int
	}
	var blocks []block
	for _, v := range values {
		b := block{total: float64(v), n: 1}
		for len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if last.total*float64(b.n) <= b.total*float64(last.n) {
				break
			}
			b = block{total: last.total + b.total, n: last.n + b.n}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	fitted := make([]float64, 0, len(values))
	for _, b := range blocks {
		for range b.n {
			fitted = append(fitted, b.total/float64(b.n))
		}
	}
	return fitted
}

// A Reading is what a cumulative counter showed at an age since publication.
type Reading struct {
	Age   time.Duration
	Value float64
}

// A HorizonStatus says whether a counter is old enough to be read.
type HorizonStatus string

// The statuses.
const (
	Interpolated  HorizonStatus = "interpolated"   // on the line between two readings, or on one of them
	RightCensored HorizonStatus = "right_censored" // the last reading is younger than the horizon
)

// An AtHorizon is a counter read at an age.
type AtHorizon struct {
	Value  *float64      `json:"value"`
	Last   *float64      `json:"last_value"`
	Status HorizonStatus `json:"status"`
}

// Horizon reads a cumulative counter at a common age, so that deliveries of
// different age can be compared: linear between readings, from 0 at age 0,
// and undefined when the last reading is younger. It never extrapolates.
func Horizon(readings []Reading, age time.Duration) AtHorizon {
	points := slices.Clone(readings)
	points = slices.DeleteFunc(points, func(r Reading) bool { return r.Age < 0 || finite(r.Value) == nil })
	slices.SortStableFunc(points, func(a, b Reading) int { return cmp.Compare(a.Age, b.Age) })
	h := AtHorizon{Status: RightCensored}
	if len(points) > 0 {
		h.Last = finite(points[len(points)-1].Value)
	}
	var before Reading
	for _, p := range points {
		if p.Age < age {
			before = p
			continue
		}
		h.Value, h.Status = finite(p.Value), Interpolated
		if p.Age > age {
			passed := float64(age-before.Age) / float64(p.Age-before.Age)
			h.Value = finite(before.Value + passed*(p.Value-before.Value))
		}
		break
	}
	return h
}
