package reach_test

import (
	"strconv"

	"caravan/internal/reach"
)

// sourcesIn is an input with sources and a universe.
type sourcesIn struct {
	Sources    []sourceIn
	Universe   *float64
	Overlaps   []reach.Shared
	Kappa      []float64
	Confidence float64
}

type sourceIn struct {
	ID               string
	Reach            *float64
	Low, Point, High *float64
	Floor            *float64 `json:"privacy_floor"`
}

func (in sourcesIn) sources() []reach.Source {
	var sources []reach.Source
	for _, s := range in.Sources {
		switch {
		case s.Floor != nil && s.Reach == nil:
			sources = append(sources, reach.BelowFloor(s.ID, *s.Floor))
		case s.Point != nil:
			sources = append(sources, reach.Source{ID: s.ID, Reach: s.Point, Low: s.Low, High: s.High})
		default:
			sources = append(sources, reach.Source{ID: s.ID, Reach: s.Reach})
		}
	}
	return sources
}

// numbered is sources known by their position.
func numbered(reaches []*float64) []reach.Source {
	var sources []reach.Source
	for i, r := range reaches {
		sources = append(sources, reach.Source{ID: strconv.Itoa(i), Reach: r})
	}
	return sources
}

func reachOperations() map[string]operation {
	return map[string]operation{
		"reach.combine":           op(func(in sourcesIn) any { return reach.Combine(in.sources(), in.Universe) }),
		"reach.combine_intervals": op(func(in sourcesIn) any { return reach.Combine(in.sources(), in.Universe) }),
		"reach.combine_strata":    op(combineStrata),
		"reach.scenario":          op(scenario),
		"reach.two_level":         op(twoLevel),
		"reach.over_time":         op(overTime),
		"reach.panel_estimate":    op(panelEstimate),
		"reach.overlap": op(func(in sourcesIn) any {
			return answer(reach.Overlap(in.sources(), in.Universe, in.Overlaps))
		}),
		"reach.agostini": op(func(in struct {
			Reach   []float64
			Overlap []float64 `json:"pairwise_overlap"`
			K       float64
		},
		) any {
			return fields{"value": reach.Agostini(in.Reach, in.Overlap, in.K), "label": reach.LabelAgostini}
		}),
	}
}

func combineStrata(in struct {
	Strata []struct {
		Key      string
		Universe *float64
		Reach    []*float64
	}
},
) any {
	var strata []reach.Stratum
	for _, s := range in.Strata {
		strata = append(strata, reach.Stratum{Key: s.Key, Universe: s.Universe, Sources: numbered(s.Reach)})
	}
	return reach.CombineStrata(strata)
}

func scenario(in sourcesIn) any {
	combined := reach.Combine(in.sources(), in.Universe)
	values := []*float64{}
	for _, kappa := range in.Kappa {
		values = append(values, combined.At(kappa))
	}
	return fields{"values": values, "label": reach.LabelScenario}
}

func twoLevel(in struct {
	Universe    *float64
	KappaWithin float64 `json:"kappa_within"`
	Groups      []struct {
		Platform      string
		Deliveries    []*float64
		PlatformTotal *float64 `json:"platform_total"`
	}
},
) any {
	var platforms []reach.Platform
	for _, g := range in.Groups {
		platforms = append(platforms, reach.Platform{
			Name: g.Platform, Deliveries: numbered(g.Deliveries), Total: g.PlatformTotal,
		})
	}
	two := reach.TwoLevel(platforms, in.Universe, in.KappaWithin)
	var points, lowers, uppers []*float64
	for _, p := range two.Platforms {
		points, lowers, uppers = append(points, p.Point), append(lowers, p.Low), append(uppers, p.High)
	}
	return fields{
		"platform_point": points, "platform_lower": lowers, "platform_upper": uppers,
		"lower": two.Lower, "upper": two.Upper, "point": two.Independent, "label": two.Label, "warnings": two.Warnings,
	}
}

func overTime(in struct {
	Parts    []*float64
	Universe *float64
	Reported *float64 `json:"reported_period_reach"`
},
) any {
	return reach.OverTime(numbered(in.Parts), in.Universe, in.Reported)
}

func panelEstimate(in struct {
	K, N         float64
	DesignEffect float64 `json:"design_effect"`
	Universe     *float64
	Confidence   float64
},
) any {
	return reach.PanelEstimate(in.K, in.N, in.DesignEffect, in.Universe, in.Confidence)
}

func curveOperations() map[string]operation {
	return map[string]operation{
		"reach.curve.goerg": op(goerg),
		"reach.curve.nbd": op(func(in struct {
			Mean  float64 `json:"mean_exposures"`
			Share float64 `json:"reach_share"`
			XMax  int     `json:"x_max"`
		},
		) any {
			return answer(reach.FitNBD(in.Mean, in.Share, in.XMax))
		}),
		"reach.curve.bbd": op(func(in struct {
			Insertions int
			One        float64 `json:"reach_one"`
			Two        float64 `json:"reach_two"`
		},
		) any {
			return answer(reach.FitBBD(in.Insertions, in.One, in.Two))
		}),
		"reach.curve.poisson": op(func(in struct{ GRP float64 }) any {
			return fields{"reach_pct": reach.PoissonCeiling(in.GRP)}
		}),
		"reach.curve.hill": op(func(in struct {
			RMax, H, C float64
			X          []float64
		},
		) any {
			people := []*float64{}
			for _, x := range in.X {
				people = append(people, reach.Hill(x, in.RMax, in.H, in.C))
			}
			return fields{"reach": people}
		}),
	}
}

func goerg(in struct {
	Impressions, Reach float64
	Universe           *float64
	At                 []float64 `json:"evaluate_at"`
	KMax               int       `json:"k_max"`
},
) any {
	curve, err := reach.FitGoerg(in.Impressions, in.Reach, in.Universe, in.KMax)
	if err != nil {
		return answer(nil, err)
	}
	at, kPlus := []*float64{}, []*float64{}
	for _, i := range in.At {
		at = append(at, curve.At(i))
	}
	for _, k := range curve.KPlus {
		kPlus = append(kPlus, k.People)
	}
	return fields{"rho": curve.Rho, "reach_at": at, "kplus_at_impressions": kPlus, "warnings": curve.Warnings}
}
