package reach

import "math"

// A Source is one thing that reached people of one stratum: a platform, a
// post, a station. Reach is in people, nil when the source did not report.
// Low and High are what the reach is at least and at most; nil where the
// reach is exact. A source with a range but no reach withholds the number
// below a privacy floor.
type Source struct {
	ID    string   `json:"id"`
	Reach *float64 `json:"reach"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// Exact is a source that reported its reach.
func Exact(id string, reach float64) Source {
	return Source{ID: id, Reach: &reach}
}

// Between is a source with an estimate and its interval, such as a panel.
func Between(id string, low, point, high float64) Source {
	return Source{ID: id, Reach: &point, Low: &low, High: &high}
}

// Unreported is a source of which nothing is known.
func Unreported(id string) Source {
	return Source{ID: id}
}

// BelowFloor is a source that withholds reaches below a privacy floor: a zero
// from it means any number of people from 0 to floor-1.
func BelowFloor(id string, floor float64) Source {
	return Source{ID: id, Low: new(0.0), High: new(math.Max(floor-1, 0))}
}

// Combined is the reach of several sources together, in people. Lower and
// Upper hold for certain; Independent is a model and usually too high.
type Combined struct {
	Lower                *float64  `json:"lower"`
	Upper                *float64  `json:"upper"`
	Independent          *float64  `json:"independent"`
	IndependentLow       *float64  `json:"independent_low"`
	IndependentHigh      *float64  `json:"independent_high"`
	IndependentKnownOnly *float64  `json:"independent_known_only"` // without the sources that did not report
	GrossSum             *float64  `json:"gross_sum"`              // of the known reaches; not a reach
	ShareLower           *float64  `json:"share_lower"`
	ShareUpper           *float64  `json:"share_upper"`
	ShareIndependent     *float64  `json:"share_independent"`
	Label                Label     `json:"label"`
	Missing              []string  `json:"missing"`
	Warnings             []Warning `json:"warnings"`
}

// Combine is the reach of sources inside one stratum (one country, segment and
// period) of universe people; nil when the universe is not known.
//
//	L = max r_i                    U = min(N, sum r_i)        (Fréchet 1935)
//	R = N (1 - prod(1 - r_i/N))                               (independence)
//
// Sources with an interval enter L with their low end and U with their high
// end; R is increasing in every r_i, so it is evaluated at all lows, points
// and highs. With a source missing there is no R, and U is N. A reach above N
// makes N unusable. A single complete source is its own answer.
func Combine(sources []Source, universe *float64) Combined {
	t := tally(sources)
	if len(t.lows) == 0 {
		return Combined{Label: LabelMissing, Missing: t.missing, Warnings: []Warning{NoReachReported}}
	}
	n, warnings := t.usable(universe)
	if len(t.missing) > 0 {
		warnings = append(warnings, SourceMissing)
	}
	c := Combined{Label: t.label(n), Missing: t.missing, Warnings: warnings, GrossSum: finite(sum(t.points))}
	lower, upper := maxOf(t.lows), t.upper(n)
	c.Lower, c.Upper = finite(lower), finite(upper)
	c.ShareLower, c.ShareUpper = finite(ratio(lower, n)), finite(ratio(upper, n))
	if len(t.missing) > 0 {
		c.IndependentKnownOnly = finite(chance(t.points, n))
		return c
	}
	point := clamp(union(t.points, n), lower, upper)
	c.Independent, c.ShareIndependent = finite(point), finite(ratio(point, n))
	c.IndependentLow = finite(math.Min(union(t.lows, n), point))
	c.IndependentHigh = finite(math.Max(union(t.highs, n), point))
	return c
}

// union is chance, or the reach itself where there is one source only.
func union(reaches []float64, n float64) float64 {
	if len(reaches) == 1 {
		return reaches[0]
	}
	return chance(reaches, n)
}

// chance is the size of the union of independent audiences among n people, by
// way of logarithms because products of reaches overflow.
func chance(reaches []float64, n float64) float64 {
	if len(reaches) == 0 {
		return math.NaN()
	}
	if n == 0 {
		return 0
	}
	var unreached float64 // log of the share nobody reached
	for _, r := range reaches {
		unreached += math.Log1p(-r / n)
	}
	return -n * math.Expm1(unreached)
}

// known is what sources say, split by what they said.
type known struct {
	lows, points, highs []float64
	missing             []string
	bounded             bool // a source gave a range without a point
	unbounded           bool // a source gave nothing at all
	uncertain           bool // a point has an interval
}

// tally splits sources. A source without a point is missing, but its range, if
// it has one, takes part in the bounds.
func tally(sources []Source) known {
	var k known
	for _, s := range sources {
		point, low, high := count(s.Reach), count(s.Low), count(s.High)
		switch {
		case !math.IsNaN(point):
			low, high = math.Min(orElse(low, point), point), math.Max(orElse(high, point), point)
			k.points = append(k.points, point)
			k.uncertain = k.uncertain || low < high
		case !math.IsNaN(low) && !math.IsNaN(high):
			k.missing = append(k.missing, s.ID)
			k.bounded = true
		default:
			k.missing = append(k.missing, s.ID)
			k.unbounded = true
			continue
		}
		k.lows, k.highs = append(k.lows, low), append(k.highs, high)
	}
	return k
}

func orElse(x, otherwise float64) float64 {
	if math.IsNaN(x) {
		return otherwise
	}
	return x
}

// usable is the universe as far as it fits the reaches, NaN otherwise.
func (k known) usable(universe *float64) (float64, []Warning) {
	n := count(universe)
	switch {
	case math.IsNaN(n):
		return n, []Warning{UniverseUnknown}
	case maxOf(k.highs) > n:
		return math.NaN(), []Warning{ReachExceedsUniverse}
	case n == 0:
		return n, []Warning{ZeroUniverse}
	}
	return n, nil
}

// upper is the most people the sources can have reached together.
func (k known) upper(n float64) float64 {
	switch total := sum(k.highs); {
	case k.unbounded:
		return n
	case math.IsNaN(n):
		return total
	default:
		return math.Min(n, total)
	}
}

func (k known) label(n float64) Label {
	switch {
	case k.unbounded:
		return LabelPartial
	case k.bounded:
		return LabelBounds
	case len(k.points) == 1 && k.uncertain:
		return LabelEstimated
	case len(k.points) == 1:
		return LabelReported
	case math.IsNaN(n):
		return LabelBounds
	}
	return LabelIndependent
}

func maxOf(values []float64) float64 {
	highest := 0.0
	for _, v := range values {
		highest = math.Max(highest, v)
	}
	return highest
}

// At is the what-if reach for a duplication kappa between -1 and 1: 1 nests
// the audiences in each other (the lower bound), 0 overlaps them by chance,
// -1 keeps them apart as far as possible (the upper bound), in between on
// straight lines. It is undefined without an estimate. Its label is
// LabelScenario.
func (c Combined) At(kappa float64) *float64 {
	if !(kappa >= -1 && kappa <= 1) {
		return nil
	}
	point := number(c.Independent)
	if kappa >= 0 {
		return finite(point - kappa*(point-number(c.Lower)))
	}
	return finite(point - kappa*(number(c.Upper)-point))
}

// Result is the combined reach as it is shown, without its provenance.
func (c Combined) Result() Result {
	return Result{
		Value: c.Independent, Low: c.Lower, High: c.Upper, Label: c.Label, Method: MethodFrechet, Unit: "people",
		Missing: c.Missing, Warnings: c.Warnings,
	}
}
