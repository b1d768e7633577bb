package report

import (
	"strconv"
	"strings"

	"caravan/models"
)

// evidence is how much may be claimed of each of the compared.
func (r *Report) evidence() table {
	t := table{
		sheet: r.c.Say("Evidence"), title: r.c.Say("How much may be claimed"),
		lead:  r.c.Say("Being shown something and doing something about it are not change. Nothing beyond its rung may be said of anything below."),
		heads: []string{r.c.Say("Compared"), r.c.Say("Most that can be claimed"), r.c.Say("What may be said"), r.c.Say("Posts"), r.c.Say("Countries"), r.c.Say("Platforms")},
		wide:  []float64{3, 2.4, 3.4, 1, 2.4, 2.4},
	}
	for i := range r.answer.Items {
		item := &r.answer.Items[i]
		level := text("")
		if item.EvidenceLevel != "" {
			level = text(r.c.Term("evidence_level", item.EvidenceLevel))
		}
		t.rows = append(t.rows, []cell{
			text(r.item(item.ID)), level, text(r.claim(item.EvidenceLevel)), count(int64(item.Posts)), text(r.each(item.Countries, r.c.Country)), text(r.platforms(item.Platforms)),
		})
	}
	return t
}

// claim is what a rung of the ladder of evidence allows to be said.
func (r *Report) claim(level string) string {
	if english, there := claimWords()[level]; there {
		return r.c.Say(english)
	}
	return ""
}

// objectives are what the campaigns set out to do, beside what is known.
func (r *Report) objectives() table {
	t := table{
		sheet: r.c.Say("Objectives"), title: r.c.Say("Objectives and indicators"),
		lead:  r.c.Say("As the campaigns stood when the comparison was frozen. What was achieved stands in the results, with its range."),
		heads: []string{r.c.Say("Campaign"), r.c.Say("Goal"), r.c.Say("Seen by"), r.c.Say("Baseline"), r.c.Say("Target"), r.c.Say("From"), r.c.Say("Until")},
		wide:  []float64{2.6, 3.2, 2.4, 1.8, 1.8, 1.8, 1.8},
	}
	for i := range r.answer.Campaigns {
		c := &r.answer.Campaigns[i]
		t.rows = append(t.rows, []cell{
			text(c.Name), text(c.Goal.Statement), text(c.Goal.Indicator), text(c.Goal.Baseline), text(c.Goal.Target), {day: day(c.StartsOn)}, {day: day(c.EndsOn)},
		})
	}
	return t
}

// measures are what the campaigns contribute to the plans of their countries.
func (r *Report) measures() table {
	t := table{
		sheet: r.c.Say("National plan"), title: r.c.Say("Measures of the national plans"),
		heads: []string{r.c.Say("Country"), r.c.Say("Measure of the national plan"), r.c.Say("Campaign"), r.c.Say("Goal"), r.c.Say("Most that can be claimed")},
		wide:  []float64{2, 3.5, 3, 3.5, 2.4},
	}
	rungs := map[string]string{}
	for _, item := range r.answer.Items {
		rungs[item.ID] = item.EvidenceLevel
	}
	for i := range r.answer.Campaigns {
		c := &r.answer.Campaigns[i]
		for _, m := range c.Measures {
			measure := m.Measure
			if measure == "" {
				measure = r.c.Say("not stated")
			}
			level := ""
			if rung := rungs[c.ID.String()]; rung != "" {
				level = r.c.Term("evidence_level", rung)
			}
			t.rows = append(t.rows, []cell{text(r.c.Country(m.Country)), text(measure), text(c.Name), text(c.Goal.Statement), text(level)})
		}
	}
	return t
}

// budget is what was planned and what was spent, line by line, each amount in
// its own currency.
func (r *Report) budget() table {
	t := table{
		sheet: r.c.Say("Budget"), title: r.c.Say("Budget"),
		lead:  r.c.Say("What was planned and what was spent of it, each in its own currency, as the campaigns stood when the comparison was frozen. What nobody has stated yet is empty, and not zero."),
		heads: []string{r.c.Say("Campaign"), r.c.Say("Source"), r.c.Say("For what"), r.c.Say("Planned"), r.c.Say("Spent"), r.c.Say("Currency"), r.c.Say("Purpose"), r.c.Say("Who pays")},
		wide:  []float64{2.6, 2, 2, 1.8, 1.8, 1.4, 2.6, 2.2},
	}
	for i := range r.answer.Campaigns {
		c := &r.answer.Campaigns[i]
		for _, line := range c.Budget {
			t.rows = append(t.rows, []cell{
				text(c.Name), text(r.c.Term("budget_source", line.Source)), text(r.scopes([]string{line.Scope})), amount(line.Money), spent(line), text(line.Money.Currency), text(line.Purpose), text(r.c.Join(c.Funders)),
			})
		}
	}
	return t
}

// spent is what was spent of a line; nothing where nobody said.
func spent(line models.BudgetLine) cell {
	if line.Spent == "" {
		return as(plain, nil)
	}
	return amount(models.Money{Amount: line.Spent, Currency: line.Money.Currency})
}

// scopes are what money was for.
func (r *Report) scopes(scopes []string) string {
	if stated := strings.Join(scopes, ""); stated == "" {
		return r.c.Say("not stated")
	}
	return r.each(scopes, func(s string) string { return r.c.Term("cost_scope", s) })
}

// amount is money as a number of its currency.
func amount(m models.Money) cell {
	n, err := strconv.ParseFloat(m.Amount, 64)
	if err != nil {
		return text(m.Amount)
	}
	return as(plain, &n)
}

// costs are what was budgeted and spent, as it stands in the plans, and the
// rates that what is asked for was converted at.
func (r *Report) costs() table {
	t := table{
		sheet: r.c.Say("What was budgeted and spent"), title: r.c.Say("What was budgeted and spent"),
		lead:  r.c.Say("Money is converted once, at a stored rate that holds on the campaign's first day, and never over a third currency."),
		heads: []string{r.c.Say("Of"), r.c.Say("Budgeted"), r.c.Say("Spent"), r.c.Say("Currency"), r.c.Say("For what"), r.c.Say("Converted"), r.c.Say("Currency"), r.c.Say("At the rate"), r.c.Say("From"), r.c.Say("Until"), r.c.Say("Source")},
		wide:  []float64{2.6, 2, 2, 1.4, 2, 2, 1.4, 2.6, 1.8, 1.8},
	}
	for _, c := range r.answer.Costs {
		cells := []cell{
			text(r.item(c.Item)), amount(c.Budgeted), as(plain, nil), text(c.Budgeted.Currency), text(r.scopes(c.Scopes)), as(plain, nil), text(r.answer.Question.Currency), {}, {}, {}, {},
		}
		if c.Spent != nil {
			cells[2] = amount(*c.Spent)
		}
		if c.Converted != nil {
			cells[5] = amount(*c.Converted)
		}
		if u := c.Rate; u != nil {
			cells[7], cells[8], cells[9], cells[10] = text("1 "+u.Base+" = "+u.Rate+" "+u.Quote), cell{day: day(u.FirstDay)}, cell{day: day(u.LastDay)}, text(strings.Trim(u.Source+" · "+u.Licence, " ·"))
		}
		t.rows = append(t.rows, cells)
	}
	return t
}
