package store

import (
	"context"

	"gorm.io/gorm"

	"caravan/models"
)

// CreateOrganization writes a new organisation. Only the system makes tenants.
func (s *Scope) CreateOrganization(ctx context.Context, o *models.Organization) error {
	return create(ctx, s.db, o)
}

// CreateUser writes a new person.
func (s *Scope) CreateUser(ctx context.Context, u *models.User) error { return create(ctx, s.db, u) }

// CreateMembership gives a person roles in an organisation.
func (s *Scope) CreateMembership(ctx context.Context, m *models.Membership) error {
	return create(ctx, s.db, m)
}

// UserByEmail reads a person by the address they sign in with.
func (s *Scope) UserByEmail(ctx context.Context, email string) (*models.User, error) {
	u, err := gorm.G[models.User](s.db).Where("email = ?", models.NormalizeEmail(email)).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &u, nil
}
