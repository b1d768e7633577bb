package store

import (
	"context"

	"caravan/models"
)

// ReferralServices lists the services of the actor's organisation in the order
// in which they are offered; in every country where none is named.
func (s *Scope) ReferralServices(ctx context.Context, country string) ([]models.ReferralService, error) {
	query := of[models.ReferralService](s.db).Scopes(s.own("referral_services"))
	if country != "" {
		query = query.Where("country = ?", country)
	}
	services, err := query.Find(ctx)
	models.InReferralOrder(services)
	return services, translate(err)
}

// ReferralService reads a service.
func (s *Scope) ReferralService(ctx context.Context, id models.ID[models.ReferralService]) (*models.ReferralService, error) {
	return take(ctx, s.db, s.own("referral_services"), id)
}

// CreateReferralService writes a new service.
func (s *Scope) CreateReferralService(ctx context.Context, service *models.ReferralService) error {
	return create(ctx, s.db, service)
}

// SaveReferralService writes a changed service, or is stale.
func (s *Scope) SaveReferralService(ctx context.Context, service *models.ReferralService) error {
	return save(ctx, s.db, service.ID, &service.Version, service)
}

// DeleteReferralService forgets a service that helps nobody any more.
func (s *Scope) DeleteReferralService(ctx context.Context, id models.ID[models.ReferralService]) error {
	n, err := of[models.ReferralService](s.db).Scopes(s.own("referral_services")).Where("id = ?", id).Delete(ctx)
	if err == nil && n == 0 {
		return models.ErrMissing
	}
	return translate(err)
}
