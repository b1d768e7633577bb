package evaluation

import (
	"slices"
	"strconv"
	"strings"

	"caravan/internal/reach"
	"caravan/models"
)

// basis is what a figure rests on, as far as it decides what may stand beside
// it: metric, definitions, units, whether it was measured, and its age.
func basis(q *models.Question, row *Row, from provenance) *reach.Figure {
	var definitions, families, units []string
	b := &reach.Figure{Metric: q.Metric, Kind: "measured"}
	for _, d := range from.definitions {
		definitions, families, units = append(definitions, strconv.FormatInt(d.ID, 10)), append(families, d.Family), append(units, d.Unit)
		if claimed(d) {
			b.Kind = "estimated"
		}
	}
	b.Definition, b.Family, b.Unit = strings.Join(set(definitions), "+"), strings.Join(set(families), "+"), strings.Join(set(units), "+")
	if q.AgeDays == 0 && !q.Windowed() {
		b.Age = row.age
	}
	return b
}

// judge says of every row whether it may stand beside the others, and ranks
// those that may as far as their intervals allow.
func (p Panel) judge() Panel {
	p.lackPlatforms()
	reference := p.reference()
	for i := range p.Rows {
		row := &p.Rows[i]
		row.Comparable = string(reach.NotComparable)
		if row.basis == nil {
			continue
		}
		c := reach.Compare(*reference, *row.basis)
		row.Comparable = string(c.Verdict)
		for _, code := range c.Caveats {
			row.mind(code)
		}
		if len(row.Reasons) > 0 && row.Comparable == string(reach.Comparable) {
			row.Comparable = string(reach.ComparableWithCaveats)
		}
	}
	p.rank()
	return p
}

// mind notes a caveat once. What the reference lacks is said in its own row.
func (r *Row) mind(code reach.Caveat) {
	reason := string(code)
	switch code { //nolint:exhaustive // the others are reasons as they are
	case reach.MissingPlatformsA:
		return
	case reach.MissingPlatformsB:
		reason = "missing_platforms"
	}
	if !slices.Contains(r.Reasons, reason) {
		r.Reasons = append(r.Reasons, reason)
	}
}

// lackPlatforms notes what each row lacks of the platforms of all.
func (p *Panel) lackPlatforms() {
	var union []string
	for _, row := range p.Rows {
		union = append(union, row.on...)
	}
	for i := range p.Rows {
		if row := &p.Rows[i]; row.basis != nil {
			row.basis.MissingPlatforms = slices.DeleteFunc(set(union), func(name string) bool { return slices.Contains(row.on, name) })
		}
	}
}

// reference is the row that most others may stand beside, the first of those.
func (p *Panel) reference() *reach.Figure {
	var best *reach.Figure
	most := 0
	for _, row := range p.Rows {
		n := 0
		for _, other := range p.Rows {
			if row.basis != nil && other.basis != nil && reach.Compare(*row.basis, *other.basis).Verdict != reach.NotComparable {
				n++
			}
		}
		if n > most {
			best, most = row.basis, n
		}
	}
	return best
}

// rank gives the places that intervals allow, if they separate anything at
// all. Rows without both ends have none.
func (p *Panel) rank() {
	var intervals []reach.Interval
	var rows []*Row
	for i := range p.Rows {
		row := &p.Rows[i]
		if row.Comparable != string(reach.NotComparable) && row.strict.Defined() && row.strict.Estimate != nil {
			rows, intervals = append(rows, row), append(intervals, row.strict)
		}
	}
	ranks := reach.Ranks(intervals)
	for _, r := range ranks {
		p.Ranked = p.Ranked || r.RankLow > 1 || r.RankHigh < len(ranks)
	}
	for i, r := range ranks {
		if p.Ranked {
			rows[i].RankLow, rows[i].RankHigh = new(r.RankLow), new(r.RankHigh)
		}
	}
}
