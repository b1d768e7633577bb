package store

import (
	"context"

	"caravan/models"
)

// CampaignFilter narrows a list of campaigns; empty fields do not.
type CampaignFilter struct {
	Country string
	State   string
}

// Campaigns lists the campaigns of the organisation with their countries.
func (s *Scope) Campaigns(ctx context.Context, f CampaignFilter, p Page) ([]models.Campaign, error) {
	var conditions []condition
	if f.Country != "" {
		conditions = append(conditions, where("id IN (SELECT campaign_id FROM campaign_countries WHERE country = ?)", f.Country))
	}
	if f.State != "" {
		conditions = append(conditions, where("id IN (SELECT campaign_id FROM campaign_countries WHERE state = ?)", f.State))
	}
	campaigns, err := list[models.Campaign](ctx, s.db, s.own("campaigns"), p, conditions...)
	if err != nil {
		return nil, err
	}
	return campaigns, s.addCountries(ctx, campaigns)
}

// addCountries fills in the countries of campaigns with one query.
func (s *Scope) addCountries(ctx context.Context, campaigns []models.Campaign) error {
	at := make(map[models.ID[models.Campaign]]*models.Campaign, len(campaigns))
	ids := make([]models.ID[models.Campaign], 0, len(campaigns))
	for i := range campaigns {
		at[campaigns[i].ID] = &campaigns[i]
		ids = append(ids, campaigns[i].ID)
	}
	countries, err := of[models.CampaignCountry](s.db).Where("campaign_id IN ?", ids).Order("country").Find(ctx)
	for _, c := range countries {
		at[c.CampaignID].Countries = append(at[c.CampaignID].Countries, c)
	}
	return translate(err)
}

// Campaign reads a campaign with its countries.
func (s *Scope) Campaign(ctx context.Context, id models.ID[models.Campaign]) (*models.Campaign, error) {
	c, err := take(ctx, s.db, s.own("campaigns"), id)
	if err != nil {
		return nil, err
	}
	one := []models.Campaign{*c}
	if err := s.addCountries(ctx, one); err != nil {
		return nil, err
	}
	return &one[0], nil
}

// CreateCampaign writes a new campaign and its countries.
func (s *Scope) CreateCampaign(ctx context.Context, c *models.Campaign) error {
	if err := create(ctx, s.db, c); err != nil {
		return err
	}
	for i := range c.Countries {
		if err := create(ctx, s.db, &c.Countries[i]); err != nil {
			return err
		}
	}
	return nil
}

// SaveCampaign writes a changed campaign, or is stale.
func (s *Scope) SaveCampaign(ctx context.Context, c *models.Campaign) error {
	return save(ctx, s.db, c.ID, &c.Version, c)
}

// SaveCampaignCountry writes a changed country of a campaign, or is stale.
func (s *Scope) SaveCampaignCountry(ctx context.Context, c *models.CampaignCountry) error {
	return save(ctx, s.db, c.ID, &c.Version, c)
}

// Audiences lists the audiences of the organisation.
func (s *Scope) Audiences(ctx context.Context, p Page) ([]models.Audience, error) {
	return list[models.Audience](ctx, s.db, s.own("audiences"), p)
}

// Audience reads an audience.
func (s *Scope) Audience(ctx context.Context, id models.ID[models.Audience]) (*models.Audience, error) {
	return take(ctx, s.db, s.own("audiences"), id)
}

// CreateAudience writes a new audience.
func (s *Scope) CreateAudience(ctx context.Context, a *models.Audience) error {
	return create(ctx, s.db, a)
}

// SaveAudience writes a changed audience, or is stale.
func (s *Scope) SaveAudience(ctx context.Context, a *models.Audience) error {
	return save(ctx, s.db, a.ID, &a.Version, a)
}
