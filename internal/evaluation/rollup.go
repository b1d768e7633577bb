package evaluation

import (
	"context"
	"fmt"
	"time"

	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// batchSize is how many series are rolled up in one transaction.
const batchSize = 100

// RollUp brings the derived figures up to date: it recomputes every dirty
// series from its observations. Late rows and corrections need nothing
// special, and what was done before is simply done again. Several workers may
// roll up at once. It returns how many series it recomputed.
func (d *Desk) RollUp(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := d.rollUpSome(ctx)
		total += n
		if err != nil || n == 0 {
			return total, err
		}
	}
}

// Rebuild derives everything again from nothing but the observations. The
// result is the same to the bit. Screens show less until it is done.
func (d *Desk) Rebuild(ctx context.Context) (int, error) {
	err := d.Store.As(models.System("rebuild")).InTx(ctx, func(tx *store.Scope) error { return tx.ForgetDerived(ctx) })
	if err != nil {
		return 0, err
	}
	return d.RollUp(ctx)
}

// rollUpSome rolls up one batch of dirty series.
func (d *Desk) rollUpSome(ctx context.Context) (n int, err error) {
	err = d.Store.As(models.System("roll-up")).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.ShareRollup(ctx); err != nil {
			return err
		}
		keys, err := tx.TakeDirty(ctx, batchSize)
		if err != nil || len(keys) == 0 {
			return err
		}
		n = len(keys)
		r, err := newRollup(ctx, tx)
		if err != nil {
			return err
		}
		for _, key := range keys {
			if err := r.replace(ctx, key); err != nil {
				return fmt.Errorf("roll up %s of delivery %s: %w", key.Segment, key.DeliveryID, err)
			}
		}
		return tx.AddToRollup(ctx, r.differences())
	})
	return n, err
}

// A rollup is one batch while it is rolled up.
type rollup struct {
	tx          *store.Scope
	definitions dictionary
	assumptions *models.AssumptionSet
	deliveries  map[models.ID[models.Delivery]]*models.Delivery
	days        map[models.RollupKey]models.RollupDay
}

func newRollup(ctx context.Context, tx *store.Scope) (*rollup, error) {
	definitions, err := tx.Definitions(ctx)
	if err != nil {
		return nil, err
	}
	assumptions, err := tx.Assumptions(ctx, models.StandardAssumptions().Name)
	return &rollup{
		tx: tx, definitions: definitions, assumptions: assumptions,
		deliveries: map[models.ID[models.Delivery]]*models.Delivery{}, days: map[models.RollupKey]models.RollupDay{},
	}, err
}

// replace recomputes a series and notes by how much each day changes.
func (r *rollup) replace(ctx context.Context, key models.SeriesKey) error {
	delivery, err := r.delivery(ctx, key.DeliveryID)
	if err != nil {
		return err
	}
	history, err := r.tx.History(ctx, key)
	if err != nil {
		return err
	}
	before, err := r.tx.SeriesDays(ctx, key)
	if err != nil {
		return err
	}
	s := readSeries(delivery, r.definitions.id(key.DefinitionID), history, r.assumptions.ResetRatio)
	state, days := s.state(key), s.days(key)
	r.note(delivery, before, -1)
	r.note(delivery, days, 1)
	return r.tx.ReplaceSeries(ctx, &state, days)
}

func (r *rollup) delivery(ctx context.Context, id models.ID[models.Delivery]) (*models.Delivery, error) {
	if known := r.deliveries[id]; known != nil {
		return known, nil
	}
	found, err := r.tx.FrozenDelivery(ctx, id)
	r.deliveries[id] = found
	return found, err
}

// note adds or takes away the days of a series.
func (r *rollup) note(delivery *models.Delivery, days []models.SeriesDay, sign int) {
	for _, day := range days {
		key := models.RollupOf(delivery, day.SeriesKey, day.Day)
		sum := r.days[key]
		sum.RollupKey, sum.OrganizationID = key, delivery.OrganizationID
		sum.Increment += int64(sign) * day.Increment
		sum.Series += sign
		if day.Interpolated {
			sum.Interpolated += sign
		}
		if day.Suspect {
			sum.Suspect += sign
		}
		r.days[key] = sum
	}
}

// differences are the days that change.
func (r *rollup) differences() []models.RollupDay {
	var list []models.RollupDay
	for _, d := range r.days {
		if d.Increment != 0 || d.Series != 0 || d.Interpolated != 0 || d.Suspect != 0 {
			list = append(list, d)
		}
	}
	return list
}

// rollUpEvery is how often figures are rolled up at most.
const rollUpEvery = 5 * time.Second

// oweRollUp owes a roll-up for what the transaction observed. All that are
// asked for within the same few seconds are one. It is due when those are
// over, so that it cannot have been done before this transaction ends.
func oweRollUp(ctx context.Context, tx *store.Scope, now time.Time) error {
	due := now.Truncate(rollUpEvery).Add(2 * rollUpEvery)
	return tx.Owe(ctx, tasks.RollUp{}, "observations.roll-up:"+due.Format(time.RFC3339), due, now)
}
