package evaluation

import (
	"context"

	"caravan/internal/store"
	"caravan/models"
)

// A taking is how a batch is taken: whole or in part, or only tried.
type taking struct {
	batch   *models.Batch
	partial bool // take what is right; else everything or nothing
	dryRun  bool // check everything, write nothing
	change  store.Change
}

// take has a batch filled that was not taken before, and decides whether what
// was right in it is kept. Fill writes that, and returns how much it is and
// what was wrong with the rest.
func (t taking) take(ctx context.Context, tx *store.Scope, fill func() (int, *faults, error)) (Imported, error) {
	if t.batch.Name == "" {
		t.batch.Name = "sha256:" + string(t.batch.Digest)
	}
	done := Imported{Batch: t.batch.Name, DryRun: t.dryRun}
	fresh, err := tx.TakeBatch(ctx, t.batch)
	if err != nil {
		return done, err
	}
	if !fresh {
		return t.known(ctx, tx, done)
	}
	taken, wrong, err := fill()
	if err != nil {
		return done, err
	}
	done.Refused, done.Faults = wrong.entries, wrong.fields
	switch {
	case done.Refused > 0 && (!t.partial || taken == 0):
		return done, wrong.refusal()
	case taken == 0:
		return done, models.ErrInvalid.With("There are no figures in it.")
	}
	done.Observations, t.batch.Observations = taken, taken
	if t.dryRun {
		return done, errDryRun
	}
	if err := tx.CountBatch(ctx, t.batch); err != nil {
		return done, err
	}
	t.change.Object = t.batch.Name
	return done, tx.Record(ctx, t.change)
}

// known answers for a batch that was taken before.
func (t taking) known(ctx context.Context, tx *store.Scope, done Imported) (Imported, error) {
	before, err := tx.Batch(ctx, done.Batch)
	if err != nil {
		return done, err
	}
	done.Known, done.Observations = true, before.Observations
	return done, before.Known(t.batch.Digest)
}
