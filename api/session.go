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
	switch {
	case !who.May(e.action) && e.secret:
		return models.ErrMissing
	case !who.May(e.action):
		return models.ErrForbidden
	case e.stepUp && !who.Confirmed(a.now()):
		return models.ErrStepUp
	case e.stepUp && e.action != models.SecureAccount: // which is how a factor is set up
		return a.desks.Access.Strong(ctx, who)
	}
	return nil
}

// unattended marks what a program asks by itself while nobody does anything,
// such as what a screen reads anew. It does not keep a session from going idle.
const unattended = "Caravan-Unattended"

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
	if e.passive || r.Header.Get(unattended) != "" {
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
	Code     string `json:"code" validate:"omitempty,max=40" doc:"Of the second factor, or a recovery code. Without one where one is set up: 401 code_required."`
}

type welcomeRequest struct {
	Token    string `json:"token" validate:"required,max=200"`
	Password string `json:"password" validate:"required,max=1024" secret:"true"`
	Code     string `json:"code" validate:"omitempty,max=40" doc:"Of the second factor, where one is set up: a link does not replace it."`
}

// meResponse is who the caller is and what they may do, so that a client
// never guesses from an error.
type meResponse struct {
	UserID       string               `json:"user_id"`
	Name         string               `json:"name"`
	Email        string               `json:"email"`
	Organization organizationResponse `json:"organization"`
	Roles        []models.Role        `json:"roles"`
	May          []models.Action      `json:"may"`
	ByProvider   bool                 `json:"by_provider" doc:"They signed in at their organisation's provider."`
	SecondFactor bool                 `json:"second_factor" doc:"They proved themselves with a second factor too."`
	ByKey        bool                 `json:"by_key" doc:"That was a security key."`
	LacksFactor  bool                 `json:"lacks_factor" doc:"Their roles ask for a second factor before anything dangerous, and this session has none."`
	PasswordOnly bool                 `json:"password_alone" doc:"The installation lets a password alone do for every role. It is a demonstration, or chose so."`
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

func (a *API) respondMe(who models.Actor) meResponse {
	o, rules := who.Organization, a.desks.Access.Rules
	return meResponse{
		UserID: who.UserID.String(), Name: who.Name, Email: who.Email, Roles: who.Roles, May: who.Allowed(), SecondFactor: who.Strength.Factored(), ByKey: who.Strength == models.ByKey, ByProvider: who.Strength.AtProvider(),
		LacksFactor: rules.Lacks(who), PasswordOnly: rules.PasswordAlone,
		Organization: organizationResponse{o.ID.String(), o.Kind, o.Country, o.PublicName},
	}
}

func (a *API) signIn(ctx context.Context, in signInRequest) (meResponse, error) {
	return a.enter(ctx, in.Email, func() (string, models.Actor, error) {
		return a.desks.Access.SignIn(ctx, in.Email, in.Password, in.Code)
	})
}

func (a *API) welcome(ctx context.Context, in welcomeRequest) (meResponse, error) {
	return a.enter(ctx, in.Token, func() (string, models.Actor, error) {
		return a.desks.Access.Welcome(ctx, in.Token, in.Password, in.Code)
	})
}

// enter lets somebody try to prove who they are, not too often, and gives them
// the secret of their session.
func (a *API) enter(ctx context.Context, account string, try func() (string, models.Actor, error)) (meResponse, error) {
	var secret string
	var who models.Actor
	err := a.guess(ctx, account, func() (err error) {
		secret, who, err = try()
		return err
	})
	if err != nil {
		return meResponse{}, err
	}
	return a.carrying(secret, who), nil
}

// guess lets somebody try a password or code of an account, not too often.
func (a *API) guess(ctx context.Context, account string, try func() error) error {
	address := visitOf(ctx).address
	if wait := a.guesses.wait(account, address); wait > 0 {
		return waitFor(wait)
	}
	err := try()
	switch {
	case errors.Is(err, models.ErrWrongPassword), errors.Is(err, models.ErrWrongCode), errors.Is(err, models.ErrCodeReplayed), errors.Is(err, models.ErrWrongKey), errors.Is(err, models.ErrEnvelopeCode):
		a.guesses.failed(account, address)
	case err == nil:
		a.guesses.succeeded(account, address)
	}
	return err
}

// carrying is who somebody is, with the cookie of their session.
func (a *API) carrying(secret string, who models.Actor) meResponse {
	me := a.respondMe(who)
	me.cookie = a.cookie(secret, a.desks.Access.Rules.Standard().Lifetime)
	return me
}

func (a *API) me(ctx context.Context, _ nothing) (meResponse, error) {
	return a.respondMe(actor(ctx)), nil
}
