package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// partnered narrows a query to partnerships of the actor's organisation, on
// either side.
func (s *Scope) partnered(st *gorm.Statement) {
	if s.who.IsSystem() {
		return
	}
	mine := func(column string) clause.Expression {
		return clause.Eq{Column: clause.Column{Table: "partners", Name: column}, Value: s.who.OrganizationID}
	}
	st.AddClause(clause.Where{Exprs: []clause.Expression{clause.Or(mine("organization_id"), mine("partner_id"))}})
}

// Partners lists the partners of a campaign, oldest first.
func (s *Scope) Partners(ctx context.Context, campaign models.ID[models.Campaign]) ([]models.Partner, error) {
	found, err := of[models.Partner](s.db).Scopes(s.own("partners")).Where("campaign_id = ?", campaign).Order("id").Find(ctx)
	return found, translate(err)
}

// Partnerships lists where the actor's organisation is a partner, newest first.
func (s *Scope) Partnerships(ctx context.Context) ([]models.Partner, error) {
	found, err := of[models.Partner](s.db).Where("partner_id = ?", s.who.OrganizationID).Order("id DESC").Find(ctx)
	return found, translate(err)
}

// Partner reads a partnership of the actor's organisation, on either side.
func (s *Scope) Partner(ctx context.Context, id models.ID[models.Partner]) (*models.Partner, error) {
	return take(ctx, s.db, s.held(s.partnered), id)
}

// Backed reads the campaign of a partnership, for whoever sees the partnership.
func (s *Scope) Backed(ctx context.Context, p *models.Partner) (*models.Campaign, error) {
	campaign, err := of[models.Campaign](s.db).Where("id = ?", p.CampaignID).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &campaign, nil
}

// CreatePartner writes a partner. One that is there already is ErrTaken.
func (s *Scope) CreatePartner(ctx context.Context, p *models.Partner) error {
	return create(ctx, s.db, p)
}

// SavePartner writes a changed partner, or is stale.
func (s *Scope) SavePartner(ctx context.Context, p *models.Partner) error {
	return save(ctx, s.db, p.ID, &p.Version, p)
}

// RemovePartner ends a partnership.
func (s *Scope) RemovePartner(ctx context.Context, p *models.Partner) error {
	_, err := of[models.Partner](s.db).Where("id = ?", p.ID).Delete(ctx)
	return translate(err)
}

// Speakers lists the messengers of a campaign's messages.
func (s *Scope) Speakers(ctx context.Context, campaign models.ID[models.Campaign]) ([]models.Messenger, error) {
	found, err := of[models.Messenger](s.db).Scopes(s.own("messengers")).
		Where("id IN (SELECT messenger_id FROM messages WHERE campaign_id = ? AND archived_at IS NULL)", campaign).Order("id").Find(ctx)
	return found, translate(err)
}
