package reach

import "math"

// An Interval is an estimate with a confidence (or credible) interval. All
// three numbers are nil when undefined; Level is the two-sided level, such as
// 0.95, and is never left out, because 90 % limits must not be drawn as 95 %.
type Interval struct {
	Estimate *float64 `json:"estimate"`
	Low      *float64 `json:"low"`
	High     *float64 `json:"high"`
	Level    float64  `json:"level"`
	Method   Method   `json:"method"`
}

// around makes an interval.
func around(estimate, low, high, level float64, method Method) Interval {
	return Interval{
		Estimate: finite(estimate), Low: finite(low), High: finite(high),
		Level: orElse(number(finite(level)), 0), Method: method,
	}
}

// Defined says whether the interval has both ends.
func (i Interval) Defined() bool {
	return i.Low != nil && i.High != nil
}

// covers says whether x is within the interval.
func (i Interval) covers(x float64) bool {
	return number(i.Low) <= x && x <= number(i.High)
}

// limits is the two ends as plain numbers.
func (i Interval) limits() (low, high float64) {
	return number(i.Low), number(i.High)
}

// Result is the interval as it is shown, without its provenance.
func (i Interval) Result(unit string) Result {
	r := Result{
		Value: i.Estimate, Low: i.Low, High: i.High, Level: finite(i.Level),
		Label: LabelEstimated, Method: i.Method, Unit: unit,
	}
	if i.Estimate == nil && !i.Defined() {
		r.Label = LabelMissing
	}
	return r
}

// Proportion is x of n: people, answers, clicks.
type Proportion struct {
	X float64 `json:"x"`
	N float64 `json:"n"`
}

// share is x/n, NaN unless 0 <= x <= n and n > 0.
func (p Proportion) share() float64 {
	if !(p.X >= 0 && p.X <= p.N && positive(p.N)) {
		return math.NaN()
	}
	return p.X / p.N
}

// deflated is the proportion at its effective sample size n/deff.
func (p Proportion) deflated(deff float64) Proportion {
	return Proportion{X: p.X / deff, N: p.N / deff}
}

// Wilson is the score interval of k in n (Wilson 1927), the default for one
// proportion. k and n need not be whole, so that an effective sample size
// fits. It is undefined unless 0 <= k <= n, n > 0 and 0 < level < 1; at k = 0
// and k = n the limit is exactly 0 or 1.
func Wilson(k, n, level float64) Interval {
	p, z := Proportion{X: k, N: n}.share(), normalCritical(level)
	if math.IsNaN(p) {
		return around(p, p, p, level, MethodWilson)
	}
	scale := 1 + z*z/n
	centre := (p + z*z/(2*n)) / scale
	half := z / scale * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	low, high := math.Max(centre-half, 0), math.Min(centre+half, 1)
	if k == 0 {
		low = math.Min(low, 0)
	}
	if k == n {
		high = math.Max(high, 1)
	}
	return around(p, low, high, level, MethodWilson)
}

// ClopperPearson is the exact binomial interval of k in n (Clopper and Pearson
// 1934), never too narrow, for audits. It is undefined where Wilson is.
func ClopperPearson(k, n, level float64) Interval {
	p, tail := Proportion{X: k, N: n}.share(), (1-level)/2
	if math.IsNaN(p) || !inside(level) {
		return around(math.NaN(), math.NaN(), math.NaN(), level, MethodClopperPearson)
	}
	low, high := 0.0, 1.0
	if k > 0 {
		low = betaQuantile(tail, k, n-k+1)
	}
	if k < n {
		high = betaQuantile(1-tail, k+1, n-k)
	}
	return around(p, low, high, level, MethodClopperPearson)
}

// Beta is the mean and the equal-tailed credible interval of a proportion with
// k in n seen and a Beta(priorAlpha, priorBeta) prior; 0.5 and 0.5 is the
// Jeffreys prior. It is undefined without a proper posterior.
func Beta(k, n, priorAlpha, priorBeta, level float64) Interval {
	a, b, tail := priorAlpha+k, priorBeta+n-k, (1-level)/2
	if !(k >= 0 && k <= n) || !positive(a, b) {
		a, b = math.NaN(), math.NaN()
	}
	return around(a/(a+b), betaQuantile(tail, a, b), betaQuantile(1-tail, a, b), level, MethodBeta)
}

// Poisson is the exact interval of a count of events (Garwood 1936). A count
// of 0 has the lower limit 0 and an upper limit that still says something.
func Poisson(events, level float64) Interval {
	tail := (1 - level) / 2
	if !(events >= 0) || !inside(level) {
		return around(math.NaN(), math.NaN(), math.NaN(), level, MethodPoisson)
	}
	low := 0.0
	if events > 0 {
		low = gammaQuantile(tail, events, 1)
	}
	return around(events, low, gammaQuantile(1-tail, events+1, 1), level, MethodPoisson)
}

// per is the interval of a rate: everything divided by a positive base.
func (i Interval) per(base float64) Interval {
	low, high := i.limits()
	return around(ratio(number(i.Estimate), base), ratio(low, base), ratio(high, base), i.Level, i.Method)
}

// A Panel is an audience estimated from a sample of it, in people.
type Panel struct {
	Bounds
	Level      float64   `json:"level"`
	NEffective *float64  `json:"n_effective"` // respondents
	Label      Label     `json:"label"`
	Warnings   []Warning `json:"warnings"`
}

// PanelEstimate is the audience of which k in n respondents say they belong to
// it: share x universe, with a Wilson interval at the effective sample size
// n/designEffect. Without a universe there is a warning and no number.
func PanelEstimate(k, n, designEffect float64, universe *float64, level float64) Panel {
	effective := Proportion{X: k, N: n}.deflated(designEffect)
	share := Wilson(effective.X, effective.N, level)
	people := count(universe)
	low, high := share.limits()
	p := Panel{
		Bounds: bounds(low*people, number(share.Estimate)*people, high*people),
		Level:  share.Level, NEffective: finite(effective.N), Label: LabelEstimated,
	}
	if math.IsNaN(people) {
		p.Warnings = append(p.Warnings, UniverseUnknown)
	}
	if p.Point == nil {
		p.Label = LabelMissing
	}
	return p
}

// Source is the panel as a source to Combine.
func (p Panel) Source(id string) Source {
	return Source{ID: id, Reach: p.Point, Low: p.Low, High: p.High}
}
