package reach_test

import (
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caravan/internal/reach"
)

// near allows for rounding.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*(1+math.Max(math.Abs(a), math.Abs(b)))
}

// drawReaches draws the size of an audience and reaches within it.
func drawReaches(t *rapid.T) (universe float64, reaches []float64) {
	n := rapid.IntRange(1, 50_000_000).Draw(t, "universe")
	for _, r := range rapid.SliceOfN(rapid.IntRange(0, n), 2, 8).Draw(t, "reaches") {
		reaches = append(reaches, float64(r))
	}
	return float64(n), reaches
}

func exact(reaches []float64) []reach.Source {
	var sources []reach.Source
	for i, r := range reaches {
		sources = append(sources, reach.Exact(strconv.Itoa(i), r))
	}
	return sources
}

func TestCombineKeepsTheEstimateWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, reaches := drawReaches(t)
		c := reach.Combine(exact(reaches), &n)
		if !(*c.Lower <= *c.Independent && *c.Independent <= *c.Upper && *c.Upper <= n) {
			t.Fatalf("%v <= %v <= %v <= %v", *c.Lower, *c.Independent, *c.Upper, n)
		}
	})
}

func TestCombineGrowsWithEveryReach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, reaches := drawReaches(t)
		before := reach.Combine(exact(reaches), &n)
		i := rapid.IntRange(0, len(reaches)-1).Draw(t, "which")
		reaches[i] = rapid.Float64Range(reaches[i], n).Draw(t, "more")
		after := reach.Combine(exact(reaches), &n)
		if *after.Independent < *before.Independent*(1-1e-12) {
			t.Fatalf("fell from %v to %v", *before.Independent, *after.Independent)
		}
	})
}

func TestCombineDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, reaches := drawReaches(t)
		shuffled := rapid.Permutation(reaches).Draw(t, "shuffled")
		a, b := reach.Combine(exact(reaches), &n), reach.Combine(exact(shuffled), &n)
		if *a.Lower != *b.Lower || *a.Upper != *b.Upper || !near(*a.Independent, *b.Independent) {
			t.Fatalf("%v and %v", a, b)
		}
	})
}

func TestCombineWithAnotherSourceNeverLowersABound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, reaches := drawReaches(t)
		before := reach.Combine(exact(reaches), &n)
		more := append(exact(reaches), rapid.SampledFrom([]reach.Source{
			reach.Exact("more", rapid.Float64Range(0, n).Draw(t, "more")),
			reach.Unreported("more"),
			reach.BelowFloor("more", min(n, 1000)),
		}).Draw(t, "source"))
		after := reach.Combine(more, &n)
		if *after.Lower < *before.Lower || *after.Upper < *before.Upper {
			t.Fatalf("from %v..%v to %v..%v", *before.Lower, *before.Upper, *after.Lower, *after.Upper)
		}
	})
}

func TestStrataSplitInProportionKeepTheEstimate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, reaches := drawReaches(t)
		share := rapid.Float64Range(0.01, 0.99).Draw(t, "share")
		part := func(key string, share float64) reach.Stratum {
			scaled := make([]float64, len(reaches))
			for i, r := range reaches {
				scaled[i] = r * share
			}
			return reach.Stratum{Key: key, Universe: new(n * share), Sources: exact(scaled)}
		}
		whole := reach.CombineStrata([]reach.Stratum{part("all", 1)})
		split := reach.CombineStrata([]reach.Stratum{part("a", share), part("b", 1-share)})
		if !near(*whole.Independent, *split.Independent) {
			t.Fatalf("%v whole, %v split", *whole.Independent, *split.Independent)
		}
	})
}

func TestScenarioRunsFromBoundToBoundWithoutAJump(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, reaches := drawReaches(t)
		c := reach.Combine(exact(reaches), &n)
		if !near(*c.At(1), *c.Lower) || !near(*c.At(-1), *c.Upper) || *c.At(0) != *c.Independent {
			t.Fatalf("%v, %v, %v", *c.At(1), *c.At(0), *c.At(-1))
		}
		const step = 1e-9
		if jump := math.Abs(*c.At(step) - *c.At(-step)); jump > 2*step*n {
			t.Fatalf("jumps by %v at 0", jump)
		}
		if c.At(1.1) != nil || c.At(math.NaN()) != nil {
			t.Fatal("defined outside -1 to 1")
		}
	})
}

// TestOverlapBoundsHoldTheTruth makes an audience pattern by pattern, so that
// the truth is known, and tells the package only reaches and some overlaps.
func TestOverlapBoundsHoldTheTruth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "sources")
		patterns := rapid.SliceOfN(rapid.IntRange(0, 1000), 1<<n, 1<<n).Draw(t, "patterns")
		people := func(members int) (total float64) {
			for pattern, size := range patterns {
				if pattern&members == members {
					total += float64(size)
				}
			}
			return total
		}
		var reaches []float64
		var shared []reach.Shared
		for i := range n {
			reaches = append(reaches, people(1<<i))
			for j := range i {
				if rapid.Bool().Draw(t, "known") {
					shared = append(shared, reach.Shared{A: strconv.Itoa(i), B: strconv.Itoa(j), Both: people(1<<i | 1<<j)})
				}
			}
		}
		universe := people(0)
		truth := universe - float64(patterns[0])
		got, err := reach.Overlap(exact(reaches), &universe, shared)
		if err != nil {
			t.Fatal(err)
		}
		if *got.Lower > truth+1e-6 || *got.Upper < truth-1e-6 || *got.Lower > *got.Upper {
			t.Fatalf("%v..%v, truth %v", *got.Lower, *got.Upper, truth)
		}
	})
}

func TestIncrementsTelescope(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 30).Draw(t, "values")
		var snapshots []reach.Snapshot
		for i, v := range values {
			snapshots = append(snapshots, reach.Snapshot{At: time.Unix(int64(i), 0), Value: v})
		}
		shuffled := rapid.Permutation(snapshots).Draw(t, "shuffled")
		const neverReset = -1
		got := reach.Increments(shuffled, reach.BaselineZero, neverReset)
		if last := values[len(values)-1]; got.Total != last {
			t.Fatalf("total %d, last value %d", got.Total, last)
		}
		late := reach.Increments(shuffled, reach.BaselineFirst, neverReset)
		if want := values[len(values)-1] - values[0]; late.Total != want {
			t.Fatalf("total %d, want %d", late.Total, want)
		}
	})
}

func TestBucketsAddUpInEveryZone(t *testing.T) {
	zones := []string{
		"UTC", "Asia/Kathmandu", "Asia/Tehran", "Asia/Beirut", "America/Scoresbysund", "Africa/Cairo",
		"Pacific/Apia", "Australia/Lord_Howe", "America/Havana", "Asia/Bishkek",
	}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		unit := rapid.SampledFrom([]reach.BucketUnit{reach.Day, reach.Hour}).Draw(t, "unit")
		from := time.Unix(rapid.Int64Range(1_250_000_000, 1_800_000_000).Draw(t, "from"), 0)
		length := time.Duration(rapid.Int64Range(0, int64(9*24*time.Hour)).Draw(t, "length"))
		value := rapid.Int64Range(-1<<50, 1<<50).Draw(t, "value")
		got := reach.Bucketed([]reach.Increment{{From: from, To: from.Add(length), Value: value}}, zone, unit)
		var total int64
		for i, b := range got.Buckets {
			total += b.Value
			if (b.Value < 0) != (value < 0) && b.Value != 0 {
				t.Fatalf("bucket %v of an increment of %d", b, value)
			}
			if i > 0 && !got.Buckets[i-1].Start.Before(b.Start) {
				t.Fatalf("bucket %v does not follow %v", b, got.Buckets[i-1])
			}
		}
		if total != value || got.Total != value {
			t.Fatalf("buckets add up to %d, want %d", total, value)
		}
	})
}

func TestMonotoneSeriesRiseAndKeepTheMean(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000), 1, 40).Draw(t, "values")
		m := reach.Monotone(values)
		if !slices.IsSorted(m.Low) || !slices.IsSorted(m.High) || !slices.IsSorted(m.Isotonic) {
			t.Fatalf("not monotone: %v", m)
		}
		if m.Low[len(values)-1] != values[len(values)-1] {
			t.Fatalf("low ends at %d, reported %d", m.Low[len(values)-1], values[len(values)-1])
		}
		var before, after float64
		for i, v := range values {
			before, after = before+float64(v), after+m.Isotonic[i]
			if m.Low[i] > v || m.High[i] < v {
				t.Fatalf("%d is not between %d and %d", v, m.Low[i], m.High[i])
			}
		}
		if !near(before, after) {
			t.Fatalf("sum %v became %v", before, after)
		}
	})
}

func TestHolmIsBetweenTheRawAndBonferroni(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 20).Draw(t, "p")
		adjusted := map[reach.Adjustment][]float64{}
		for _, by := range []reach.Adjustment{reach.Bonferroni, reach.Holm, reach.BenjaminiHochberg, reach.BenjaminiYekutieli} {
			got, err := reach.AdjustPValues(by, p)
			if err != nil {
				t.Fatal(err)
			}
			adjusted[by] = got
		}
		for i, raw := range p {
			holm, bh := adjusted[reach.Holm][i], adjusted[reach.BenjaminiHochberg][i]
			inOrder := raw <= bh && bh <= holm && holm <= adjusted[reach.Bonferroni][i]
			if !inOrder || bh > adjusted[reach.BenjaminiYekutieli][i] {
				t.Fatalf("p-value %d: %v, %v", i, raw, adjusted)
			}
		}
	})
}

func TestMoreDataNarrowEveryInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := float64(rapid.IntRange(5, 5000).Draw(t, "n"))
		k := float64(rapid.IntRange(0, int(n)).Draw(t, "k"))
		m := float64(rapid.IntRange(1, int(n)).Draw(t, "m"))
		level := rapid.SampledFrom([]float64{0.8, 0.9, 0.95, 0.99}).Draw(t, "level")
		intervals := func(times float64) map[string]reach.Interval {
			a, b := reach.Proportion{X: times * k, N: times * n}, reach.Proportion{X: times * m, N: times * n}
			count := reach.Poisson(a.X, level)
			return map[string]reach.Interval{
				"wilson":          reach.Wilson(a.X, a.N, level),
				"clopper-pearson": reach.ClopperPearson(a.X, a.N, level),
				"beta":            reach.Beta(a.X, a.N, 0.5, 0.5, level),
				"newcombe":        reach.Difference(a, b, level),
				"poisson":         {Low: new(*count.Low / times), High: new(*count.High / times)},
			}
		}
		once, twice := intervals(1), intervals(2)
		for name, i := range once {
			j := twice[name]
			if wide, narrow := *i.High-*i.Low, *j.High-*j.Low; !(narrow < wide) {
				t.Fatalf("%s of %v in %v: %v, with twice the data %v", name, k, n, wide, narrow)
			}
		}
	})
}

func TestConvertIntoTheSameCurrencyChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.StringMatching(`(-?[1-9][0-9]{0,11}|0)\.[0-9]{2}`).Draw(t, "amount")
		got, err := reach.Convert(amount, "1", 2)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(amount, got); diff != "" {
			t.Fatal(diff)
		}
	})
}
