package report

import (
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"caravan/internal/languages"
)

// A workbook is being written, a sheet for each table.
type workbook struct {
	*excelize.File

	report *Report
	styles map[format]int
	bold   int
	dated  int
	flowed int // text that flows over lines
	err    error
}

// XLSX writes the snapshot as a workbook to calculate with: numbers are
// numbers, days are days, and nothing in it is a formula. The first sheet says
// what the others are.
func (r *Report) XLSX(w io.Writer) error {
	book := &workbook{File: excelize.NewFile(), report: r, styles: map[format]int{}}
	defer book.Close() //nolint:errcheck // it holds no file
	book.style()
	var names []string
	for _, t := range r.sheets() {
		names = append(names, t.sheet+": "+strings.TrimSpace(t.title+" "+t.lead))
	}
	book.readme(names)
	for _, t := range r.sheets() {
		book.table(t)
	}
	book.metadata()
	if book.err != nil {
		return book.err
	}
	return book.Write(w)
}

// sheets are the tables of the workbook. One without rows says that there is
// nothing.
func (r *Report) sheets() []table {
	all := []table{
		r.results(), r.standardised(), r.contrasts(), r.funnel(), r.missing(), r.universes(), r.definitions(), r.evidence(), r.objectives(), r.measures(),
		r.sensitivity(), r.surveys(), r.cells(), r.clearances(),
	}
	if len(r.answer.Costs) > 0 {
		all = append(all, r.costs())
	}
	if r.template != NationalPlan {
		all = append(all, r.budget())
	}
	return all
}

// try keeps the first error.
func (b *workbook) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *workbook) style() {
	made := func(s excelize.Style) int {
		id, err := b.NewStyle(&s)
		b.try(err)
		return id
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	for f, code := range []string{whole: "#,##0", plain: "#,##0.00", share: "0.00%", chance: "0.0000", year: "0", degree: "0.0#"} {
		b.styles[format(f)] = made(excelize.Style{CustomNumFmt: &code, Alignment: &excelize.Alignment{Vertical: "top"}})
	}
	days := "yyyy-mm-dd"
	b.dated = made(excelize.Style{CustomNumFmt: &days, Alignment: &excelize.Alignment{Vertical: "top"}})
	b.bold = made(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top})
	b.flowed = made(excelize.Style{Alignment: top})
}

// begin makes a sheet that reads in the direction of the language.
func (b *workbook) begin(name string, first bool) string {
	name = sheetName(name)
	if first {
		b.try(b.SetSheetName("Sheet1", name))
	} else {
		_, err := b.NewSheet(name)
		b.try(err)
	}
	toward := b.report.c.Direction == languages.RTL
	b.try(b.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &toward}))
	fits, landscape, a4 := true, "landscape", 9
	b.try(b.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fits}))
	tall, across := 0, 1
	b.try(b.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &across, FitToHeight: &tall}))
	return name
}

// sheetName is a name that a sheet may have.
func sheetName(name string) string {
	name = strings.NewReplacer(":", " ", "\\", " ", "/", " ", "?", " ", "*", " ", "[", " ", "]", " ").Replace(name)
	if letters := []rune(name); len(letters) > 31 {
		name = string(letters[:31])
	}
	return strings.Trim(name, " '")
}

func (b *workbook) table(t table) {
	sheet := b.begin(t.sheet, false)
	for i, head := range t.heads {
		b.put(sheet, i+1, 1, text(head), b.bold)
	}
	for j, row := range t.rows {
		for i, c := range row {
			b.put(sheet, i+1, j+2, c, b.flowed)
		}
	}
	if len(t.rows) == 0 {
		b.put(sheet, 1, 2, text(b.report.c.Say("This snapshot holds nothing of this.")), b.flowed)
	}
	for i := range t.heads {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.SetColWidth(sheet, column, column, wide(t, i)))
	}
	b.try(b.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// wide is how wide a column has to be for what stands in it.
func wide(t table, column int) float64 {
	most := len([]rune(t.heads[column]))
	for _, row := range t.rows {
		most = max(most, len([]rune(row[column].text)), 12)
	}
	return float64(min(most, 48)) + 2
}

// put writes one cell by its type. A text is a text, whatever it begins with.
func (b *workbook) put(sheet string, column, row int, c cell, style int) {
	at, err := excelize.CoordinatesToCellName(column, row)
	b.try(err)
	switch {
	case c.number != nil:
		b.try(b.SetCellFloat(sheet, at, *c.number, -1, 64))
		style = b.styles[c.format]
	case c.day != nil:
		b.try(b.SetCellValue(sheet, at, c.day.UTC().Truncate(24*time.Hour)))
		style = b.dated
	case c.text != "":
		b.try(b.SetCellStr(sheet, at, harmless(c.text)))
	default:
		return // not known: an empty cell, and no zero
	}
	b.try(b.SetCellStyle(sheet, at, at, style))
}

// readme says what the workbook is and how it is checked.
func (b *workbook) readme(sheets []string) {
	r := b.report
	sheet := b.begin("README", true)
	row := 0
	line := func(cells ...cell) {
		row++
		for i, c := range cells {
			style := b.flowed
			if i == 0 {
				style = b.bold
			}
			b.put(sheet, i+1, row, c, style)
		}
	}
	line(text(r.kind()), text(r.title()))
	for _, f := range r.facts() {
		line(text(f[0]), text(f[1]))
	}
	row++
	for i, name := range sheets {
		if i == 0 {
			line(text(r.c.Say("Sheets")), text(name))
		} else {
			line(cell{}, text(name))
		}
	}
	row++
	for i, note := range append(append(r.notes(), r.checking()...), r.address(), string(r.snapshot.Digest)) {
		if i == 0 {
			line(text(r.c.Say("How it was computed")), text(note))
		} else {
			line(cell{}, text(note))
		}
	}
	line(text(r.c.Say("Licence")), text(r.c.Say("Population figures stand under the licence of their sources, which the sheet of denominators names. Everything else belongs to the organisation that made the comparison.")))
	line(text(r.c.Say("Observations")), text(r.c.Say("Single observations are not in this snapshot. Each figure names the definitions and posts that it rests on.")))
	b.try(b.SetColWidth(sheet, "A", "A", 28))
	b.try(b.SetColWidth(sheet, "B", "B", 100))
}

// metadata is that of the snapshot, so that the same one gives the same bytes.
func (b *workbook) metadata() {
	made := b.report.snapshot.CreatedAt.UTC().Format(time.RFC3339)
	b.try(b.SetDocProps(&excelize.DocProperties{Creator: "Caravan", Title: b.report.title(), Description: string(b.report.snapshot.Digest), Created: made, Modified: made, Language: b.report.c.Tag}))
}
