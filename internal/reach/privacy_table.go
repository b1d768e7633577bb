package reach

import "slices"

// A SuppressedTable is a two-way table fit to be published with both margins.
// A hidden cell is nil and has a reason. MarginsWithheld says that no choice of
// cells protects the table, so that its totals must not be published.
type SuppressedTable struct {
	Shown           [][]*int64 `json:"shown"`
	Reasons         [][]Reason `json:"reasons"`
	MarginsWithheld bool       `json:"margins_withheld"`
}

// SuppressTable hides counts of people from 1 to k-1 in a rectangular table
// with both margins published. It sweeps rows and then columns, hiding the
// smallest non-zero shown cell (ties row by row, zeros when nothing else is
// left) of any line with exactly one hidden cell or a hidden sum below k,
// until nothing changes; then it looks for hidden cells that the margins still
// determine, and hides more beside them.
func SuppressTable(table [][]int64, k int64) SuppressedTable {
	g := newGrid(table, k)
	g.sweep()
	for !g.withheld {
		row, column, found := g.determined()
		if !found {
			break
		}
		if !g.hideNext(g.row(row)) && !g.hideNext(g.column(column)) {
			g.withheld = true
		}
		g.sweep()
	}
	return g.publish()
}

// A grid is a table while it is being protected.
type grid struct {
	counts   [][]int64
	why      [][]Reason
	k        int64
	width    int
	withheld bool
}

// A spot is the place of a cell.
type spot struct{ row, column int }

func newGrid(table [][]int64, k int64) *grid {
	g := &grid{counts: table, k: k}
	for _, line := range table {
		why := make([]Reason, len(line))
		for j, n := range line {
			if n > 0 && n < k {
				why[j] = Primary
			}
		}
		g.why = append(g.why, why)
		g.width = len(line)
	}
	return g
}

func (g *grid) row(i int) []spot {
	var line []spot
	for j := range g.width {
		line = append(line, spot{i, j})
	}
	return line
}

func (g *grid) column(j int) []spot {
	var line []spot
	for i := range g.counts {
		line = append(line, spot{i, j})
	}
	return line
}

func (g *grid) hidden(s spot) bool    { return g.why[s.row][s.column] != "" }
func (g *grid) count(s spot) int64    { return g.counts[s.row][s.column] }
func (g *grid) hide(s spot, r Reason) { g.why[s.row][s.column] = r }

// sweep protects every line until no line changes.
func (g *grid) sweep() {
	for changed := true; changed; {
		changed = false
		for i := range g.counts {
			changed = g.protect(g.row(i)) || changed
		}
		for j := range g.width {
			changed = g.protect(g.column(j)) || changed
		}
	}
}

// protect hides one more cell of a line that needs it.
func (g *grid) protect(line []spot) bool {
	var hidden, total int64
	for _, s := range line {
		if g.hidden(s) {
			hidden++
			total += g.count(s)
		}
	}
	if hidden == 0 || hidden > 1 && total >= g.k {
		return false
	}
	if g.hideNext(line) {
		return true
	}
	g.withheld = true
	return false
}

// hideNext hides the smallest non-zero shown cell of a line, or else a zero.
func (g *grid) hideNext(line []spot) bool {
	var best *spot
	for _, s := range line {
		if !g.hidden(s) && (best == nil || g.before(s, *best)) {
			best = &s
		}
	}
	if best == nil {
		return false
	}
	g.hide(*best, Complementary)
	return true
}

func (g *grid) before(a, b spot) bool {
	x, y := g.count(a), g.count(b)
	if x == 0 || y == 0 {
		return x != 0
	}
	return x < y
}

// determined finds a hidden cell whose value follows from the margins.
func (g *grid) determined() (row, column int, found bool) {
	for i := range g.counts {
		for _, s := range g.row(i) {
			if g.hidden(s) && !g.movable(s) {
				return s.row, s.column, true
			}
		}
	}
	return 0, 0, false
}

// movable says whether a hidden cell can have another value with all margins
// and all shown cells as they are and nothing negative. It can exactly when a
// cycle of hidden cells leads through it, alternately up and down, on which
// every cell that goes down is above zero; that is what a linear program over
// the table would find.
func (g *grid) movable(cell spot) bool {
	return g.cycle(cell, true) || g.count(cell) > 0 && g.cycle(cell, false)
}

// cycle looks for such a cycle on which the cell itself goes up, or down. It
// walks from the column of the cell back to its row: along a column the next
// hidden cell goes the other way, along a row it goes the same way.
func (g *grid) cycle(cell spot, up bool) bool {
	seen := make([]bool, len(g.counts)) // rows
	var walk func(column int) bool
	walk = func(column int) bool {
		for _, s := range g.free(g.column(column), !up) {
			if s == cell || seen[s.row] {
				continue
			}
			seen[s.row] = true
			ahead := func(next spot) bool { return walk(next.column) }
			if s.row == cell.row || slices.ContainsFunc(g.free(g.row(s.row), up), ahead) {
				return true
			}
		}
		return false
	}
	return walk(cell.column)
}

// free is the hidden cells of a line that can go up, or down.
func (g *grid) free(line []spot, up bool) []spot {
	return slices.DeleteFunc(line, func(s spot) bool {
		return !g.hidden(s) || !up && g.count(s) == 0
	})
}

func (g *grid) publish() SuppressedTable {
	t := SuppressedTable{Reasons: g.why, MarginsWithheld: g.withheld}
	for i := range g.counts {
		line := make([]*int64, g.width)
		for j, n := range g.counts[i] {
			if g.why[i][j] == "" {
				line[j] = &n
			}
		}
		t.Shown = append(t.Shown, line)
	}
	return t
}
