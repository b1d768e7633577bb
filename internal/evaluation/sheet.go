package evaluation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"caravan/internal/store"
	"caravan/models"
)

// A Sheet is a table with a header that somebody hands in, of what figures are
// divided by, converted at or standardised to.
type Sheet struct {
	Table   io.Reader
	Batch   string        // as its sender calls it; empty: it is called by its digest
	Digest  models.Digest // of the table
	Partial bool          // take the lines that are right; else everything or nothing
	DryRun  bool          // check everything, write nothing
}

// A form says how sheets of one kind are read and kept: T is a line of them.
type form[T any] struct {
	of      string // what the batch is named after, so that no two kinds share a name
	change  store.Change
	columns []string
	read    func(row *T, column, cell string) error
	key     func(row *T) string // what no two lines of a sheet share
	keep    func(ctx context.Context, tx *store.Scope, lines []line[T], wrong *faults) (int, error)
}

// A line is one of a sheet that could be read.
type line[T any] struct {
	place string
	row   T
}

// fillIn takes a sheet like an Import takes figures: it says everything that
// is wrong, line by line, and takes all, what is right, or nothing.
func fillIn[T any](ctx context.Context, d *Desk, by models.Actor, in Sheet, f form[T]) (Imported, error) {
	lines, wrong, err := f.lines(in.Table)
	if err != nil {
		return Imported{}, err
	}
	now := d.Now()
	f.change.At = now
	name := in.Batch
	if name == "" {
		name = "sha256:" + string(in.Digest)
	}
	t := taking{
		partial: in.Partial, dryRun: in.DryRun, change: f.change,
		batch: &models.Batch{
			OrganizationID: by.OrganizationID, Name: f.of + ":" + name, Digest: in.Digest, Source: "csv", CreatedBy: &by.UserID, CreatedAt: now,
		},
	}
	var done Imported
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		done, err = t.take(ctx, tx, func() (int, *faults, error) {
			taken, err := f.keep(ctx, tx, lines, wrong)
			return taken, wrong, err
		})
		return err
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return done, err
}

// lines reads a sheet. A cell that cannot be read breaks its line and no
// other.
func (f form[T]) lines(file io.Reader) ([]line[T], *faults, error) {
	t, err := openTable(file, f.columns)
	if err != nil {
		return nil, nil, err
	}
	var lines []line[T]
	wrong := &faults{}
	seen := map[string]string{}
	for {
		cells, err := t.next()
		if errors.Is(err, io.EOF) {
			return lines, wrong, nil
		}
		l := line[T]{place: t.place()}
		if err == nil {
			err = f.cells(&l.row, t.header, cells)
		}
		if before, twice := seen[f.key(&l.row)]; err == nil && twice {
			err = models.ErrInvalid.With("It says the same thing as " + before + " anew. Keep one of the two.")
		}
		if err != nil {
			if err := wrong.add(l.place, err); err != nil {
				return nil, nil, err
			}
			continue
		}
		seen[f.key(&l.row)] = fmt.Sprintf("line %d", t.line)
		lines = append(lines, l)
	}
}

// cells reads a line, up to the first cell that cannot be. An empty one says
// nothing, least of all zero.
func (f form[T]) cells(row *T, header, cells []string) error {
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if err := f.read(row, header[i], cell); err != nil {
			return pointed(err, "/"+header[i])
		}
	}
	return nil
}

// records makes a record of each line, and notes what is wrong with those that
// make none.
func records[T, R any](lines []line[T], wrong *faults, of func(T) (*R, error)) ([]R, error) {
	var list []R
	for _, l := range lines {
		r, err := of(l.row)
		if err == nil {
			list = append(list, *r)
			continue
		}
		if err := wrong.add(l.place, err); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// oneOf reads a value of a closed list.
func oneOf(into *string, vocabulary, cell string) error {
	list := models.Vocabularies()[vocabulary]
	if *into = cell; !list.Has(cell) {
		return models.ErrInvalid.With("It is one of " + strings.Join(list, ", ") + ".")
	}
	return nil
}

// decimal reads a decimal number in the digits of any one script. A comma may
// be a decimal mark here and parts thousands there, so that nothing guesses.
func decimal(cell string) (string, error) {
	number := strings.ReplaceAll(western(cell), "٫", ".")
	if strings.Trim(number, "0123456789.") != "" || strings.Count(number, ".") > 1 {
		return "", models.ErrDecimal
	}
	return number, nil
}

// day reads a day of the Gregorian calendar.
func day(into *models.Date, cell string) error {
	*into = models.Date(western(cell))
	year, _, _ := strings.Cut(string(*into), "-")
	n, err := integer(year)
	if err != nil {
		return models.ErrTime.With("Write a day such as 2027-03-21.")
	}
	if err := gregorian(int(*n)); err != nil {
		return err
	}
	if !into.Valid() {
		return models.ErrTime.With("Write a day such as 2027-03-21.")
	}
	return nil
}

// year reads a year of the Gregorian calendar.
func year(into *int, cell string) error {
	n, err := integer(cell)
	if err != nil {
		return err
	}
	*into = int(*n)
	return gregorian(*into)
}
