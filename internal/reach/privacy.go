package reach

import (
	"cmp"
	"slices"
)

// The thresholds below which a count of people is not shown: the default, and
// the one that meets the rule of the US Centers for Medicare & Medicaid
// Services.
const (
	DefaultThreshold = 10
	CMSThreshold     = 11
)

// A Reason says why a cell is hidden; it is empty for a cell that is shown.
type Reason string

// The reasons.
const (
	Primary       Reason = "primary"       // the count itself is small
	Complementary Reason = "complementary" // it would give a small one away
)

// Suppressed is a list of counts fit to be published. A hidden cell is nil and
// has a reason. Total is nil when it is withheld.
type Suppressed struct {
	Cells   map[string]*int64 `json:"cells"`
	Reasons map[string]Reason `json:"reasons"`
	Total   *int64            `json:"total"`
}

// Suppress hides counts of people from 1 to k-1; zeros are shown. With the
// total published it also hides further cells, the smallest non-zero ones
// first, ties by key, and zeros only when nothing else is left, until at least
// two are hidden and they sum to k or more; where that cannot be, the total is
// withheld. Rates and intervals built on a hidden cell must be hidden by the
// caller, and so must negative counts, which are no counts of people.
func Suppress(cells map[string]int64, k int64, publishTotal bool) Suppressed {
	s := Suppressed{Cells: map[string]*int64{}, Reasons: map[string]Reason{}}
	var total, hidden int64
	for key, n := range cells {
		total += n
		s.Cells[key] = &n
		if n > 0 && n < k {
			s.hide(key, Primary)
			hidden += n
		}
	}
	if !publishTotal {
		return s
	}
	if len(s.Reasons) == 0 {
		s.Total = &total
		return s
	}
	for _, key := range byConcealment(s.Cells) {
		if len(s.Reasons) >= 2 && hidden >= k {
			break
		}
		hidden += cells[key]
		s.hide(key, Complementary)
	}
	if len(s.Reasons) >= 2 && hidden >= k {
		s.Total = &total
	}
	return s
}

func (s *Suppressed) hide(key string, why Reason) {
	s.Cells[key], s.Reasons[key] = nil, why
}

// byConcealment is the shown cells in the order in which they are hidden.
func byConcealment(cells map[string]*int64) []string {
	var keys []string
	for key, n := range cells {
		if n != nil {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		x, y := *cells[a], *cells[b]
		if (x == 0) != (y == 0) {
			return cmp.Compare(y, x)
		}
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	})
	return keys
}

// RevealsByDifference says whether a count requested beside one already
// published, of which it is a part, would give away a group of 1 to k-1
// people: those in the one and not in the other.
func RevealsByDifference(published, requested, k int64) bool {
	rest := published - requested
	return rest > 0 && rest < k
}
