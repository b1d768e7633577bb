package reach

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// FewClusters is the number of clusters below which DiffInDiffClusters is to
// be used and not DiffInDiffCR1, which then finds effects that are not there.
const FewClusters = 40

// A ClusterLift is a difference in differences with districts or schools as
// the unit of evidence.
type ClusterLift struct {
	Lift         *float64 `json:"lift"`
	SE           *float64 `json:"se"`
	DF           *float64 `json:"df"`
	Interval     Interval `json:"ci"`
	PermutationP *float64 `json:"permutation_p"` // two-sided
	Permutations *float64 `json:"permutations"`
}

// DiffInDiffClusters takes one change score for each cluster: the difference
// of the means with Welch's t, and the exact permutation test, which asks in
// how many of all ways to choose the treated clusters the difference would be
// at least as large. Each group needs two clusters; the permutation test is
// left out from FewClusters clusters on.
func DiffInDiffClusters(treated, comparison []float64, level float64) ClusterLift {
	lift := mean(treated) - mean(comparison)
	t, c := float64(len(treated)), float64(len(comparison))
	se, df := welch(variance(treated)/t, t-1, variance(comparison)/c, c-1)
	half := studentCritical(level, df) * se
	p, all := permutation(treated, comparison)
	return ClusterLift{
		Lift: finite(lift), SE: finite(se), DF: finite(df),
		Interval:     around(lift, lift-half, lift+half, level, MethodClusterT),
		PermutationP: finite(p), Permutations: finite(all),
	}
}

func mean(values []float64) float64 {
	return sum(values) / float64(len(values))
}

// variance is the sample variance, NaN for fewer than two values.
func variance(values []float64) float64 {
	if len(values) < 2 {
		return math.NaN()
	}
	return stat.Variance(values, nil)
}

// permutation is the exact two-sided p-value of the difference in means and
// the number of permutations. The difference grows with the sum over the
// chosen clusters, so that counting sums is enough.
func permutation(treated, comparison []float64) (p, all float64) {
	scores := append(append([]float64{}, treated...), comparison...)
	k, n := len(treated), len(scores)
	if k == 0 || k == n || n >= FewClusters || math.IsNaN(sum(scores)) {
		return math.NaN(), math.NaN()
	}
	middle := sum(scores) * float64(k) / float64(n)
	distance := math.Abs(sum(treated) - middle)
	var scale float64
	for _, s := range scores {
		scale += math.Abs(s)
	}
	distance -= 1e-12 * scale // sums in another order differ in their last digits
	sums := newSubsetSums(scores)
	extreme := sums.atLeast(k, middle+distance) + sums.atMost(k, middle-distance)
	all = sums.atLeast(k, math.Inf(-1))
	return math.Min(1, extreme/all), all
}

// subsetSums is the sums of all subsets of each half of some scores, by size
// of subset and in order. Two halves of 20 have a million subsets each, where
// the whole has a million million.
type subsetSums struct{ left, right [][]float64 }

func newSubsetSums(scores []float64) subsetSums {
	half := len(scores) / 2
	return subsetSums{left: sortedSums(scores[:half]), right: sortedSums(scores[half:])}
}

func sortedSums(scores []float64) [][]float64 {
	bySize := [][]float64{{0}}
	for _, s := range scores {
		bySize = append(bySize, nil)
		for size := len(bySize) - 1; size > 0; size-- {
			bySize[size] = merge(bySize[size], bySize[size-1], s)
		}
	}
	return bySize
}

// merge is a together with b shifted, all in order.
func merge(a, b []float64, shift float64) []float64 {
	merged := make([]float64, 0, len(a)+len(b))
	i := 0
	for _, x := range b {
		for ; i < len(a) && a[i] <= x+shift; i++ {
			merged = append(merged, a[i])
		}
		merged = append(merged, x+shift)
	}
	return append(merged, a[i:]...)
}

// atLeast counts the subsets of k scores whose sum is at least a limit.
func (s subsetSums) atLeast(k int, limit float64) float64 {
	return s.pairs(k, func(l, r float64) bool { return l+r >= limit })
}

// atMost counts the subsets of k scores whose sum is at most a limit.
func (s subsetSums) atMost(k int, limit float64) float64 {
	return s.pairs(k, nil) - s.pairs(k, func(l, r float64) bool { return l+r > limit })
}

// pairs counts the subsets of k scores, one part from each half, that pass; a
// sum that passes also does when either part grows. Nil passes all.
func (s subsetSums) pairs(k int, passes func(l, r float64) bool) float64 {
	var n float64
	for i, left := range s.left {
		if k < i || k-i >= len(s.right) {
			continue
		}
		right := s.right[k-i]
		first := len(right)
		for _, l := range left {
			for first > 0 && (passes == nil || passes(l, right[first-1])) {
				first--
			}
			n += float64(len(right) - first)
		}
	}
	return n
}

// A Cluster is the answers of one district or school before and after.
type Cluster struct {
	Treated bool       `json:"treated"`
	Pre     Proportion `json:"pre"`
	Post    Proportion `json:"post"`
}

// A RobustLift is a difference in differences on single answers with a
// cluster-robust standard error.
type RobustLift struct {
	Lift     *float64 `json:"lift"`
	SE       *float64 `json:"se_cr1"`
	DF       int      `json:"df"`
	Interval Interval `json:"ci"`
}

// DiffInDiffCR1 is the difference in differences on single answers, which are
// kept as counts by cluster, with the CR1 standard error in Stata's convention
// G/(G-1) (N-1)/(N-4) and t on G-1 degrees of freedom. The contrast is a
// difference of four cell means, so that the influence of a cluster is its
// residuals over the sizes of its two cells. It is for FewClusters clusters or
// more.
func DiffInDiffCR1(clusters []Cluster, level float64) RobustLift {
	var pre, post [2]Proportion // comparison, treated
	for _, c := range clusters {
		arm := c.arm()
		pre[arm] = pre[arm].with(c.Pre)
		post[arm] = post[arm].with(c.Post)
	}
	var squares float64
	for _, c := range clusters {
		arm := c.arm()
		u := (c.Post.X-c.Post.N*post[arm].share())/post[arm].N - (c.Pre.X-c.Pre.N*pre[arm].share())/pre[arm].N
		squares += u * u
	}
	g, n := float64(len(clusters)), pre[0].N+pre[1].N+post[0].N+post[1].N
	se := math.Sqrt(ratio(g, g-1) * ratio(n-1, n-4) * squares)
	lift := (post[1].share() - pre[1].share()) - (post[0].share() - pre[0].share())
	half := studentCritical(level, g-1) * se
	return RobustLift{
		Lift: finite(lift), SE: finite(se), DF: max(len(clusters)-1, 0),
		Interval: around(lift, lift-half, lift+half, level, MethodCR1),
	}
}

// arm is 1 for a treated cluster and 0 for one of the comparison.
func (c Cluster) arm() int {
	if c.Treated {
		return 1
	}
	return 0
}

func (p Proportion) with(q Proportion) Proportion {
	return Proportion{X: p.X + q.X, N: p.N + q.N}
}
