package store

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// HoldCheckpoint reads the last checkpoint, or an empty one where there is
// none, and lets nobody make the next until the transaction ends.
func (s *Scope) HoldCheckpoint(ctx context.Context) (models.AuditCheckpoint, error) {
	if err := s.alone(ctx, "audit:checkpoint"); err != nil {
		return models.AuditCheckpoint{}, err
	}
	last, err := of[models.AuditCheckpoint](s.db).Order("number DESC").Limit(1).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.AuditCheckpoint{}, nil
	}
	return last, translate(err)
}

// Unplaced reads entries that have no place in the tree yet, of every trail
// from its first on. Entries of one trail are committed in the order of their
// numbers, so none can come to stand before one that was read.
func (s *Scope) Unplaced(ctx context.Context, limit int) ([]models.AuditEntry, error) {
	organizations, err := of[models.Organization](s.db).Select("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	trails := []*models.ID[models.Organization]{nil}
	for i := range organizations {
		trails = append(trails, &organizations[i].ID)
	}
	var found []models.AuditEntry
	before := int64(math.MaxInt64) // entries from here on would not be among the first
	for _, trail := range trails {
		placed := of[models.AuditLeaf](s.db).Scopes(inTrail(trail)).Select("coalesce(max(seq), 0)")
		fresh, err := of[models.AuditEntry](s.db).Scopes(inTrail(trail)).Where("seq > (?) AND id < ?", placed.db, before).Order("seq").Limit(limit).Find(ctx)
		if err != nil {
			return nil, translate(err)
		}
		found = append(found, fresh...)
		slices.SortFunc(found, func(a, b models.AuditEntry) int { return cmp.Compare(a.ID, b.ID) })
		if len(found) > limit {
			found, before = found[:limit], found[limit].ID
		}
	}
	return found, nil
}

// AuditEntry reads an entry of a trail by its number.
func (s *Scope) AuditEntry(ctx context.Context, trail *models.ID[models.Organization], seq int64) (*models.AuditEntry, error) {
	e, err := of[models.AuditEntry](s.db).Scopes(inTrail(trail)).Where("seq = ?", seq).Take(ctx)
	return &e, translate(err)
}

// CreateCheckpoint writes a checkpoint with the places of the entries that are
// new in it.
func (s *Scope) CreateCheckpoint(ctx context.Context, c *models.AuditCheckpoint, places []models.AuditLeaf) error {
	if err := of[models.AuditLeaf](s.db).CreateInBatches(ctx, places, 500); err != nil {
		return translate(err)
	}
	return create(ctx, s.db, c)
}

// Checkpoints lists the newest checkpoints, the newest first.
func (s *Scope) Checkpoints(ctx context.Context, limit int) ([]models.AuditCheckpoint, error) {
	found, err := of[models.AuditCheckpoint](s.db).Order("number DESC").Limit(limit).Find(ctx)
	return found, translate(err)
}

// AuditWitnesses lists who was ever shown checkpoints, by name.
func (s *Scope) AuditWitnesses(ctx context.Context) ([]models.AuditWitness, error) {
	found, err := of[models.AuditWitness](s.db).Order("name").Find(ctx)
	return found, translate(err)
}

// SaveAuditWitness writes how far a witness is.
func (s *Scope) SaveAuditWitness(ctx context.Context, w *models.AuditWitness) error {
	return translate(of[models.AuditWitness](s.db, clause.OnConflict{UpdateAll: true}).Create(ctx, w))
}
