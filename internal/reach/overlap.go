package reach

import (
	"cmp"
	"math"
	"slices"
)

// A Shared is how many people two sources have in common, as a survey or a
// panel measured it.
type Shared struct {
	A    string  `json:"a"`
	B    string  `json:"b"`
	Both float64 `json:"both"`
}

// An Edge joins two sources by their position.
type Edge [2]int

// An OverlapReach is the reach of sources whose overlaps are known in part or
// altogether, in people. The fields after Upper are there only when every pair
// is known, and the tree needs the universe as well.
type OverlapReach struct {
	Lower         *float64  `json:"lower"`
	Upper         *float64  `json:"upper"`
	DawsonSankoff *float64  `json:"dawson_sankoff_lower"`
	HunterWorsley *float64  `json:"hunter_worsley_upper"`
	Kwerel        *float64  `json:"kwerel_upper"`
	TreeEdges     []Edge    `json:"tree_edges"`
	TreeEstimate  *float64  `json:"tree_estimate"`
	Label         Label     `json:"label"`
	Warnings      []Warning `json:"warnings"`
}

// Overlap is the reach of sources with known pairwise overlaps. The bounds are
// exact for up to 10 sources: the least and the most a linear program over all
// 2^n patterns of exposure allows; beyond that they are Dawson and Sankoff
// (1967) below and Hunter (1976) and Worsley (1982) above. The estimate is the
// dependence tree of Chow and Liu (1968),
//
//	R = N (1 - prod_edges P(neither) / prod_nodes P(not i)^(degree-1))
//
// and is left out where it does not lie within the bounds. Overlap returns
// ErrOverlap for overlaps no audience can have, with the pair at fault or
// without one when only all together contradict each other, and ErrArgument
// for a source without a reach or an overlap of a source that is not there.
func Overlap(sources []Source, universe *float64, shared []Shared) (OverlapReach, error) {
	p, warnings, err := newPuzzle(sources, universe, shared)
	if err != nil {
		return OverlapReach{}, err
	}
	lower, upper, err := p.bounds()
	if err != nil {
		return OverlapReach{}, err
	}
	r := OverlapReach{Lower: finite(lower), Upper: finite(upper), Label: LabelOverlap, Warnings: warnings}
	if len(p.both) < len(p.reach)*(len(p.reach)-1)/2 {
		return r, nil
	}
	r.DawsonSankoff, r.HunterWorsley = finite(p.dawsonSankoff()), finite(p.hunterWorsley())
	r.Kwerel = finite(p.reached() - 2/float64(len(p.reach))*p.overlapped())
	edges, estimate := p.tree()
	if within(estimate, lower, upper) {
		r.TreeEdges, r.TreeEstimate = edges, finite(clamp(estimate, lower, upper))
	}
	return r, nil
}

// within allows for rounding in the linear program.
func within(x, low, high float64) bool {
	slack := 1e-9 * math.Abs(high)
	return x >= low-slack && x <= high+slack
}

// Result is the reach with overlaps as it is shown, without its provenance.
func (r OverlapReach) Result() Result {
	return Result{
		Value: r.TreeEstimate, Low: r.Lower, High: r.Upper, Label: r.Label, Method: MethodOverlap, Unit: "people",
		Warnings: r.Warnings,
	}
}

// A puzzle is reaches and overlaps by position, with the universe, which is
// NaN when unknown.
type puzzle struct {
	ids   []string
	reach []float64
	both  map[Edge]float64
	n     float64
}

func newPuzzle(sources []Source, universe *float64, shared []Shared) (puzzle, []Warning, error) {
	p := puzzle{both: map[Edge]float64{}}
	place := map[string]int{}
	for i, s := range sources {
		if math.IsNaN(count(s.Reach)) {
			return p, nil, ErrArgument
		}
		place[s.ID] = i
		p.ids, p.reach = append(p.ids, s.ID), append(p.reach, *s.Reach)
	}
	if len(place) == 0 || len(place) < len(sources) {
		return p, nil, ErrArgument
	}
	var warnings []Warning
	p.n, warnings = tally(sources).usable(universe)
	for _, s := range shared {
		a, known := place[s.A]
		b, too := place[s.B]
		if !known || !too || a == b || math.IsNaN(count(&s.Both)) {
			return p, nil, ErrArgument
		}
		p.both[Edge{min(a, b), max(a, b)}] = s.Both
	}
	return p, warnings, p.checkPairs()
}

// checkPairs finds the first pair that no two audiences can have:
// max(0, r_i + r_j - N) <= o_ij <= min(r_i, r_j).
func (p puzzle) checkPairs() error {
	for _, e := range p.pairs() {
		a, b := p.reach[e[0]], p.reach[e[1]]
		if o := p.both[e]; o > min(a, b) || o < a+b-p.n {
			return &InputError{Code: ErrOverlap.Code, Detail: ErrOverlap.Detail, Pair: []string{p.ids[e[0]], p.ids[e[1]]}}
		}
	}
	return nil
}

// pairs is the known pairs in order.
func (p puzzle) pairs() []Edge {
	edges := make([]Edge, 0, len(p.both))
	for e := range p.both {
		edges = append(edges, e)
	}
	slices.SortFunc(edges, func(a, b Edge) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return edges
}

func (p puzzle) reached() float64 { return sum(p.reach) }

func (p puzzle) overlapped() float64 {
	var total float64
	for _, e := range p.pairs() {
		total += p.both[e]
	}
	return total
}

// bounds is the exact bounds where the linear program can be solved, and the
// classical ones where it cannot.
func (p puzzle) bounds() (lower, upper float64, err error) {
	lower, upper = p.classical()
	if len(p.reach) > maxExact || len(p.reach) < 3 {
		return lower, upper, nil
	}
	low, high, err := p.exact()
	if err != nil {
		return 0, 0, err
	}
	lower, upper = max(lower, low), min(upper, orElse(high, upper))
	return lower, max(lower, upper), nil // the solver rounds
}

// classical is the best of the bounds in closed form. They are exact for two
// sources.
func (p puzzle) classical() (lower, upper float64) {
	lower, upper = maxOf(p.reach), p.hunterWorsley()
	for e, o := range p.both {
		lower = max(lower, p.reach[e[0]]+p.reach[e[1]]-o)
	}
	if n := len(p.reach); len(p.both) == n*(n-1)/2 {
		lower = max(lower, p.dawsonSankoff())
	}
	if p.n < upper {
		upper = p.n
	}
	return lower, upper
}

// dawsonSankoff is 2 S1/(k+1) - 2 S2/(k (k+1)) with k = 1 + floor(2 S2/S1).
func (p puzzle) dawsonSankoff() float64 {
	s1, s2 := p.reached(), p.overlapped()
	if s1 == 0 {
		return 0
	}
	k := 1 + math.Floor(2*s2/s1)
	return 2*s1/(k+1) - 2*s2/(k*(k+1))
}

// hunterWorsley is S1 less the maximum spanning forest of known overlaps.
func (p puzzle) hunterWorsley() float64 {
	upper := p.reached()
	for _, e := range p.forest(func(e Edge) float64 { return p.both[e] }) {
		upper -= p.both[e]
	}
	return upper
}

// forest is the maximum spanning forest of the known pairs by weight, ties by
// position (Kruskal 1956).
func (p puzzle) forest(weight func(Edge) float64) []Edge {
	edges := p.pairs()
	slices.SortStableFunc(edges, func(a, b Edge) int { return cmp.Compare(weight(b), weight(a)) })
	group := make([]int, len(p.reach))
	for i := range group {
		group[i] = i
	}
	var chosen []Edge
	for _, e := range edges {
		from, to := group[e[0]], group[e[1]]
		if from == to {
			continue
		}
		chosen = append(chosen, e)
		for i, g := range group {
			if g == from {
				group[i] = to
			}
		}
	}
	slices.SortFunc(chosen, func(a, b Edge) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return chosen
}

// tree is the dependence tree and its estimate of the reach.
func (p puzzle) tree() ([]Edge, float64) {
	edges := p.forest(p.information)
	degree := make([]int, len(p.reach))
	missed := 1.0
	for _, e := range edges {
		degree[e[0]]++
		degree[e[1]]++
		missed *= 1 - (p.reach[e[0]]+p.reach[e[1]]-p.both[e])/p.n
	}
	if len(edges) == 0 {
		missed = 1 - p.reached()/p.n
	}
	for i, r := range p.reach {
		for range degree[i] - 1 {
			missed /= 1 - r/p.n
		}
	}
	if maxOf(p.reach) == p.n {
		missed = 0
	}
	return edges, p.n * (1 - missed)
}

// information is the mutual information of two sources, in nats.
func (p puzzle) information(e Edge) float64 {
	a, b, both := p.reach[e[0]]/p.n, p.reach[e[1]]/p.n, p.both[e]/p.n
	term := func(joint, independent float64) float64 {
		if !(joint > 0) || !(independent > 0) {
			return 0
		}
		return joint * math.Log(joint/independent)
	}
	return term(both, a*b) + term(a-both, a*(1-b)) + term(b-both, (1-a)*b) + term(1-a-b+both, (1-a)*(1-b))
}

// Agostini is the reach of sources by A^2/(A + k D) with A the sum of reaches
// and D the sum of pairwise overlaps; k = 1.125 was found for French magazines
// (Agostini 1961), so that it is a cross-check only. Its label is
// LabelAgostini. It is undefined unless all numbers are at least 0.
func Agostini(reaches, overlaps []float64, k float64) *float64 {
	var a, d float64
	for _, r := range reaches {
		a += count(&r)
	}
	for _, o := range overlaps {
		d += count(&o)
	}
	if a == 0 && d == 0 {
		return finite(0)
	}
	return finite(a * a / (a + count(&k)*d))
}
