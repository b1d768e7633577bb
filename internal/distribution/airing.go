package distribution

import (
	"context"

	"caravan/internal/store"
	"caravan/models"
)

// Aired keeps what happened offline, with its proof. What was planned here is
// published by it; what was not stands with its campaign alone.
func (d *Desk) Aired(ctx context.Context, by models.Actor, a models.Airing) (*models.Airing, error) {
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if a.DeliveryID != nil {
			return d.logPlanned(ctx, tx, by, &a)
		}
		if _, err := tx.Campaign(ctx, a.CampaignID); err != nil {
			return models.ErrInvalid.With("There is no such campaign.").At("/campaign_id")
		}
		if a.ChannelID != nil {
			if _, err := tx.Channel(ctx, *a.ChannelID); err != nil {
				return models.ErrChannel.With("There is no such channel.").At("/channel_id")
			}
		}
		return d.keepAiring(ctx, tx, by, &a)
	})
	return &a, err
}

// logPlanned keeps what came of a slip. The first word publishes it; another
// airing of it is one more.
func (d *Desk) logPlanned(ctx context.Context, tx *store.Scope, by models.Actor, a *models.Airing) error {
	delivery, err := tx.Delivery(ctx, *a.DeliveryID)
	if err != nil {
		return models.ErrInvalid.With("There is no such delivery.").At("/delivery_id")
	}
	if !d.NeedsPerson(delivery.Platform) {
		return models.ErrChannel.With("The platform itself says what was published.").At("/delivery_id")
	}
	if delivery.State != models.UncertainHuman && delivery.State != models.Published {
		return models.ErrWrongState.With("It is " + string(delivery.State) + ".")
	}
	if err := d.keepAiringOf(ctx, tx, by, delivery, a); err != nil || delivery.State == models.Published {
		return err
	}
	return d.evidence(ctx, tx, delivery, a.ID.String(), delivery.RemoteURL, a.HappenedAt)
}

// keepAiringOf keeps an airing of a delivery.
func (d *Desk) keepAiringOf(ctx context.Context, tx *store.Scope, by models.Actor, delivery *models.Delivery, a *models.Airing) error {
	a.CampaignID, a.DeliveryID, a.ChannelID = delivery.CampaignID, &delivery.ID, &delivery.ChannelID
	return d.keepAiring(ctx, tx, by, a)
}

func (d *Desk) keepAiring(ctx context.Context, tx *store.Scope, by models.Actor, a *models.Airing) error {
	now := d.Now()
	a.ID, a.OrganizationID, a.ReportedBy, a.CreatedAt = models.NewID[models.Airing](), by.OrganizationID, by.UserID, now
	if err := a.Check(now); err != nil {
		return err
	}
	if err := tx.CreateAiring(ctx, a); err != nil {
		return err
	}
	return tx.Record(ctx, store.Change{Action: "airing.logged", Kind: "airing", Object: a.ID.String(), At: now, Campaign: a.CampaignID})
}
