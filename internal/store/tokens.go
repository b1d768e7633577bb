package store

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"caravan/models"
)

// mine narrows tokens to the actor's own in the organisation.
func (s *Scope) mine(st *gorm.Statement) {
	s.own("tokens")(st)
	if !s.who.IsSystem() {
		st.AddClause(clause.Where{Exprs: []clause.Expression{
			clause.Eq{Column: clause.Column{Table: "tokens", Name: "user_id"}, Value: s.who.UserID},
		}})
	}
}

// Tokens lists the actor's own tokens.
func (s *Scope) Tokens(ctx context.Context, p Page) ([]models.Token, error) {
	return list[models.Token](ctx, s.db, s.mine, p)
}

// Token reads one of the actor's own tokens.
func (s *Scope) Token(ctx context.Context, id models.ID[models.Token]) (*models.Token, error) {
	return take(ctx, s.db, s.mine, id)
}

// CreateToken writes a new token.
func (s *Scope) CreateToken(ctx context.Context, t *models.Token) error { return create(ctx, s.db, t) }

// RevokeToken ends a token of the actor's own.
func (s *Scope) RevokeToken(ctx context.Context, id models.ID[models.Token], now time.Time) error {
	_, err := of[models.Token](s.db).Scopes(s.mine).Where("id = ?", id).Update(ctx, "revoked_at", now)
	return translate(err)
}

// TokenByHash reads the token of a secret.
func (s *Scope) TokenByHash(ctx context.Context, hash []byte) (*models.Token, error) {
	token, err := of[models.Token](s.db).Where("token_hash = ?", hash).Take(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &token, nil
}
