package planning

import (
	"context"

	"caravan/internal/store"
	"caravan/models"
)

// Place is where in a country a campaign is, and what of the national action
// plan it serves.
type Place struct {
	AdminAreas  []string
	PlanMeasure string
}

// Enter takes a campaign to one more country.
func (d *Desk) Enter(ctx context.Context, by models.Actor, id models.ID[models.Campaign], country string, place Place) (*models.CampaignCountry, error) {
	now := d.Now()
	var part *models.CampaignCountry
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		campaign, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		if part, err = campaign.Enter(country); err != nil {
			return err
		}
		if err := part.Revise(place.AdminAreas, place.PlanMeasure); err != nil {
			return err
		}
		if err := tx.CreateCampaignCountry(ctx, part); err != nil {
			return err
		}
		if err := tx.SettleCampaign(ctx, id); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "campaign.entered", Kind: "campaign", Object: id.String(), At: now, Campaign: id})
	})
	return part, err
}

// Localise replaces where in a country the campaign is, of the version that
// was read.
func (d *Desk) Localise(ctx context.Context, by models.Actor, id models.ID[models.Campaign], country string, read int, place Place) (*models.CampaignCountry, error) {
	now := d.Now()
	var part *models.CampaignCountry
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		campaign, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		if err := campaign.Open(); err != nil {
			return err
		}
		if part = campaign.Country(country); part == nil {
			return models.ErrMissing
		}
		if part.Version != read {
			return models.ErrStale
		}
		if err := part.Revise(place.AdminAreas, place.PlanMeasure); err != nil {
			return err
		}
		if err := tx.SaveCampaignCountry(ctx, part); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "campaign.localised", Kind: "campaign", Object: id.String(), At: now, Campaign: id})
	})
	return part, err
}

// Archive ends a campaign in every country. What was submitted of it is void.
func (d *Desk) Archive(ctx context.Context, by models.Actor, id models.ID[models.Campaign], reason string) (*models.Campaign, error) {
	now := d.Now()
	var campaign *models.Campaign
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		standing, err := tx.SubmissionsOfCampaign(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.VoidSubmissions(ctx, standing, models.VoidArchived, now); err != nil {
			return err
		}
		leaving, err := tx.CountLeaving(ctx, id)
		if err != nil {
			return err
		}
		if campaign, err = tx.Campaign(ctx, id); err != nil {
			return err
		}
		if err := campaign.Archive(leaving, now); err != nil {
			return err
		}
		if err := saveWhole(ctx, tx, campaign); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "campaign.archived", Kind: "campaign", Object: id.String(), Reason: reason, At: now, Campaign: id})
	})
	return campaign, err
}

// saveWhole saves a campaign and all its countries.
func saveWhole(ctx context.Context, tx *store.Scope, campaign *models.Campaign) error {
	for i := range campaign.Countries {
		if err := tx.SaveCampaignCountry(ctx, &campaign.Countries[i]); err != nil {
			return err
		}
	}
	return tx.SaveCampaign(ctx, campaign)
}

// Adjust notes what was changed about a campaign on the way, and why.
func (d *Desk) Adjust(ctx context.Context, by models.Actor, id models.ID[models.Campaign], what, why, evidence string) (*models.Adjustment, error) {
	now := d.Now()
	var adjustment *models.Adjustment
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		campaign, err := tx.Campaign(ctx, id)
		if err != nil {
			return err
		}
		if adjustment, err = models.NewAdjustment(campaign, what, why, evidence, by, now); err != nil {
			return err
		}
		if err := tx.CreateAdjustment(ctx, adjustment); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "campaign.adjusted", Kind: "campaign", Object: id.String(), At: now, Campaign: id})
	})
	return adjustment, err
}
