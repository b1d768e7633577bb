package reach

import "math"

// Difference is p1 - p2 of two independent proportions with Newcombe's hybrid
// score interval (Newcombe 1998, method 10):
//
//	L = d - sqrt((p1-l1)^2 + (u2-p2)^2)     U = d + sqrt((u1-p1)^2 + (p2-l2)^2)
//
// from the Wilson limits of each. It is undefined where either proportion is.
func Difference(a, b Proportion, level float64) Interval {
	return moverDifference(Wilson(a.X, a.N, level), Wilson(b.X, b.N, level), MethodNewcombe)
}

// moverDifference is the interval of a difference of two independent estimates
// from the interval of each (the method of variance estimates recovery).
func moverDifference(a, b Interval, method Method) Interval {
	pa, pb := number(a.Estimate), number(b.Estimate)
	la, ua := a.limits()
	lb, ub := b.limits()
	d := pa - pb
	return around(d, d-math.Hypot(pa-la, ub-pb), d+math.Hypot(ua-pa, pb-lb), a.Level, method)
}

// A Ratio is the quotient of two rates.
type Ratio struct {
	Ratio    *float64  `json:"ratio"`
	Low      *float64  `json:"low"`
	High     *float64  `json:"high"`
	Level    float64   `json:"level"`
	Method   Method    `json:"method"`
	Warnings []Warning `json:"warnings"`
}

func ratioOf(i Interval, warnings ...Warning) Ratio {
	return Ratio{Ratio: i.Estimate, Low: i.Low, High: i.High, Level: i.Level, Method: i.Method, Warnings: warnings}
}

// RatioKatz is p1/p2 of two independent proportions with the logarithmic
// interval (Katz and others 1978). Where a count is zero it has no interval
// and says to use RatioMover; nothing is ever added to a zero.
func RatioKatz(a, b Proportion, level float64) Ratio {
	q := a.share() / b.share()
	if a.X == 0 || b.X == 0 {
		return ratioOf(around(q, math.NaN(), math.NaN(), level, MethodKatz), ZeroCountUseMover)
	}
	factor := math.Exp(normalCritical(level) * math.Sqrt(1/a.X-1/a.N+1/b.X-1/b.N))
	return ratioOf(around(q, q/factor, q*factor, level, MethodKatz))
}

// RatioMover is p1/p2 of two independent proportions with the interval that
// MOVER builds from their Wilson limits (Donner and Zou 2012):
//
//	L = (p1 p2 - sqrt((p1 p2)^2 - l1 u2 (2 p1-l1)(2 p2-u2))) / (u2 (2 p2-u2))
//	U = (p1 p2 + sqrt((p1 p2)^2 - u1 l2 (2 p1-u1)(2 p2-l2))) / (l2 (2 p2-l2))
//
// Zero counts are fine; where p2 is zero the ratio and its upper limit are
// undefined and the lower limit still holds.
func RatioMover(a, b Proportion, level float64) Ratio {
	first, second := Wilson(a.X, a.N, level), Wilson(b.X, b.N, level)
	p1, p2 := number(first.Estimate), number(second.Estimate)
	l1, u1 := first.limits()
	l2, u2 := second.limits()
	q := p1 * p2
	root := func(x float64) float64 { return math.Sqrt(math.Max(q*q-x, 0)) }
	// The lower limit multiplied out, so that 2 p2 = u2 does no harm.
	low := l1 * (2*p1 - l1) / (q + root(l1*u2*(2*p1-l1)*(2*p2-u2)))
	if l1 == 0 {
		low = 0
	}
	if p2 == 0 {
		i := around(math.NaN(), low, math.NaN(), level, MethodMover)
		return ratioOf(i, ZeroDenominatorRate)
	}
	high := (q + root(u1*l2*(2*p1-u1)*(2*p2-l2))) / (l2 * (2*p2 - l2))
	return ratioOf(around(p1/p2, low, high, level, MethodMover))
}

// Events is a count of events over an exposure, such as contacts over weeks.
type Events struct {
	Count    float64
	Exposure float64
}

// RateRatio is the ratio of two rates of events with the exact interval that
// conditions on their sum: given the sum, the first count is binomial
// (Clopper-Pearson), and its odds give the ratio. With no events in the second
// the ratio and its upper limit are undefined.
func RateRatio(a, b Events, level float64) Ratio {
	scale := ratio(b.Exposure, 1) / a.Exposure
	if !positive(a.Exposure, b.Exposure) {
		scale = math.NaN()
	}
	share := ClopperPearson(a.Count, a.Count+b.Count, level)
	odds := func(p *float64) float64 { return number(p) / (1 - number(p)) * scale }
	q := a.Count / b.Count * scale
	i := around(q, odds(share.Low), odds(share.High), level, MethodConditional)
	if b.Count == 0 {
		return ratioOf(i, ZeroDenominatorRate)
	}
	return ratioOf(i)
}
