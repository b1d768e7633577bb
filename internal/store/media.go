package store

import (
	"context"

	"gorm.io/gorm"

	"caravan/models"
)

// Media reads a picture. Inside a transaction it stays as it is.
func (s *Scope) Media(ctx context.Context, id models.ID[models.Media]) (*models.Media, error) {
	return take(ctx, s.db, s.held(s.own("media")), id)
}

// MediaOf lists the pictures of a message, in the order they came.
func (s *Scope) MediaOf(ctx context.Context, message models.ID[models.Message]) ([]models.Media, error) {
	found, err := of[models.Media](s.db).Scopes(s.own("media")).Where("message_id = ?", message).Order("id").Find(ctx)
	return found, translate(err)
}

// CreateMedia writes a new picture.
func (s *Scope) CreateMedia(ctx context.Context, m *models.Media) error {
	return create(ctx, s.db, m)
}

// SaveMedia writes what is known of a picture, or is stale.
func (s *Scope) SaveMedia(ctx context.Context, m *models.Media) error {
	return save(ctx, s.db, m.ID, &m.Version, m)
}

// DeleteMedia forgets a picture. Its files are taken off the shelf later, if
// no other has them.
func (s *Scope) DeleteMedia(ctx context.Context, m *models.Media) error {
	_, err := of[models.Media](s.db).Scopes(s.own("media")).Where("id = ?", m.ID).Delete(ctx)
	return translate(err)
}

// UsedFiles returns the digests of the files that pictures have.
func (s *Scope) UsedFiles(ctx context.Context) (map[models.Digest]bool, error) {
	media, err := of[models.Media](s.db).Scopes(s.own("media")).Select("files").Find(ctx)
	used := map[models.Digest]bool{}
	for i := range media {
		for _, f := range media[i].Files {
			used[f.SHA256] = true
		}
	}
	return used, translate(err)
}

// KeptMedia says how many bytes of files are kept for the actor, for their
// organisation, and in all. Until the transaction ends nobody adds any to those
// of the organisation.
func (s *Scope) KeptMedia(ctx context.Context) (models.Quota, error) {
	var kept models.Quota
	if _, err := of[models.Organization](s.db).Scopes(s.held(func(*gorm.Statement) {})).Where("id = ?", s.who.OrganizationID).Take(ctx); err != nil {
		return kept, translate(err)
	}
	err := of[models.Media](s.db).Select(`coalesce(sum(size), 0) AS total,
		coalesce(sum(CASE WHEN organization_id = ? THEN size END), 0) AS organization,
		coalesce(sum(CASE WHEN uploaded_by = ? THEN size END), 0) AS "user"`, s.who.OrganizationID, s.who.UserID).Scan(ctx, &kept)
	return kept, translate(err)
}
