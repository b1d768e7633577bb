package evaluation

import (
	"context"
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
		r, err := newRollup(ctx, tx, keys)
		if err != nil {
			return err
		}
		return r.replace(ctx)
	})
	return n, err
}

// A rollup is one batch of series while it is rolled up.
type rollup struct {
	tx          *store.Scope
	keys        []models.SeriesKey
	definitions dictionary
	assumptions *models.AssumptionSet
	deliveries  map[models.ID[models.Delivery]]*models.Delivery
	days        map[models.RollupKey]models.RollupDay
}

func newRollup(ctx context.Context, tx *store.Scope, keys []models.SeriesKey) (*rollup, error) {
	r := &rollup{tx: tx, keys: keys, deliveries: map[models.ID[models.Delivery]]*models.Delivery{}, days: map[models.RollupKey]models.RollupDay{}}
	definitions, err := tx.Definitions(ctx)
	if err != nil {
		return nil, err
	}
	r.definitions = definitions
	var ids []models.ID[models.Delivery]
	for _, key := range keys { // in the order of their deliveries
		if len(ids) == 0 || ids[len(ids)-1] != key.DeliveryID {
			ids = append(ids, key.DeliveryID)
		}
	}
	deliveries, err := tx.DeliveriesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range deliveries {
		r.deliveries[deliveries[i].ID] = &deliveries[i]
	}
	r.assumptions, err = tx.Assumptions(ctx, models.StandardAssumptions().Name)
	return r, err
}

// replace recomputes the series, and changes each day by as much as they do.
func (r *rollup) replace(ctx context.Context) error {
	histories, err := r.tx.Histories(ctx, r.keys)
	if err != nil {
		return err
	}
	before, err := r.tx.DaysOf(ctx, r.keys)
	if err != nil {
		return err
	}
	var states []models.SeriesState
	var days []models.SeriesDay
	for _, key := range r.keys {
		delivery := r.deliveries[key.DeliveryID]
		s := readSeries(delivery, r.definitions.id(key.DefinitionID), histories[key], r.assumptions.ResetRatio)
		grown := s.days(key)
		r.note(delivery, before[key], -1)
		r.note(delivery, grown, 1)
		states, days = append(states, s.state(key)), append(days, grown...)
	}
	if err := r.tx.ReplaceSeries(ctx, states, days); err != nil {
		return err
	}
	return r.tx.AddToRollup(ctx, r.differences())
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
