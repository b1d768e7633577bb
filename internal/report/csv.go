package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"caravan/internal/evaluation"
)

// columns are those of the table for machines.
func columns() []string {
	return []string{
		"comparison", "digest", "data_version", "assumption_set", "question_metric", "denominator", "age_days", "from", "to",
		"kind", "scope", "platforms", "item", "name", "against", "standard", "evidence_level", "metric",
		"low", "point", "high", "level", "label", "unit", "method", "posts", "rank_low", "rank_high", "comparable", "reasons", "missing_reason",
		"p_value", "p_holm", "p_bh", "definition", "source", "as_of", "warnings", "sentence", "currency", "rates",
		"country", "kappa_within", "kappa_between", "survey", "round", "arm", "segment", "n", "message", "authority", "approved_digest",
		"money_source", "money_for", "planned", "spent", "purpose",
	}
}

// A record is one row of it, by column.
type record map[string]string

// CSV writes the snapshot as a table for machines: RFC 4180, UTF-8, one figure
// in each row, numbers with a point and Western digits. Its kind says whether
// a figure is crude, standardised, the contrast of two, a step of the funnel,
// missing, the same under other assumptions, of a survey, a line of a budget,
// or who approved. What is not known is empty and says why; it is never a zero.
func (r *Report) CSV(w io.Writer) error {
	q := &r.answer.Question
	head := record{
		"comparison": r.snapshot.ID.String(), "digest": string(r.snapshot.Digest), "data_version": r.snapshot.DataVersion, "assumption_set": r.snapshot.AssumptionSet,
		"question_metric": q.Metric, "denominator": q.Denominator, "age_days": strconv.Itoa(q.AgeDays), "from": string(q.From), "to": string(q.To), "currency": q.Currency,
	}
	rows := [][]string{columns()}
	for _, rec := range r.records() {
		var cells []string
		for _, column := range columns() {
			value, there := rec[column]
			if !there {
				value = head[column]
			}
			cells = append(cells, harmless(value))
		}
		rows = append(rows, cells)
	}
	writer := csv.NewWriter(w)
	writer.UseCRLF = true
	return writer.WriteAll(rows)
}

// records are all figures of the snapshot.
func (r *Report) records() []record {
	var all []record
	for i := range r.answer.Panels {
		p := &r.answer.Panels[i]
		for j := range p.Rows {
			all = append(all, r.rowRecords(p, &p.Rows[j])...)
		}
		for _, c := range p.Contrasts {
			all = append(all, record{
				"kind": "contrast", "scope": p.Scope, "platforms": strings.Join(p.Platforms, " "), "item": c.Item, "name": r.item(c.Item), "against": c.Against,
				"low": machine(c.Low), "point": machine(c.Ratio), "high": machine(c.High), "level": machine(&c.Level), "unit": "ratio",
				"p_value": machine(c.PValue), "p_holm": machine(c.Holm), "p_bh": machine(c.BH),
			})
		}
	}
	for i := range r.answer.Funnel {
		s := &r.answer.Funnel[i]
		rec := r.figureRecord("funnel", &s.Figure)
		rec["platforms"], rec["item"], rec["name"], rec["evidence_level"], rec["metric"] = s.Platform, s.Item, r.item(s.Item), s.Level, s.Metric
		all = append(all, rec)
	}
	for _, g := range r.answer.Gaps {
		all = append(all, record{
			"kind": "missing", "platforms": g.Gap.Platform, "item": g.Item, "name": r.item(g.Item), "metric": g.Gap.Metric,
			"posts": strconv.Itoa(g.Gap.Posts), "missing_reason": g.Gap.Reason, "as_of": stamp(g.Gap.Since), "country": g.Gap.Country,
		})
	}
	return append(all, r.annexRecords()...)
}

// rowRecords are the figures of one row of a panel.
func (r *Report) rowRecords(p *evaluation.Panel, row *evaluation.Row) []record {
	crude := r.figureRecord("crude", &row.Figure)
	crude["rank_low"], crude["rank_high"], crude["comparable"], crude["reasons"] = rung(row.RankLow), rung(row.RankHigh), row.Comparable, strings.Join(row.Reasons, " ")
	if f := &row.Figure; f.Value == nil && f.Low == nil && len(row.Reasons) > 0 {
		crude["missing_reason"] = row.Reasons[len(row.Reasons)-1]
	}
	all := []record{crude}
	switch {
	case row.Standardised != nil:
		s := r.figureRecord("standardised", row.Standardised)
		s["sentence"] = r.standard(p.Standard)
		all = append(all, s)
	case p.Standard != nil:
		all = append(all, record{"kind": "standardised", "missing_reason": p.Standard.Reason})
	}
	for _, rec := range all {
		rec["rates"] = evaluation.RatesText(&r.answer, row.Item)
		rec["scope"], rec["platforms"], rec["item"], rec["name"] = p.Scope, strings.Join(p.Platforms, " "), row.Item, r.item(row.Item)
		if p.Standard != nil && rec["kind"] == "standardised" {
			rec["standard"] = p.Standard.Name
		}
	}
	return all
}

func (r *Report) figureRecord(kind string, f *evaluation.Figure) record {
	return record{
		"kind": kind, "low": machine(f.Low), "point": machine(f.Value), "high": machine(f.High), "level": machine(f.Level), "label": string(f.Label), "unit": f.Unit,
		"method": string(f.Method), "posts": strconv.Itoa(f.Deliveries), "definition": joined(f.DefinitionIDs), "source": strings.Join(f.Sources, " "),
		"as_of": stamp(f.AsOf), "warnings": strings.TrimSpace(joined(f.Warnings) + " " + joined(f.Caveats)), "sentence": r.sentence(f),
	}
}

// machine writes a number so that it reads back as the same.
func machine(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'f', -1, 64)
}

func rung(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func stamp(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

func joined[T any](values []T) string {
	texts := make([]string, 0, len(values))
	for _, v := range values {
		texts = append(texts, fmt.Sprint(v))
	}
	return strings.Join(texts, " ")
}

// harmless keeps a spreadsheet from taking a text for a formula, also where it
// stands behind a line feed or a space that is dropped. Numbers stay numbers.
func harmless(cell string) string {
	begins := strings.TrimLeft(cell, " \n\u00a0\u200e\u200f\ufeff")
	if begins == "" || !strings.ContainsAny(begins[:1], "=+-@\t\r") && !strings.HasPrefix(begins, "＝") && !strings.HasPrefix(begins, "＋") &&
		!strings.HasPrefix(begins, "－") && !strings.HasPrefix(begins, "＠") {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}
