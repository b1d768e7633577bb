package planning

import (
	"context"

	"caravan/internal/store"
	"caravan/models"
)

// Define keeps an audience.
func (d *Desk) Define(ctx context.Context, by models.Actor, segment models.Segment) (*models.Audience, error) {
	now := d.Now()
	audience, err := models.NewAudience(segment, by, now)
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateAudience(ctx, audience); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "audience.defined", Kind: "audience", Object: audience.ID.String(), At: now})
	})
	return audience, err
}

// Redefine replaces the segment of the version that was read.
func (d *Desk) Redefine(ctx context.Context, by models.Actor, id models.ID[models.Audience], read int, segment models.Segment) (*models.Audience, error) {
	now := d.Now()
	var audience *models.Audience
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if audience, err = tx.Audience(ctx, id); err != nil {
			return err
		}
		if audience.Version != read {
			return models.ErrStale
		}
		if err := audience.Revise(segment, by, now); err != nil {
			return err
		}
		if err := tx.SaveAudience(ctx, audience); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "audience.redefined", Kind: "audience", Object: id.String(), At: now})
	})
	return audience, err
}

// Consider keeps what a second person says of a delicate audience, of the
// version that was read.
func (d *Desk) Consider(ctx context.Context, by models.Actor, id models.ID[models.Audience], read int, word string) (*models.Audience, error) {
	now := d.Now()
	var audience *models.Audience
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if audience, err = tx.Audience(ctx, id); err != nil {
			return err
		}
		if audience.Version != read {
			return models.ErrStale
		}
		if err := audience.Judge(word, by, now); err != nil {
			return err
		}
		if err := tx.SaveAudience(ctx, audience); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "audience.considered", Kind: "audience", Object: id.String(), At: now})
	})
	return audience, err
}
