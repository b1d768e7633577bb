package reach

import "math"

// A Band is one age band (or other stratum) of a rate to be standardised:
// events among people, and the weight of the band in the standard population.
// Weights are made to add up to 1.
type Band struct {
	Count      float64
	Population float64
	Weight     float64
}

// A StandardRate is a directly standardised rate, per person.
type StandardRate struct {
	Crude    *float64  `json:"crude"`
	Rate     *float64  `json:"rate"`
	Variance *float64  `json:"variance"`
	Low      *float64  `json:"low"`
	High     *float64  `json:"high"`
	Level    float64   `json:"level"`
	Method   Method    `json:"method"`
	Warnings []Warning `json:"warnings"`
}

// Standardise is the directly standardised rate with the gamma interval of Fay
// and Feuer (1997):
//
//	r = sum w x/n     v = sum w^2 x/n^2     m = max w/n
//	low  Gamma(shape r^2/v, scale v/r)
//	high Gamma(shape (r+m)^2/(v+m^2), scale (v+m^2)/(r+m))
//
// A band without people leaves it undefined. The count is of independent
// events; for reach, which is no sample, there is StandardiseReach.
func Standardise(strata []Band, level float64) StandardRate {
	r, v, m := standardised(strata)
	tail := (1 - level) / 2
	low := gammaQuantile(tail, r*r/v, v/r)
	if r == 0 {
		low = 0
	}
	high := gammaQuantile(1-tail, (r+m)*(r+m)/(v+m*m), (v+m*m)/(r+m))
	s := StandardRate{Crude: finite(crude(strata)), Rate: finite(r), Variance: finite(v), Warnings: emptyBands(strata)}
	i := around(r, low, high, level, MethodFayFeuer)
	s.Low, s.High, s.Level, s.Method = i.Low, i.High, i.Level, i.Method
	return s
}

// standardised is the rate, its variance and the largest weight of one person,
// all NaN where a band is empty.
func standardised(strata []Band) (rate, variance, heaviest float64) {
	var weights float64
	for _, s := range strata {
		weights += count(&s.Weight)
	}
	for _, s := range strata {
		w := ratio(ratio(s.Weight, weights), s.Population)
		rate += w * count(&s.Count)
		variance += w * w * count(&s.Count)
		heaviest = math.Max(heaviest, w)
	}
	if len(strata) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return rate, variance, heaviest
}

func crude(strata []Band) float64 {
	var events, people float64
	for _, s := range strata {
		events, people = events+count(&s.Count), people+count(&s.Population)
	}
	return ratio(events, people)
}

func emptyBands(strata []Band) []Warning {
	for _, s := range strata {
		if !(s.Population > 0) {
			return []Warning{EmptyStratum}
		}
	}
	return nil
}

// A ReachedBand is the reach in one age band, in people, with what it is at
// least and at most.
type ReachedBand struct {
	Reach      Bounds
	Population float64
	Weight     float64
}

// A StandardReach is reach per 1,000 people, crude and standardised. The ends
// are bounds, not an interval, because reach is no sample.
type StandardReach struct {
	Crude        Bounds    `json:"crude_per_1000"`
	Standardised Bounds    `json:"standardised_per_1000"`
	Warnings     []Warning `json:"warnings"`
}

// StandardiseReach applies the weights of a standard population to lower
// bound, estimate and upper bound alike. The age bands must be those that all
// countries compared report. A band without people leaves it undefined.
func StandardiseReach(strata []ReachedBand) StandardReach {
	pick := func(of func(Bounds) *float64) []Band {
		var picked []Band
		for _, s := range strata {
			picked = append(picked, Band{
				Count: number(of(s.Reach)), Population: s.Population, Weight: s.Weight,
			})
		}
		return picked
	}
	low := pick(func(b Bounds) *float64 { return b.Low })
	point := pick(func(b Bounds) *float64 { return b.Point })
	high := pick(func(b Bounds) *float64 { return b.High })
	per1000 := func(strata []Band) float64 {
		rate, _, _ := standardised(strata)
		return 1000 * rate
	}
	return StandardReach{
		Crude:        bounds(1000*crude(low), 1000*crude(point), 1000*crude(high)),
		Standardised: bounds(per1000(low), per1000(point), per1000(high)),
		Warnings:     emptyBands(point),
	}
}

// StandardiseRatio is the ratio of two standardised rates, a over b, with a
// log-normal interval; a rate of zero has none.
func StandardiseRatio(a, b []Band, level float64) Ratio {
	ra, va, _ := standardised(a)
	rb, vb, _ := standardised(b)
	q := ra / rb
	factor := math.Exp(normalCritical(level) * math.Sqrt(va/(ra*ra)+vb/(rb*rb)))
	warnings := ordered(append(emptyBands(a), emptyBands(b)...))
	if rb == 0 {
		warnings = append(warnings, ZeroDenominatorRate)
	}
	return ratioOf(around(q, q/factor, q*factor, level, MethodLogNormal), warnings...)
}
