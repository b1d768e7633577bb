package evaluation

import (
	"slices"

	"caravan/internal/reach"
)

// A Contrast is one row of a panel against another: how many times as much,
// and how surely. The post is the unit of evidence.
type Contrast struct {
	Item    string   `json:"item"`
	Against string   `json:"against"`
	Ratio   *float64 `json:"ratio" doc:"Of the first to the second."`
	Low     *float64 `json:"low"`
	High    *float64 `json:"high"`
	Level   float64  `json:"level"`
	PValue  *float64 `json:"p_value" doc:"That both are alike; null where posts are too few."`
	Holm    *float64 `json:"p_holm" doc:"Adjusted for all comparisons of the answer, so that a false alarm anywhere is rare."`
	BH      *float64 `json:"p_bh" doc:"Adjusted so that few of all alarms are false."`
}

// A Multiplicity says how many comparisons an answer makes at once. Whoever
// makes many finds something by chance.
type Multiplicity struct {
	Comparisons int     `json:"comparisons" doc:"Pairs that were tested, in all panels together."`
	Level       float64 `json:"level"`
	Alike       int     `json:"alike" doc:"Of them, how many cannot be told apart after Holm's adjustment."`
	Sentence    string  `json:"sentence"`
}

// contrast tests every two rows of a panel that may stand beside each other.
func (f *facts) contrast(p *Panel) {
	p.Contrasts = []Contrast{}
	for i := range p.Rows {
		for j := i + 1; j < len(p.Rows); j++ {
			a, b := &p.Rows[i], &p.Rows[j]
			if !a.tested() || !b.tested() {
				continue
			}
			c := reach.CompareRates(a.pairs, b.pairs, f.assumptions.Level)
			p.Contrasts = append(p.Contrasts, Contrast{
				Item: a.Item, Against: b.Item, Ratio: c.Ratio.Estimate, Low: c.Ratio.Low, High: c.Ratio.High, Level: f.assumptions.Level, PValue: c.PValue,
			})
		}
	}
}

// tested reports whether a row has posts to test with and may be compared.
func (r *Row) tested() bool { return len(r.pairs) > 0 && r.Comparable != string(reach.NotComparable) }

// adjust accounts for all comparisons of an answer together: Holm, as for a
// family that was named beforehand, and Benjamini-Hochberg, as for a search.
func (f *facts) adjust(panels []Panel) (Multiplicity, error) {
	var tested []*Contrast
	var p []float64
	for i := range panels {
		for j := range panels[i].Contrasts {
			if c := &panels[i].Contrasts[j]; c.PValue != nil {
				tested, p = append(tested, c), append(p, *c.PValue)
			}
		}
	}
	m := Multiplicity{Comparisons: len(p), Level: f.assumptions.Level, Sentence: "Nothing was tested: these figures have no posts to compare, or too few."}
	if len(p) == 0 {
		return m, nil
	}
	holm, err := reach.AdjustPValues(reach.Holm, p)
	if err != nil {
		return m, err
	}
	bh, err := reach.AdjustPValues(reach.BenjaminiHochberg, p)
	for i, c := range tested {
		c.Holm, c.BH = &holm[i], &bh[i]
	}
	m.Alike = len(slices.DeleteFunc(slices.Clone(holm), func(p float64) bool { return p < 1-m.Level }))
	m.Sentence = "All pairs were tested; p-values are adjusted for their number by Holm and by Benjamini-Hochberg, and places come from intervals that hold together."
	return m, err
}
