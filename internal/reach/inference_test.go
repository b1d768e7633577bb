package reach_test

import (
	"errors"
	"math"
	"math/bits"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caravan/internal/reach"
)

func TestZeroCountsStillSaySomething(t *testing.T) {
	if got := reach.Wilson(0, 20, 0.95); *got.Low != 0 || !near(*got.High, 0.1611251580528193) {
		t.Errorf("Wilson: %v to %v", *got.Low, *got.High)
	}
	if got := reach.Wilson(20, 20, 0.95); *got.High != 1 {
		t.Errorf("Wilson of all: up to %v", *got.High)
	}
	if got := reach.ClopperPearson(20, 20, 0.95); *got.High != 1 || !near(*got.Low, math.Pow(0.025, 1.0/20)) {
		t.Errorf("Clopper-Pearson of all: %v to %v", *got.Low, *got.High)
	}
	if got := reach.EngagementRate(new(0.0), new(1000.0), nil, false, 0.95); !near(*got.ByReach.High, -math.Log(0.025)/1000) {
		t.Errorf("no events: up to %v", *got.ByReach.High)
	}
}

func TestEngagementRateWithMorePeopleThanReached(t *testing.T) {
	got := reach.EngagementRate(new(120.0), new(100.0), nil, true, 0.95)
	if *got.ByReach.Estimate != 1.2 || got.ByReach.Defined() || !hasWarning(got.Warnings, reach.EngagedExceedReach) {
		t.Errorf("%+v", got)
	}
	events := reach.EngagementRate(new(120.0), new(100.0), nil, false, 0.95)
	if !events.ByReach.Defined() || len(events.Warnings) > 0 {
		t.Errorf("events: %+v", events)
	}
}

func TestPerCapitaLeavesOutWhatIsMoreThanAll(t *testing.T) {
	reached := reach.Bounds{Low: new(50.0), Point: new(90.0), High: new(120.0)}
	got := reach.PerCapita(reached, new(1000.0), new(100.0))
	want := reach.PerHead{
		Per1000:     reach.Bounds{Low: new(50.0), Point: new(90.0), High: new(120.0)},
		TargetShare: reach.Bounds{Low: new(0.5), Point: new(0.9)},
		Warnings:    []reach.Warning{reach.ReachExceedsUniverse},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCostOfNothing(t *testing.T) {
	nobody := reach.Bounds{Low: new(0.0), Point: new(0.0), High: new(0.0)}
	got := reach.CostOfReach(0, nobody, new(0.0))
	want := reach.Cost{Warnings: []reach.Warning{reach.ZeroReach, reach.ZeroEngagements, reach.ZeroCost}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOneDeliveryHasARateWithoutAnInterval(t *testing.T) {
	got := reach.RateOverDeliveries([]reach.DeliveryCount{{Y: 30, X: 1000}}, 0.95)
	if *got.Ratio != 0.03 || got.Log.Defined() || !got.Few || !hasWarning(got.Warnings, reach.SingleDelivery) {
		t.Errorf("%+v", got)
	}
	if c := reach.CompareRates([]reach.DeliveryCount{{Y: 30, X: 1000}}, nil, 0.95); c.PValue != nil || c.Ratio.Estimate != nil {
		t.Errorf("%+v", c)
	}
}

func TestRatioMoverWithNothingToCompareWith(t *testing.T) {
	got := reach.RatioMover(reach.Proportion{X: 20, N: 100}, reach.Proportion{X: 0, N: 100}, 0.95)
	if got.Ratio != nil || got.High != nil || !hasWarning(got.Warnings, reach.ZeroDenominatorRate) {
		t.Errorf("%+v", got)
	}
	// As the second count goes to zero the lower limit goes to this one.
	nearly := reach.RatioMover(reach.Proportion{X: 20, N: 100}, reach.Proportion{X: 1e-9, N: 100}, 0.95)
	if math.Abs(*got.Low-*nearly.Low) > 1e-6 {
		t.Errorf("lower limit %v, nearby %v", *got.Low, *nearly.Low)
	}
}

// TestCompareArmsAgreesWithTheFiniteSum uses that for whole Beta parameters
// P(B > A) is a finite sum (Miller 2015).
func TestCompareArmsAgreesWithTheFiniteSum(t *testing.T) {
	logBeta := func(a, b float64) float64 {
		x, _ := math.Lgamma(a)
		y, _ := math.Lgamma(b)
		z, _ := math.Lgamma(a + b)
		return x + y - z
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) reach.Proportion {
			n := rapid.IntRange(0, 3000).Draw(t, name)
			return reach.Proportion{X: float64(rapid.IntRange(0, n).Draw(t, "yes of "+name)), N: float64(n)}
		}
		a, b := draw("A"), draw("B")
		aA, bA, aB, bB := a.X+1, a.N-a.X+1, b.X+1, b.N-b.X+1
		var want float64
		for i := range int(aB) {
			j := float64(i)
			want += math.Exp(logBeta(aA+j, bA+bB) - math.Log(bB+j) - logBeta(1+j, bB) - logBeta(aA, bA))
		}
		got := reach.CompareArms(a, b, 1, 1)
		if math.Abs(*got.BBeatsA-want) > 1e-8 {
			t.Fatalf("P(B > A) = %v, want %v", *got.BBeatsA, want)
		}
		if loss := *got.LossOfA - *got.LossOfB; math.Abs(loss-*got.MeanDifference) > 1e-9 {
			t.Fatalf("losses differ by %v, means by %v", loss, *got.MeanDifference)
		}
		best := reach.BestArm([]reach.Proportion{a, b}, 1, 1)
		if math.Abs(*best[0]+*best[1]-1) > 1e-8 {
			t.Fatalf("%v and %v", *best[0], *best[1])
		}
	})
}

func TestCompareArmsWithACorneredPrior(t *testing.T) {
	got := reach.CompareArms(reach.Proportion{X: 0, N: 40}, reach.Proportion{X: 0, N: 40}, 0.5, 0.5)
	if math.Abs(*got.BBeatsA-0.5) > 1e-7 {
		t.Errorf("equal arms: P(B > A) = %v", *got.BBeatsA)
	}
}

// TestPermutationCountsEverySplit counts the splits one by one.
func TestPermutationCountsEverySplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Whole numbers tie often, which is where counting goes wrong.
		score := rapid.Map(rapid.IntRange(-5, 5), func(i int) float64 { return float64(i) / 10 })
		treated := rapid.SliceOfN(score, 1, 6).Draw(t, "treated")
		comparison := rapid.SliceOfN(score, 1, 6).Draw(t, "comparison")
		all := append(append([]float64{}, treated...), comparison...)
		difference := func(chosen int) float64 {
			var in, out float64
			for i, s := range all {
				if chosen>>i&1 == 1 {
					in += s / float64(len(treated))
				} else {
					out += s / float64(len(comparison))
				}
			}
			return math.Abs(in - out)
		}
		var splits, extreme float64
		for chosen := range 1 << len(all) {
			if bits.OnesCount(uint(chosen)) != len(treated) {
				continue
			}
			splits++
			if difference(chosen) >= difference(1<<len(treated)-1)-1e-9 {
				extreme++
			}
		}
		got := reach.DiffInDiffClusters(treated, comparison, 0.95)
		if *got.Permutations != splits || math.Abs(*got.PermutationP-extreme/splits) > 1e-12 {
			t.Fatalf("%v of %v, want %v of %v", *got.PermutationP**got.Permutations, *got.Permutations, extreme, splits)
		}
	})
}

func TestPermutationOfManyClustersIsQuick(t *testing.T) {
	scores := make([]float64, reach.FewClusters-1)
	for i := range scores {
		scores[i] = math.Sin(float64(i * i))
	}
	begun := time.Now()
	got := reach.DiffInDiffClusters(scores[:19], scores[19:], 0.95)
	if *got.Permutations != 68_923_264_410 { // 39 over 19
		t.Errorf("%v splits", *got.Permutations)
	}
	if p := *got.PermutationP; !(p > 0 && p <= 1) {
		t.Errorf("p = %v", p)
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestSampleSizeIsTheSmallestThatHasThePower(t *testing.T) {
	if got := reach.SampleSize(0.05, 0.05, 0.05, 0.8); got != nil {
		t.Errorf("no difference to find, yet %v people find it", *got)
	}
	if a, b := reach.SampleSize(0.05, 0.06, 0.05, 0.8), reach.SampleSize(0.05, 0.06, 0.05, 0.9); *a >= *b {
		t.Errorf("power 0.8 needs %v, power 0.9 %v", *a, *b)
	}
}

func TestRanksLeaveOutWhatHasNoEstimate(t *testing.T) {
	got := reach.RankProportions([]reach.Proportion{{X: 900, N: 1000}, {}, {X: 500, N: 1000}, {X: 100, N: 1000}}, 0.95)
	type place struct {
		rank, low, high int
		group           reach.RankGroup
	}
	want := []place{{1, 1, 1, reach.GroupTop}, {}, {2, 2, 2, reach.GroupMiddle}, {3, 3, 3, reach.GroupBottom}}
	for i, r := range got {
		if p := (place{r.Rank, r.RankLow, r.RankHigh, r.Group}); p != want[i] {
			t.Errorf("item %d: %v, want %v", i, p, want[i])
		}
	}
}

func TestAdjustPValuesRefuses(t *testing.T) {
	for name, do := range map[string]func() ([]float64, error){
		"no p-value":         func() ([]float64, error) { return reach.AdjustPValues(reach.Holm, []float64{0.1, math.NaN()}) },
		"above one":          func() ([]float64, error) { return reach.AdjustPValues(reach.Holm, []float64{1.1}) },
		"unknown adjustment": func() ([]float64, error) { return reach.AdjustPValues("none", []float64{0.1}) },
	} {
		if _, err := do(); !errors.Is(err, reach.ErrArgument) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCurvesRefuse(t *testing.T) {
	_, goerg := reach.FitGoerg(100, 101, nil, 1)
	_, nbd := reach.FitNBD(1.5, 0.78, 3) // random exposure reaches 77.7 %
	_, bbd := reach.FitBBD(5, 0.2, 0.37) // random exposure reaches 36 % with two
	_, flat := reach.FitBBD(5, 0.2, 0.2)
	for _, c := range []struct{ got, want error }{
		{goerg, reach.ErrReach}, {nbd, reach.ErrCeiling}, {bbd, reach.ErrInsertions}, {flat, reach.ErrInsertions},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	curve, err := reach.FitGoerg(900_000, 300_000, new(400_000.0), 1)
	if err != nil || !hasWarning(curve.Warnings, reach.AsymptoteExceeds) {
		t.Errorf("%v with %v", err, curve.Warnings)
	}
}

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		amount, rate string
		units        int
		want         string
		err          error
	}{
		{"0.005", "1", 2, "0.00", nil},
		{"0.015", "1", 2, "0.02", nil},
		{"-0.015", "1", 2, "-0.02", nil},
		{"-0.004", "1", 2, "0.00", nil},
		{"1250.5", "1", 0, "1250", nil},
		{"1251.5", "1", 0, "1252", nil},
		{"7", "0.00012", 3, "0.001", nil},
		{"1e3", "1", 2, "", reach.ErrDecimal},
		{"1/3", "1", 2, "", reach.ErrDecimal},
		{"", "1", 2, "", reach.ErrDecimal},
		{"1", "one", 2, "", reach.ErrDecimal},
		{"1", "0", 2, "", reach.ErrArgument},
		{"1", "1", 7, "", reach.ErrArgument},
	} {
		got, err := reach.Convert(c.amount, c.rate, c.units)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s at %s: %q, %v; want %q, %v", c.amount, c.rate, got, err, c.want, c.err)
		}
	}
}

func TestLiftThatHarmsHasNoPrice(t *testing.T) {
	lift := reach.Interval{Estimate: new(-0.05), Low: new(-0.08), High: new(-0.02)}
	reached := reach.Bounds{Low: new(100.0), Point: new(150.0), High: new(200.0)}
	got := reach.PeopleLifted(lift, reached, new(1000.0), new(0.3))
	if diff := cmp.Diff(reach.Bounds{Low: new(-16.0), Point: new(-7.5), High: new(-2.0)}, got.People); diff != "" {
		t.Error(diff)
	}
	if got.Cost != (reach.Bounds{}) || len(got.Warnings) > 0 {
		t.Errorf("cost %+v, warnings %v", got.Cost, got.Warnings)
	}
}

func TestStandardiseReachNeedsPeopleInEveryBand(t *testing.T) {
	got := reach.StandardiseReach([]reach.ReachedBand{
		{Reach: reach.Bounds{Point: new(10.0)}, Population: 100, Weight: 1},
		{Reach: reach.Bounds{Point: new(0.0)}, Population: 0, Weight: 1},
	})
	if got.Standardised.Point != nil || *got.Crude.Point != 100 || !hasWarning(got.Warnings, reach.EmptyStratum) {
		t.Errorf("%+v", got)
	}
}

func TestCorrectShareRefusesAClassifierThatGuesses(t *testing.T) {
	got := reach.CorrectShare(30, 100, 0.5, 0.5, 0.95)
	if got.Corrected != nil || got.Interval.Defined() || !hasWarning(got.Warnings, reach.ClassifierUninformed) {
		t.Errorf("%+v", got)
	}
}

func TestIdentitiesOfCountersThatCannotBe(t *testing.T) {
	got := reach.Identities(map[string]float64{
		"reach": 10, "universe": 5, "views": 3, "views_complete": 4, "clicks": 1, "unique_clicks": 2, "shares": -1,
	})
	want := []reach.Warning{
		reach.CompleteExceedsViews, reach.NegativeValue, reach.ReachExceedsUniverse, reach.UniqueExceedsTotal,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestModifiedZOfEqualValues(t *testing.T) {
	got := reach.ModifiedZ([]int64{7, 7, 7}, reach.DefaultAnomalyThreshold)
	if diff := cmp.Diff([]float64{0, 0, 0}, got.Scores); diff != "" || len(got.Flagged) > 0 {
		t.Errorf("flagged %v, scores %s", got.Flagged, diff)
	}
	if got := reach.ModifiedZ(nil, 3.5); got.Median != nil {
		t.Errorf("median of nothing: %v", *got.Median)
	}
}

func TestCompareSaysWhatDiffers(t *testing.T) {
	views := reach.Figure{Metric: "views", Definition: "yt.2026", Family: "view_start", Unit: "plays", Kind: "measured"}
	for name, c := range map[string]struct {
		change func(*reach.Figure)
		want   reach.Comparability
	}{
		"nothing": {func(*reach.Figure) {}, reach.Comparability{Verdict: reach.Comparable, Caveats: []reach.Caveat{}}},
		"metric": {
			func(f *reach.Figure) { f.Metric = "reach" },
			reach.Comparability{Verdict: reach.NotComparable, Caveats: []reach.Caveat{reach.DifferentMetric}},
		},
		"people and accounts": {
			func(f *reach.Figure) { f.Unit = "accounts" },
			reach.Comparability{Verdict: reach.NotComparable, Caveats: []reach.Caveat{reach.UnitMismatch}},
		},
		"a panel": {
			func(f *reach.Figure) { f.Kind = "estimated" },
			reach.Comparability{Verdict: reach.ComparableWithCaveats, Caveats: []reach.Caveat{reach.MeasuredVsEstimated}},
		},
		"currency": {
			func(f *reach.Figure) { f.Currency = "KGS" },
			reach.Comparability{Verdict: reach.ComparableWithCaveats, Caveats: []reach.Caveat{reach.CurrencyConverted}},
		},
		"a day of age": {
			func(f *reach.Figure) { f.Age = new(48 * time.Hour) },
			reach.Comparability{Verdict: reach.Comparable, Caveats: []reach.Caveat{}},
		},
		"more than a day of age": {
			func(f *reach.Figure) { f.Age = new(49 * time.Hour) },
			reach.Comparability{Verdict: reach.ComparableWithCaveats, Caveats: []reach.Caveat{reach.DifferentAge}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := views, views
			a.Age, b.Age = new(24*time.Hour), new(24*time.Hour)
			c.change(&b)
			if diff := cmp.Diff(c.want, reach.Compare(a, b)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
