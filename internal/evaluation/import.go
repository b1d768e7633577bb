package evaluation

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// An Import is figures that people or programs enter, in one batch.
type Import struct {
	Entries iter.Seq2[Entry, error]
	Source  string        // of the vocabulary observation_source, where an entry names none
	Batch   string        // as its sender calls it; empty: it is called by its digest
	Digest  models.Digest // of what the entries were read from
	Partial bool          // take what is right; else everything or nothing
	DryRun  bool          // check everything, write nothing
}

// An Imported says what became of an import.
type Imported struct {
	Batch        string
	Observations int
	Refused      int                 // entries that were wrong
	Faults       []models.FieldError // what was wrong with them, the first thousand
	Doubts       []models.FieldError // what was taken and cannot all be true, the first thousand
	Known        bool                // it was taken before; nothing was written
	DryRun       bool
}

// errDryRun takes back what was only tried.
var errDryRun = errors.New("a dry run")

// Import appends figures. Everything that is wrong is said, entry by entry:
// unknown deliveries (those of others among them), unknown metrics, values
// below zero or without a reason, instants that have not come. Unless told to
// take the rest, it then takes nothing. The same batch a second time changes
// nothing; another one under its name is ErrBatchReused.
func (d *Desk) Import(ctx context.Context, by models.Actor, in Import) (Imported, error) {
	var done Imported
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		i := &intake{tx: tx, in: in, now: d.Now(), series: map[models.SeriesKey]struct{}{}}
		done, err = i.take(ctx, by)
		return err
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return done, err
}

// An intake is an import while it is taken.
type intake struct {
	tx     *store.Scope
	in     Import
	now    time.Time
	check  *check
	series map[models.SeriesKey]struct{} // that it is about
	taken  int
}

// atOnce is how many entries are checked and written together.
const atOnce = 2000

func (i *intake) take(ctx context.Context, by models.Actor) (Imported, error) {
	batch := &models.Batch{
		OrganizationID: by.OrganizationID, Name: i.in.Batch, Digest: i.in.Digest, Source: i.in.Source, CreatedBy: &by.UserID, CreatedAt: i.now,
	}
	t := taking{batch: batch, partial: i.in.Partial, dryRun: i.in.DryRun, change: store.Change{Action: "observations.imported", Kind: "batch", At: i.now}}
	done, err := t.take(ctx, i.tx, func() (int, *faults, error) {
		if err := i.fill(ctx, batch.Name); err != nil {
			return 0, nil, err
		}
		return i.taken, &i.check.wrong, nil
	})
	if i.check != nil {
		done.Doubts = i.check.doubts.fields
	}
	return done, err
}

// fill takes the entries of a batch that is not known, and has them counted.
func (i *intake) fill(ctx context.Context, batch string) (err error) {
	if i.check, err = newCheck(ctx, i.tx, i.now, batch); err != nil {
		return err
	}
	if err := i.read(ctx); err != nil || i.taken == 0 {
		return err
	}
	if err := i.tx.MarkDirty(ctx, slices.Collect(maps.Keys(i.series)), i.now); err != nil {
		return err
	}
	return oweRollUp(ctx, i.tx, i.now)
}

// read takes the entries, so many at once.
func (i *intake) read(ctx context.Context) error {
	entries := make([]Entry, 0, atOnce)
	for e, err := range i.in.Entries {
		if err != nil {
			return err
		}
		if entries = append(entries, e); len(entries) < atOnce {
			continue
		}
		if err := i.some(ctx, entries); err != nil {
			return err
		}
		entries = entries[:0]
	}
	return i.some(ctx, entries)
}

// some checks entries and writes those that are right, as long as anything
// will be written at all.
func (i *intake) some(ctx context.Context, entries []Entry) error {
	for n := range entries {
		if entries[n].Source == "" {
			entries[n].Source = i.in.Source
		}
	}
	observed, err := i.check.all(ctx, entries)
	if err != nil || i.check.wrong.entries > 0 && !i.in.Partial {
		return err
	}
	i.taken += len(observed)
	for n := range observed {
		i.series[observed[n].Series()] = struct{}{}
	}
	return i.tx.Append(ctx, observed)
}
