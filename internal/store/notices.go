package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"caravan/models"
)

// Staff lists who may come in to an organisation, as actors for it, in the
// order in which they joined.
func (s *Scope) Staff(ctx context.Context, organization models.ID[models.Organization]) ([]models.Actor, error) {
	memberships, err := of[models.Membership](s.db).Where("organization_id = ? AND disabled_at IS NULL", organization).Order("id").Find(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var ids []models.ID[models.User]
	for i := range memberships {
		ids = append(ids, memberships[i].UserID)
	}
	users, err := byID(ctx, s.db, ids, func(u *models.User) models.ID[models.User] { return u.ID })
	if err != nil {
		return nil, err
	}
	var staff []models.Actor
	for _, m := range memberships {
		if u := users[m.UserID]; u.DisabledAt == nil {
			staff = append(staff, models.Actor{UserID: u.ID, Name: u.Name, Email: u.Email, OrganizationID: organization, Roles: m.Roles})
		}
	}
	return slices.Clip(staff), nil
}

// CreateNotice writes a notice, and reports whether that person did not have
// one of the alarm before.
func (s *Scope) CreateNotice(ctx context.Context, n *models.Notice) (bool, error) {
	made, err := of[models.Notice](s.db, clause.OnConflict{DoNothing: true}).CreateNew(ctx, n)
	return made, translate(err)
}

// Notice reads a notice.
func (s *Scope) Notice(ctx context.Context, id models.ID[models.Notice]) (*models.Notice, error) {
	return take(ctx, s.db, everybody, id)
}

// NoticeSent notes that a notice has left.
func (s *Scope) NoticeSent(ctx context.Context, id models.ID[models.Notice], now time.Time) error {
	_, err := of[models.Notice](s.db).Where("id = ?", id).Update(ctx, "sent_at", now)
	return translate(err)
}
