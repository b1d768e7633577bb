package api

import (
	"context"
	"net/http"
	"time"

	"caravan/models"
)

type confirmSessionRequest struct {
	Password string `json:"password" validate:"required,max=1024" secret:"true"`
	Code     string `json:"code" validate:"omitempty,max=40" doc:"Of the second factor, where one is set up."`
}

type setPasswordRequest struct {
	Password string `json:"password" validate:"required,max=1024" secret:"true"`
}

type listSessionsRequest struct{ paging }

type sessionRequest struct {
	ID models.ID[models.Session] `param:"id" json:"-"`
}

type sessionResponse struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"When something was last done in it, to the minute."`
	ExpiresAt time.Time `json:"expires_at"`
	Current   bool      `json:"current" doc:"It is the one that asks."`
}

func (a *API) confirmSession(ctx context.Context, in confirmSessionRequest) (meResponse, error) {
	v := visitOf(ctx)
	return a.enter(ctx, v.who.Email, func() (string, models.Actor, error) {
		return a.desks.Access.Confirm(ctx, v.who, v.credential, in.Password, in.Code)
	})
}

func (a *API) setPassword(ctx context.Context, in setPasswordRequest) (meResponse, error) {
	v := visitOf(ctx)
	secret, who, err := a.desks.Access.SetPassword(ctx, v.who, v.credential, in.Password)
	if err != nil {
		return meResponse{}, err
	}
	return a.carrying(secret, who), nil
}

func (a *API) listSessions(ctx context.Context, in listSessionsRequest) (listResponse[sessionResponse], error) {
	page, err := a.page(ctx, in.paging, "")
	if err != nil {
		return listResponse[sessionResponse]{}, err
	}
	who := actor(ctx)
	sessions, err := a.desks.Access.Sessions(ctx, who, page)
	if err != nil {
		return listResponse[sessionResponse]{}, err
	}
	respond := func(s *models.Session) sessionResponse {
		return sessionResponse{s.ID.String(), s.CreatedAt, s.SeenAt, s.ExpiresAt, s.ID == who.Session}
	}
	return respondPage(ctx, a, page, sessions, respond, func(s *models.Session) (id, key string) { return s.ID.String(), "" }), nil
}

func (a *API) endSession(ctx context.Context, in sessionRequest) (nothing, error) {
	return nothing{}, a.desks.Access.EndSession(ctx, actor(ctx), in.ID)
}

func (a *API) endOtherSessions(ctx context.Context, _ nothing) (nothing, error) {
	return nothing{}, a.desks.Access.EndOtherSessions(ctx, actor(ctx))
}

// signedOut takes the session away from the browser too.
type signedOut struct{ cookie *http.Cookie }

// Cookie ends the session in the browser.
func (s signedOut) Cookie() *http.Cookie { return s.cookie }

// ClearSiteData has the browser forget what the app kept in it, such as texts
// that were not saved. What it cached are files that anybody may read.
func (signedOut) ClearSiteData() string { return `"cookies", "storage"` }

func (a *API) signOut(ctx context.Context, _ nothing) (signedOut, error) {
	v := visitOf(ctx)
	if v.who.Scopes != nil {
		return signedOut{}, models.ErrForbidden.With("A token has no session. Revoke it instead.")
	}
	return signedOut{a.cookie("", -time.Second)}, a.desks.Access.SignOut(ctx, v.who, v.credential)
}
