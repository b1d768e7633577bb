package reach

import "math"

// An ArmTest is Pearson's chi-square test that all arms have one rate.
type ArmTest struct {
	ChiSquared *float64 `json:"chi2"`
	DF         int      `json:"df"`
	PValue     *float64 `json:"p_value"`
	Z          *float64 `json:"z,omitempty"` // two arms only: second minus first
}

// EqualRates tests whether arms of people assigned at random have one rate, at
// the planned end of the experiment and after SampleRatio. Posts of different
// days are not such arms; CompareRates is for them. It is undefined where an
// arm is empty or all arms together are all yes or all no.
func EqualRates(arms []Proportion) ArmTest {
	var x, n float64
	for _, a := range arms {
		x, n = x+a.share()*a.N, n+a.N
	}
	p := x / n
	var chi float64
	for _, a := range arms {
		expected := a.N * p
		chi += (a.X - expected) * (a.X - expected) / (expected * (1 - p))
	}
	df := len(arms) - 1
	t := ArmTest{ChiSquared: finite(chi), DF: df, PValue: finite(chiSquaredTail(chi, float64(df)))}
	if len(arms) == 2 {
		first, second := arms[0], arms[1]
		t.Z = finite((second.share() - first.share()) / math.Sqrt(p*(1-p)*(1/first.N+1/second.N)))
	}
	return t
}

// MismatchLevel is the p-value below which the split of an experiment is taken
// to be broken and its result must not be read.
const MismatchLevel = 0.001

// A SplitTest says whether people came into the arms in the planned ratio.
type SplitTest struct {
	ChiSquared *float64 `json:"chi2"`
	DF         int      `json:"df"`
	PValue     *float64 `json:"p_value"`
	Mismatch   bool     `json:"mismatch"`
}

// SampleRatio tests the counts of people in the arms against the planned
// ratio by Pearson's chi-square. It is undefined for lists of different length
// and for ratios that are not positive.
func SampleRatio(observed, planned []float64) SplitTest {
	t := SplitTest{DF: len(observed) - 1}
	if len(observed) != len(planned) || !positive(planned...) {
		return t
	}
	people, parts := sum(observed), sum(planned)
	var chi float64
	for i, o := range observed {
		expected := people * planned[i] / parts
		chi += (count(&o) - expected) * (o - expected) / expected
	}
	p := chiSquaredTail(chi, float64(t.DF))
	t.ChiSquared, t.PValue, t.Mismatch = finite(chi), finite(p), p < MismatchLevel
	return t
}

// A Sequential is the state of an experiment that may be looked at any time.
type Sequential struct {
	Difference *float64 `json:"difference"` // B minus A
	Variance   *float64 `json:"variance"`
	EValue     *float64 `json:"e_value"`
	PValue     *float64 `json:"p_value"`
	Interval   Interval `json:"ci"`
	Stop       bool     `json:"stop"` // the p-value is at most alpha
}

// MSPRT is the always-valid test of B against A, the normal-mixture sequential
// probability ratio test (Johari and others 2017), with d = pB - pA:
//
//	V = pA(1-pA)/nA + pB(1-pB)/nB
//	e = sqrt(V/(V+tau2)) exp(tau2 d^2/(2 V (V+tau2)))     p = min(1, 1/e)
//	d +- sqrt(2 V (V+tau2)/tau2 (ln(1/alpha) + ln((V+tau2)/V)/2))
//
// Tau2 must be fixed before the start; the square of the smallest difference
// that matters is a good choice. The p-value to report is the smallest seen so
// far. It is undefined while V is 0.
func MSPRT(a, b Proportion, tau2, alpha float64) Sequential {
	pa, pb := a.share(), b.share()
	d, v := pb-pa, pa*(1-pa)/a.N+pb*(1-pb)/b.N
	if !positive(v, tau2) || !inside(alpha) {
		v = math.NaN()
	}
	logE := 0.5*math.Log(v/(v+tau2)) + tau2*d*d/(2*v*(v+tau2))
	half := math.Sqrt(2 * v * (v + tau2) / tau2 * (math.Log(1/alpha) + 0.5*math.Log((v+tau2)/v)))
	p := math.Min(1, math.Exp(-logE))
	return Sequential{
		Difference: finite(d), Variance: finite(v), EValue: finite(math.Exp(logE)), PValue: finite(p),
		Interval: around(d, d-half, d+half, 1-alpha, MethodMSPRT), Stop: p <= alpha,
	}
}

// SampleSize is the people needed in each of two arms to find the difference
// between p1 and p2 with a two-sided test:
//
//	ceil((z_(1-alpha/2) sqrt(2 p q) + z_power sqrt(p1 q1 + p2 q2))^2 / (p1-p2)^2)
//
// with p the mean of both. It is undefined where they are equal and for
// probabilities outside 0 to 1.
func SampleSize(p1, p2, alpha, power float64) *float64 {
	if !inside(p1) || !inside(p2) {
		return nil
	}
	p := (p1 + p2) / 2
	root := normalCritical(1-alpha)*math.Sqrt(2*p*(1-p)) + normalQuantile(power)*math.Sqrt(p1*(1-p1)+p2*(1-p2))
	return finite(math.Ceil(root * root / ((p1 - p2) * (p1 - p2))))
}
