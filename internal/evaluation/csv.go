package evaluation

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"caravan/models"
)

// csvColumns are the columns that a file of figures may have.
func csvColumns() []string {
	return []string{
		"delivery_id", "metric", "segment", "value", "low", "high", "level", "missing_reason", "observed_at", "period_start", "source", "supersedes",
	}
}

// ReadCSV reads figures from a file with a header. A cell that cannot be read
// breaks its line and no other; Import says so together with everything else.
func ReadCSV(text string) ([]Entry, error) {
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	reader.FieldsPerRecord, reader.TrimLeadingSpace = -1, true
	reader.Comma = separator(text)
	header, err := reader.Read()
	if err != nil {
		return nil, models.ErrInvalid.With("The file has no header.").At("/header")
	}
	for i, name := range header {
		header[i] = strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(csvColumns(), header[i]) || slices.Index(header, header[i]) != i {
			return nil, unknownColumn(name)
		}
	}
	var entries []Entry
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, models.ErrInvalid.With(err.Error()).At("/header")
		}
		line, _ := reader.FieldPos(0)
		entries = append(entries, readLine(header, record, line))
	}
}

// separator is what stands between the cells of the first line: spreadsheets
// paste tabs, and many of the region write semicolons.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	for _, r := range "\t;" {
		if strings.ContainsRune(first, r) {
			return r
		}
	}
	return ','
}

func unknownColumn(name string) error {
	refusal := models.ErrInvalid.With("The column " + strconv.Quote(name) + " is not known or stands twice.").At("/header")
	refusal.Fields[0].Allowed = csvColumns()
	return refusal
}

// readLine reads one line.
func readLine(header, record []string, line int) Entry {
	e := Entry{Place: fmt.Sprintf("/lines/%d", line)}
	if len(record) != len(header) {
		e.Broken = models.ErrInvalid.With("The line has another number of cells than the header.")
		return e
	}
	for i, name := range header {
		if err := e.read(name, strings.TrimSpace(record[i])); err != nil {
			e.Broken = models.ErrInvalid.With("It cannot be read.").At("/" + name)
		}
	}
	if e.ObservedAt == (Moment{}) && e.Broken == nil {
		e.Broken = models.ErrTime.With("Say when it was read.").At("/observed_at")
	}
	return e
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
		var level float64
		level, err = strconv.ParseFloat(cell, 64)
		e.Level = &level
	case "observed_at":
		e.ObservedAt, err = moment(cell)
	case "period_start":
		var start Moment
		start, err = moment(cell)
		e.PeriodStart = &start
	}
	return err
}

func integer(cell string) (*int64, error) {
	n, err := strconv.ParseInt(cell, 10, 64)
	return &n, err
}

// moment is an instant with its zone, or a local time or day.
func moment(cell string) (Moment, error) {
	if at, err := time.Parse(time.RFC3339, cell); err == nil {
		return Moment{At: at}, nil
	}
	if len(cell) > len("2006-01-02T15:04") {
		return Moment{}, models.ErrTime
	}
	return Moment{Local: strings.Replace(cell, " ", "T", 1)}, nil
}
