package reach

import "time"

// A Figure is what must be known of a number before it may stand beside
// another. Age is nil where the number has none.
type Figure struct {
	Metric           string
	Definition       string // which version of which platform's definition
	Family           string // definitions that may be compared with a caveat
	Unit             string
	Kind             string // measured or estimated
	Currency         string // empty for what is not money
	Age              *time.Duration
	MissingPlatforms []string
}

// A Verdict says whether two figures may be compared.
type Verdict string

// The verdicts.
const (
	Comparable            Verdict = "yes"
	ComparableWithCaveats Verdict = "with_caveats"
	NotComparable         Verdict = "no"
)

// A Caveat is a way in which two figures differ.
type Caveat string

// The caveats.
const (
	DifferentMetric     Caveat = "different_metric"
	DefinitionFamily    Caveat = "definition_family_match"
	DefinitionMismatch  Caveat = "definition_mismatch"
	UnitMismatch        Caveat = "unit_mismatch"
	MeasuredVsEstimated Caveat = "measured_vs_estimated"
	CurrencyConverted   Caveat = "currency_converted"
	DifferentAge        Caveat = "different_age"
	MissingPlatformsA   Caveat = "missing_platforms_a"
	MissingPlatformsB   Caveat = "missing_platforms_b"
	maxAgeDifference           = 24 * time.Hour
)

// Comparability is whether two figures may be put side by side, and the
// caveats to print if so.
type Comparability struct {
	Verdict Verdict  `json:"comparable"`
	Caveats []Caveat `json:"codes"`
}

// Compare says whether two figures may be put side by side. Different metrics,
// units and families of definitions may not; two definitions are never summed
// or ranked together.
func Compare(a, b Figure) Comparability {
	if a.Metric != b.Metric {
		return Comparability{Verdict: NotComparable, Caveats: []Caveat{DifferentMetric}}
	}
	caveats := []Caveat{}
	add := func(differ bool, c Caveat) {
		if differ {
			caveats = append(caveats, c)
		}
	}
	redefined, related := a.Definition != b.Definition, a.Family != "" && a.Family == b.Family
	add(redefined && related, DefinitionFamily)
	add(redefined && !related, DefinitionMismatch)
	add(a.Unit != b.Unit, UnitMismatch)
	add(a.Kind != b.Kind, MeasuredVsEstimated)
	add(a.Currency != b.Currency, CurrencyConverted)
	add(a.Age != nil && b.Age != nil && (*a.Age-*b.Age).Abs() > maxAgeDifference, DifferentAge)
	add(len(a.MissingPlatforms) > 0, MissingPlatformsA)
	add(len(b.MissingPlatforms) > 0, MissingPlatformsB)
	return Comparability{Verdict: verdict(redefined && !related || a.Unit != b.Unit, len(caveats)), Caveats: caveats}
}

func verdict(mismatch bool, caveats int) Verdict {
	switch {
	case mismatch:
		return NotComparable
	case caveats > 0:
		return ComparableWithCaveats
	}
	return Comparable
}
