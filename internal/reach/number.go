package reach

import "math"

// finite is the only way a number leaves the package: nil when it is
// undefined, and never a negative zero, which JSON would print.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	if x == 0 {
		x = 0
	}
	return &x
}

// number is what p points to; undefined is NaN, which then spreads through
// the arithmetic by itself.
func number(p *float64) float64 {
	if p == nil || math.IsInf(*p, 0) {
		return math.NaN()
	}
	return *p
}

// count is number for what cannot be negative.
func count(p *float64) float64 {
	if x := number(p); x >= 0 {
		return x
	}
	return math.NaN()
}

// ratio is a/b, undefined where b is not positive.
func ratio(a, b float64) float64 {
	if b > 0 {
		return a / b
	}
	return math.NaN()
}

// sum adds in the order given, so that the same input gives the same bits.
func sum(values []float64) float64 {
	var total float64
	for _, v := range values {
		total += v
	}
	return total
}

// clamp keeps x in [low, high] and leaves NaN alone.
func clamp(x, low, high float64) float64 {
	return math.Min(math.Max(x, low), high)
}

// Bounds are a number with what it is at least and at most. Any of the three
// may be undefined.
type Bounds struct {
	Low   *float64 `json:"low"`
	Point *float64 `json:"point"`
	High  *float64 `json:"high"`
}

// bounds makes Bounds of plain numbers.
func bounds(low, point, high float64) Bounds {
	return Bounds{Low: finite(low), Point: finite(point), High: finite(high)}
}

// each applies f to all three numbers.
func (b Bounds) each(f func(float64) float64) Bounds {
	return bounds(f(count(b.Low)), f(count(b.Point)), f(count(b.High)))
}
