package reach

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Gonum panics, or searches for ever, on parameters outside the range of its
// series. These functions give NaN there. The range holds every count of
// people and every confidence level anybody states.
const (
	smallestParameter = 1e-12
	largestParameter  = 1e15
	smallestTail      = 1e-15
)

// solvable says whether a quantile at p can be searched for.
func solvable(p float64, params ...float64) bool {
	for _, x := range params {
		if !(x >= smallestParameter && x <= largestParameter) {
			return false
		}
	}
	return p >= smallestTail && 1-p >= smallestTail
}

// inside says whether p is a probability strictly between 0 and 1.
func inside(p float64) bool {
	return p > 0 && p < 1
}

// positive says whether every parameter is finite and above 0.
func positive(params ...float64) bool {
	for _, x := range params {
		if !(x > 0) || math.IsInf(x, 1) {
			return false
		}
	}
	return true
}

// normalQuantile is the p quantile of the standard normal.
func normalQuantile(p float64) float64 {
	if !inside(p) {
		return math.NaN()
	}
	return distuv.UnitNormal.Quantile(p)
}

// normalCritical is z with the given two-sided confidence level.
func normalCritical(level float64) float64 {
	if !inside(level) {
		return math.NaN()
	}
	return normalQuantile(0.5 + level/2)
}

// studentCritical is t with df degrees of freedom at a two-sided level.
func studentCritical(level, df float64) float64 {
	if !inside(level) || !solvable(0.5-level/2, df) {
		return math.NaN()
	}
	return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(0.5 + level/2)
}

// betaQuantile is the p quantile of Beta(a, b).
func betaQuantile(p, a, b float64) float64 {
	if !solvable(p, a, b) {
		return math.NaN()
	}
	return mathext.InvRegIncBeta(a, b, p)
}

// gammaQuantile is the p quantile of Gamma with this shape and scale.
func gammaQuantile(p, shape, scale float64) float64 {
	if !solvable(p, shape) || !positive(scale) {
		return math.NaN()
	}
	return scale * mathext.GammaIncRegInv(shape, p)
}

// normalTails is the probability of a standard normal at least as far from 0.
func normalTails(z float64) float64 {
	return math.Erfc(math.Abs(z) / math.Sqrt2)
}

// studentTails is the probability of a t at least as far from 0.
func studentTails(t, df float64) float64 {
	if math.IsNaN(t) || !solvable(0.5, df) {
		return math.NaN()
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}

// chiSquaredTail is the probability of a chi-square at least as large.
func chiSquaredTail(x, df float64) float64 {
	if !(x >= 0) || !solvable(0.5, df) {
		return math.NaN()
	}
	return mathext.GammaIncRegComp(df/2, x/2)
}
