package reach

import (
	"encoding/binary"
	"io"
	"math"
)

// A Geometric is the two-sided geometric mechanism for public counts of
// people: P(X = x) = (1-a)/(1+a) a^|x| with a = exp(-epsilon/sensitivity).
// Noise is drawn once for each published cell and kept; it is never put on
// counters of platforms.
type Geometric struct {
	alpha float64
}

// minPrivacyLoss for each person keeps drawing quick; noise of ten thousand
// people leaves nothing to publish anyway.
const minPrivacyLoss = 1e-4

// NewGeometric is the mechanism for a privacy loss epsilon and a sensitivity
// of so many people. It returns ErrArgument unless both are positive and their
// quotient is at least 0.0001.
func NewGeometric(epsilon, sensitivity float64) (Geometric, error) {
	if !positive(epsilon, sensitivity) || epsilon/sensitivity < minPrivacyLoss {
		return Geometric{}, ErrArgument
	}
	return Geometric{alpha: math.Exp(-epsilon / sensitivity)}, nil
}

// Probability is that of the noise x.
func (g Geometric) Probability(x int) float64 {
	return (1 - g.alpha) / (1 + g.alpha) * math.Pow(g.alpha, math.Abs(float64(x)))
}

// Variance is that of the noise, 2a/(1-a)^2.
func (g Geometric) Variance() float64 {
	return 2 * g.alpha / ((1 - g.alpha) * (1 - g.alpha))
}

// HalfWidth is the smallest t with P(|X| <= t) >= coverage, so that a noisy
// count +- t holds the true one that often. It returns ErrArgument unless
// 0 < coverage < 1.
func (g Geometric) HalfWidth(coverage float64) (int, error) {
	if !inside(coverage) {
		return 0, ErrArgument
	}
	// P(|X| > t) = 2 a^(t+1)/(1+a)
	beyond := math.Log((1-coverage)*(1+g.alpha)/2) / math.Log(g.alpha)
	return max(0, int(math.Ceil(beyond))-1), nil
}

// Draw draws noise from a source of random bytes, which has to be
// cryptographic (crypto/rand.Reader). It counts how often a coin of
// probability a comes up, twice, and takes the difference; a logarithm of a
// random number would leak the count through its rounding (Mironov 2012).
func (g Geometric) Draw(random io.Reader) (int64, error) {
	up, err := g.tosses(random)
	if err != nil {
		return 0, err
	}
	down, err := g.tosses(random)
	return up - down, err
}

// tosses is how many heads come before the first tail.
func (g Geometric) tosses(random io.Reader) (int64, error) {
	limit := uint64(math.Ldexp(g.alpha, 63))
	var word [8]byte
	for n := int64(0); ; n++ {
		if _, err := io.ReadFull(random, word[:]); err != nil {
			return 0, err
		}
		if binary.BigEndian.Uint64(word[:])>>1 >= limit {
			return n, nil
		}
	}
}
