package evaluation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"caravan/models"
)

// A Difference is what two answers to one question say differently, row by
// row, and why. What was frozen earlier stays as it was.
type Difference struct {
	Earlier models.ID[models.Comparison] `json:"earlier"`
	Later   models.ID[models.Comparison] `json:"later"`
	Reasons []string                     `json:"reasons" doc:"Codes of everything that changed, in the rows or for all of them: later_data, corrected, posts, definition, universe, cost, assumptions, program, rules."`
	Rows    []RowChange                  `json:"rows" doc:"Only those that changed."`
}

// A RowChange is one row before and after; null where there was none.
type RowChange struct {
	Scope     string   `json:"scope"`
	Platforms []string `json:"platforms"`
	Item      string   `json:"item"`
	Name      string   `json:"name"`
	Before    *Row     `json:"before"`
	After     *Row     `json:"after"`
	Reasons   []string `json:"reasons"`
}

// Why a row says something else.
const (
	laterData    = "later_data"  // figures came in since
	corrected    = "corrected"   // figures of the same time were corrected
	otherPosts   = "posts"       // other posts count
	redefined    = "definition"  // the platform's number means something else
	repopulated  = "universe"    // another population figure
	recosted     = "cost"        // another budget or exchange rate
	reassumed    = "assumptions" // another set of assumptions
	otherProgram = "program"     // another version of the program
	otherRules   = "rules"       // the figure is the same; what may be said of it is not
)

// Differ compares the answers of two versions of a comparison.
func Differ(earlier, later *models.Comparison) (Difference, error) {
	d := Difference{Earlier: earlier.ID, Later: later.ID, Reasons: []string{}, Rows: []RowChange{}}
	var before, after Answer
	for c, a := range map[*models.Comparison]*Answer{earlier: &before, later: &after} {
		if err := json.Unmarshal([]byte(c.Result), a); err != nil {
			return d, fmt.Errorf("read comparison %s: %w", c.ID, err)
		}
	}
	was, is := rowsOf(&before), rowsOf(&after)
	for _, panel := range after.Panels {
		for i := range panel.Rows {
			d.note(panel, &before, &after, was[at(panel, panel.Rows[i].Item)], &panel.Rows[i])
		}
	}
	for _, panel := range before.Panels {
		for i := range panel.Rows {
			if is[at(panel, panel.Rows[i].Item)] == nil {
				d.note(panel, &before, &after, &panel.Rows[i], nil)
			}
		}
	}
	if earlier.Program != later.Program {
		d.Reasons = append(d.Reasons, otherProgram)
	}
	d.Reasons = set(d.Reasons)
	return d, nil
}

func rowsOf(a *Answer) map[string]*Row {
	rows := map[string]*Row{}
	for _, panel := range a.Panels {
		for i := range panel.Rows {
			rows[at(panel, panel.Rows[i].Item)] = &panel.Rows[i]
		}
	}
	return rows
}

func at(p Panel, item string) string { return fmt.Sprint(p.Scope, p.Platforms, item) }

// note adds a row that says something else than before.
func (d *Difference) note(p Panel, before, after *Answer, was, is *Row) {
	c := RowChange{Scope: p.Scope, Platforms: p.Platforms, Before: was, After: is}
	switch {
	case was == nil:
		c.Item, c.Reasons = is.Item, []string{otherPosts}
	case is == nil:
		c.Item, c.Reasons = was.Item, []string{otherPosts}
	default:
		c.Item, c.Reasons = is.Item, why(was, is, before, after)
	}
	if len(c.Reasons) == 0 {
		return
	}
	for _, item := range slices.Concat(after.Items, before.Items) {
		if item.ID == c.Item && c.Name == "" {
			c.Name = item.Name
		}
	}
	d.Rows, d.Reasons = append(d.Rows, c), append(d.Reasons, c.Reasons...)
}

// why lists what made a row another one; empty where it says the same.
func why(was, is *Row, before, after *Answer) []string {
	if says(was, before) == says(is, after) {
		return nil
	}
	reasons := []string{}
	because := func(code string, changed bool) {
		if changed {
			reasons = append(reasons, code)
		}
	}
	a, b := was.Figure, is.Figure
	because(laterData, b.AsOf != nil && (a.AsOf == nil || b.AsOf.After(*a.AsOf)))
	because(otherPosts, a.Deliveries != b.Deliveries)
	because(redefined, !slices.Equal(a.DefinitionIDs, b.DefinitionIDs))
	because(repopulated, fmt.Sprint(dividedBy(before, was.Item)) != fmt.Sprint(dividedBy(after, is.Item)))
	because(recosted, costOf(before, was.Item) != costOf(after, is.Item))
	because(reassumed, a.AssumptionSet != b.AssumptionSet)
	if same := machine(a.Value) == machine(b.Value) && machine(a.Low) == machine(b.Low) && machine(a.High) == machine(b.High); len(reasons) == 0 {
		because(otherRules, same)
		because(corrected, !same)
	}
	return reasons
}

// says is what a reader takes from a row.
func says(r *Row, a *Answer) string {
	f := r.Figure
	return fmt.Sprint(machine(f.Value), " ", machine(f.Low), " ", machine(f.High), f.Label, f.Deliveries, f.DefinitionIDs, f.Caveats, f.Warnings, f.AssumptionSet,
		r.Comparable, r.Reasons, place(r.RankLow), place(r.RankHigh), dividedBy(a, r.Item), costOf(a, r.Item))
}

func dividedBy(a *Answer, item string) []Denominator {
	var list []Denominator
	for _, d := range a.Denominators {
		if d.Item == item {
			list = append(list, d.Denominator)
		}
	}
	return list
}

// machine writes a number so that it reads back as the same.
func machine(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', -1, 64)
}

func place(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
