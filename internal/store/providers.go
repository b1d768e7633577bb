package store

import (
	"context"

	"caravan/models"
)

// Providers lists where the people of organisations sign in, for those who
// have not yet.
func (s *Scope) Providers(ctx context.Context) ([]models.IdentityProvider, error) {
	found, err := of[models.IdentityProvider](s.db).Order("id").Limit(200).Find(ctx)
	return found, translate(err)
}

// Provider reads where the people of an organisation sign in.
func (s *Scope) Provider(ctx context.Context, id models.ID[models.IdentityProvider]) (*models.IdentityProvider, error) {
	return take(ctx, s.db, s.own("identity_providers"), id)
}

// OwnProvider reads where the people of the actor's organisation sign in.
func (s *Scope) OwnProvider(ctx context.Context) (*models.IdentityProvider, error) {
	p, err := of[models.IdentityProvider](s.db).Scopes(s.own("identity_providers")).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &p, nil
}

// CreateProvider writes where the people of an organisation sign in.
func (s *Scope) CreateProvider(ctx context.Context, p *models.IdentityProvider) error {
	return create(ctx, s.db, p)
}

// DeleteProvider forgets where the people of the actor's organisation sign in,
// if they do somewhere.
func (s *Scope) DeleteProvider(ctx context.Context) error {
	_, err := of[models.IdentityProvider](s.db).Where("organization_id = ?", s.who.OrganizationID).Delete(ctx)
	return translate(err)
}

// ProviderAccount reads whom an issuer's subject stands for.
func (s *Scope) ProviderAccount(ctx context.Context, issuer, subject string) (*models.ProviderAccount, error) {
	account, err := of[models.ProviderAccount](s.db).Where("issuer = ? AND subject = ?", issuer, subject).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &account, nil
}

// CreateProviderAccount lets an issuer's subject stand for a person.
func (s *Scope) CreateProviderAccount(ctx context.Context, a *models.ProviderAccount) error {
	return create(ctx, s.db, a)
}
