package reach_test

import (
	"crypto/rand"
	"errors"
	"io"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"caravan/internal/reach"
)

func TestSuppressNeverRevealsBySubtraction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(0, 40), 0, 8).Draw(t, "counts")
		const k = reach.DefaultThreshold
		cells := map[string]int64{}
		for i, n := range counts {
			cells[strconv.Itoa(i)] = n
		}
		got := reach.Suppress(cells, k, true)
		var shown int64
		for key, n := range got.Cells {
			switch {
			case n == nil && got.Reasons[key] == "":
				t.Fatalf("cell %s is hidden without a reason", key)
			case n != nil && (*n != cells[key] || *n > 0 && *n < k):
				t.Fatalf("cell %s shows %d of %d", key, *n, cells[key])
			case n != nil:
				shown += *n
			}
		}
		if got.Total == nil || len(got.Reasons) == 0 {
			return
		}
		if rest := *got.Total - shown; len(got.Reasons) < 2 || rest < k {
			t.Fatalf("%d cells hidden with %d people: %v", len(got.Reasons), rest, cells)
		}
	})
}

// TestSuppressTableLeavesEveryHiddenCellOpen tries every table with the same
// margins and shown cells, as somebody who wants to know would.
func TestSuppressTableLeavesEveryHiddenCellOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := rapid.IntRange(1, 3).Draw(t, "rows"), rapid.IntRange(1, 3).Draw(t, "columns")
		count := rapid.SampledFrom([]int64{0, 0, 1, 2, 3, 4, 5, 6})
		table := make([][]int64, rows)
		for i := range table {
			table[i] = rapid.SliceOfN(count, columns, columns).Draw(t, "row")
		}
		const k = 4
		got := reach.SuppressTable(table, k)
		possible := map[[2]int]map[int64]bool{}
		if !got.MarginsWithheld {
			possible = attack(table, got.Shown)
		}
		for i, line := range got.Shown {
			for j, n := range line {
				switch {
				case n != nil && (*n != table[i][j] || *n > 0 && *n < k):
					t.Fatalf("cell %d, %d shows %d of %d", i, j, *n, table[i][j])
				case n == nil && !got.MarginsWithheld && len(possible[[2]int{i, j}]) < 2:
					t.Fatalf("cell %d, %d of %v can only be %d", i, j, table, table[i][j])
				}
			}
		}
	})
}

// attack finds the values each hidden cell can have.
func attack(table [][]int64, shown [][]*int64) map[[2]int]map[int64]bool {
	var hidden [][2]int
	rows, columns := make([]int64, len(table)), make([]int64, len(table[0]))
	for i, line := range shown {
		for j, n := range line {
			if n == nil {
				hidden = append(hidden, [2]int{i, j})
				rows[i] += table[i][j]
				columns[j] += table[i][j]
			}
		}
	}
	possible := map[[2]int]map[int64]bool{}
	guess := make([]int64, len(hidden))
	var try func(at int)
	try = func(at int) {
		if at == len(hidden) {
			for i := range rows {
				if rows[i] != 0 {
					return
				}
			}
			for j := range columns {
				if columns[j] != 0 {
					return
				}
			}
			for i, cell := range hidden {
				if possible[cell] == nil {
					possible[cell] = map[int64]bool{}
				}
				possible[cell][guess[i]] = true
			}
			return
		}
		i, j := hidden[at][0], hidden[at][1]
		most := min(rows[i], columns[j])
		least := int64(0)
		if at == len(hidden)-1 || hidden[at+1][0] != i {
			least = rows[i] // the last hidden cell of a row takes the rest
		}
		for n := least; n <= most; n++ {
			guess[at] = n
			rows[i], columns[j] = rows[i]-n, columns[j]-n
			try(at + 1)
			rows[i], columns[j] = rows[i]+n, columns[j]+n
		}
	}
	try(0)
	return possible
}

// TestSuppressTableFindsABridge has two blocks of hidden cells with one cell
// between them. Every line is protected, and yet the rows of a block less its
// columns give the cell between.
func TestSuppressTableFindsABridge(t *testing.T) {
	got := reach.SuppressTable([][]int64{
		{5, 5, 7, 50},
		{5, 5, 50, 50},
		{50, 50, 5, 5},
		{50, 50, 5, 5},
	}, 10)
	if got.MarginsWithheld || got.Shown[0][2] != nil || got.Reasons[0][3] != reach.Complementary {
		t.Errorf("%v, margins withheld %v", got.Reasons, got.MarginsWithheld)
	}
}

func TestSuppressTableWithholdsMarginsItCannotProtect(t *testing.T) {
	got := reach.SuppressTable([][]int64{{3, 0}, {0, 0}}, 10)
	if !got.MarginsWithheld || got.Shown[0][0] != nil {
		t.Errorf("%+v", got)
	}
}

func TestRevealsByDifference(t *testing.T) {
	for _, c := range []struct {
		published, requested int64
		want                 bool
	}{
		{100, 100, false},
		{100, 91, true},
		{100, 90, false},
		{100, 120, false},
	} {
		if got := reach.RevealsByDifference(c.published, c.requested, reach.DefaultThreshold); got != c.want {
			t.Errorf("%d of %d: %v", c.requested, c.published, got)
		}
	}
}

func TestGeometricNoiseHasTheDistributionItClaims(t *testing.T) {
	g, err := reach.NewGeometric(0.5, 1)
	if err != nil {
		t.Fatal(err)
	}
	const draws = 40_000
	seen := map[int64]int{}
	for range draws {
		x, err := g.Draw(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		seen[x]++
	}
	for x := -3; x <= 3; x++ {
		want := g.Probability(x) * draws
		// Six standard deviations fail once in half a billion runs.
		if got := float64(seen[int64(x)]); math.Abs(got-want) > 6*math.Sqrt(want) {
			t.Errorf("%d came up %v times, want %v", x, got, want)
		}
	}
}

func TestGeometricHalfWidthIsTheSmallest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, err := reach.NewGeometric(rapid.Float64Range(0.01, 5).Draw(t, "epsilon"), 1)
		if err != nil {
			t.Fatal(err)
		}
		coverage := rapid.Float64Range(0.01, 0.999).Draw(t, "coverage")
		width, err := g.HalfWidth(coverage)
		if err != nil {
			t.Fatal(err)
		}
		within := func(t int) float64 {
			total := 0.0
			for x := -t; x <= t; x++ {
				total += g.Probability(x)
			}
			return total
		}
		if within(width) < coverage-1e-9 || width > 0 && within(width-1) > coverage+1e-9 {
			t.Fatalf("half width %d covers %v, want %v", width, within(width), coverage)
		}
	})
}

func TestGeometricRefuses(t *testing.T) {
	for _, epsilon := range []float64{0, -1, math.NaN(), math.Inf(1), 1e-9} {
		if _, err := reach.NewGeometric(epsilon, 1); !errors.Is(err, reach.ErrArgument) {
			t.Errorf("epsilon %v: %v", epsilon, err)
		}
	}
	g, err := reach.NewGeometric(1, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.HalfWidth(1); !errors.Is(err, reach.ErrArgument) {
		t.Errorf("coverage 1: %v", err)
	}
	if _, err := g.Draw(io.LimitReader(rand.Reader, 4)); err == nil {
		t.Error("noise without randomness")
	}
}
