package planning

import (
	"context"

	"caravan/internal/store"
	"caravan/models"
)

// EnterReferral adds a service to the referral directory.
func (d *Desk) EnterReferral(ctx context.Context, by models.Actor, entry models.ReferralEntry) (*models.ReferralService, error) {
	now := d.Now()
	service, err := models.NewReferralService(entry, by, now)
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.CreateReferralService(ctx, service); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "referral_service.entered", Kind: "referral_service", Object: service.ID.String(), At: now})
	})
	return service, err
}

// CorrectReferral replaces what is known about a service in the version that
// was read.
func (d *Desk) CorrectReferral(ctx context.Context, by models.Actor, id models.ID[models.ReferralService], read int, entry models.ReferralEntry) (*models.ReferralService, error) {
	now := d.Now()
	var service *models.ReferralService
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if service, err = tx.ReferralService(ctx, id); err != nil {
			return err
		}
		if service.Version != read {
			return models.ErrStale
		}
		if err := service.Enter(entry, now); err != nil {
			return err
		}
		if err := tx.SaveReferralService(ctx, service); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "referral_service.corrected", Kind: "referral_service", Object: id.String(), At: now})
	})
	return service, err
}

// RemoveReferral takes a service out of the referral directory.
func (d *Desk) RemoveReferral(ctx context.Context, by models.Actor, id models.ID[models.ReferralService]) error {
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.DeleteReferralService(ctx, id); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "referral_service.removed", Kind: "referral_service", Object: id.String(), At: d.Now()})
	})
}
