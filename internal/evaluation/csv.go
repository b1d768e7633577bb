package evaluation

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"caravan/models"
)

// csvColumns are the columns that a file of figures may have.
func csvColumns() []string {
	return []string{
		"delivery_id", "metric", "segment", "value", "low", "high", "level", "missing_reason", "observed_at", "period_start", "source", "supersedes",
	}
}

// ReadCSV reads figures from a file with a header, one line at a time however
// long the file is. A cell that cannot be read breaks its line and no other;
// Import says so together with everything else.
func ReadCSV(file io.Reader) (iter.Seq2[Entry, error], error) {
	t, err := openTable(file, csvColumns())
	if err != nil {
		return nil, err
	}
	return func(yield func(Entry, error) bool) {
		for {
			cells, err := t.next()
			if errors.Is(err, io.EOF) || !yield(t.entry(cells, err)) {
				return
			}
		}
	}, nil
}

// entry reads one line.
func (t *table) entry(cells []string, err error) (Entry, error) {
	e := Entry{Place: t.place()}
	if err != nil {
		e.Broken = err
		return e, unlessRefusal(err)
	}
	for i, name := range t.header {
		if err := e.read(name, cells[i]); err != nil && e.Broken == nil {
			e.Broken = pointed(err, "/"+name)
		}
	}
	if e.ObservedAt == (Moment{}) && e.Broken == nil {
		e.Broken = models.ErrTime.With("Say when it was read.").At("/observed_at")
	}
	return e, nil
}

// read takes a cell over. An empty one says nothing, least of all zero.
func (e *Entry) read(column, cell string) (err error) {
	if cell == "" {
		return nil
	}
	switch column {
	case "delivery_id":
		e.Delivery = cell
	case "metric":
		e.Metric = cell
	case "segment":
		e.Segment = cell
	case "missing_reason":
		e.MissingReason = cell
	case "source":
		if !models.Vocabularies()["observation_source"].Has(cell) {
			return models.ErrInvalid.With("It is one of " + strings.Join(models.Vocabularies()["observation_source"], ", ") + ".")
		}
		e.Source = cell
	case "value":
		e.Value, err = integer(cell)
	case "low":
		e.Low, err = integer(cell)
	case "high":
		e.High, err = integer(cell)
	case "supersedes":
		e.Supersedes, err = integer(cell)
	case "level":
		e.Level, err = share(cell)
	case "observed_at":
		e.ObservedAt, err = moment(cell)
	case "period_start":
		var start Moment
		start, err = moment(cell)
		e.PeriodStart = &start
	}
	return err
}

// A table is a file of lines under a header: cells between commas, semicolons
// or tabs, as spreadsheets save and paste them. No cell holds a line break, so
// a stray quote spoils its line and not what follows.
type table struct {
	file   *bufio.Reader
	cells  *bufio.Reader // of one line
	comma  rune
	header []string
	line   int // of the one read last
}

// maxLine is how many bytes a line may have: far more than all cells need.
const maxLine = 16 << 10

// openTable reads the header, which may name any of the columns, each once.
func openTable(file io.Reader, columns []string) (*table, error) {
	t := &table{file: bufio.NewReaderSize(file, maxLine), cells: bufio.NewReaderSize(nil, maxLine)}
	line, err := t.read()
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	switch {
	case errors.Is(err, io.EOF):
		return nil, models.ErrInvalid.With("The file has no header.").At("/header")
	case err != nil:
		return nil, pointed(err, "/header")
	}
	t.comma = separator(line)
	if t.header, err = t.split(line); err != nil {
		return nil, pointed(err, "/header")
	}
	for i, name := range t.header {
		t.header[i] = strings.ToLower(name)
		if !slices.Contains(columns, t.header[i]) || slices.Index(t.header, t.header[i]) != i {
			refusal := models.ErrInvalid.With("The column " + strconv.Quote(name) + " is not known or stands twice.").At("/header")
			refusal.Fields[0].Allowed = columns
			return nil, refusal
		}
	}
	return t, nil
}

// place is where the line read last stands, as the beginning of a pointer.
func (t *table) place() string { return fmt.Sprintf("/lines/%d", t.line) }

// next returns the cells of the next line that is not empty, or io.EOF. A
// refusal is about that line alone.
func (t *table) next() ([]string, error) {
	for {
		line, err := t.read()
		switch {
		case err != nil:
			return nil, err
		case len(bytes.TrimSpace(line)) == 0:
			continue
		}
		cells, err := t.split(line)
		if err == nil && len(cells) != len(t.header) {
			err = models.ErrInvalid.With("The line has another number of cells than the header.")
		}
		return cells, err
	}
}

// read returns the next line without its end.
func (t *table) read() ([]byte, error) {
	t.line++
	line, err := t.file.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = t.file.ReadSlice('\n')
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, models.ErrInvalid.With("The line is too long.")
	case errors.Is(err, io.EOF) && len(line) > 0:
	case err != nil:
		return nil, err
	}
	if !utf8.Valid(line) {
		return nil, models.ErrInvalid.With("It is not UTF-8. Save the file as CSV in UTF-8.")
	}
	return bytes.TrimRight(line, "\r\n"), nil // a tab at the end is an empty cell
}

// split takes a line apart.
func (t *table) split(line []byte) ([]string, error) {
	t.cells.Reset(bytes.NewReader(line))
	reader := csv.NewReader(t.cells)
	reader.Comma, reader.FieldsPerRecord, reader.TrimLeadingSpace = t.comma, -1, t.comma != '\t'
	cells, err := reader.Read()
	if err != nil {
		return nil, models.ErrInvalid.With("A quotation mark stands where none may, or is not closed.")
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells, nil
}

// separator is what stands between the cells of the first line: spreadsheets
// paste tabs, and many of the region write semicolons.
func separator(line []byte) rune {
	for _, r := range "\t;" {
		if bytes.ContainsRune(line, r) {
			return r
		}
	}
	return ','
}

// integer reads a whole number, in the digits of any one script.
func integer(cell string) (*int64, error) {
	n, err := strconv.ParseInt(western(cell), 10, 64)
	if err != nil {
		return nil, models.ErrNumber
	}
	return &n, nil
}

// share reads a number between 0 and 1. It has no thousands, so that a comma
// can only be its decimal mark.
func share(cell string) (*float64, error) {
	n, err := strconv.ParseFloat(strings.NewReplacer(",", ".", "٫", ".").Replace(western(cell)), 64)
	if err != nil {
		return nil, models.ErrNumber.With("Write a number between 0 and 1, such as 0.95.")
	}
	return &n, nil
}

// moment is an instant with its zone, or a local time or day.
func moment(cell string) (Moment, error) {
	cell = western(cell)
	if at, err := time.Parse(time.RFC3339, cell); err == nil {
		return Moment{At: at}, gregorian(at.Year())
	}
	local := strings.Replace(cell, " ", "T", 1)
	year, _, _ := strings.Cut(local, "-")
	n, err := strconv.Atoi(year)
	if err != nil || len(local) > len("2006-01-02T15:04") {
		return Moment{}, errMoment
	}
	return Moment{Local: local}, gregorian(n)
}

// gregorian refuses the years of other calendars that the region counts in.
func gregorian(year int) error {
	if year < 1900 || year > 2200 {
		return models.ErrTime.With("Write the date in the Gregorian calendar, such as 2027-03-21.")
	}
	return nil
}

// unlessRefusal passes on what is no refusal.
func unlessRefusal(err error) error {
	if _, ok := errors.AsType[*models.Refusal](err); ok {
		return nil
	}
	return err
}
