package planning

import (
	"context"
	"time"

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
	return d.changeAudience(ctx, by, id, read, "audience.redefined", func(a *models.Audience, now time.Time) error { return a.Revise(segment, by, now) })
}

// Consider keeps what a second person says of a delicate audience, of the
// version that was read.
func (d *Desk) Consider(ctx context.Context, by models.Actor, id models.ID[models.Audience], read int, word string) (*models.Audience, error) {
	return d.changeAudience(ctx, by, id, read, "audience.considered", func(a *models.Audience, now time.Time) error { return a.Judge(word, by, now) })
}

func (d *Desk) changeAudience(
	ctx context.Context, by models.Actor, id models.ID[models.Audience], read int, action string, change func(*models.Audience, time.Time) error,
) (audience *models.Audience, err error) {
	now := d.Now()
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if audience, err = tx.Audience(ctx, id); err != nil {
			return err
		}
		if audience.Version != read {
			return models.ErrStale
		}
		if err := change(audience, now); err != nil {
			return err
		}
		if err := tx.SaveAudience(ctx, audience); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: action, Kind: "audience", Object: id.String(), At: now})
	})
	return audience, err
}
