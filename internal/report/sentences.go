package report

import (
	"slices"
	"strings"

	"caravan/internal/evaluation"
)

// write writes a value of a unit as the readers do.
func (r *Report) write(unit string, n *float64) string {
	switch {
	case n == nil:
		return "–"
	case unit == "money":
		return r.c.Decimal(*n, 2)
	case shareUnit(unit):
		return r.c.Percent(*n, 2)
	case strings.HasPrefix(unit, "per_") && *n < 10:
		return r.c.Decimal(*n, 2)
	case strings.HasPrefix(unit, "per_"):
		return r.c.Decimal(*n, 1)
	}
	return r.c.Count(*n)
}

// shareUnit reports whether values of a unit are shares between 0 and 1.
func shareUnit(unit string) bool {
	return unit == "share" || unit == "per_shown" || unit == "per_reached"
}

// end is the upper end that is worth saying. That of a figure which lacks a
// source is everybody there is.
func end(f *evaluation.Figure) *float64 {
	if f.Label == "partial" && f.Unit != "money" {
		return nil
	}
	return f.High
}

// between is at least and at most; one number where they are the same.
func (r *Report) between(f *evaluation.Figure) string {
	low, high := r.write(f.Unit, f.Low), r.write(f.Unit, f.High)
	switch {
	case f.Low != nil && end(f) == nil:
		return r.c.Say("at least {low}", "low", low)
	case low == high:
		return low
	}
	return low + " – " + high
}

// sentence is what has to be said beside a figure.
func (r *Report) sentence(f *evaluation.Figure) string {
	level := "–"
	if f.Level != nil {
		level = r.c.Percent(*f.Level, 0)
	}
	return r.c.Say(english(f), "low", r.write(f.Unit, f.Low), "high", r.write(f.Unit, f.High), "n", r.c.Number(int64(f.Deliveries)), "level", level,
		"missing", r.platforms(f.Missing), "k", r.c.Decimal(r.answer.Assumptions.KappaWithin, 1), "source", "–")
}

// english is what the app says beside a figure.
func english(f *evaluation.Figure) string {
	switch {
	case f.Method == "log_jackknife_t" && f.Value != nil && f.Low == nil:
		return "Ratio of reported counts over {n} posts; too few to show how much posts differ."
	case f.Method == "log_jackknife_t" && f.Value != nil:
		return "Ratio of reported counts over {n} posts; {level} interval {low} to {high}, from how much the posts differ."
	case f.Method == "whole_budget" || f.Method == "whole_spending":
		return evaluation.MoneySentence(f)
	case f.Label == "estimated" && f.Level == nil:
		return "Claimed by whoever ran the channel: between {low} and {high}. Nobody measured it."
	case f.Label == "estimated":
		return "Estimate from a survey; {level} interval {low} to {high}."
	}
	if sentence, there := labelWords()[string(f.Label)]; there {
		return sentence
	}
	return f.Sentence
}

// modelled reports whether a figure is the outcome of a model.
func modelled(f *evaluation.Figure) bool {
	return f.Label == "modelled_independent" || f.Label == "modelled_overlap" || f.Label == "scenario" || f.Label == "estimated"
}

// reasons says why a row is not comparable, or what to mind.
func (r *Report) reasons(codes []string) string {
	var said []string
	for _, code := range codes {
		if sentence, there := reasonWords()[code]; there {
			code = r.c.Say(sentence)
		}
		said = append(said, code)
	}
	return strings.Join(said, " ")
}

// minds are the codes of all that is to be known of a row, once each.
func minds(row *evaluation.Row) []string {
	codes := append([]string{}, row.Reasons...)
	for _, c := range row.Figure.Caveats {
		codes = append(codes, string(c))
	}
	for _, w := range row.Figure.Warnings {
		codes = append(codes, string(w))
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(codes, func(code string) bool {
		before := seen[code]
		seen[code] = true
		return before
	})
}

// comparable says whether a row may stand beside the others.
func (r *Report) comparable(row *evaluation.Row) string {
	switch row.Comparable {
	case "yes":
		return r.c.Say("Yes")
	case "no":
		return r.c.Say("No")
	}
	return r.c.Say("With caveats")
}
