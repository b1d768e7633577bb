package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// TakeBatch writes where observations come from. It reports whether the batch
// is new; one that is known must not be observed again.
func (s *Scope) TakeBatch(ctx context.Context, b *models.Batch) (bool, error) {
	rows := s.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(b)
	return rows.RowsAffected == 1, translate(rows.Error)
}

// KnowsBatch reports whether a batch was taken.
func (s *Scope) KnowsBatch(ctx context.Context, organization models.ID[models.Organization], name string) (bool, error) {
	n, err := of[models.Batch](s.db).Where("organization_id = ? AND name = ?", organization, name).Count(ctx)
	return n > 0, translate(err)
}

// Observe appends observations and marks their series dirty. It must be
// called inside InTx. A second row of a series for the same instant and batch
// is ErrTaken, and so is a second correction of one row.
func (s *Scope) Observe(ctx context.Context, observed []models.Observation, now time.Time) error {
	if len(observed) == 0 {
		return nil
	}
	const atOnce = 200 // far below the most variables that a statement may have
	if err := of[models.Observation](s.db).CreateInBatches(ctx, observed, atOnce); err != nil {
		return translate(err)
	}
	var dirty []models.DirtySeries
	for _, o := range observed {
		dirty = append(dirty, models.DirtySeries{SeriesKey: seriesOf(&o), MarkedAt: now})
	}
	// Two writers that mark the same series must do so in one order.
	slices.SortFunc(dirty, func(a, b models.DirtySeries) int { return compareSeries(a.SeriesKey, b.SeriesKey) })
	dirty = slices.CompactFunc(dirty, func(a, b models.DirtySeries) bool { return a.SeriesKey == b.SeriesKey })
	// An update, not nothing: it holds the mark until this transaction ends.
	// Otherwise a roll-up could take the mark of an earlier writer away before
	// the rows written here can be seen.
	mark := clause.OnConflict{
		Columns:   []clause.Column{{Name: "delivery_id"}, {Name: "definition_id"}, {Name: "segment"}},
		DoUpdates: clause.AssignmentColumns([]string{"marked_at"}),
	}
	return translate(of[models.DirtySeries](s.db, mark).CreateInBatches(ctx, dirty, atOnce))
}

func seriesOf(o *models.Observation) models.SeriesKey {
	return models.SeriesKey{DeliveryID: o.DeliveryID, DefinitionID: o.DefinitionID, Segment: o.Segment}
}

func compareSeries(a, b models.SeriesKey) int {
	return cmp.Or(slices.Compare(a.DeliveryID.UUID[:], b.DeliveryID.UUID[:]), cmp.Compare(a.DefinitionID, b.DefinitionID), cmp.Compare(a.Segment, b.Segment))
}

// Observation reads an observation of the organisation.
func (s *Scope) Observation(ctx context.Context, id int64) (*models.Observation, error) {
	query := of[models.Observation](s.db).Where("id = ?", id)
	if !s.who.IsSystem() {
		query = query.Where("delivery_id IN (SELECT id FROM deliveries WHERE organization_id = ?)", s.who.OrganizationID)
	}
	found, err := query.Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &found, nil
}

// ObservationFilter narrows a list of observations; empty fields do not.
type ObservationFilter struct {
	Delivery models.ID[models.Delivery]
	Campaign models.ID[models.Campaign]
}

// Observations lists observations of the organisation, newest first, from
// before the one with the given ID; 0 is the beginning. It returns one more
// than the limit when there are more.
func (s *Scope) Observations(ctx context.Context, f ObservationFilter, before int64, limit int) ([]models.Observation, error) {
	deliveries := s.db.Session(&gorm.Session{NewDB: true}).Table("deliveries").Select("id")
	if !s.who.IsSystem() {
		deliveries = deliveries.Where("organization_id = ?", s.who.OrganizationID)
	}
	if !f.Delivery.IsZero() {
		deliveries = deliveries.Where("id = ?", f.Delivery)
	}
	if !f.Campaign.IsZero() {
		deliveries = deliveries.Where("campaign_id = ?", f.Campaign)
	}
	query := of[models.Observation](s.db).Where("delivery_id IN (?)", deliveries).Order("id DESC").Limit(limit + 1)
	if before > 0 {
		query = query.Where("id < ?", before)
	}
	found, err := query.Find(ctx)
	return found, translate(err)
}

// History lists the observations of a series in the order of their IDs.
func (s *Scope) History(ctx context.Context, key models.SeriesKey) ([]models.Observation, error) {
	found, err := of[models.Observation](s.db).
		Where("delivery_id = ? AND definition_id = ? AND segment = ?", key.DeliveryID, key.DefinitionID, key.Segment).Order("id").Find(ctx)
	return found, translate(err)
}

// Corrected reports whether an observation has been corrected.
func (s *Scope) Corrected(ctx context.Context, id int64) (bool, error) {
	n, err := of[models.Observation](s.db).Where("supersedes = ?", id).Count(ctx)
	return n > 0, translate(err)
}
