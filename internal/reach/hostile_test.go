package reach_test

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caravan/internal/reach"
)

// A hostile draws numbers nobody should send.
type hostile struct{ *rapid.T }

func (h hostile) number() float64 {
	odd := rapid.SampledFrom([]float64{
		math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, math.Copysign(0, -1), 1, 0.5, 5e-324, 1e-300, 1e15, 1e300, math.MaxFloat64,
	})
	return rapid.OneOf(odd, rapid.Float64Range(0, 1000)).Draw(h.T, "x")
}

func (h hostile) maybe() *float64 {
	if rapid.IntRange(0, 9).Draw(h.T, "unknown") == 0 {
		return nil
	}
	return new(h.number())
}

func (h hostile) numbers() []float64 {
	list := make([]float64, rapid.IntRange(0, 4).Draw(h.T, "length"))
	for i := range list {
		list[i] = h.number()
	}
	return list
}

func (h hostile) sources() []reach.Source {
	list := make([]reach.Source, rapid.IntRange(0, 4).Draw(h.T, "length"))
	for i := range list {
		list[i] = reach.Source{ID: strconv.Itoa(i), Reach: h.maybe(), Low: h.maybe(), High: h.maybe()}
	}
	return list
}

func (h hostile) bounds() reach.Bounds {
	return reach.Bounds{Low: h.maybe(), Point: h.maybe(), High: h.maybe()}
}

func (h hostile) proportion() reach.Proportion {
	return reach.Proportion{X: h.number(), N: h.number()}
}

func (h hostile) proportions() []reach.Proportion {
	list := make([]reach.Proportion, rapid.IntRange(0, 4).Draw(h.T, "length"))
	for i := range list {
		list[i] = h.proportion()
	}
	return list
}

func (h hostile) deliveries() []reach.DeliveryCount {
	list := make([]reach.DeliveryCount, rapid.IntRange(0, 4).Draw(h.T, "length"))
	for i := range list {
		list[i] = reach.DeliveryCount{Y: h.number(), X: h.number()}
	}
	return list
}

func (h hostile) bands() []reach.Band {
	list := make([]reach.Band, rapid.IntRange(0, 4).Draw(h.T, "length"))
	for i := range list {
		list[i] = reach.Band{Count: h.number(), Population: h.number(), Weight: h.number()}
	}
	return list
}

// fit drops the error, which is not what this test is about.
func fit[T any](value T, _ error) T { return value }

// everything is what each function of the package makes of hostile numbers.
func everything(h hostile) map[string]any {
	combined := reach.Combine(h.sources(), h.maybe())
	strata := []reach.Stratum{
		{Key: "a", Universe: h.maybe(), Sources: h.sources()}, {Key: "b", Universe: h.maybe(), Sources: h.sources()},
	}
	platforms := []reach.Platform{
		{Name: "a", Deliveries: h.sources(), Total: h.maybe()}, {Name: "b", Deliveries: h.sources()},
	}
	curve := fit(reach.FitGoerg(h.number(), h.number(), h.maybe(), 3))
	overlap := fit(reach.Overlap(h.sources(), h.maybe(), []reach.Shared{{A: "0", B: "1", Both: h.number()}}))
	wilson := reach.Wilson(h.number(), h.number(), h.number())
	period := reach.OverTime(h.sources(), h.maybe(), h.maybe())
	return map[string]any{
		"combine": combined, "combine result": combined.Result(), "scenario": combined.At(h.number()),
		"strata": reach.CombineStrata(strata), "two levels": reach.TwoLevel(platforms, h.maybe(), h.number()),
		"over time": period, "over time result": period.Result(),
		"panel":   reach.PanelEstimate(h.number(), h.number(), h.number(), h.maybe(), h.number()),
		"overlap": overlap, "overlap result": overlap.Result(),
		"agostini": reach.Agostini(h.numbers(), h.numbers(), h.number()),
		"goerg":    []any{curve, curve.KPlus, curve.At(h.number())},
		"nbd":      fit(reach.FitNBD(h.number(), h.number(), 3)), "bbd": fit(reach.FitBBD(3, h.number(), h.number())),
		"poisson curve": reach.PoissonCeiling(h.number()), "hill": reach.Hill(h.number(), h.number(), h.number(), h.number()),
		"frequency":  reach.AverageFrequency(h.maybe(), h.maybe()),
		"combined":   reach.FrequencyOver([]*float64{h.maybe(), h.maybe()}, h.bounds()),
		"grp":        reach.GrossRatings(h.maybe(), h.maybe(), h.maybe()),
		"table":      reach.CampaignTable(h.maybe(), h.maybe(), h.maybe(), h.maybe()),
		"unique":     reach.EngagementRate(h.maybe(), h.maybe(), h.maybe(), true, h.number()),
		"events":     reach.EngagementRate(h.maybe(), h.maybe(), h.maybe(), false, h.number()),
		"capita":     reach.PerCapita(h.bounds(), h.maybe(), h.maybe()),
		"cost":       reach.CostOfReach(h.number(), h.bounds(), h.maybe()),
		"deliveries": reach.RateOverDeliveries(h.deliveries(), h.number()),
		"rates":      reach.CompareRates(h.deliveries(), h.deliveries(), h.number()),
		"wilson":     wilson, "wilson result": wilson.Result("people"),
		"clopper": reach.ClopperPearson(h.number(), h.number(), h.number()),
		"beta":    reach.Beta(h.number(), h.number(), h.number(), h.number(), h.number()),
		"poisson": reach.Poisson(h.number(), h.number()),
		"horizon": reach.Horizon([]reach.Reading{{Age: time.Hour, Value: h.number()}}, time.Minute),
		"tests":   hostileTests(h), "surveys": hostileSurveys(h),
	}
}

func hostileTests(h hostile) []any {
	return []any{
		reach.Difference(h.proportion(), h.proportion(), h.number()),
		reach.RatioKatz(h.proportion(), h.proportion(), h.number()),
		reach.RatioMover(h.proportion(), h.proportion(), h.number()),
		reach.RateRatio(reach.Events{Count: h.number(), Exposure: h.number()}, reach.Events{Count: h.number(), Exposure: h.number()}, h.number()),
		reach.EqualRates(h.proportions()), reach.SampleRatio(h.numbers(), h.numbers()),
		reach.MSPRT(h.proportion(), h.proportion(), h.number(), h.number()),
		reach.SampleSize(h.number(), h.number(), h.number(), h.number()),
		reach.RankProportions(h.proportions(), h.number()),
		fit(reach.AdjustPValues(reach.Holm, h.numbers())),
		reach.CompareArms(h.proportion(), h.proportion(), h.number(), h.number()),
		reach.BestArm(h.proportions(), h.number(), h.number()),
	}
}

func hostileSurveys(h hostile) []any {
	mean := func() reach.Mean { return reach.Mean{Mean: h.number(), SE: h.number()} }
	moves := func() reach.Transitions {
		return reach.Transitions{YesYes: h.number(), YesNo: h.number(), NoYes: h.number(), NoNo: h.number()}
	}
	rounds := reach.SurveyRounds{
		TreatedPre: h.proportion(), TreatedPost: h.proportion(), ComparisonPre: h.proportion(), ComparisonPost: h.proportion(),
	}
	means := reach.MeanRounds{TreatedPre: mean(), TreatedPost: mean(), ComparisonPre: mean(), ComparisonPost: mean()}
	lift := reach.Interval{Estimate: h.maybe(), Low: h.maybe(), High: h.maybe()}
	clusters := []reach.Cluster{{Treated: true, Pre: h.proportion(), Post: h.proportion()}, {Pre: h.proportion(), Post: h.proportion()}}
	band := reach.ReachedBand{Reach: h.bounds(), Population: h.number(), Weight: h.number()}
	return []any{
		reach.DiffInDiff(rounds, h.number(), h.number()), reach.DiffInDiffMeans(means, h.number()),
		reach.DiffInDiffPaired(moves(), moves(), h.number()),
		reach.DiffInDiffClusters(h.numbers(), h.numbers(), h.number()), reach.DiffInDiffCR1(clusters, h.number()),
		reach.Kish(h.numbers()), reach.PeopleLifted(lift, h.bounds(), h.maybe(), h.maybe()),
		reach.Standardise(h.bands(), h.number()), reach.StandardiseReach([]reach.ReachedBand{band}),
		reach.StandardiseRatio(h.bands(), h.bands(), h.number()),
		reach.NetSentiment(h.number(), h.number(), h.number(), h.number()),
		reach.CorrectShare(h.number(), h.number(), h.number(), h.number(), h.number()),
	}
}

// TestNoUndefinedNumberLeaves relies on encoding/json, which refuses NaN and
// infinities.
func TestNoUndefinedNumberLeaves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for name, value := range everything(hostile{t}) {
			if _, err := json.Marshal(value); err != nil {
				t.Errorf("%s: %v in %+v", name, err, value)
			}
		}
	})
}
