// Package planning is the desk where campaigns, audiences and messengers are
// written. Every operation loads, asks the model, saves and records in one
// transaction. Reading does not pass here.
package planning

import (
	"context"
	"time"

	"caravan/internal/letters"
	"caravan/internal/store"
	"caravan/models"
)

// A Desk plans.
type Desk struct {
	Store     *store.Store
	Now       func() time.Time
	Keys      *Keys           // of sealed identities; nil: none can be kept
	Letters   *letters.Office // nil: people are told on their screens alone
	Address   string          // of the installation, that letters lead to
	Studio    Studio          // of pictures
	Quota     models.Quota    // of their bytes
	Retention time.Duration   // how long an identity is kept without a consent; 0: 30 days
}

// Plan makes a campaign in the state of draft in each of its countries.
func (d *Desk) Plan(ctx context.Context, by models.Actor, plan models.Plan, countries []string) (*models.Campaign, error) {
	now := d.Now()
	campaign, err := models.NewCampaign(plan, countries, by, now)
	if err != nil {
		return nil, err
	}
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := addresses(ctx, tx, plan); err != nil {
			return err
		}
		if err := tx.CreateCampaign(ctx, campaign); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "campaign.planned", Kind: "campaign", Object: campaign.ID.String(), At: now})
	})
	return campaign, err
}

// Revise replaces the plan of the version that was read.
func (d *Desk) Revise(ctx context.Context, by models.Actor, id models.ID[models.Campaign], read int, plan models.Plan) (*models.Campaign, error) {
	now := d.Now()
	var campaign *models.Campaign
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if campaign, err = tx.Campaign(ctx, id); err != nil {
			return err
		}
		if campaign.Version != read {
			return models.ErrStale
		}
		if err := addresses(ctx, tx, plan); err != nil {
			return err
		}
		if err := campaign.Revise(plan, now); err != nil {
			return err
		}
		if err := tx.SaveCampaign(ctx, campaign); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "campaign.revised", Kind: "campaign", Object: id.String(), At: now})
	})
	return campaign, err
}

// Move takes a campaign on in one country: paused, live again, closed,
// evaluated.
func (d *Desk) Move(ctx context.Context, by models.Actor, id models.ID[models.Campaign], country string, to models.CampaignState, reason string) (*models.Campaign, error) {
	var campaign *models.Campaign
	err := d.Store.As(by).InTx(ctx, func(tx *store.Scope) (err error) {
		if campaign, err = tx.Campaign(ctx, id); err != nil {
			return err
		}
		part := campaign.Country(country)
		if part == nil {
			return models.ErrMissing
		}
		if err := part.Move(to); err != nil {
			return err
		}
		if err := tx.SaveCampaignCountry(ctx, part); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{
			Action: "campaign." + string(to), Kind: "campaign", Object: id.String(), Campaign: id, Reason: reason, At: d.Now(),
		})
	})
	return campaign, err
}

// addresses refuses a plan whose audience the planner cannot see.
func addresses(ctx context.Context, tx *store.Scope, plan models.Plan) error {
	if plan.PrimaryAudience.IsZero() {
		return nil
	}
	if _, err := tx.Audience(ctx, plan.PrimaryAudience); err != nil {
		return models.ErrInvalid.With("There is no such audience.").At("/primary_audience_id")
	}
	return nil
}
