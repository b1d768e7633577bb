// Package evaluation is the desk where figures come in and comparisons go out.
// Measure and Import append observations; RollUp derives from them, series by
// series, what screens read; CampaignReach and Compare say what may be said
// about it, with bounds, labels and everything that is missing. What is
// derived can be rebuilt, what is frozen never changes. The arithmetic is in
// internal/reach; who may see which campaign is decided in internal/store.
package evaluation

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// A Desk evaluates.
type Desk struct {
	Store   *store.Store
	Now     func() time.Time
	Program string // version of the program, kept with every frozen result
}

// Seed writes the reference data that the program brings along: what the
// platforms' numbers mean, starter populations and standards, and the standard assumptions.
// It may be repeated. A definition that has changed since gets a new version
// from today on, and the old one ends: figures under the two are never joined.
func (d *Desk) Seed(ctx context.Context, definitions []models.MetricDefinition) error {
	return d.Store.As(models.System("seed")).InTx(ctx, func(tx *store.Scope) error {
		if err := define(ctx, tx, definitions, models.DateOf(d.Now())); err != nil {
			return err
		}
		for _, u := range models.StarterUniverses() {
			if err := tx.CreateUniverse(ctx, &u); err != nil {
				return err
			}
		}
		for _, p := range models.StarterStandards() {
			if err := tx.CreateStandardPopulation(ctx, &p); err != nil {
				return err
			}
		}
		standard := models.StandardAssumptions()
		return tx.CreateAssumptions(ctx, &standard)
	})
}
