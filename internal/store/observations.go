package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/migrations"
	"caravan/models"
)

// TakeBatch writes where observations come from. It reports whether the batch
// is new; one that is known must not be observed again. Whoever takes the same
// batch at the same time waits for the outcome.
func (s *Scope) TakeBatch(ctx context.Context, b *models.Batch) (bool, error) {
	taken, err := of[models.Batch](s.db, clause.OnConflict{DoNothing: true}).CreateNew(ctx, b)
	return taken, translate(err)
}

// Batch reads a batch of the actor's organisation.
func (s *Scope) Batch(ctx context.Context, name string) (*models.Batch, error) {
	found, err := of[models.Batch](s.db).Where("organization_id = ? AND name = ?", s.who.OrganizationID, name).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &found, nil
}

// CountBatch writes how many observations a batch turned out to hold.
func (s *Scope) CountBatch(ctx context.Context, b *models.Batch) error {
	_, err := of[models.Batch](s.db).Where("organization_id = ? AND name = ?", b.OrganizationID, b.Name).Update(ctx, "observations", b.Observations)
	return translate(err)
}

// Observe appends observations and marks their series dirty. It must be
// called inside InTx.
func (s *Scope) Observe(ctx context.Context, observed []models.Observation, now time.Time) error {
	if err := s.Append(ctx, observed); err != nil {
		return err
	}
	keys := make([]models.SeriesKey, 0, len(observed))
	for i := range observed {
		keys = append(keys, observed[i].Series())
	}
	return s.MarkDirty(ctx, keys, now)
}

// atOnce is how many rows one statement writes where each of their columns is
// a variable of its own: far below the most that a statement may have.
const atOnce = 200

// Append writes observations; whoever does marks their series dirty in the
// same transaction. A second row of a series for the same instant and batch is
// ErrTaken, and so is a second correction of one row.
func (s *Scope) Append(ctx context.Context, observed []models.Observation) error {
	if len(observed) == 0 {
		return nil
	}
	if s.dialect == migrations.Postgres {
		return s.appendColumns(ctx, observed)
	}
	return translate(of[models.Observation](s.db).CreateInBatches(ctx, observed, atOnce))
}

// MarkDirty marks series whose observations their derived figures do not know
// yet. It must be called inside InTx, and once: two writers that mark the same
// series must do so in one order.
func (s *Scope) MarkDirty(ctx context.Context, keys []models.SeriesKey, now time.Time) error {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, compareSeries)
	keys = slices.Compact(keys)
	if len(keys) == 0 {
		return nil
	}
	if s.dialect == migrations.Postgres {
		return s.markColumns(ctx, keys, now)
	}
	dirty := make([]models.DirtySeries, 0, len(keys))
	for _, key := range keys {
		dirty = append(dirty, models.DirtySeries{SeriesKey: key, MarkedAt: now})
	}
	mark := clause.OnConflict{
		Columns:   []clause.Column{{Name: "delivery_id"}, {Name: "definition_id"}, {Name: "segment"}},
		DoUpdates: clause.AssignmentColumns([]string{"marked_at"}),
	}
	return translate(of[models.DirtySeries](s.db, mark).CreateInBatches(ctx, dirty, atOnce))
}

func compareSeries(a, b models.SeriesKey) int {
	return cmp.Or(slices.Compare(a.DeliveryID.UUID[:], b.DeliveryID.UUID[:]), cmp.Compare(a.DefinitionID, b.DefinitionID), cmp.Compare(a.Segment, b.Segment))
}

// ObservationsOf reads observations of the organisation, by their IDs.
func (s *Scope) ObservationsOf(ctx context.Context, ids []int64) ([]models.Observation, error) {
	query := of[models.Observation](s.db).Where("id IN ?", ids)
	if !s.who.IsSystem() {
		query = query.Where("delivery_id IN (SELECT id FROM deliveries WHERE organization_id = ?)", s.who.OrganizationID)
	}
	found, err := query.Find(ctx)
	return found, translate(err)
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

// Corrected lists which of some observations have been corrected.
func (s *Scope) Corrected(ctx context.Context, ids []int64) ([]int64, error) {
	var found []int64
	err := of[models.Observation](s.db).Where("supersedes IN ?", ids).Select("supersedes").Scan(ctx, &found)
	return found, translate(err)
}
