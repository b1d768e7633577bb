package approval

import (
	"context"

	"caravan/internal/store"
	"caravan/models"
)

// call finds what a messenger is called in a campaign.
func (d *Desk) call(ctx context.Context, tx *store.Scope, c *models.Campaign, messenger models.ID[models.Messenger]) (string, error) {
	return tx.Called(ctx, c.ID, messenger, func(taken []string) (*models.Designation, error) {
		return models.Designate(d.Link, c, messenger, taken)
	})
}

// CallAll gives two words to those who were put before approvers when that was
// done by pseudonym.
func (d *Desk) CallAll(ctx context.Context) error {
	system := d.Store.As(models.System("caravan"))
	uncalled, err := system.Uncalled(ctx)
	if err != nil {
		return err
	}
	for _, u := range uncalled {
		err := system.InTx(ctx, func(tx *store.Scope) error {
			_, err := d.call(ctx, tx, &models.Campaign{ID: u.CampaignID, OrganizationID: u.OrganizationID}, u.MessengerID)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
