package reach_test

import (
	"fmt"
	"time"

	"caravan/internal/reach"
)

// countsIn is the counts of one campaign; absent ones are not known.
type countsIn struct {
	Universe     *float64
	Reach        *float64
	Impressions  *float64
	Engagements  *float64
	UniqueClicks *float64 `json:"unique_clicks"`
	Unique       bool     `json:"numerator_is_unique_people"`
}

// boundsIn is a reach with its bounds.
type boundsIn struct {
	Lower *float64 `json:"reach_lower"`
	Point *float64 `json:"reach_point"`
	Upper *float64 `json:"reach_upper"`
}

func (in boundsIn) bounds() reach.Bounds {
	return reach.Bounds{Low: in.Lower, Point: in.Point, High: in.Upper}
}

func rateOperations() map[string]operation {
	return map[string]operation{
		"rate.grp": op(func(in countsIn) any { return reach.GrossRatings(in.Impressions, in.Reach, in.Universe) }),
		"rate.campaign_table": op(func(in countsIn) any {
			return reach.CampaignTable(in.Universe, in.Reach, in.Impressions, in.UniqueClicks)
		}),
		"rate.frequency": op(func(in countsIn) any { return reach.AverageFrequency(in.Impressions, in.Reach) }),
		"rate.frequency_combined": op(func(in struct {
			Impressions []*float64
			boundsIn
		},
		) any {
			return reach.FrequencyOver(in.Impressions, in.bounds())
		}),
		"rate.engagement": op(engagement),
		"rate.per_capita": op(func(in struct {
			boundsIn
			Population *float64
			Target     *float64 `json:"target_audience"`
		},
		) any {
			p := reach.PerCapita(in.bounds(), in.Population, in.Target)
			return fields{"per_1000": triple(p.Per1000), "target_share": triple(p.TargetShare), "warnings": p.Warnings}
		}),
		"cost.reached": op(func(in struct {
			Cost    float64
			Engaged *float64
			boundsIn
		},
		) any {
			return reach.CostOfReach(in.Cost, in.bounds(), in.Engaged)
		}),
		"rate.ratio_clustered":    op(ratioClustered),
		"compare.rates_clustered": op(ratesClustered),
		"fx.convert": op(func(in struct {
			Amount, Rate string
			MinorUnits   int `json:"minor_units"`
		},
		) any {
			amount, err := reach.Convert(in.Amount, in.Rate, in.MinorUnits)
			return answer(fields{"amount": amount}, err)
		}),
	}
}

func engagement(in countsIn) any {
	e := reach.EngagementRate(in.Engagements, in.Reach, in.Impressions, in.Unique, 0.95)
	var method any
	if e.ByReach.Defined() {
		method = fmt.Sprintf("%s_%g", e.ByReach.Method, 100*e.ByReach.Level)
	}
	return fields{
		"by_reach": e.ByReach.Estimate, "by_impressions": e.ByImpressions, "ci_by_reach": ends(e.ByReach),
		"interval_method": method, "warnings": e.Warnings,
	}
}

type deliveriesIn struct{ Y, X []float64 }

func (in deliveriesIn) counts() []reach.DeliveryCount {
	var counts []reach.DeliveryCount
	for i := range in.Y {
		counts = append(counts, reach.DeliveryCount{Y: in.Y[i], X: in.X[i]})
	}
	return counts
}

func ratioClustered(in struct {
	deliveriesIn
	Confidence float64
},
) any {
	r := reach.RateOverDeliveries(in.counts(), in.Confidence)
	return fields{
		"ratio": r.Ratio, "se_linearised": r.SELinearised, "se_jackknife": r.SEJackknife, "df": r.DF,
		"ci_log_jackknife": ends(r.Log), "ci_linear": ends(r.Linear), "dispersion": r.Dispersion, "warnings": r.Warnings,
	}
}

func ratesClustered(in struct {
	A, B       deliveriesIn
	Confidence float64
},
) any {
	c := reach.CompareRates(in.A.counts(), in.B.counts(), in.Confidence)
	return fields{
		"ratio": c.Ratio.Estimate, "log_ratio_se": c.LogRatioSE, "df": c.DF, "ratio_ci": ends(c.Ratio),
		"p_value": c.PValue, "difference": c.Difference.Estimate, "difference_se": c.DifferenceSE,
		"difference_df": c.DifferenceDF, "difference_ci": ends(c.Difference), "warnings": c.Warnings,
	}
}

func counterOperations() map[string]operation {
	return map[string]operation{
		"counter.increments": op(increments),
		"counter.monotone":   op(func(in struct{ Values []int64 }) any { return reach.Monotone(in.Values) }),
		"counter.bucket":     op(buckets),
		"compare.horizon":    op(horizon),
		"anomaly.modified_z": op(func(in struct {
			Values    []int64
			Threshold float64
		},
		) any {
			return reach.ModifiedZ(in.Values, in.Threshold)
		}),
		"anomaly.identities": op(func(in struct{ Metrics map[string]*float64 }) any {
			known := map[string]float64{}
			for metric, value := range in.Metrics {
				if value != nil {
					known[metric] = *value
				}
			}
			return fields{"warnings": reach.Identities(known)}
		}),
	}
}

func increments(in struct {
	Baseline   reach.Baseline
	ResetRatio float64 `json:"reset_ratio"`
	Snapshots  []struct {
		T, Seq  int64
		Value   *int64
		Quality string
	}
},
) any {
	var snapshots []reach.Snapshot
	for _, s := range in.Snapshots {
		if s.Value != nil {
			snapshots = append(snapshots, reach.Snapshot{
				At: time.Unix(s.T, 0), Value: *s.Value, Sequence: s.Seq, Rejected: s.Quality == "rejected",
			})
		}
	}
	growth := reach.Increments(snapshots, in.Baseline, in.ResetRatio)
	steps, flags := [][2]int64{}, []reach.Flag{}
	for _, i := range growth.Increments {
		steps, flags = append(steps, [2]int64{i.To.Unix(), i.Value}), append(flags, i.Flag)
	}
	return fields{"increments": steps, "flags": flags, "total": growth.Total, "dropped": growth.Dropped}
}

func buckets(in struct {
	Timezone string
	Unit     reach.BucketUnit
	Points   []struct {
		T     time.Time
		Value int64
	}
},
) any {
	zone, err := time.LoadLocation(in.Timezone)
	if err != nil {
		return answer(nil, err)
	}
	var growth []reach.Increment
	for i, p := range in.Points {
		if i > 0 {
			before := in.Points[i-1]
			growth = append(growth, reach.Increment{From: before.T, To: p.T, Value: p.Value - before.Value})
		}
	}
	result := reach.Bucketed(growth, zone, in.Unit)
	values := map[string]int64{}
	for _, b := range result.Buckets {
		values[b.Key] = b.Value
	}
	return fields{"buckets": values, "total": result.Total, "interpolated": result.Interpolated}
}

func horizon(in struct {
	Snapshots [][2]float64 `json:"snapshots_hours"`
	Horizon   float64      `json:"horizon_hours"`
},
) any {
	hours := func(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }
	var readings []reach.Reading
	for _, s := range in.Snapshots {
		readings = append(readings, reach.Reading{Age: hours(s[0]), Value: s[1]})
	}
	return reach.Horizon(readings, hours(in.Horizon))
}
