package report

import (
	"strconv"
	"strings"
	"time"

	"caravan/internal/evaluation"
)

// A table is what stands on paper as well as in a sheet of the workbook.
type table struct {
	sheet string // what its sheet is called
	title string
	lead  string
	heads []string
	wide  []float64 // of the columns, on paper; those beyond are said under their row
	rows  [][]cell
}

// A cell is a text, a number or a day. What is not known is nothing: never a
// zero.
type cell struct {
	text   string
	number *float64
	format format
	day    *time.Time
}

// A format is how a number is written.
type format int

const (
	whole  format = iota
	plain         // with two places
	share         // between 0 and 1
	chance        // a p-value
	year
	degree // of overlap, or of a design
)

func text(s string) cell           { return cell{text: s} }
func count(n int64) cell           { return cell{number: new(float64(n))} }
func as(f format, n *float64) cell { return cell{number: n, format: f} }

// of is a value of a unit.
func of(unit string, n *float64) cell {
	switch {
	case shareUnit(unit):
		return as(share, n)
	case strings.HasPrefix(unit, "per_"), unit == "money":
		return as(plain, n)
	}
	return as(whole, n)
}

// say writes a cell for readers.
func (r *Report) say(c cell) string {
	switch {
	case c.day != nil:
		return r.c.Day(*c.day)
	case c.number == nil && c.text == "" || c.number == nil && c.format != whole:
		return "–"
	case c.number == nil:
		return c.text
	}
	switch n := *c.number; c.format {
	case share:
		return r.c.Percent(n, 2)
	case plain:
		return r.c.Decimal(n, 2)
	case chance:
		if n < 0.001 {
			return "< " + r.c.Decimal(0.001, 3)
		}
		return r.c.Decimal(n, 3)
	case year:
		return r.c.Digit(strconv.Itoa(int(n)))
	case degree:
		return r.c.Decimal(n, 1)
	case whole:
		return r.c.Count(n)
	}
	return ""
}

// contrasts are every two against each other.
func (r *Report) contrasts() table {
	m := &r.answer.Multiplicity
	t := table{
		sheet: r.c.Say("Pair by pair"), title: r.c.Say("Pair by pair"),
		lead: r.c.Say("Tested together: {tests}. Whoever tests so often finds something by chance, so p-values are adjusted for it; {alike} cannot be told apart. Places come from intervals that hold together at {level}.",
			"tests", r.c.Number(int64(m.Comparisons)), "alike", r.c.Number(int64(m.Alike)), "level", r.c.Percent(m.Level, 0)),
		heads: []string{r.c.Say("Compared"), r.c.Say("Against"), r.c.Say("Platform"), r.c.Say("Times as much"), r.c.Say("Lower end"), r.c.Say("Upper end"), r.c.Say("By chance (p)"), r.c.Say("p after Holm"), r.c.Say("p after Benjamini-Hochberg")},
		wide:  []float64{3, 3, 2, 1.4, 1.3, 1.3, 1.5, 1.5, 2},
	}
	for i := range r.answer.Panels {
		p := &r.answer.Panels[i]
		for _, c := range p.Contrasts {
			t.rows = append(t.rows, []cell{
				text(r.item(c.Item)), text(r.item(c.Against)), text(r.scope(p)), as(plain, c.Ratio), as(plain, c.Low), as(plain, c.High),
				as(chance, c.PValue), as(chance, c.Holm), as(chance, c.BH),
			})
		}
	}
	return t
}

// universes are what shares were divided by.
func (r *Report) universes() table {
	t := table{
		sheet: r.c.Say("Denominators"), title: r.c.Say("Denominators"),
		heads: []string{r.c.Say("Of"), r.c.Say("Country"), r.c.Say("Divided by"), r.c.Say("People"), r.c.Say("Year"), r.c.Say("Source"), r.c.Say("Licence")},
		wide:  []float64{3, 2.2, 2, 2, 1, 3.5, 1.8},
	}
	for _, u := range r.answer.Denominators {
		d := u.Denominator
		source := d.Source
		if d.Starter {
			source += " · " + r.c.Say("came with the program")
		}
		licence := d.Licence
		if licence == "" {
			licence = r.c.Say("not stated")
		}
		t.rows = append(t.rows, []cell{
			text(r.item(u.Item)), text(r.c.Country(d.Country)), text(r.c.Term("universe_kind", d.Kind)), count(d.Value), as(year, new(float64(d.Year))), text(source), text(licence),
		})
	}
	return t
}

// missing is what is not known, and why.
func (r *Report) missing() table {
	t := table{
		sheet: r.c.Say("What is missing"), title: r.c.Say("What is missing, and why"), lead: r.c.Say("Missing is not zero. Nothing below was counted as nobody."),
		heads: []string{r.c.Say("Of"), r.c.Say("Figure"), r.c.Say("Platform"), r.c.Say("Country"), r.c.Say("Why"), r.c.Say("Posts without it"), r.c.Say("Of how many posts"), r.c.Say("Last known")},
		wide:  []float64{3, 2, 2, 2, 3, 1.5, 1.5, 2},
	}
	for _, g := range r.answer.Gaps {
		last := text(r.c.Say("never"))
		if g.Gap.Since != nil {
			last = cell{day: g.Gap.Since}
		}
		t.rows = append(t.rows, []cell{
			text(r.item(g.Item)), text(r.c.Term("metric", g.Gap.Metric)), text(r.platform(g.Gap.Platform)), text(r.c.Country(g.Gap.Country)),
			text(r.c.Term("missing_reason", g.Gap.Reason)), count(int64(g.Gap.Posts)), count(int64(g.Gap.Of)), last,
		})
	}
	return t
}

// definitions are what the figures mean.
func (r *Report) definitions() table {
	t := table{
		sheet: r.c.Say("What the figures mean"), title: r.c.Say("What the figures mean"),
		heads: []string{r.c.Say("Figure"), r.c.Say("Platform"), r.c.Say("Its own name"), r.c.Say("What is counted"), r.c.Say("Unit"), r.c.Say("Since"), r.c.Say("Source")},
		wide:  []float64{2, 2, 2.2, 4, 1.4, 2, 2},
	}
	for _, d := range r.answer.Definitions {
		t.rows = append(t.rows, []cell{
			text(r.c.Term("metric", d.Metric)), text(r.platform(d.Platform)), text(d.NativeName), text(d.Threshold), text(r.unit(d.Unit)), {day: day(d.ValidFrom)}, text(d.Source),
		})
	}
	return t
}

// funnel is the way from being shown to having changed something.
func (r *Report) funnel() table {
	t := table{
		sheet: r.c.Say("From reach to change"), title: r.c.Say("From reach to change"),
		lead:  r.c.Say("Each row counts something else, so none is divided by the one above it, and platforms are not added up."),
		heads: []string{r.c.Say("Compared"), r.c.Say("Evidence"), r.c.Say("Figure"), r.c.Say("Platform"), r.c.Say("Value"), r.c.Say("At least"), r.c.Say("At most"), r.c.Say("Posts"), r.c.Say("How it came about")},
		wide:  []float64{2.6, 2, 1.9, 1.7, 1.6, 1.6, 1.6, 1},
	}
	for i := range r.answer.Funnel {
		s := &r.answer.Funnel[i]
		f := &s.Figure
		where := r.platform(s.Platform)
		if s.Platform == "" {
			where = r.c.Say("All")
		}
		said := strings.TrimSpace(r.sentence(f) + " " + r.reasons(caveats(f)))
		t.rows = append(t.rows, []cell{
			text(r.item(s.Item)), text(r.c.Term("evidence_level", s.Level)), text(r.step(s)), text(where),
			of(f.Unit, f.Value), of(f.Unit, f.Low), of(f.Unit, end(f)), count(int64(f.Deliveries)), text(said),
		})
	}
	return t
}

func caveats(f *evaluation.Figure) []string {
	return minds(&evaluation.Row{Figure: *f})
}

// unit is what a figure counts.
func (r *Report) unit(name string) string {
	if name == "money" {
		return r.answer.Question.Currency
	}
	if english, there := unitWords()[name]; there {
		return r.c.Say(english)
	}
	return name
}
