package api

import (
	"context"
	"time"

	"caravan/models"
)

// issueTokenRequest is what a person gives to a program.
type issueTokenRequest struct {
	Name      string          `json:"name" validate:"required,max=100" doc:"What the program is called."`
	Scopes    []models.Action `json:"scopes" validate:"required,min=1,max=50" doc:"Some of what you may do; never what is personal, such as approving."`
	ExpiresAt time.Time       `json:"expires_at" validate:"required" doc:"At most 90 days from now."`
}

type tokenRequest struct {
	ID string `param:"id" json:"-"`
}

type listTokensRequest struct{ paging }

type tokenResponse struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
}

// Location is where the token is read.
func (t tokenResponse) Location() string { return "/api/v1/tokens/" + t.ID }

// An issuedTokenResponse holds the secret, this once.
type issuedTokenResponse struct {
	tokenResponse

	Secret *string `json:"secret" doc:"Send it as Authorization: Bearer. It is not kept, and null when the answer is given again."`
}

func (t issuedTokenResponse) withoutSecret() any {
	t.Secret = nil
	return t
}

func respondToken(t *models.Token) tokenResponse {
	return tokenResponse{
		ID: t.ID.String(), Name: t.Name, Scopes: t.Scopes, CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt, RevokedAt: t.RevokedAt,
	}
}

func (a *API) listTokens(ctx context.Context, in listTokensRequest) (listResponse[tokenResponse], error) {
	page, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[tokenResponse]{}, err
	}
	tokens, err := a.records.As(actor(ctx)).Tokens(ctx, page)
	if err != nil {
		return listResponse[tokenResponse]{}, err
	}
	return respondPage(ctx, a, page, tokens, respondToken, func(t *models.Token) (id, key string) { return t.ID.String(), "" }), nil
}

func (a *API) issueToken(ctx context.Context, in issueTokenRequest) (issuedTokenResponse, error) {
	secret, token, err := a.desks.Access.IssueToken(ctx, actor(ctx), in.Name, in.Scopes, in.ExpiresAt.UTC())
	if err != nil {
		return issuedTokenResponse{}, err
	}
	return issuedTokenResponse{respondToken(token), &secret}, nil
}

func (a *API) readToken(ctx context.Context, in tokenRequest) (tokenResponse, error) {
	id, err := models.ParseID[models.Token](in.ID)
	if err != nil {
		return tokenResponse{}, err
	}
	token, err := a.records.As(actor(ctx)).Token(ctx, id)
	if err != nil {
		return tokenResponse{}, err
	}
	return respondToken(token), nil
}

func (a *API) revokeToken(ctx context.Context, in tokenRequest) (nothing, error) {
	id, err := models.ParseID[models.Token](in.ID)
	if err != nil {
		return nothing{}, err
	}
	return nothing{}, a.desks.Access.Revoke(ctx, actor(ctx), id)
}
