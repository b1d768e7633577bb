package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"caravan/internal/dbtest"
	"caravan/internal/paper"
	"caravan/internal/report"
	"caravan/models"
)

// written is a file of a snapshot.
func written(t *testing.T, c *models.Comparison, language, template string, write func(*report.Report, io.Writer) error) []byte {
	t.Helper()
	r, err := report.Of(c, language, template)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := write(r, &file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// printed is the text of the printed report as a reader of PDF finds it.
func printed(t *testing.T, c *models.Comparison, language, template string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil || !paper.Ready() {
		dbtest.Missing(t, "pdftotext, or a web build, which brings the fonts,")
	}
	folder := os.Getenv("CARAVAN_TEST_PAPER") // to be looked at
	if folder == "" {
		folder = t.TempDir()
	}
	path := filepath.Join(folder, "report-"+language+template+".pdf")
	if err := os.WriteFile(path, written(t, c, language, template, (*report.Report).PDF), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), "pdftotext", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u200e", "", "\u200f", "").Replace(string(said))
	return strings.Join(strings.Fields(plain), " ")
}

func TestReportsArePrintedInTheLanguageOfTheirReaders(t *testing.T) {
	c := snapshot(t)
	for language, wants := range map[string][]string{
		"en":      {"Reach · Per 1,000 people", "31.5 per 1,000 people (20.0 – 44.2)", "Between 18.0 and 40.0; the overlap between sources is unknown.", "Unicode", "Page 1 of", "People interacted with it.", "How to check this report"},
		"ru":      {"Охват", "На 1000 человек", "31,5", "Страница 1 из"},
		"fa-AF":   {"دسترسی", "۳۱٫۵", dari},
		"ps":      {"دسترسی", "۳۱٫۵", dari},
		"kk-Cyrl": {kazakh},
	} {
		text := printed(t, c, language, "")
		for _, want := range append(wants, string(c.Digest)[:8]) {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", language, want, text)
			}
		}
	}
}

func TestTemplatesHaveTheirParts(t *testing.T) {
	c := snapshot(t)
	for template, wants := range map[string][]string{
		report.NationalPlan: {"Report on the national plan", "Measures of the national plans", "Measure 4.2", "Results"},
		report.Donor:        {"Report to the donor", "Objectives and indicators", "Results", "Budget", "Air time and placement", "1,200.50", "900.25"},
	} {
		text := printed(t, c, "en", template)
		for _, want := range wants {
			_, rest, there := strings.Cut(text, want)
			if !there {
				t.Fatalf("%s: no %q in this place", template, want)
			}
			text = rest
		}
	}
}

// TestReportsHaveTheirAnnexes finds, in every template, what was asked of whom,
// who approved, and the same figures under other assumptions.
func TestReportsHaveTheirAnnexes(t *testing.T) {
	c := snapshot(t)
	for _, template := range []string{"", report.NationalPlan, report.Donor} {
		text := printed(t, c, "en", template)
		for _, want := range []string{
			"Talks at home", "Говорили ли Вы?", "11% (2% – 20%)", "By phone", "=at random", "Loss of precision by the design 1.6", "Places drawn whole 8", "50% of 900 invited",
			"hidden, because few people could be picked out", "Who approved", "Committee on messages", "Approved with conditions", "00aa11bb", "The same under other assumptions", "24.5",
		} {
			_, rest, there := strings.Cut(text, want)
			if !there {
				t.Fatalf("%q: no %q in this place of\n%s", template, want, text)
			}
			text = rest
		}
	}
}

func TestTheSameSnapshotGivesTheSameBytes(t *testing.T) {
	c := snapshot(t)
	for name, write := range map[string]func(*report.Report, io.Writer) error{"pdf": (*report.Report).PDF, "xlsx": (*report.Report).XLSX, "csv": (*report.Report).CSV} {
		if name == "pdf" && !paper.Ready() {
			dbtest.Missing(t, "web build, which brings the fonts,")
		}
		if !bytes.Equal(written(t, c, "ru", "", write), written(t, c, "ru", "", write)) {
			t.Errorf("%s: other bytes", name)
		}
	}
}

func TestTheTableHasOneFigureInEachRow(t *testing.T) {
	c := snapshot(t)
	rows, err := csv.NewReader(bytes.NewReader(written(t, c, "en", "", (*report.Report).CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, column := range rows[0] {
		at[column] = i
	}
	kinds := map[string]int{}
	for _, row := range rows[1:] {
		kinds[row[at["kind"]]]++
		if row[at["digest"]] != string(c.Digest) {
			t.Errorf("digest: %v", row)
		}
		for _, cell := range row {
			if strings.ContainsAny(cell[:min(1, len(cell))], "=+@\t\r") {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	if kinds["crude"] != 4 || kinds["standardised"] != 4 || kinds["contrast"] != 1 || kinds["funnel"] != 3 || kinds["missing"] != 1 ||
		kinds["sensitivity"] != 1 || kinds["survey"] != 1 || kinds["survey_cell"] != 3 || kinds["clearance"] != 1 || kinds["budget"] != 4 {
		t.Errorf("kinds: %v", kinds)
	}
	first := rows[1]
	if first[at["low"]] != "20" || first[at["point"]] != "31.5" || first[at["high"]] != "44.25" || first[at["name"]] != "'"+hostile {
		t.Errorf("row: %q", first)
	}
	if other := rows[1+4+4+1+3+1]; other[at["kind"]] != "sensitivity" || other[at["point"]] != "24.5" || other[at["kappa_within"]] != "1" || other[at["kappa_between"]] != "0.5" {
		t.Errorf("other assumptions: %q", other)
	}
	if hidden := rows[len(rows)-7]; hidden[at["segment"]] != "women/18-24" || hidden[at["point"]] != "" || hidden[at["n"]] != "" || hidden[at["missing_reason"]] != "small_count" {
		t.Errorf("what is hidden: %q", hidden)
	}
	if line := rows[len(rows)-2]; line[at["planned"]] != "1200.50" || line[at["spent"]] != "900.25" || line[at["currency"]] != "KZT" || line[at["purpose"]] != "'-2+3" {
		t.Errorf("a line of a budget: %q", line)
	}
	if approved := rows[len(rows)-1]; approved[at["authority"]] != "Committee on messages" || approved[at["as_of"]] != "2027-02-20T09:00:00Z" || approved[at["message"]] != "'+Bread" {
		t.Errorf("who approved: %q", approved)
	}
}

func TestTheWorkbookIsTypedAndHasNoFormula(t *testing.T) {
	c := snapshot(t)
	data := written(t, c, "en", "", (*report.Report).XLSX)
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if sheets := book.GetSheetList(); sheets[0] != "README" || sheets[1] != "Results" || len(sheets) != 16 {
		t.Errorf("sheets: %v", sheets)
	}
	for cell, want := range map[string]excelize.CellType{"C2": excelize.CellTypeUnset, "D2": excelize.CellTypeUnset, "B2": excelize.CellTypeSharedString} {
		if kind, err := book.GetCellType("Results", cell); err != nil || kind != want {
			t.Errorf("%s is of type %v: %v", cell, kind, err)
		}
	}
	if value, _ := book.GetCellValue("Results", "D2", excelize.Options{RawCellValue: true}); value != "31.5" {
		t.Errorf("value: %q", value)
	}
	if value, _ := book.GetCellValue("Results", "J2"); value != "2027-04-02" {
		t.Errorf("day: %q", value)
	}
	if value, _ := book.GetCellValue("Results", "D5"); value != "" {
		t.Errorf("what is hidden is written: %q", value)
	}
	parts, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts.File {
		text := content(t, part)
		if strings.HasPrefix(part.Name, "xl/worksheets/") && strings.Contains(text, "<f") {
			t.Errorf("%s has a formula", part.Name)
		}
		if strings.Contains(text, "<t>=") || strings.Contains(text, "<t>+") || strings.Contains(text, "<t>@") {
			t.Errorf("%s has a text that begins like a formula", part.Name)
		}
	}
}

func TestTheWorkbookReadsFromTheRightWhereTheReadersDo(t *testing.T) {
	c := snapshot(t)
	for language, want := range map[string]bool{"fa-AF": true, "ps": true, "ru": false} {
		book, err := excelize.OpenReader(bytes.NewReader(written(t, c, language, report.Donor, (*report.Report).XLSX)))
		if err != nil {
			t.Fatal(err)
		}
		for _, sheet := range book.GetSheetList() {
			view, err := book.GetSheetView(sheet, 0)
			if err != nil || view.RightToLeft == nil && want || view.RightToLeft != nil && *view.RightToLeft != want {
				t.Errorf("%s: %s reads from the wrong side: %v", language, sheet, err)
			}
		}
	}
}

func content(t *testing.T, part *zip.File) string {
	t.Helper()
	r, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCostsNameTheirRates(t *testing.T) {
	c := costly(t)
	if text := printed(t, c, "en", report.Donor); !strings.Contains(text, "1 USD = 87.4 KGS") || !strings.Contains(text, "The whole budget as planned; what was spent may differ.") {
		t.Errorf("no rate in\n%s", text)
	}
	if table := string(written(t, c, "en", "", (*report.Report).CSV)); !strings.Contains(table, "1 USD = 87.4 KGS, 2027-03-01 to 2027-03-31, National Bank") {
		t.Errorf("no rate in\n%s", table)
	}
	book, err := excelize.OpenReader(bytes.NewReader(written(t, c, "en", "", (*report.Report).XLSX)))
	if err != nil {
		t.Fatal(err)
	}
	if value, _ := book.GetCellValue("What was budgeted and spent", "F2", excelize.Options{RawCellValue: true}); value != "26220" {
		t.Errorf("converted: %q", value)
	}
}
