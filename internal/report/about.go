package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/internal/evaluation"
	"caravan/models"
)

// facts say what the report is about, as pairs of a label and a text.
func (r *Report) facts() [][2]string {
	q, s := &r.answer.Question, r.snapshot
	var list [][2]string
	add := func(label, text string) {
		if text != "" {
			list = append(list, [2]string{label, text})
		}
	}
	if slices.ContainsFunc(r.answer.Items, func(i evaluation.Item) bool { return i.Demonstration }) {
		add(r.c.Say("Demonstration"), r.c.Say("Some of these campaigns are made up to show the product."))
	}
	add(r.c.Say("Beside each other"), r.c.Term("comparison_by", q.By))
	add(r.c.Say("Compared"), r.items())
	add(r.c.Say("Campaigns"), r.campaigns())
	add(r.c.Say("Metric"), r.c.Term("comparison_metric", q.Metric))
	add(r.c.Say("Divided by"), r.c.Term("comparison_denominator", q.Denominator))
	add(r.c.Say("Currency"), q.Currency)
	add(r.c.Say("Countries"), r.each(q.Countries, r.c.Country))
	add(r.c.Say("Period"), r.period())
	if r.answer.AsOf != nil {
		add(r.c.Say("Figures as of"), r.c.Moment(r.answer.AsOf.UTC()))
	}
	add(r.c.Say("Frozen"), r.c.Moment(s.CreatedAt.UTC()))
	add(r.c.Say("Version of the data"), s.DataVersion)
	add(r.c.Say("Assumptions"), s.AssumptionSet)
	add(r.c.Say("Program"), s.Program)
	add(r.c.Say("Digest (SHA-256)"), apart(string(s.Digest)))
	return list
}

func (r *Report) items() string {
	var said []string
	for _, item := range r.answer.Items {
		said = append(said, r.item(item.ID))
	}
	return r.c.Join(said)
}

// campaigns are those asked for, where they are not what is compared.
func (r *Report) campaigns() string {
	if r.answer.Question.By == "campaigns" {
		return ""
	}
	var said []string
	for i := range r.answer.Campaigns {
		said = append(said, r.answer.Campaigns[i].Name)
	}
	return r.c.Join(said)
}

// period is the part of the posts' lives that counts.
func (r *Report) period() string {
	q := &r.answer.Question
	if from, to := day(q.From), day(q.To); from != nil && to != nil {
		return r.c.Day(*from) + " – " + r.c.Day(*to)
	}
	if q.AgeDays > 0 {
		return r.c.Say("{days} days after each post", "days", r.c.Number(int64(q.AgeDays)))
	}
	return r.c.Say("The whole life of the posts")
}

// notes are how the figures were computed, and what was taken for granted.
func (r *Report) notes() []string {
	a := &r.answer.Assumptions
	return []string{
		r.c.Say("Reach is how many different people were reached at least once. It is not added up over posts, platforms or days: at least the largest of its sources, at most all of them together, and no more than there are people. Countries are added up, because nobody lives in two."),
		r.c.Say("Posts of one platform are taken to reach the same people to a degree of {k}, where 1 is all the same and 0 is chance; platforms are taken to overlap by chance, which usually overstates.", "k", r.c.Decimal(a.KappaWithin, 1)),
		r.c.Say("The post is the unit of evidence: intervals at {level} come from how much posts differ, and not from how many people clicked.", "level", r.c.Percent(a.Level, 0)),
		r.c.Say("Counts of 1 to {most} people are hidden, and so is whatever would give them away. Hidden, missing and zero are three different things.", "most", r.c.Number(a.Threshold-1)),
		r.c.Say("Shares of all people are divided by: {kind}. Set of assumptions: {set}.", "kind", r.c.Term("universe_kind", a.UniverseKind), "set", a.Name+"/"+strconv.Itoa(a.Version)),
	}
}

// checking says how somebody finds out whether this is what was frozen.
func (r *Report) checking() []string {
	return []string{
		r.c.Say("This is made from one frozen snapshot and from nothing else. Its digest is SHA-256 of the question, a line feed and the answer, byte for byte as they are kept; another digest is another snapshot."),
		r.c.Say("A report of the same snapshot in the same language always has the same bytes. Its address in Caravan and its digest:"),
	}
}

// address is where the snapshot is found.
func (r *Report) address() string { return "/compare/" + r.snapshot.ID.String() }

// day is a calendar day; nil where there is none.
func day(d models.Date) *time.Time {
	at, err := time.Parse(time.DateOnly, strings.TrimSpace(string(d)))
	if err != nil {
		return nil
	}
	return &at
}
