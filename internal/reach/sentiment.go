package reach

import "math"

// Sentiment is how comments divide into positive, neutral and negative.
type Sentiment struct {
	Net           *float64 `json:"net"` // (positive - negative) / all, -1 to 1
	SE            *float64 `json:"se"`
	Interval      Interval `json:"ci"`
	PositiveShare Interval `json:"positive_share"`
	PosNegRatio   *float64 `json:"pos_neg_ratio"`
}

// NetSentiment is (positive - negative)/all with its multinomial variance
// (p+q-(p-q)^2)/n, the positive share with a Wilson interval, and positive to
// negative, undefined where none are negative. Sentiment read by a machine is
// not to be compared across languages.
func NetSentiment(positive, neutral, negative, level float64) Sentiment {
	pos, neg := count(&positive), count(&negative)
	n := pos + count(&neutral) + neg
	p, q := ratio(pos, n), ratio(neg, n)
	se := math.Sqrt(math.Max(p+q-(p-q)*(p-q), 0) / n)
	return Sentiment{
		Net: finite(p - q), SE: finite(se), Interval: wald(p-q, se, level),
		PositiveShare: Wilson(pos, n, level), PosNegRatio: finite(ratio(pos, neg)),
	}
}

// A CorrectedShare is a share found by a classifier, corrected for its errors.
type CorrectedShare struct {
	Observed  *float64  `json:"observed"`
	Corrected *float64  `json:"corrected"`
	Interval  Interval  `json:"ci"`
	Warnings  []Warning `json:"warnings"`
}

// CorrectShare is the correction of Rogan and Gladen (1978),
// (observed + specificity - 1)/(sensitivity + specificity - 1), applied to a
// share of k in n and to its Wilson limits. Sensitivity and specificity must
// have been measured in the same language. What falls outside 0 to 1 is shown
// at the limit, with a warning; a classifier that does no better than chance
// is refused with one.
func CorrectShare(k, n, sensitivity, specificity, level float64) CorrectedShare {
	observed := Wilson(k, n, level)
	c := CorrectedShare{Observed: observed.Estimate}
	rates := Proportion{X: sensitivity, N: 1}.share() + Proportion{X: specificity, N: 1}.share()
	if !(rates > 1) {
		c.Interval = around(math.NaN(), math.NaN(), math.NaN(), level, MethodRoganGladen)
		c.Warnings = []Warning{ClassifierUninformed}
		return c
	}
	correct := func(p float64) float64 { return (p + specificity - 1) / (rates - 1) }
	low, high := observed.limits()
	share := correct(number(observed.Estimate))
	if share < 0 || share > 1 {
		c.Warnings = append(c.Warnings, CorrectedClipped)
	}
	c.Corrected = finite(clamp(share, 0, 1))
	c.Interval = around(clamp(share, 0, 1), clamp(correct(low), 0, 1), clamp(correct(high), 0, 1), level, MethodRoganGladen)
	return c
}
