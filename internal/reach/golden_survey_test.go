package reach_test

import "caravan/internal/reach"

func surveyOperations() map[string]operation {
	return map[string]operation{
		"survey.did": op(func(in struct {
			reach.SurveyRounds
			DesignEffect float64 `json:"design_effect"`
			Confidence   float64
		},
		) any {
			l := reach.DiffInDiff(in.SurveyRounds, in.DesignEffect, in.Confidence)
			return fields{
				"lift": l.Lift, "se": l.SE, "wald_ci": ends(l.Wald), "mover_ci": ends(l.Mover), "z": l.Z,
				"p_value": l.PValue, "treated_change": l.TreatedChange, "comparison_change": l.ComparisonChange,
			}
		}),
		"survey.did_means": op(func(in struct {
			reach.MeanRounds
			Confidence float64
		},
		) any {
			l := reach.DiffInDiffMeans(in.MeanRounds, in.Confidence)
			return fields{
				"lift": l.Lift, "se_repeated_cross_sections": l.SECrossSections, "se_panel": l.SEPanel,
				"ci_panel": ends(l.Panel),
			}
		}),
		"survey.did_paired": op(func(in struct {
			Treated, Comparison reach.Transitions
			Confidence          float64
		},
		) any {
			l := reach.DiffInDiffPaired(in.Treated, in.Comparison, in.Confidence)
			return fields{
				"lift": l.Lift, "se": l.SE, "ci": ends(l.Interval),
				"treated_change": l.TreatedChange, "comparison_change": l.ComparisonChange,
			}
		}),
		"survey.did_clusters": op(didClusters),
		"survey.did_cr1": op(func(in struct {
			Clusters   []reach.Cluster
			Confidence float64
		},
		) any {
			l := reach.DiffInDiffCR1(in.Clusters, in.Confidence)
			return fields{"lift": l.Lift, "se_cr1": l.SE, "df": l.DF, "ci": ends(l.Interval)}
		}),
		"survey.kish":          op(func(in struct{ Weights []float64 }) any { return reach.Kish(in.Weights) }),
		"survey.lifted_people": op(liftedPeople),
		"standardise.direct": op(func(in struct {
			bandsIn
			Standard   []float64
			Confidence float64
		},
		) any {
			return reach.Standardise(in.strata(in.Standard), in.Confidence)
		}),
		"standardise.reach": op(standardiseReach),
		"standardise.ratio": op(func(in struct {
			A, B       bandsIn
			Standard   []float64
			Confidence float64
		},
		) any {
			return reach.StandardiseRatio(in.A.strata(in.Standard), in.B.strata(in.Standard), in.Confidence)
		}),
	}
}

func didClusters(in struct {
	Treated    []float64 `json:"treated_changes"`
	Comparison []float64 `json:"comparison_changes"`
	Confidence float64
},
) any {
	l := reach.DiffInDiffClusters(in.Treated, in.Comparison, in.Confidence)
	return fields{
		"lift": l.Lift, "se": l.SE, "df": l.DF, "ci": ends(l.Interval),
		"permutation_p": l.PermutationP, "permutations": l.Permutations,
	}
}

func liftedPeople(in struct {
	Lift     *float64
	Low      *float64 `json:"lift_low"`
	High     *float64 `json:"lift_high"`
	Cost     *float64
	Baseline *float64
	boundsIn
},
) any {
	lift := reach.Interval{Estimate: in.Lift, Low: in.Low, High: in.High}
	return reach.PeopleLifted(lift, in.bounds(), in.Cost, in.Baseline)
}

// bandsIn is counts and populations by age band.
type bandsIn struct{ Count, Population []float64 }

func (in bandsIn) strata(weights []float64) []reach.Band {
	var strata []reach.Band
	for i := range in.Count {
		strata = append(strata, reach.Band{
			Count: in.Count[i], Population: in.Population[i], Weight: weights[i],
		})
	}
	return strata
}

func standardiseReach(in struct{ Reach, Population, Standard []float64 }) any {
	var strata []reach.ReachedBand
	for i, r := range in.Reach {
		strata = append(strata, reach.ReachedBand{
			Reach: reach.Bounds{Low: &r, Point: &r, High: &r}, Population: in.Population[i], Weight: in.Standard[i],
		})
	}
	s := reach.StandardiseReach(strata)
	return fields{
		"crude_per_1000": s.Crude.Point, "standardised_per_1000": s.Standardised.Point, "warnings": s.Warnings,
	}
}

func publicationOperations() map[string]operation {
	return map[string]operation{
		"privacy.suppress": op(func(in struct {
			Cells        map[string]int64
			K            int64
			PublishTotal bool `json:"publish_total"`
		},
		) any {
			return reach.Suppress(in.Cells, in.K, in.PublishTotal)
		}),
		"privacy.suppress_2d": op(func(in struct {
			Table [][]int64
			K     int64
		},
		) any {
			return reach.SuppressTable(in.Table, in.K)
		}),
		"privacy.geometric": op(geometric),
	}
}

func geometric(in struct{ Epsilon, Sensitivity, Coverage float64 }) any {
	g, err := reach.NewGeometric(in.Epsilon, in.Sensitivity)
	if err != nil {
		return answer(nil, err)
	}
	width, err := g.HalfWidth(in.Coverage)
	pmf := []float64{}
	for x := range 5 {
		pmf = append(pmf, g.Probability(x))
	}
	return answer(fields{"pmf": pmf, "variance": g.Variance(), "half_width": width}, err)
}
