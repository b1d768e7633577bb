package store

import (
	"context"
	"strings"

	"caravan/models"
)

// CampaignFilter narrows a list of campaigns; empty fields do not.
type CampaignFilter struct {
	Words         string // in its names or goal
	Country       string
	State         string // in that country, or in any
	MessageType   string // of one of its messages, as are those that follow
	Approach      string
	Language      string
	MessengerType string
	Audience      models.ID[models.Audience] // its own, or of a message
	Owner         models.ID[models.User]
}

// conditions are the filter as parts of a WHERE clause.
func (f CampaignFilter) conditions() []condition {
	var c []condition
	of := func(value string, query string, args ...any) {
		if value != "" {
			c = append(c, where(query, args...))
		}
	}
	of(f.Words, `search_text LIKE ? ESCAPE '!'`, containing(f.Words))
	of(f.Country+f.State, "id IN (SELECT campaign_id FROM campaign_countries WHERE ? IN ('', country) AND ? IN ('', state))", f.Country, f.State)
	of(f.MessageType, "id IN (SELECT campaign_id FROM messages WHERE type = ?)", f.MessageType)
	of(f.Approach, "id IN (SELECT campaign_id FROM messages WHERE approach = ?)", f.Approach)
	of(f.Language, "id IN (SELECT m.campaign_id FROM messages m JOIN variants v ON v.message_id = m.id WHERE v.language = ?)", f.Language)
	of(f.MessengerType, "id IN (SELECT m.campaign_id FROM messages m JOIN messengers s ON s.id = m.messenger_id WHERE s.type = ?)", f.MessengerType)
	if !f.Audience.IsZero() {
		c = append(c, where("(primary_audience = ? OR id IN (SELECT campaign_id FROM messages WHERE audience_id = ?))", f.Audience, f.Audience))
	}
	if !f.Owner.IsZero() {
		c = append(c, where("created_by = ?", f.Owner))
	}
	return c
}

// containing is the LIKE pattern of texts that hold the words, with ! for its
// escapes.
func containing(words string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(models.Folded(words)) + "%"
}

// Campaigns lists the campaigns of the organisation with their countries.
func (s *Scope) Campaigns(ctx context.Context, f CampaignFilter, p Page) ([]models.Campaign, error) {
	campaigns, err := list[models.Campaign](ctx, s.db, s.own("campaigns"), p, f.conditions()...)
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

// CreateCampaignCountry writes a new country of a campaign.
func (s *Scope) CreateCampaignCountry(ctx context.Context, c *models.CampaignCountry) error {
	return create(ctx, s.db, c)
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

// CreateAdjustment writes a change of course.
func (s *Scope) CreateAdjustment(ctx context.Context, a *models.Adjustment) error {
	return create(ctx, s.db, a)
}

// Adjustments lists the changes of course of a campaign, newest first.
func (s *Scope) Adjustments(ctx context.Context, campaign models.ID[models.Campaign]) ([]models.Adjustment, error) {
	found, err := of[models.Adjustment](s.db).Scopes(s.own("adjustments")).Where("campaign_id = ?", campaign).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// Contents reads what a campaign consists of besides its plan.
func (s *Scope) Contents(ctx context.Context, campaign models.ID[models.Campaign]) (all models.Contents, err error) {
	c, err := s.Campaign(ctx, campaign)
	if err != nil {
		return all, err
	}
	owner, err := s.Organization(ctx, c.OrganizationID)
	if err != nil {
		return all, err
	}
	all.Owner = *owner
	if all.Messages, err = find[models.Message](ctx, s, "messages", "campaign_id = ? AND archived_at IS NULL", campaign); err != nil {
		return all, err
	}
	messages, speakers := make([]models.ID[models.Message], 0, len(all.Messages)), []models.ID[models.Messenger]{}
	for _, m := range all.Messages {
		messages, speakers = append(messages, m.ID), append(speakers, m.MessengerID)
	}
	if all.Variants, err = find[models.Variant](ctx, s, "variants", "message_id IN ?", messages); err != nil {
		return all, err
	}
	if all.Messengers, err = find[models.Messenger](ctx, s, "messengers", "id IN ?", speakers); err != nil {
		return all, err
	}
	if all.Consents, err = s.ConsentsOf(ctx, speakers); err != nil {
		return all, err
	}
	if all.Risks, err = s.RisksOf(ctx, speakers); err != nil {
		return all, err
	}
	all.Channels, err = find[models.Channel](ctx, s, "channels", "archived_at IS NULL")
	return all, err
}

// find reads every record of the organisation that fits, in the order of
// their making.
func find[T any](ctx context.Context, s *Scope, table, query string, args ...any) ([]T, error) {
	found, err := of[T](s.db).Scopes(s.own(table)).Where(query, args...).Order("id").Find(ctx)
	return found, translate(err)
}
