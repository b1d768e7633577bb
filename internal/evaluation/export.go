package evaluation

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"caravan/models"
)

// Export is a frozen comparison as a table for machines: RFC 4180, UTF-8, one
// figure in each row, numbers with a point and Western digits. What is not
// known is empty and says why; it is never a zero.
func Export(c *models.Comparison) ([]byte, error) {
	var a Answer
	if err := json.Unmarshal([]byte(c.Result), &a); err != nil {
		return nil, fmt.Errorf("read comparison %s: %w", c.ID, err)
	}
	names := map[string]string{}
	for _, item := range a.Items {
		names[item.ID] = item.Name
	}
	rows := [][]string{{
		"comparison", "digest", "data_version", "assumption_set", "question_metric", "denominator", "age_days", "scope", "platforms", "item", "name",
		"low", "point", "high", "level", "label", "unit", "method", "posts", "rank_low", "rank_high", "comparable", "reasons", "missing_reason",
		"definition", "source", "as_of", "warnings", "sentence", "currency", "rates",
	}}
	head := []string{c.ID.String(), string(c.Digest), c.DataVersion, c.AssumptionSet, a.Question.Metric, a.Question.Denominator, strconv.Itoa(a.Question.AgeDays)}
	for _, panel := range a.Panels {
		for _, row := range panel.Rows {
			cells := append(append([]string{}, head...), panel.Scope, strings.Join(panel.Platforms, " "), row.Item, names[row.Item])
			cells = append(cells, row.cells()...)
			rows = append(rows, append(cells, a.Question.Currency, ratesText(&a, row.Item)))
		}
	}
	var out bytes.Buffer
	writer := csv.NewWriter(&out)
	writer.UseCRLF = true
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
	}
	err := writer.WriteAll(rows)
	return out.Bytes(), err
}

// cells are a row without what it belongs to.
func (r *Row) cells() []string {
	f := &r.Figure
	missing := ""
	if f.Value == nil && f.Low == nil && len(r.Reasons) > 0 {
		missing = r.Reasons[len(r.Reasons)-1]
	}
	asOf := ""
	if f.AsOf != nil {
		asOf = f.AsOf.UTC().Format(time.RFC3339)
	}
	return []string{
		machine(f.Low), machine(f.Value), machine(f.High), machine(f.Level), string(f.Label), f.Unit, string(f.Method), strconv.Itoa(f.Deliveries),
		place(r.RankLow), place(r.RankHigh), r.Comparable, strings.Join(r.Reasons, " "), missing,
		joined(f.DefinitionIDs), strings.Join(f.Sources, " "), asOf, joined(f.Warnings), f.Sentence,
	}
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

func joined[T any](values []T) string {
	texts := make([]string, 0, len(values))
	for _, v := range values {
		texts = append(texts, fmt.Sprint(v))
	}
	return strings.Join(texts, " ")
}

// harmless keeps a spreadsheet from taking a text for a formula. Numbers stay
// numbers.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}
