package reach

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// TwoArms is what a Bayesian says about arm B against arm A.
type TwoArms struct {
	BBeatsA        *float64 `json:"p_b_beats_a"`
	LossOfB        *float64 `json:"expected_loss_choose_b"` // of rate, if B is chosen and A is better
	LossOfA        *float64 `json:"expected_loss_choose_a"`
	MeanDifference *float64 `json:"mean_difference"` // B minus A
}

// CompareArms is the posterior probability that B has the higher rate, and the
// rate one loses on average by choosing either, with independent Beta priors:
//
//	P(B > A) = int f_B F_A      E max(A-B, 0) = int F_B (1 - F_A)
//
// by quadrature, to 9 digits or better, however large the counts. It is
// undefined without proper posteriors.
func CompareArms(a, b Proportion, priorAlpha, priorBeta float64) TwoArms {
	pa, pb := posterior(a, priorAlpha, priorBeta), posterior(b, priorAlpha, priorBeta)
	if pa == nil || pb == nil {
		return TwoArms{}
	}
	low, high := span(pa)
	lowB, highB := span(pb)
	low, high = min(low, lowB), max(high, highB)
	// Below the lower span both distribution functions are 0, above the upper
	// one both are 1, and the integrands vanish.
	lossB := integrate(low, high, func(x float64) float64 { return pb.CDF(x) * (1 - pa.CDF(x)) })
	lossA := integrate(low, high, func(x float64) float64 { return pa.CDF(x) * (1 - pb.CDF(x)) })
	return TwoArms{
		BBeatsA:        finite(clamp(integrate(lowB, highB, func(x float64) float64 { return pb.Prob(x) * pa.CDF(x) }), 0, 1)),
		LossOfB:        finite(lossB),
		LossOfA:        finite(lossA),
		MeanDifference: finite(pb.Mean() - pa.Mean()),
	}
}

// BestArm is the posterior probability of each arm to have the highest rate,
// int f_i prod_(j != i) F_j, with independent Beta priors; all are undefined
// if one is.
func BestArm(arms []Proportion, priorAlpha, priorBeta float64) []*float64 {
	best := make([]*float64, len(arms))
	var posteriors []*distuv.Beta
	for _, a := range arms {
		p := posterior(a, priorAlpha, priorBeta)
		if p == nil {
			return best
		}
		posteriors = append(posteriors, p)
	}
	for i, p := range posteriors {
		low, high := span(p)
		best[i] = finite(clamp(integrate(low, high, func(x float64) float64 {
			density := p.Prob(x)
			for j, other := range posteriors {
				if j != i {
					density *= other.CDF(x)
				}
			}
			return density
		}), 0, 1))
	}
	return best
}

// posterior is the Beta distribution of a rate, nil where there is none.
func posterior(arm Proportion, priorAlpha, priorBeta float64) *distuv.Beta {
	a, b := priorAlpha+arm.X, priorBeta+arm.N-arm.X
	if !(arm.X >= 0 && arm.X <= arm.N) || !positive(a, b) {
		return nil
	}
	return &distuv.Beta{Alpha: a, Beta: b}
}

// span is where the distribution is: outside it there is less than exp(-30).
func span(d *distuv.Beta) (low, high float64) {
	const deviations = 40
	return max(0, d.Mean()-deviations*d.StdDev()), min(1, d.Mean()+deviations*d.StdDev())
}

// integrate is the integral of f over part of 0 to 1, by Gauss-Legendre on
// panels about half a standard deviation wide. It runs over the angle whose
// sine squared is x, because densities of rates near 0 and 1 have no bound in
// x and have one there.
func integrate(low, high float64, f func(float64) float64) float64 {
	const panels, nodes = 200, 12
	from, to := math.Asin(math.Sqrt(low)), math.Asin(math.Sqrt(high))
	width := (to - from) / panels
	var total float64
	for i := range panels {
		start := from + float64(i)*width
		total += quad.Fixed(func(angle float64) float64 {
			s, c := math.Sincos(angle)
			return f(s*s) * 2 * s * c
		}, start, start+width, nodes, quad.Legendre{}, 0)
	}
	return total
}
