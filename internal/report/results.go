package report

import (
	"strings"

	"caravan/internal/evaluation"
)

// results are the figures of all panels, for a sheet.
func (r *Report) results() table {
	t := table{
		sheet: r.c.Say("Results"), title: r.c.Say("Results"),
		heads: append([]string{r.c.Say("Platform"), r.c.Say("Compared")}, append(r.figureHeads(),
			r.c.Say("Best place"), r.c.Say("Worst place"), r.c.Say("Comparable"), r.c.Say("How it came about"))...),
	}
	for i := range r.answer.Panels {
		p := &r.answer.Panels[i]
		for j := range p.Rows {
			row := &p.Rows[j]
			cells := append([]cell{text(r.scope(p)), text(r.item(row.Item))}, r.figure(&row.Figure)...)
			t.rows = append(t.rows, append(cells, place(row.RankLow), place(row.RankHigh), text(r.comparable(row)), text(r.said(row))))
		}
	}
	return t
}

// standardised are the figures as they would be with the ages of the standard.
func (r *Report) standardised() table {
	t := table{
		sheet: r.c.Say("Standardised"), title: r.c.Say("Standardised"),
		heads: append([]string{r.c.Say("Platform"), r.c.Say("Compared"), r.c.Say("Ages")}, append(r.figureHeads(), r.c.Say("How it came about"))...),
	}
	for i := range r.answer.Panels {
		p := &r.answer.Panels[i]
		for j := range p.Rows {
			row := &p.Rows[j]
			if p.Standard == nil {
				continue
			}
			f := row.Standardised
			if f == nil {
				f = &evaluation.Figure{Unit: row.Figure.Unit, Label: "not_available", AsOf: row.Figure.AsOf, Deliveries: row.Figure.Deliveries}
			}
			cells := append([]cell{text(r.scope(p)), text(r.item(row.Item)), text(r.ages(p.Standard))}, r.figure(f)...)
			t.rows = append(t.rows, append(cells, text(r.standard(p.Standard))))
		}
	}
	return t
}

// figureHeads are the heads of the cells of a figure.
func (r *Report) figureHeads() []string {
	return []string{
		r.c.Say("At least"), r.c.Say("Value"), r.c.Say("At most"), r.c.Say("Level of the interval"), r.c.Say("Label"), r.c.Say("Unit"), r.c.Say("Posts"), r.c.Say("Known on"),
	}
}

// figure is a figure as cells.
func (r *Report) figure(f *evaluation.Figure) []cell {
	return []cell{
		of(f.Unit, f.Low), of(f.Unit, f.Value), of(f.Unit, f.High), as(share, f.Level), text(string(f.Label)), text(r.unit(f.Unit)), count(int64(f.Deliveries)), {day: f.AsOf},
	}
}

func place(n *int) cell {
	if n == nil {
		return as(plain, nil)
	}
	return count(int64(*n))
}

// said is everything that has to be said beside a row.
func (r *Report) said(row *evaluation.Row) string {
	return strings.TrimSpace(r.sentence(&row.Figure) + " " + r.reasons(minds(row)))
}

// ages are those of a standard, with their weights.
func (r *Report) ages(s *evaluation.Standard) string {
	var said []string
	for _, b := range s.Bands {
		said = append(said, r.c.Digit(b.Ages)+" ("+r.c.Percent(b.Weight, 0)+")")
	}
	return r.c.Join(said)
}

// standard says to which ages figures were standardised, or why they were not.
func (r *Report) standard(s *evaluation.Standard) string {
	if s.Reason != "" {
		return r.c.Say("Not standardised for age.") + " " + r.reasons([]string{s.Reason})
	}
	return r.c.Say("Standardised: what it would be if the people had the ages of the standard. {name}: {ages}.", "name", r.standardName(s.Name), "ages", r.ages(s))
}

// rank is the places that the intervals allow.
func (r *Report) rank(row *evaluation.Row) string {
	switch {
	case row.RankLow == nil || row.RankHigh == nil:
		return "–"
	case *row.RankLow == *row.RankHigh:
		return r.c.Number(int64(*row.RankLow))
	}
	return r.c.Number(int64(*row.RankLow)) + "–" + r.c.Number(int64(*row.RankHigh))
}

// standardName is what a standard is called: those of the program in the
// readers' words.
func (r *Report) standardName(name string) string {
	switch name {
	case "pooled":
		return r.c.Say("Ages of all the people compared")
	case "world":
		return r.c.Say("Ages of the world (WHO 2000–2025)")
	}
	return name
}
