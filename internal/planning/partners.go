package planning

import (
	"context"
	"errors"

	"caravan/internal/store"
	"caravan/models"
)

// Ally names a partner of a campaign, by the short name of its organisation.
func (d *Desk) Ally(ctx context.Context, by models.Actor, id models.ID[models.Campaign], slug string) (*models.Partner, error) {
	now := d.Now()
	var partner *models.Partner
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		campaign, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		organization, err := tx.OrganizationBySlug(ctx, slug)
		if errors.Is(err, models.ErrMissing) {
			return models.ErrInvalid.With("There is no organisation of that short name.").At("/organization")
		}
		if err != nil {
			return err
		}
		if partner, err = models.NewPartner(campaign, organization.ID, now); err != nil {
			return err
		}
		if err := tx.CreatePartner(ctx, partner); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "partner.named", Kind: "campaign", Object: id.String(), At: now, Campaign: id})
	})
	return partner, err
}

// Part ends a partnership, from the side of the campaign.
func (d *Desk) Part(ctx context.Context, by models.Actor, campaign models.ID[models.Campaign], id models.ID[models.Partner]) error {
	now := d.Now()
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		partner, err := tx.Partner(ctx, id)
		if err != nil {
			return err
		}
		if partner.CampaignID != campaign || partner.OrganizationID != by.OrganizationID {
			return models.ErrMissing
		}
		if err := tx.RemovePartner(ctx, partner); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "partner.removed", Kind: "campaign", Object: campaign.String(), At: now, Campaign: campaign})
	})
}

// Confirm takes the word of a partner on what stands behind a campaign.
func (d *Desk) Confirm(ctx context.Context, by models.Actor, id models.ID[models.Partner], read models.Digest) (*models.Partner, error) {
	now := d.Now()
	var partner *models.Partner
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if partner, err = tx.Partner(ctx, id); err != nil {
			return err
		}
		campaign, err := tx.Backed(ctx, partner)
		if err != nil {
			return err
		}
		if err := partner.Confirm(campaign, read, by, now); err != nil {
			return err
		}
		if err := tx.SavePartner(ctx, partner); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "partner.confirmed", Kind: "campaign", Object: partner.CampaignID.String(), After: read, At: now, Tenant: partner.OrganizationID})
	})
	return partner, err
}
