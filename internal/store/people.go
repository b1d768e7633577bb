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
	u, err := of[models.User](s.db).Where("email = ?", models.NormalizeEmail(email)).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &u, nil
}

// User reads a person.
func (s *Scope) User(ctx context.Context, id models.ID[models.User]) (*models.User, error) {
	return take(ctx, s.db, everybody, id)
}

// SaveUser writes a changed person, or is stale.
func (s *Scope) SaveUser(ctx context.Context, u *models.User) error {
	return save(ctx, s.db, u.ID, &u.Version, u)
}

// everybody narrows nothing: people belong to no single organisation.
func everybody(*gorm.Statement) {}

// ActorsOf returns the person once for each organisation that lets them in, in
// the order in which they joined.
func (s *Scope) ActorsOf(ctx context.Context, id models.ID[models.User]) ([]models.Actor, error) {
	user, err := s.User(ctx, id)
	if err != nil {
		return nil, err
	}
	memberships, err := of[models.Membership](s.db).Where("user_id = ? AND disabled_at IS NULL", id).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	actors := make([]models.Actor, 0, len(memberships))
	for _, m := range memberships {
		o, err := take(ctx, s.db, everybody, m.OrganizationID)
		if err != nil {
			return nil, err
		}
		actors = append(actors, models.Actor{UserID: id, Name: user.Name, Email: user.Email, OrganizationID: o.ID, Organization: *o, Roles: m.Roles})
	}
	return actors, nil
}

// Actor returns a person acting for one organisation. Who is disabled, suspended
// or no longer a member is ErrUnknownPerson.
func (s *Scope) Actor(ctx context.Context, id models.ID[models.User], organization models.ID[models.Organization]) (models.Actor, error) {
	user, err := s.User(ctx, id)
	if err != nil {
		return models.Actor{}, err
	}
	actors, err := s.ActorsOf(ctx, id)
	if err != nil {
		return models.Actor{}, err
	}
	for _, a := range actors {
		if a.OrganizationID == organization && !user.ShutOut() {
			return a, nil
		}
	}
	return models.Actor{}, models.ErrUnknownPerson
}

// CountUsers returns how many people there are.
func (s *Scope) CountUsers(ctx context.Context) (int64, error) {
	n, err := of[models.User](s.db).Count(ctx)
	return n, translate(err)
}

// OrganizationBySlug reads an organisation by its short name.
func (s *Scope) OrganizationBySlug(ctx context.Context, slug string) (*models.Organization, error) {
	o, err := of[models.Organization](s.db).Where("slug = ?", slug).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &o, nil
}

// Organization reads an organisation. Their names are public.
func (s *Scope) Organization(ctx context.Context, id models.ID[models.Organization]) (*models.Organization, error) {
	return take(ctx, s.db, everybody, id)
}

// Names returns what people are called, for records that name them.
func (s *Scope) Names(ctx context.Context, ids []models.ID[models.User]) (map[models.ID[models.User]]string, error) {
	people, err := of[models.User](s.db).Select("id", "name").Where("id IN ?", ids).Find(ctx)
	names := make(map[models.ID[models.User]]string, len(people))
	for i := range people {
		names[people[i].ID] = people[i].Name
	}
	return names, translate(err)
}
