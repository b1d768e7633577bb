package evaluation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"caravan/internal/platforms"
	"caravan/internal/store"
	"caravan/internal/tasks"
	"caravan/models"
)

// Measure appends what a platform said about the post of a delivery at an
// instant. Where it said nothing, the reason is kept instead. A batch that was
// taken before changes nothing, so a reading may be handed in again after any
// failure.
func (d *Desk) Measure(ctx context.Context, id models.ID[models.Delivery], measured platforms.Measures, batch string, now time.Time) error {
	return d.Store.As(models.System("measure")).InTx(ctx, func(tx *store.Scope) error {
		delivery, err := tx.FrozenDelivery(ctx, id)
		if err != nil {
			return err
		}
		known, err := tx.DefinitionsOf(ctx, delivery.Platform)
		if err != nil {
			return err
		}
		r := reading{delivery: delivery, definitions: known, batch: batch, now: now}
		observed, err := r.observe(measured)
		if err != nil {
			return err
		}
		universes, err := tx.Universes(ctx)
		if err != nil {
			return err
		}
		universes = slices.DeleteFunc(universes, func(u models.Universe) bool { // the system sees everybody's
			return u.OrganizationID != nil && *u.OrganizationID != delivery.OrganizationID
		})
		doubt(observed, known, universes, func(*models.Observation) string { return delivery.Country })
		taken, err := tx.TakeBatch(ctx, &models.Batch{
			OrganizationID: delivery.OrganizationID, Name: batch, Source: "api", Observations: len(observed), CreatedAt: now,
		})
		if err != nil || !taken {
			return err
		}
		if err := tx.Observe(ctx, observed, now); err != nil {
			return err
		}
		return oweRollUp(ctx, tx, now)
	})
}

// Unmeasured keeps why nothing was learned about a post, like a Measure that
// failed.
func (d *Desk) Unmeasured(ctx context.Context, id models.ID[models.Delivery], failure error, batch string, now time.Time) error {
	said := platforms.Fail(platforms.ClassOf(failure), "%w", failure)
	return d.Measure(ctx, id, platforms.Measures{Err: said}, batch, now)
}

// Told keeps a figure that a platform said by itself, as of when it was so. It
// was not so before the post was public, whatever the clock there says, nor will
// it be. The same figure of the same time is one, however often it is said.
func (d *Desk) Told(ctx context.Context, t tasks.Told) error {
	now := d.Now()
	delivery, err := d.Store.As(models.System("measure")).FrozenDelivery(ctx, t.Delivery)
	if err != nil {
		return err
	}
	count := platforms.Counted(t.Native, &t.Value)
	count.To = delivery.InPublic(t.At, now)
	batch := fmt.Sprintf("%s/%s/%d/%d", t.Delivery, t.Native, t.At.Unix(), t.Value)
	return d.Measure(ctx, t.Delivery, platforms.Measures{ID: delivery.RemoteID, Counts: []platforms.Count{count}}, batch, now)
}

// A reading is one look at a post.
type reading struct {
	delivery    *models.Delivery
	definitions dictionary
	batch       string
	now         time.Time
}

// observe turns what the platform said into observations.
func (r *reading) observe(measured platforms.Measures) ([]models.Observation, error) {
	if measured.Err != nil {
		return r.nothing(measured.Err), nil //nolint:nilerr // the failure is what is observed
	}
	var observed []models.Observation
	for _, c := range measured.Counts {
		if c.To.After(r.now) {
			continue // the period is not over
		}
		at := r.now
		if !c.To.IsZero() {
			at = c.To
		}
		o, err := r.one(c, at)
		if err != nil {
			return nil, err
		}
		observed = append(observed, o)
	}
	return observed, nil
}

// one turns one count into an observation of a time.
func (r *reading) one(c platforms.Count, at time.Time) (models.Observation, error) {
	definition := r.definitions.native(r.delivery.Platform, c.Native, models.DateOf(at))
	if definition == nil {
		return models.Observation{}, fmt.Errorf("%s says %q, which is not defined: %w", r.delivery.Platform, c.Native, models.ErrMetric)
	}
	o := r.row(definition, at)
	o.Value, o.MissingReason = c.Value, string(c.Missing)
	if c.Low != nil && c.High != nil {
		o.ValueLow, o.ValueHigh = c.Low, c.High
	}
	if !c.From.IsZero() {
		from := c.From.UTC().Truncate(time.Microsecond)
		o.PeriodStart = &from
	}
	if o.Check(r.now) != nil {
		o.Value, o.ValueLow, o.ValueHigh, o.MissingReason = nil, nil, nil, string(platforms.APIError)
	}
	if err := o.Fits(definition, r.delivery); err != nil {
		return models.Observation{}, err
	}
	o.Settle(definition)
	return o, nil
}

// nothing gives the reason in the place of every figure that was asked for.
func (r *reading) nothing(failure *platforms.Failure) []models.Observation {
	reason := string(platforms.APIError)
	switch failure.Class { //nolint:exhaustive // the other classes say nothing about the figures
	case platforms.Gone:
		reason = "removed"
	case platforms.Locked:
		reason = "access_lost"
	}
	var observed []models.Observation
	for _, definition := range r.definitions.of(r.delivery.Platform, models.DateOf(r.now)) {
		if definition.Manual || definition.Kind == models.PeriodMetric {
			continue
		}
		o := r.row(definition, r.now)
		o.MissingReason, o.Quality = reason, models.QualityOK
		observed = append(observed, o)
	}
	return observed
}

func (r *reading) row(definition *models.MetricDefinition, at time.Time) models.Observation {
	return models.Observation{
		DeliveryID: r.delivery.ID, DefinitionID: definition.ID, ObservedAt: at.UTC().Truncate(time.Microsecond),
		ReceivedAt: r.now, Source: "api", Batch: r.batch,
	}
}
