package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// A Member is a person with what they may do in one organisation.
type Member struct {
	Membership models.Membership
	User       models.User
}

// administered narrows memberships to those the actor administers: of the own
// organisation, or all of them for an operator.
func (s *Scope) administered(st *gorm.Statement) {
	if !s.who.Is(models.Operator) {
		s.own("memberships")(st)
	}
}

// Members lists the members of an organisation, the newest first. One that the
// actor does not administer has none.
func (s *Scope) Members(ctx context.Context, organization models.ID[models.Organization], p Page) ([]Member, error) {
	memberships, err := list[models.Membership](ctx, s.db, s.administered, p, where("organization_id = ?", organization))
	if err != nil {
		return nil, err
	}
	ids := make([]models.ID[models.User], 0, len(memberships))
	for _, m := range memberships {
		ids = append(ids, m.UserID)
	}
	users, err := byID(ctx, s.db, ids, func(u *models.User) models.ID[models.User] { return u.ID })
	members := make([]Member, 0, len(memberships))
	for _, m := range memberships {
		members = append(members, Member{m, users[m.UserID]})
	}
	return members, err
}

// Member reads a member.
func (s *Scope) Member(ctx context.Context, id models.ID[models.Membership]) (*Member, error) {
	m, err := take(ctx, s.db, s.held(s.administered), id)
	if err != nil {
		return nil, err
	}
	user, err := s.User(ctx, m.UserID)
	if err != nil {
		return nil, err
	}
	return &Member{*m, *user}, nil
}

// Colleagues lists the other memberships of a member's organisation, and keeps
// them as they are until the transaction ends.
func (s *Scope) Colleagues(ctx context.Context, m *models.Membership) ([]models.Membership, error) {
	found, err := of[models.Membership](s.db).Scopes(s.held(s.administered)).
		Where("organization_id = ? AND id <> ?", m.OrganizationID, m.ID).Order("id").Find(ctx)
	return found, translate(err)
}

// SaveMembership writes changed roles, or is stale.
func (s *Scope) SaveMembership(ctx context.Context, m *models.Membership) error {
	return save(ctx, s.db, m.ID, &m.Version, m)
}

// EndAccess ends the sessions and tokens of a member in the organisation.
func (s *Scope) EndAccess(ctx context.Context, m *models.Membership, now time.Time) error {
	_, err := of[models.Session](s.db).Where("user_id = ? AND organization_id = ?", m.UserID, m.OrganizationID).Delete(ctx)
	if err != nil {
		return translate(err)
	}
	_, err = of[models.Token](s.db).Where("user_id = ? AND organization_id = ? AND revoked_at IS NULL", m.UserID, m.OrganizationID).
		Update(ctx, "revoked_at", now)
	return translate(err)
}

// EndAllAccess ends the sessions, tokens and one-time links of a person in every
// organisation.
func (s *Scope) EndAllAccess(ctx context.Context, id models.ID[models.User], now time.Time) error {
	_, sessions := s.EndOtherSessions(ctx, id, models.ID[models.Session]{})
	_, tokens := of[models.Token](s.db).Where("user_id = ? AND revoked_at IS NULL", id).Update(ctx, "revoked_at", now)
	return errors.Join(sessions, translate(tokens), s.CloseLinks(ctx, id, now))
}

// CloseLinks ends the one-time links of a person that were not used.
func (s *Scope) CloseLinks(ctx context.Context, id models.ID[models.User], now time.Time) error {
	_, err := of[models.Link](s.db).Where("user_id = ? AND used_at IS NULL", id).Update(ctx, "used_at", now)
	return translate(err)
}

// Organizations lists organisations by name: all of them for an operator,
// otherwise the actor's own.
func (s *Scope) Organizations(ctx context.Context, p Page) ([]models.Organization, error) {
	return list[models.Organization](ctx, s.db, s.tenants, p)
}

// Tenant reads an organisation that the actor administers.
func (s *Scope) Tenant(ctx context.Context, id models.ID[models.Organization]) (*models.Organization, error) {
	return take(ctx, s.db, s.held(s.tenants), id)
}

func (s *Scope) tenants(st *gorm.Statement) {
	if !s.who.IsSystem() && !s.who.Is(models.Operator) {
		st.AddClause(clause.Where{Exprs: []clause.Expression{
			clause.Eq{Column: clause.Column{Table: "organizations", Name: "id"}, Value: s.who.OrganizationID},
		}})
	}
}

// SaveOrganization writes a changed organisation, or is stale.
func (s *Scope) SaveOrganization(ctx context.Context, o *models.Organization) error {
	return save(ctx, s.db, o.ID, &o.Version, o)
}
