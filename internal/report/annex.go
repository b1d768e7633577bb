package report

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"caravan/internal/evaluation"
	"caravan/internal/paper"
)

// sensitivity is the reach under other assumptions about overlap.
func (r *Report) sensitivity() table {
	t := table{
		sheet: r.c.Say("Other assumptions"), title: r.c.Say("The same under other assumptions"),
		lead: r.c.Say("The estimate rests on how far audiences overlap, which nobody measured: 0 is by chance, 1 is all the same people. At least and at most do not depend on it. None of these is a measurement."),
		heads: []string{
			r.c.Say("Compared"), r.c.Say("Overlap of posts on one platform"), r.c.Say("Overlap of platforms"), r.c.Say("Value"), r.c.Say("At least"), r.c.Say("At most"), r.c.Say("Unit"),
		},
		wide: []float64{3, 2.2, 2.2, 1.8, 1.8, 1.8, 2},
	}
	for i := range r.answer.Sensitivity {
		s := &r.answer.Sensitivity[i]
		f := &s.Figure
		t.rows = append(t.rows, []cell{
			text(r.item(s.Item)), as(degree, &s.Within), as(degree, &s.Between), of(f.Unit, f.Value), of(f.Unit, f.Low), of(f.Unit, end(f)), text(r.unit(f.Unit)),
		})
	}
	return t
}

// clearances are who let the messages go out.
func (r *Report) clearances() table {
	t := table{
		sheet: r.c.Say("Who approved"), title: r.c.Say("Who approved"),
		lead:  r.c.Say("Of what was published: which body let it go out in which country. It answers as a body, so no person is named."),
		heads: []string{r.c.Say("Campaign"), r.c.Say("Message"), r.c.Say("Country"), r.c.Say("Approving body"), r.c.Say("How it was let go out"), r.c.Say("Decided"), r.c.Say("Until"), r.c.Say("Digest (SHA-256)")},
		wide:  []float64{2.4, 2.6, 1.9, 3, 2.6, 1.8, 1.8},
	}
	for _, c := range r.answer.Clearances {
		t.rows = append(t.rows, []cell{
			text(r.campaign(c.CampaignID.String())), text(c.Message), text(r.c.Country(c.Country)), text(c.Authority), text(r.c.Term("clearance_kind", c.How)),
			{day: c.DecidedAt},
			{day: c.ValidUntil},
			text(apart(string(c.Digest))),
		})
	}
	return t
}

// campaign is what a campaign is called.
func (r *Report) campaign(id string) string {
	for i := range r.answer.Campaigns {
		if c := &r.answer.Campaigns[i]; c.ID.String() == id {
			return c.Name
		}
	}
	return id
}

// surveys are what was asked of whom, and what came of it, for a sheet.
func (r *Report) surveys() table {
	t := table{
		sheet: r.c.Say("Surveys"), title: r.c.Say("Surveys"), lead: r.surveyLead(),
		heads: []string{
			r.c.Say("Campaign"), r.c.Say("Survey"), r.c.Say("Evidence"), r.c.Say("Value"), r.c.Say("Lower end"), r.c.Say("Upper end"), r.c.Say("Level of the interval"),
			r.c.Say("Country"), r.c.Say("From"), r.c.Say("Until"), r.c.Say("Design"), r.c.Say("The question, word for word"), r.c.Say("How people were asked"), r.c.Say("How they were chosen"),
			r.c.Say("Loss of precision by the design"), r.c.Say("Places drawn whole"), r.c.Say("The same people twice"), r.c.Say("People invited"), r.c.Say("Response"), r.c.Say("Source"), r.c.Say("Mind"),
		},
	}
	for i := range r.answer.Surveys {
		s := &r.answer.Surveys[i].Survey
		paired := r.c.Say("No")
		if s.Paired {
			paired = r.c.Say("Yes")
		}
		t.rows = append(t.rows, []cell{
			text(r.campaign(r.answer.Surveys[i].CampaignID.String())), text(s.Title), text(r.c.Term("evidence_level", s.EvidenceLevel)), as(share, s.Lift.Value), as(share, s.Lift.Low), as(share, s.Lift.High), as(share, s.Lift.Level),
			text(r.c.Country(s.Country)),
			{day: day(s.StartsOn)},
			{day: day(s.EndsOn)},
			text(r.c.Term("survey_design", s.Design)), text(r.wording(s)), text(s.Mode), text(s.Selection),
			as(degree, &s.DesignEffect), count(int64(s.Clusters)), text(paired), counted(s.Invited), as(share, s.Response), text(s.Source), text(r.reasons(caveats(&s.Lift))),
		})
	}
	return t
}

func (r *Report) surveyLead() string {
	return r.c.Say("Who was asked what, how and by which design, and how many said yes. A survey tells of those asked; what its design allows to be claimed stands beside it.")
}

// wording is the question in all its languages, and where it was asked in other
// words.
func (r *Report) wording(s *evaluation.SurveyResult) string {
	said := []string{r.worded(s.Wording)}
	for _, round := range slices.Sorted(maps.Keys(s.Reworded)) {
		said = append(said, r.c.Say("In other words:")+" "+r.c.Term("survey_round", round)+": "+r.worded(s.Reworded[round]))
	}
	return strings.Join(said, " / ")
}

func (r *Report) worded(wording map[string]string) string {
	var said []string
	for _, tag := range slices.Sorted(maps.Keys(wording)) {
		said = append(said, r.c.Tongue(tag)+": “"+wording[tag]+"”")
	}
	return strings.Join(said, " / ")
}

// cells are the counts of all surveys. Those in which few people could be
// picked out are hidden.
func (r *Report) cells() table {
	t := table{
		sheet: r.c.Say("Rounds and groups"), title: r.c.Say("Rounds and groups"),
		heads: []string{r.c.Say("Survey"), r.c.Say("Round"), r.c.Say("Group"), r.c.Say("Of whom"), r.c.Say("Said yes"), r.c.Say("Asked"), r.c.Say("Share")},
		wide:  []float64{3.4, 2, 2.4, 2, 2, 1.4, 1.4},
	}
	for i := range r.answer.Surveys {
		s := &r.answer.Surveys[i].Survey
		for _, row := range r.cellsOf(s) {
			t.rows = append(t.rows, append([]cell{text(s.Title)}, row...))
		}
	}
	return t
}

// cellsOf are the counts of one survey.
func (r *Report) cellsOf(s *evaluation.SurveyResult) (rows [][]cell) {
	for _, c := range inOrder(s.Cells) {
		yes := counted(c.Yes)
		if c.Yes == nil {
			yes = text(r.c.Say("hidden, because few people could be picked out"))
		}
		rows = append(rows, []cell{
			text(r.c.Term("survey_round", c.Round)), text(r.c.Term("survey_arm", c.Arm)), text(r.segment(c.Segment)), yes, counted(c.Asked), as(share, shareOf(c)),
		})
	}
	return rows
}

// inOrder lists cells with rounds as they came, and in each the campaign's
// people first.
func inOrder(cells []evaluation.SurveyCount) []evaluation.SurveyCount {
	rounds := []string{"pre", "post", "later"}
	rank := func(c evaluation.SurveyCount) int {
		n := 4 * slices.Index(rounds, c.Round)
		if c.Segment != "" {
			n += 2
		}
		if c.Arm == "comparison" {
			n++
		}
		return n
	}
	return slices.SortedStableFunc(slices.Values(cells), func(a, b evaluation.SurveyCount) int { return rank(a) - rank(b) })
}

func shareOf(c evaluation.SurveyCount) *float64 {
	if c.Yes == nil || c.Asked == nil || *c.Asked == 0 {
		return nil
	}
	return new(float64(*c.Yes) / float64(*c.Asked))
}

// counted is a count that may not be known.
func counted(n *int64) cell {
	if n == nil {
		return cell{}
	}
	return count(*n)
}

// segment is a part of the people.
func (r *Report) segment(segment string) string {
	if segment == "" {
		return r.c.Say("everybody")
	}
	var said []string
	for part := range strings.SplitSeq(segment, "/") {
		said = append(said, r.c.Digit(r.c.Term("gender", part)))
	}
	return r.c.Join(said)
}

// annex prints what each survey asked, of whom, and what was answered.
func (p *printer) annex() {
	p.paper.Heading(p.c.Say("Surveys"))
	p.paper.Paragraphs(paper.Say(p.surveyLead(), p.toward()))
	if len(p.answer.Surveys) == 0 {
		p.nothing()
		return
	}
	t := p.cells()
	for i := range p.answer.Surveys {
		s := &p.answer.Surveys[i].Survey
		p.paper.Subheading(s.Title)
		facts := []paper.Fact{{Label: p.c.Say("The question, word for word"), Says: p.question(s)}}
		for _, f := range p.asked(&p.answer.Surveys[i]) {
			facts = append(facts, paper.Fact{Label: f[0], Says: []paper.Passage{paper.Say(visible(f[1]), paper.Auto)}})
		}
		p.paper.Facts(facts)
		p.paper.Subheading(t.title)
		p.rows(table{heads: t.heads[1:], wide: t.wide[1:], rows: p.cellsOf(s)})
	}
}

// question is what was asked: each language under its name, for they run in
// their own directions.
func (p *printer) question(s *evaluation.SurveyResult) []paper.Passage {
	var says []paper.Passage
	for _, tag := range slices.Sorted(maps.Keys(s.Wording)) {
		says = append(says, p.small(p.c.Tongue(tag)), paper.Say(visible(s.Wording[tag]), paper.Auto))
	}
	for _, round := range slices.Sorted(maps.Keys(s.Reworded)) {
		says = append(says, p.small(p.c.Say("In other words:")+" "+p.c.Term("survey_round", round)))
		for _, tag := range slices.Sorted(maps.Keys(s.Reworded[round])) {
			says = append(says, p.small(p.c.Tongue(tag)), paper.Say(visible(s.Reworded[round][tag]), paper.Auto))
		}
	}
	return says
}

// asked are the other facts about a survey.
func (p *printer) asked(c *evaluation.CampaignSurvey) [][2]string {
	s := &c.Survey
	change, kind := p.write("share", s.Lift.Value), p.c.Say("What changed")
	if s.Lift.Low != nil {
		change += " (" + p.between(&s.Lift) + ")"
	}
	if s.Design == "single_round" {
		kind = p.c.Say("Share that said yes")
	}
	facts := [][2]string{
		{p.c.Say("Campaign"), p.campaign(c.CampaignID.String())},
		{kind, strings.TrimSpace(change + " " + p.reasons(caveats(&s.Lift)))},
		{p.c.Say("Evidence"), p.c.Term("evidence_level", s.EvidenceLevel)},
		{p.c.Say("Country and days"), p.c.Join([]string{p.c.Country(s.Country), p.days(s)})},
		{p.c.Say("Design"), p.c.Term("survey_design", s.Design)},
		{p.c.Say("How people were asked"), s.Mode},
		{p.c.Say("How they were chosen"), s.Selection},
		{p.c.Say("Loss of precision by the design"), p.c.Decimal(s.DesignEffect, 1)},
	}
	if s.Clusters > 0 {
		facts = append(facts, [2]string{p.c.Say("Places drawn whole"), p.c.Number(int64(s.Clusters))})
	}
	if s.Paired {
		facts = append(facts, [2]string{p.c.Say("The same people twice"), p.c.Say("Yes")})
	}
	return append(facts, [2]string{p.c.Say("Response"), p.response(s)}, [2]string{p.c.Say("Source"), s.Source})
}

func (p *printer) days(s *evaluation.SurveyResult) string {
	from, to := day(s.StartsOn), day(s.EndsOn)
	if from == nil || to == nil {
		return ""
	}
	return p.c.Day(*from) + " – " + p.c.Day(*to)
}

// response is how many of those invited answered, as far as is known.
func (p *printer) response(s *evaluation.SurveyResult) string {
	switch {
	case s.Invited == nil:
		return p.c.Say("not known")
	case s.Response == nil:
		return p.c.Say("{n} invited", "n", p.c.Number(*s.Invited))
	}
	return p.c.Say("{share} of {n} invited", "share", p.c.Percent(*s.Response, 0), "n", p.c.Number(*s.Invited))
}

// annexRecords are the annexes for machines.
func (r *Report) annexRecords() []record {
	var all []record
	for i := range r.answer.Sensitivity {
		s := &r.answer.Sensitivity[i]
		rec := r.figureRecord("sensitivity", &s.Figure)
		rec["sentence"], rec["scope"], rec["item"], rec["name"] = "", "all", s.Item, r.item(s.Item)
		rec["kappa_within"], rec["kappa_between"] = machine(&s.Within), machine(&s.Between)
		all = append(all, rec)
	}
	for i := range r.answer.Surveys {
		all = append(all, r.surveyRecords(&r.answer.Surveys[i])...)
	}
	if r.template != NationalPlan {
		all = append(all, r.budgetRecords()...)
	}
	for _, c := range r.answer.Clearances {
		all = append(all, record{
			"kind": "clearance", "item": c.CampaignID.String(), "name": r.campaign(c.CampaignID.String()), "country": c.Country, "message": c.Message, "authority": c.Authority,
			"reasons": c.How, "as_of": stamp(c.DecidedAt), "approved_digest": string(c.Digest),
		})
	}
	return all
}

func (r *Report) surveyRecords(c *evaluation.CampaignSurvey) []record {
	s := &c.Survey
	lift := r.figureRecord("survey", &s.Lift)
	lift["sentence"], lift["posts"], lift["source"] = r.wording(s), "", s.Source
	all := []record{lift}
	for _, cell := range inOrder(s.Cells) {
		rec := record{"kind": "survey_cell", "round": cell.Round, "arm": cell.Arm, "segment": cell.Segment, "point": machine(shareOf(cell)), "unit": "share"}
		if cell.Asked == nil {
			rec["missing_reason"] = string(evaluation.SmallCount)
		} else {
			rec["n"] = strconv.FormatInt(*cell.Asked, 10)
		}
		all = append(all, rec)
	}
	for _, rec := range all {
		rec["item"], rec["name"], rec["survey"], rec["country"], rec["evidence_level"] = c.CampaignID.String(), r.campaign(c.CampaignID.String()), s.Title, s.Country, s.EvidenceLevel
	}
	return all
}

// budgetRecords are the lines of all budgets. What nobody stated is empty.
func (r *Report) budgetRecords() []record {
	var all []record
	for i := range r.answer.Campaigns {
		c := &r.answer.Campaigns[i]
		for _, line := range c.Budget {
			all = append(all, record{
				"kind": "budget", "item": c.ID.String(), "name": c.Name, "money_source": line.Source, "money_for": line.Scope, "planned": line.Money.Amount, "spent": line.Spent,
				"currency": line.Money.Currency, "unit": "money", "purpose": line.Purpose,
			})
		}
	}
	return all
}
