package api

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"caravan/models"
)

type contextKey string

const (
	actorKey  contextKey = "actor"
	secretKey contextKey = "secret"
)

// actor returns who asks. Only this package puts an actor into a context.
func actor(ctx context.Context) models.Actor {
	who, _ := ctx.Value(actorKey).(models.Actor)
	return who
}

// permit lets a request through if who asks may do the action. The empty
// action is open to everybody.
func (a *API) permit(action models.Action) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if action == "" {
				return next(c)
			}
			cookie, err := c.Cookie(a.cookieName())
			if err != nil {
				return models.ErrUnknownPerson
			}
			who, err := a.desks.Access.Session(c.Request().Context(), cookie.Value)
			if err != nil {
				return err
			}
			if !who.May(action) {
				return models.ErrForbidden
			}
			ctx := context.WithValue(c.Request().Context(), actorKey, who)
			ctx = context.WithValue(ctx, secretKey, cookie.Value)
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		}
	}
}

// cookieName is bound to the host where cookies travel over HTTPS only.
func (a *API) cookieName() string {
	if a.secure {
		return "__Host-caravan"
	}
	return "caravan"
}

func (a *API) cookie(secret string, age time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: a.cookieName(), Value: secret, Path: "/", MaxAge: int(age.Seconds()), HttpOnly: true, Secure: a.secure,
		SameSite: http.SameSiteLaxMode,
	}
}

type signInRequest struct {
	Email    string `json:"email" validate:"required,email,max=254"`
	Password string `json:"password" validate:"required,max=1024"`
}

type welcomeRequest struct {
	Token    string `json:"token" validate:"required,max=200"`
	Password string `json:"password" validate:"required,max=1024"`
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
	secret, who, err := a.desks.Access.SignIn(ctx, in.Email, in.Password)
	if err != nil {
		return meResponse{}, err
	}
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
	secret, _ := ctx.Value(secretKey).(string)
	return signedOut{a.cookie("", -time.Second)}, a.desks.Access.SignOut(ctx, actor(ctx), secret)
}
