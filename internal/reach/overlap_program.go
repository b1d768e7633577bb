package reach

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

const (
	maxExact     = 10    // sources; above that the program has too many patterns
	simplexSlack = 1e-10 // of the scaled objective
	unreached    = 0     // the pattern of those no source reached
)

// exact is the least and the most reach any audience with these reaches and
// overlaps can have, by linear programming over the sizes of the 2^n patterns
// of exposure. A bound the solver fails to find is left open: 0 below, NaN
// above. ErrOverlap says that there is no such audience.
func (p puzzle) exact() (low, high float64, err error) {
	scale := orElse(p.n, p.reached())
	if scale == 0 {
		return 0, 0, nil
	}
	constraints, values := p.program(scale)
	_, patterns := constraints.Dims()
	cost := slices.Repeat([]float64{1}, patterns)
	if !math.IsNaN(p.n) {
		cost[unreached] = 0
	}
	least, _, err := lp.Simplex(cost, constraints, values, simplexSlack, nil)
	switch {
	case errors.Is(err, lp.ErrInfeasible):
		return 0, 0, ErrOverlap
	case err != nil:
		least = 0
	}
	floats.Scale(-1, cost)
	most, _, err := lp.Simplex(cost, constraints, values, simplexSlack, nil)
	if err != nil {
		most = math.NaN()
	}
	return least * scale, -most * scale, nil
}

// program is the equations the patterns satisfy: all people together where the
// universe is known, the people of each source, the people of each known pair.
// Bit i of a pattern says that source i reached it; without a universe the
// pattern 0 is left out, because nothing bounds it.
func (p puzzle) program(scale float64) (*mat.Dense, []float64) {
	first := 1
	var equations, values []float64
	equation := func(value float64, members int) {
		for pattern := first; pattern < 1<<len(p.reach); pattern++ {
			coefficient := 0.0
			if pattern&members == members {
				coefficient = 1
			}
			equations = append(equations, coefficient)
		}
		values = append(values, value/scale)
	}
	if !math.IsNaN(p.n) {
		first = unreached
		equation(p.n, 0)
	}
	for i, r := range p.reach {
		equation(r, 1<<i)
	}
	for _, e := range p.pairs() {
		equation(p.both[e], 1<<e[0]|1<<e[1])
	}
	return mat.NewDense(len(values), len(equations)/len(values), equations), values
}
