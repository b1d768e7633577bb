package reach

import (
	"math"
)

// A DeliveryCount is the numerator and the base of a rate for one delivery:
// Y engagements or clicks over X people or impressions.
type DeliveryCount struct {
	Y float64
	X float64
}

// FewDeliveries is the number of deliveries below which an interval over them
// must carry the words "few posts".
const FewDeliveries = 4

// A ClusteredRate is the rate of a campaign with the delivery as the unit of
// evidence.
type ClusteredRate struct {
	Ratio        *float64  `json:"ratio"`
	Log          Interval  `json:"ci_log_jackknife"` // primary
	Linear       Interval  `json:"ci_linear"`        // for contrast
	SEJackknife  *float64  `json:"se_jackknife"`
	SELinearised *float64  `json:"se_linearised"`
	DF           float64   `json:"df"`
	Dispersion   *float64  `json:"dispersion"` // quasi-Poisson factor; 1 if deliveries differ by chance only
	Deliveries   int       `json:"n_deliveries"`
	Few          bool      `json:"few_deliveries"`
	Warnings     []Warning `json:"warnings"`
}

// RateOverDeliveries is r = sum y / sum x over deliveries, a ratio of sums and
// never a mean of ratios. Its interval comes from the deliveries, not from the
// people, because people under one post are not independent evidence:
//
//	v_J = (n-1)/n sum (r_(-i) - mean)^2     (delete-one jackknife)
//	r exp(+-t_(n-1) sqrt(v_J)/r)
//
// One delivery has no interval; neither has a rate of zero.
func RateOverDeliveries(deliveries []DeliveryCount, level float64) ClusteredRate {
	n := float64(len(deliveries))
	y, x := totals(deliveries)
	r := ratio(y, x)
	jackknife, linearised := math.Sqrt(jackknifeVariance(deliveries)), linearisedError(deliveries)
	t := studentCritical(level, n-1)
	factor := math.Exp(t * jackknife / r)
	c := ClusteredRate{
		Ratio: finite(r), DF: max(n-1, 0), Deliveries: len(deliveries), Few: len(deliveries) < FewDeliveries,
		SEJackknife: finite(jackknife), SELinearised: finite(linearised), Dispersion: finite(dispersion(deliveries)),
		Log:    around(r, r/factor, r*factor, level, MethodJackknife),
		Linear: around(r, r-t*linearised, r+t*linearised, level, MethodLinearised),
	}
	if len(deliveries) == 1 {
		c.Warnings = append(c.Warnings, SingleDelivery)
	}
	if x == 0 {
		c.Warnings = append(c.Warnings, ZeroReach)
	}
	return c
}

// totals is sum y and sum x; NaN if any count is negative or not finite.
func totals(deliveries []DeliveryCount) (y, x float64) {
	for _, d := range deliveries {
		y, x = y+count(&d.Y), x+count(&d.X)
	}
	return y, x
}

// jackknifeVariance is the delete-one variance of sum y / sum x, NaN for fewer
// than two deliveries or where one delivery holds the whole base.
func jackknifeVariance(deliveries []DeliveryCount) float64 {
	n := float64(len(deliveries))
	if n < 2 {
		return math.NaN()
	}
	y, x := totals(deliveries)
	var left []float64
	for _, d := range deliveries {
		left = append(left, ratio(y-d.Y, x-d.X))
	}
	mean := sum(left) / n
	var squares float64
	for _, r := range left {
		squares += (r - mean) * (r - mean)
	}
	return (n - 1) / n * squares
}

// linearisedError is the standard error by linearisation,
// sqrt(n/(n-1) sum (y - r x)^2) / sum x.
func linearisedError(deliveries []DeliveryCount) float64 {
	n := float64(len(deliveries))
	if n < 2 {
		return math.NaN()
	}
	y, x := totals(deliveries)
	r := ratio(y, x)
	var squares float64
	for _, d := range deliveries {
		squares += (d.Y - r*d.X) * (d.Y - r*d.X)
	}
	return ratio(math.Sqrt(n/(n-1)*squares), x)
}

// dispersion is the Pearson chi-square of equal rates over its degrees of
// freedom.
func dispersion(deliveries []DeliveryCount) float64 {
	n := float64(len(deliveries))
	if n < 2 {
		return math.NaN()
	}
	y, x := totals(deliveries)
	r := ratio(y, x)
	var squares float64
	for _, d := range deliveries {
		if d.X > 0 {
			squares += (d.Y - r*d.X) * (d.Y - r*d.X) / (r * d.X)
		}
	}
	return squares / (n - 1)
}

// A RateComparison is campaign A against campaign B with the delivery as the
// unit of evidence.
type RateComparison struct {
	Ratio        Interval  `json:"ratio"` // A over B, primary
	LogRatioSE   *float64  `json:"log_ratio_se"`
	DF           *float64  `json:"df"`
	PValue       *float64  `json:"p_value"` // two-sided, that the ratio is 1
	Difference   Interval  `json:"difference"`
	DifferenceSE *float64  `json:"difference_se"`
	DifferenceDF *float64  `json:"difference_df"`
	Warnings     []Warning `json:"warnings"`
}

// CompareRates compares the rates of two campaigns: the logarithm of their
// ratio with jackknife variances, Welch-Satterthwaite degrees of freedom and
// t; and their difference on the linear scale, which is secondary. A campaign
// of one delivery cannot be compared.
func CompareRates(a, b []DeliveryCount, level float64) RateComparison {
	ya, xa := totals(a)
	yb, xb := totals(b)
	ra, rb := ratio(ya, xa), ratio(yb, xb)
	va, vb := jackknifeVariance(a), jackknifeVariance(b)
	fa, fb := float64(len(a)-1), float64(len(b)-1)

	logSE, logDF := welch(va/(ra*ra), fa, vb/(rb*rb), fb)
	quotient := ratio(ra, rb)
	factor := math.Exp(studentCritical(level, logDF) * logSE)
	difference := ra - rb
	se, df := welch(va, fa, vb, fb)
	half := studentCritical(level, df) * se
	return RateComparison{
		Ratio:      around(quotient, quotient/factor, quotient*factor, level, MethodJackknife),
		LogRatioSE: finite(logSE), DF: finite(logDF),
		PValue:       finite(studentTails(math.Log(quotient)/logSE, logDF)),
		Difference:   around(difference, difference-half, difference+half, level, MethodJackknife),
		DifferenceSE: finite(se), DifferenceDF: finite(df),
		Warnings: comparisonWarnings(a, b, rb),
	}
}

func comparisonWarnings(a, b []DeliveryCount, rb float64) []Warning {
	var warnings []Warning
	if len(a) == 1 || len(b) == 1 {
		warnings = append(warnings, SingleDelivery)
	}
	if rb == 0 {
		warnings = append(warnings, ZeroDenominatorRate)
	}
	return warnings
}

// welch is the standard error of a difference of two independent estimates
// with variances va and vb on fa and fb degrees of freedom, and the degrees of
// freedom of that (Welch 1947, Satterthwaite 1946).
func welch(va, fa, vb, fb float64) (se, df float64) {
	v := va + vb
	return math.Sqrt(v), v * v / (va*va/fa + vb*vb/fb)
}
