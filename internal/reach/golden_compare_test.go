package reach_test

import (
	"time"

	"caravan/internal/reach"
)

// binomialIn is k of n with a confidence level and perhaps a prior.
type binomialIn struct {
	K, N, Confidence float64
	PriorAlpha       float64 `json:"prior_alpha"`
	PriorBeta        float64 `json:"prior_beta"`
	Sensitivity      float64
	Specificity      float64
}

// twoIn is two proportions.
type twoIn struct {
	X1, N1, X2, N2, Confidence float64
}

func (in twoIn) proportions() (a, b reach.Proportion) {
	return reach.Proportion{X: in.X1, N: in.N1}, reach.Proportion{X: in.X2, N: in.N2}
}

func intervalOperations() map[string]operation {
	return map[string]operation{
		"interval.wilson": op(func(in binomialIn) any { return reach.Wilson(in.K, in.N, in.Confidence) }),
		"interval.clopper_pearson": op(func(in binomialIn) any {
			return reach.ClopperPearson(in.K, in.N, in.Confidence)
		}),
		"interval.beta": op(func(in binomialIn) any {
			i := reach.Beta(in.K, in.N, in.PriorAlpha, in.PriorBeta, in.Confidence)
			return fields{"mean": i.Estimate, "low": i.Low, "high": i.High}
		}),
		"interval.poisson": op(func(in struct{ Count, Confidence float64 }) any {
			return reach.Poisson(in.Count, in.Confidence)
		}),
		"sentiment.net": op(func(in struct{ Positive, Neutral, Negative, Confidence float64 }) any {
			s := reach.NetSentiment(in.Positive, in.Neutral, in.Negative, in.Confidence)
			return fields{
				"net": s.Net, "se": s.SE, "ci": ends(s.Interval), "positive_share": s.PositiveShare.Estimate,
				"positive_ci": ends(s.PositiveShare), "pos_neg_ratio": s.PosNegRatio,
			}
		}),
		"sentiment.corrected": op(func(in binomialIn) any {
			c := reach.CorrectShare(in.K, in.N, in.Sensitivity, in.Specificity, in.Confidence)
			return fields{"observed": c.Observed, "corrected": c.Corrected, "ci": ends(c.Interval), "warnings": c.Warnings}
		}),
	}
}

func comparisonOperations() map[string]operation {
	return map[string]operation{
		"compare.comparability": op(func(in struct{ A, B figureIn }) any { return reach.Compare(in.A.figure(), in.B.figure()) }),
		"compare.diff_newcombe": op(func(in twoIn) any {
			a, b := in.proportions()
			i := reach.Difference(a, b, in.Confidence)
			return fields{"difference": i.Estimate, "low": i.Low, "high": i.High}
		}),
		"compare.ratio_katz": op(func(in twoIn) any {
			a, b := in.proportions()
			return reach.RatioKatz(a, b, in.Confidence)
		}),
		"compare.ratio_mover": op(func(in twoIn) any {
			a, b := in.proportions()
			return reach.RatioMover(a, b, in.Confidence)
		}),
		"compare.rate_ratio_exact": op(func(in struct{ Events1, Exposure1, Events2, Exposure2, Confidence float64 }) any {
			first := reach.Events{Count: in.Events1, Exposure: in.Exposure1}
			second := reach.Events{Count: in.Events2, Exposure: in.Exposure2}
			return reach.RateRatio(first, second, in.Confidence)
		}),
		"rank.intervals": op(func(in struct {
			Items      []reach.Proportion
			Confidence float64
		},
		) any {
			return fields{"items": reach.RankProportions(in.Items, in.Confidence)}
		}),
		"adjust.p_values": op(adjust),
	}
}

type figureIn struct {
	Metric, Definition, Family, Unit, Kind, Currency string
	AgeHours                                         *float64 `json:"age_hours"`
	MissingPlatforms                                 []string `json:"missing_platforms"`
}

func (in figureIn) figure() reach.Figure {
	f := reach.Figure{
		Metric: in.Metric, Definition: in.Definition, Family: in.Family, Unit: in.Unit, Kind: in.Kind,
		Currency: in.Currency, MissingPlatforms: in.MissingPlatforms,
	}
	if in.AgeHours != nil {
		f.Age = new(time.Duration(*in.AgeHours * float64(time.Hour)))
	}
	return f
}

func adjust(in struct {
	PValues []float64 `json:"p_values"`
	Method  reach.Adjustment
},
) any {
	adjusted, err := reach.AdjustPValues(in.Method, in.PValues)
	rejected := []bool{}
	for _, p := range adjusted {
		rejected = append(rejected, p <= 0.05)
	}
	return answer(fields{"adjusted": adjusted, "rejected_at_0.05": rejected}, err)
}

// abIn is two arms.
type abIn struct {
	XA, NA, XB, NB, Tau2, Alpha float64
	PriorAlpha                  float64 `json:"prior_alpha"`
	PriorBeta                   float64 `json:"prior_beta"`
}

func (in abIn) arms() (a, b reach.Proportion) {
	return reach.Proportion{X: in.XA, N: in.NA}, reach.Proportion{X: in.XB, N: in.NB}
}

func experimentOperations() map[string]operation {
	return map[string]operation{
		"test.arms": op(func(in struct{ Arms []reach.Proportion }) any { return reach.EqualRates(in.Arms) }),
		"test.srm":  op(func(in struct{ Observed, Ratio []float64 }) any { return reach.SampleRatio(in.Observed, in.Ratio) }),
		"bayes.two_arms": op(func(in abIn) any {
			a, b := in.arms()
			return reach.CompareArms(a, b, in.PriorAlpha, in.PriorBeta)
		}),
		"bayes.best_of": op(func(in struct {
			Arms       []reach.Proportion
			PriorAlpha float64 `json:"prior_alpha"`
			PriorBeta  float64 `json:"prior_beta"`
		},
		) any {
			return fields{"p_best": reach.BestArm(in.Arms, in.PriorAlpha, in.PriorBeta)}
		}),
		"sequential.msprt": op(func(in abIn) any {
			a, b := in.arms()
			s := reach.MSPRT(a, b, in.Tau2, in.Alpha)
			return fields{
				"difference": s.Difference, "variance": s.Variance, "e_value": s.EValue, "p_value": s.PValue,
				"ci": ends(s.Interval), "stop": s.Stop,
			}
		}),
		"power.two_proportions": op(func(in struct{ P1, P2, Alpha, Power float64 }) any {
			return fields{"n_per_arm": reach.SampleSize(in.P1, in.P2, in.Alpha, in.Power)}
		}),
	}
}
