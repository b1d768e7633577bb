package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"caravan/models"
)

// AskGrant writes down what the owner of a channel's account is asked, in the
// place of what they were asked before.
func (s *Scope) AskGrant(ctx context.Context, g *models.ChannelGrant) error {
	again := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
	return translate(of[models.ChannelGrant](s.db, again).Create(ctx, g))
}

// Asked reads the question with a state, until the transaction ends.
func (s *Scope) Asked(ctx context.Context, stateHash []byte) (*models.ChannelGrant, error) {
	found, err := of[models.ChannelGrant](s.db).Scopes(s.held(s.own("channel_grants"))).Where("state_hash = ?", stateHash).Take(ctx)
	return &found, translate(err)
}

// AnswerGrant keeps the code that answers a question.
func (s *Scope) AnswerGrant(ctx context.Context, g *models.ChannelGrant) error {
	_, err := of[models.ChannelGrant](s.db).Where("id = ?", g.ID).Update(ctx, "code", g.Code)
	return translate(err)
}

// TakeGrant reads the answered question of a channel and deletes it, so that a
// code is used once. It is ErrMissing if nobody has answered.
func (s *Scope) TakeGrant(ctx context.Context, id models.ID[models.Channel]) (*models.ChannelGrant, error) {
	found, err := of[models.ChannelGrant](s.db).Scopes(s.held(s.own("channel_grants"))).Where("id = ? AND code IS NOT NULL", id).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &found, s.DropGrant(ctx, id)
}

// DropGrant forgets what the owner of a channel's account was asked.
func (s *Scope) DropGrant(ctx context.Context, id models.ID[models.Channel]) error {
	_, err := of[models.ChannelGrant](s.db).Where("id = ?", id).Delete(ctx)
	return translate(err)
}

// Regrant keeps the access to a channel's account that was renewed. Nobody
// else sees a change, and nobody's editing is disturbed.
func (s *Scope) Regrant(ctx context.Context, id models.ID[models.Channel], sealed models.Sealed, until *time.Time) error {
	_, err := of[models.Channel](s.db).Where("id = ?", id).Select("credentials", "access_until").
		Updates(ctx, models.Channel{Credentials: sealed, AccessUntil: until})
	return translate(err)
}
