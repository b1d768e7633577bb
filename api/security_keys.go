package api

import (
	"context"
	"net/http"
	"time"

	"caravan/internal/access"
	"caravan/models"
)

// challengeResponse is what a browser hands to a security key.
type challengeResponse struct {
	Ceremony string `json:"ceremony" doc:"Comes back with the answer, once, within 5 minutes."`
	Options  string `json:"options" doc:"JSON text for PublicKeyCredential.parseCreationOptionsFromJSON or parseRequestOptionsFromJSON."`
}

// keyAnswer is what a key said.
type keyAnswer struct {
	Ceremony   string `json:"ceremony" validate:"required,max=200"`
	Credential string `json:"credential" validate:"required,max=65536" doc:"The answer of the key: JSON text of PublicKeyCredential.toJSON."`
}

type beginSignInWithKeyRequest struct {
	Email    string `json:"email" validate:"required,max=254"`
	Password string `json:"password" validate:"required,max=1024" secret:"true"`
}

type signInWithKeyRequest struct{ keyAnswer }

type beginConfirmationWithKeyRequest struct {
	Password string `json:"password" validate:"omitempty,max=1024" secret:"true" doc:"Empty for who came in at their provider."`
}

type confirmWithKeyRequest struct{ keyAnswer }

type registerKeyRequest struct {
	keyAnswer

	Name string `json:"name" validate:"required,max=80" doc:"As you call it."`
}

type securityKeyRequest struct {
	ID models.ID[models.SecurityKey] `param:"id" json:"-"`
}

type securityKeyResponse struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	CreatedAt time.Time  `json:"created_at"`
	UsedAt    *time.Time `json:"used_at" doc:"When it last answered; null: never since it was registered."`
	Synced    bool       `json:"synced" doc:"It may be copied to other devices of its person, as passkeys of browsers are."`
}

type securityKeysResponse struct {
	Items []securityKeyResponse `json:"items"`
}

// registeredKeyResponse holds the recovery codes of who had none, this once.
type registeredKeyResponse struct {
	Key           securityKeyResponse `json:"key"`
	RecoveryCodes []string            `json:"recovery_codes" doc:"For who had none: each opens the account once in place of the key. They are not kept."`
	cookie        *http.Cookie
}

// Cookie is the session's new secret.
func (r registeredKeyResponse) Cookie() *http.Cookie { return r.cookie }

func respondSecurityKey(k *models.SecurityKey) securityKeyResponse {
	return securityKeyResponse{k.ID.String(), k.Name, k.CreatedAt, k.UsedAt, k.Synced}
}

func respondChallenge(c *access.Challenge, err error) (challengeResponse, error) {
	if err != nil {
		return challengeResponse{}, err
	}
	return challengeResponse{c.Secret, c.Options}, nil
}

func (a *API) listKeys(ctx context.Context, _ nothing) (securityKeysResponse, error) {
	keys, err := a.desks.Access.KeysOf(ctx, actor(ctx))
	out := securityKeysResponse{Items: []securityKeyResponse{}}
	for i := range keys {
		out.Items = append(out.Items, respondSecurityKey(&keys[i]))
	}
	return out, err
}

func (a *API) beginKey(ctx context.Context, _ nothing) (challengeResponse, error) {
	return respondChallenge(a.desks.Access.BeginKey(ctx, actor(ctx)))
}

func (a *API) registerKey(ctx context.Context, in registerKeyRequest) (registeredKeyResponse, error) {
	v := visitOf(ctx)
	made, err := a.desks.Access.RegisterKey(ctx, v.who, v.credential, in.Ceremony, in.Name, in.Credential)
	if err != nil {
		return registeredKeyResponse{}, err
	}
	codes := append([]string{}, made.Codes...)
	return registeredKeyResponse{respondSecurityKey(made.Key), codes, a.carrying(made.Renewed, v.who).cookie}, nil
}

// carried is nothing but the session's new secret.
type carried struct{ cookie *http.Cookie }

// Cookie is the session's new secret.
func (c carried) Cookie() *http.Cookie { return c.cookie }

func (a *API) removeKey(ctx context.Context, in securityKeyRequest) (carried, error) {
	v := visitOf(ctx)
	renewed, err := a.desks.Access.RemoveKey(ctx, v.who, v.credential, in.ID)
	if err != nil {
		return carried{}, err
	}
	return carried{a.carrying(renewed, v.who).cookie}, nil
}

func (a *API) beginSignInWithKey(ctx context.Context, in beginSignInWithKeyRequest) (out challengeResponse, err error) {
	err = a.guess(ctx, in.Email, func() error {
		out, err = respondChallenge(a.desks.Access.BeginSignInWithKey(ctx, in.Email, in.Password))
		return err
	})
	return out, err
}

func (a *API) signInWithKey(ctx context.Context, in signInWithKeyRequest) (meResponse, error) {
	return a.enter(ctx, in.Ceremony, func() (string, models.Actor, error) {
		return a.desks.Access.SignInWithKey(ctx, in.Ceremony, in.Credential)
	})
}

func (a *API) beginConfirmationWithKey(ctx context.Context, in beginConfirmationWithKeyRequest) (out challengeResponse, err error) {
	who := actor(ctx)
	err = a.guess(ctx, who.Email, func() error {
		out, err = respondChallenge(a.desks.Access.BeginConfirmationWithKey(ctx, who, in.Password))
		return err
	})
	return out, err
}

func (a *API) confirmWithKey(ctx context.Context, in confirmWithKeyRequest) (meResponse, error) {
	v := visitOf(ctx)
	return a.enter(ctx, v.who.Email, func() (string, models.Actor, error) {
		return a.desks.Access.ConfirmWithKey(ctx, v.who, v.credential, in.Ceremony, in.Credential)
	})
}
