package reach

import "math"

// Reach curves are aids for planning. They are never shown as measurement.

// A Goerg is the one-point reach curve of Goerg (2014): the people that could
// ever be reached, and how reach grows with impressions.
type Goerg struct {
	Rho      *float64  `json:"rho"` // people; the asymptote
	KPlus    []Reached `json:"-"`
	Warnings []Warning `json:"warnings"`
}

// Reached is how many people were reached at least Times times.
type Reached struct {
	Times  int
	People *float64
}

// FitGoerg fits the curve to one point:
//
//	rho = I R/(I - R)     r(i) = rho i/(i + rho)     k+ reach = rho (i/(i + rho))^k
//
// It returns ErrReach when R is above I, and a curve that is undefined, with
// NoSaturation, when they are equal. A curve that rises above the universe is
// warned about. kMax is how many k+ reaches to give at I impressions.
func FitGoerg(impressions, reach float64, universe *float64, kMax int) (Goerg, error) {
	i, r := count(&impressions), count(&reach)
	if math.IsNaN(i) || math.IsNaN(r) {
		return Goerg{}, ErrArgument
	}
	if r > i {
		return Goerg{}, ErrReach
	}
	g := Goerg{Rho: finite(r / (1 - r/i))}
	switch {
	case i == r:
		g.Rho, g.Warnings = nil, []Warning{NoSaturation}
	case *g.Rho > count(universe):
		g.Warnings = []Warning{AsymptoteExceeds}
	}
	for k := 1; k <= kMax; k++ {
		again := math.Pow(ratio(i, i+number(g.Rho)), float64(k))
		g.KPlus = append(g.KPlus, Reached{Times: k, People: finite(number(g.Rho) * again)})
	}
	return g, nil
}

// At is the people reached with so many impressions.
func (g Goerg) At(impressions float64) *float64 {
	i, rho := count(&impressions), number(g.Rho)
	if i == 0 {
		return finite(0 * rho)
	}
	return finite(rho * (i / (i + rho)))
}

// An Exposure is a distribution of the number of exposures per person.
type Exposure struct {
	PMF              []float64 `json:"pmf"`   // share of people with 0, 1, 2 ... exposures
	Reach            *float64  `json:"reach"` // share of people with at least one
	AverageFrequency *float64  `json:"average_frequency"`
}

// An NBD is the negative binomial exposure distribution.
type NBD struct {
	K float64 `json:"k"` // shape; small where exposure is concentrated
	Exposure
}

// FitNBD fits the negative binomial to the mean exposures per head m and the
// share reached, by solving 1 - (1 + m/k)^-k = reach for k, and gives the shares
// with 0 to xMax exposures. It returns ErrCeiling when the share is at or above
// 1 - exp(-m), which random exposure reaches, and ErrArgument when m or the
// share is not positive.
func FitNBD(meanExposures, reachShare float64, xMax int) (NBD, error) {
	m := meanExposures
	if !positive(m, reachShare) {
		return NBD{}, ErrArgument
	}
	if reachShare >= -math.Expm1(-m) {
		return NBD{}, ErrCeiling
	}
	k := math.Exp(bisect(-60, 60, func(logK float64) float64 {
		shape := math.Exp(logK)
		return -math.Expm1(-shape*math.Log1p(m/shape)) - reachShare
	}))
	pmf := []float64{math.Exp(-k * math.Log1p(m/k))}
	for x := range xMax {
		n := float64(x)
		pmf = append(pmf, pmf[x]*(k+n)/(n+1)*m/(m+k))
	}
	return NBD{K: k, Exposure: Exposure{PMF: pmf, Reach: &reachShare, AverageFrequency: finite(m / reachShare)}}, nil
}

// bisect finds where an increasing function is zero, to the last bit.
func bisect(low, high float64, f func(float64) float64) float64 {
	for {
		middle := low + (high-low)/2
		switch {
		case middle <= low || middle >= high:
			return middle
		case f(middle) < 0:
			low = middle
		default:
			high = middle
		}
	}
}

// A BBD is the beta-binomial exposure distribution of Metheringham (1964).
type BBD struct {
	Alpha float64  `json:"alpha"`
	Beta  float64  `json:"beta"`
	GRP   *float64 `json:"grp"`
	Exposure
}

// FitBBD fits the beta-binomial to the mean share reached by one and by two
// insertions:
//
//	alpha = r1 (r2 - r1)/(2 r1 - r1^2 - r2)     beta = alpha (1 - r1)/r1
//
// It returns ErrInsertions unless 0 < r1 < r2 < 2 r1 - r1^2, and ErrArgument
// unless there is at least one insertion.
func FitBBD(insertions int, reachOne, reachTwo float64) (BBD, error) {
	if insertions < 1 {
		return BBD{}, ErrArgument
	}
	surplus := 2*reachOne - reachOne*reachOne - reachTwo
	if !positive(reachOne, reachTwo-reachOne, surplus) || reachOne >= 1 {
		return BBD{}, ErrInsertions
	}
	a := reachOne * (reachTwo - reachOne) / surplus
	b := a * (1 - reachOne) / reachOne
	n, none := float64(insertions), 1.0
	for j := range insertions {
		none *= (b + float64(j)) / (a + b + float64(j))
	}
	pmf := []float64{none}
	for j := range insertions {
		x := float64(j)
		pmf = append(pmf, pmf[j]*(n-x)/(x+1)*(a+x)/(b+n-x-1))
	}
	return BBD{Alpha: a, Beta: b, GRP: finite(100 * n * reachOne), Exposure: Exposure{
		PMF: pmf, Reach: finite(1 - none), AverageFrequency: finite(n * reachOne / (1 - none)),
	}}, nil
}

// PoissonCeiling is the percentage of a universe that random exposure reaches
// with so many rating points: 100 (1 - exp(-GRP/100)).
func PoissonCeiling(grp float64) *float64 {
	return finite(-100 * math.Expm1(-count(&grp)/100))
}

// Hill is the people reached at x on the curve rMax x^h/(x^h + c^h): rMax
// people at most, half of them at c. It is undefined unless rMax, h and c are
// positive.
func Hill(x, rMax, h, c float64) *float64 {
	switch {
	case !positive(rMax, h, c) || !(x >= 0):
		return nil
	case x == 0:
		return finite(0)
	}
	return finite(rMax / (1 + math.Pow(c/x, h)))
}
