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
	if batch.Name == "" {
		batch.Name = "sha256:" + string(i.in.Digest)
	}
	done := Imported{Batch: batch.Name, DryRun: i.in.DryRun}
	fresh, err := i.tx.TakeBatch(ctx, batch)
	if err != nil {
		return done, err
	}
	if !fresh {
		return i.known(ctx, done)
	}
	if i.check, err = newCheck(ctx, i.tx, i.now, batch.Name); err != nil {
		return done, err
	}
	if err := i.read(ctx); err != nil {
		return done, err
	}
	done.Refused, done.Faults, done.Doubts = i.check.wrong.entries, i.check.wrong.fields, i.check.doubts.fields
	if done.Refused > 0 && (!i.in.Partial || i.taken == 0) {
		return done, i.check.wrong.refusal()
	}
	if i.taken == 0 {
		return done, models.ErrInvalid.With("There are no figures in it.")
	}
	done.Observations, batch.Observations = i.taken, i.taken
	if i.in.DryRun {
		return done, errDryRun
	}
	return done, i.finish(ctx, batch)
}

// known answers for a batch that was taken before.
func (i *intake) known(ctx context.Context, done Imported) (Imported, error) {
	before, err := i.tx.Batch(ctx, done.Batch)
	if err != nil {
		return done, err
	}
	done.Known, done.Observations = true, before.Observations
	return done, before.Known(i.in.Digest)
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

// finish has the figures counted.
func (i *intake) finish(ctx context.Context, batch *models.Batch) error {
	if err := i.tx.CountBatch(ctx, batch); err != nil {
		return err
	}
	if err := i.tx.MarkDirty(ctx, slices.Collect(maps.Keys(i.series)), i.now); err != nil {
		return err
	}
	if err := i.tx.Record(ctx, store.Change{Action: "observations.imported", Kind: "batch", Object: batch.Name, At: i.now}); err != nil {
		return err
	}
	return oweRollUp(ctx, i.tx, i.now)
}
