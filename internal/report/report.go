// Package report writes a frozen comparison for people to print, to calculate
// with and to keep: as PDF, as a workbook and as CSV. It reads nothing but the
// snapshot, so that the same snapshot gives the same bytes, whenever and by
// whomever it is asked for. Every figure keeps what it is at least and at most
// and how it came about; what was hidden when it was frozen is in none of them.
package report

import (
	"encoding/json"
	"fmt"
	"strings"

	"caravan/internal/evaluation"
	"caravan/models"
	"caravan/web/src/words"
)

// The templates: which parts a report has, and in which order.
const (
	NationalPlan = "national_plan" // for those who report on a national plan
	Donor        = "donor"         // for those who pay
)

// A Report is a snapshot for one reader.
type Report struct {
	snapshot *models.Comparison
	answer   evaluation.Answer
	template string
	c        *words.Catalogue
	names    map[string]string // of the items
}

// Of reads a snapshot for readers of a language. An empty template has every
// part.
func Of(snapshot *models.Comparison, language, template string) (*Report, error) {
	r := &Report{snapshot: snapshot, template: template, c: words.In(language), names: map[string]string{}}
	if err := json.Unmarshal([]byte(snapshot.Result), &r.answer); err != nil {
		return nil, fmt.Errorf("read comparison %s: %w", snapshot.ID, err)
	}
	for _, item := range r.answer.Items {
		r.names[item.ID] = item.Name
	}
	return r, nil
}

// Name is what the file of a report is called.
func (r *Report) Name(extension string) string {
	return "report-" + string(r.snapshot.Digest)[:12] + "." + extension
}

// title is what the report is called in print.
func (r *Report) title() string {
	q := &r.answer.Question
	return r.c.Term("comparison_metric", q.Metric) + " · " + r.c.Term("comparison_denominator", q.Denominator)
}

// kind is what sort of report it is.
func (r *Report) kind() string {
	switch r.template {
	case NationalPlan:
		return r.c.Say("Report on the national plan")
	case Donor:
		return r.c.Say("Report to the donor")
	}
	return r.c.Say("Report of a comparison")
}

// item is what one of the compared is called.
func (r *Report) item(id string) string {
	switch r.answer.Question.By {
	case "countries":
		return r.c.Country(id)
	case "languages":
		return r.c.Tongue(id)
	case "platforms":
		return r.platform(id)
	case "messengers":
		return r.c.Term("messenger_type", id)
	case "message_types":
		return r.c.Term("message_type", id)
	}
	if name := r.names[id]; name != "" {
		return name
	}
	return id
}

// platform is what a platform is called: as it calls itself, if there is no
// word for it.
func (r *Report) platform(name string) string {
	if said := r.c.Term("platform", name); said != name || name == "" {
		return said
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func (r *Report) platforms(names []string) string { return r.each(names, r.platform) }

// each joins what values are called.
func (r *Report) each(values []string, name func(string) string) string {
	var said []string
	for _, v := range values {
		said = append(said, name(v))
	}
	return r.c.Join(said)
}

// scope says of which platforms a panel is.
func (r *Report) scope(p *evaluation.Panel) string {
	switch names := r.platforms(p.Platforms); p.Scope {
	case "all":
		return r.c.Say("All platforms of each")
	case "common":
		return r.c.Say("The platforms that all used: {names}", "names", names)
	default:
		return names
	}
}

// step is what a row of the funnel counts.
func (r *Report) step(s *evaluation.FunnelStep) string {
	switch s.Metric {
	case "survey":
		return r.c.Say("Survey") + ": " + s.Name
	case "engagement":
		return r.c.Term("comparison_metric", s.Metric)
	}
	return r.c.Term("metric", s.Metric)
}
