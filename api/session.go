package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"caravan/models"
)

// permit finds out who asks and refuses them unless they may do the action.
// The empty action is open to everybody.
func (a *API) permit(ctx context.Context, e endpoint, r *http.Request) error {
	if e.action == "" {
		return nil
	}
	v := visitOf(ctx)
	who, err := a.recognise(ctx, e, r)
	if err != nil {
		return err
	}
	v.who = who
	v.who.Request = v.id
	if !who.May(e.action) {
		return models.ErrForbidden
	}
	return nil
}

// recognise returns who a request's token or session belongs to. Where both
// are sent the token counts.
func (a *API) recognise(ctx context.Context, e endpoint, r *http.Request) (models.Actor, error) {
	v := visitOf(ctx)
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, secret, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return models.Actor{}, models.ErrUnknownPerson
		}
		v.credential = secret
		return a.desks.Access.Bearer(ctx, secret)
	}
	cookie, err := r.Cookie(a.cookieName())
	if err != nil {
		return models.Actor{}, models.ErrUnknownPerson
	}
	v.credential = cookie.Value
	if e.passive {
		return a.desks.Access.Peek(ctx, cookie.Value)
	}
	return a.desks.Access.Session(ctx, cookie.Value)
}

// cookieName is bound to the host where cookies travel over HTTPS only.
func (a *API) cookieName() string {
	if a.secure {
		return "__Host-caravan"
	}
	return "caravan"
}

func (a *API) cookie(secret string, age time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever people use HTTPS
		Name: a.cookieName(), Value: secret, Path: "/", MaxAge: int(age.Seconds()), HttpOnly: true, Secure: a.secure,
		SameSite: http.SameSiteLaxMode,
	}
}

type signInRequest struct {
	Email    string `json:"email" validate:"required,max=254"`
	Password string `json:"password" validate:"required,max=1024" secret:"true"`
}

type welcomeRequest struct {
	Token    string `json:"token" validate:"required,max=200"`
	Password string `json:"password" validate:"required,max=1024" secret:"true"`
}

// meResponse is who the caller is and what they may do, so that a client
// never guesses from an error.
type meResponse struct {
	UserID       string               `json:"user_id"`
	Name         string               `json:"name"`
	Organization organizationResponse `json:"organization"`
	Roles        []models.Role        `json:"roles"`
	May          []models.Action      `json:"may"`
	cookie       *http.Cookie
}

type organizationResponse struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Country string `json:"country"`
	Name    string `json:"name"`
}

// Cookie is the session that the answer opens, if it opens one.
func (m meResponse) Cookie() *http.Cookie { return m.cookie }

func respondMe(who models.Actor) meResponse {
	o := who.Organization
	return meResponse{
		UserID: who.UserID.String(), Name: who.Name, Roles: who.Roles, May: who.Allowed(),
		Organization: organizationResponse{o.ID.String(), o.Kind, o.Country, o.PublicName},
	}
}

func (a *API) signIn(ctx context.Context, in signInRequest) (meResponse, error) {
	address := visitOf(ctx).address
	if wait := a.guesses.wait(in.Email, address); wait > 0 {
		return meResponse{}, waitFor(wait)
	}
	secret, who, err := a.desks.Access.SignIn(ctx, in.Email, in.Password)
	if errors.Is(err, models.ErrWrongPassword) {
		a.guesses.failed(in.Email, address)
	}
	if err != nil {
		return meResponse{}, err
	}
	a.guesses.succeeded(in.Email, address)
	me := respondMe(who)
	me.cookie = a.cookie(secret, models.SessionLifetime)
	return me, nil
}

func (a *API) welcome(ctx context.Context, in welcomeRequest) (meResponse, error) {
	secret, who, err := a.desks.Access.Welcome(ctx, in.Token, in.Password)
	if err != nil {
		return meResponse{}, err
	}
	me := respondMe(who)
	me.cookie = a.cookie(secret, models.SessionLifetime)
	return me, nil
}

func (a *API) me(ctx context.Context, _ nothing) (meResponse, error) {
	return respondMe(actor(ctx)), nil
}

// signedOut takes the session away from the browser too.
type signedOut struct{ cookie *http.Cookie }

// Cookie ends the session in the browser.
func (s signedOut) Cookie() *http.Cookie { return s.cookie }

func (a *API) signOut(ctx context.Context, _ nothing) (signedOut, error) {
	v := visitOf(ctx)
	if v.who.Scopes != nil {
		return signedOut{}, models.ErrForbidden.With("A token has no session. Revoke it instead.")
	}
	return signedOut{a.cookie("", -time.Second)}, a.desks.Access.SignOut(ctx, v.who, v.credential)
}
