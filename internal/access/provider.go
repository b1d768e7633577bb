package access

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"caravan/internal/store"
	"caravan/models"
)

// ReturnPath is where providers send people back to.
const ReturnPath = "/sign-in/return"

// attemptLifetime is how long somebody may take at their provider.
const attemptLifetime = 10 * time.Minute

// An attempt is a sign-in at a provider that was begun, as the browser carries
// it, sealed.
type attempt struct {
	Provider models.ID[models.IdentityProvider]
	State    string
	Nonce    string
	Verifier string // of PKCE (RFC 7636)
	Link     string // of an invitation that is being accepted; empty otherwise
	Begun    time.Time
	Expires  time.Time

	Session models.ID[models.Session] // that is being confirmed; zero where one is opened
	Coded   bool                      // the code of a second factor came with it
}

const placeOfAttempt = "browser|sign-in attempt"

// algorithms are the signatures that are believed: made with keys that only
// the provider has.
func algorithms() []string {
	return []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}
}

// BeginAtProvider returns where somebody signs in at their organisation's
// provider, and what their browser has to bring back. link is the secret of an
// invitation that they accept so, or empty.
func (d *Desk) BeginAtProvider(ctx context.Context, id models.ID[models.IdentityProvider], link string) (address, carried string, err error) {
	provider, err := d.Store.As(models.System("access")).Provider(ctx, id)
	if err != nil {
		return "", "", err
	}
	return d.send(ctx, provider, attempt{State: oauth2.GenerateVerifier(), Link: link}, maxAge(models.StepUpLifetime))
}

// maxAge asks a provider to have people sign in anew who did so longer ago.
func maxAge(age time.Duration) oauth2.AuthCodeOption {
	return oauth2.SetAuthURLParam("max_age", strconv.Itoa(int(age.Seconds())))
}

// send begins an attempt at a provider.
func (d *Desk) send(ctx context.Context, provider *models.IdentityProvider, a attempt, options ...oauth2.AuthCodeOption) (address, carried string, err error) {
	now := d.Now()
	a.Provider, a.Nonce, a.Verifier, a.Begun, a.Expires = provider.ID, oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), now, now.Add(attemptLifetime)
	client, _, err := d.client(ctx, provider)
	if err != nil {
		return "", "", err
	}
	text, err := json.Marshal(a)
	if err != nil {
		return "", "", err
	}
	address = client.AuthCodeURL(a.State, append(options, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier))...)
	return address, text64(d.Vault.Seal(text, placeOfAttempt)), nil
}

// client asks a provider how it is spoken to.
func (d *Desk) client(ctx context.Context, p *models.IdentityProvider) (*oauth2.Config, *oidc.Provider, error) {
	secret, err := d.Vault.Open(p.Sealed, placeOfProvider(p))
	if err != nil {
		return nil, nil, err
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, d.Web), p.Issuer)
	if err != nil {
		return nil, nil, models.ErrProvider
	}
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: string(secret), Endpoint: found.Endpoint(), RedirectURL: d.Address + ReturnPath, Scopes: []string{oidc.ScopeOpenID},
	}, found, nil
}

// EndAtProvider takes what a provider sent somebody back with and opens their
// session. Who they are is the issuer's subject alone: no address links
// anybody. Whatever is not right is ErrProvider.
func (d *Desk) EndAtProvider(ctx context.Context, carried, code, state string) (string, models.Actor, error) {
	a, err := d.attempted(carried, state)
	if err == nil && !a.Session.IsZero() {
		err = models.ErrProvider
	}
	if err != nil {
		return "", models.Actor{}, err
	}
	system := d.Store.As(models.System("access"))
	provider, token, err := d.identified(ctx, system, a, code)
	if err != nil {
		return "", models.Actor{}, err
	}
	id, err := d.belongsTo(ctx, system, provider, a, token)
	if err != nil {
		return "", models.Actor{}, err
	}
	who, err := system.Actor(ctx, id, provider.OrganizationID)
	if errors.Is(err, models.ErrUnknownPerson) {
		err = models.ErrNoAccount
	}
	if err != nil {
		return "", models.Actor{}, err
	}
	proof, err := d.proved(token)
	if err != nil {
		return "", models.Actor{}, err
	}
	// Whoever was let through by the provider's own session proved nothing now.
	return d.enter(ctx, who, proof.strength, proof.at)
}

// A proof is how and when somebody signed in at their provider.
type proof struct {
	strength models.Strength
	at       time.Time // long ago where the provider does not say
}

// proved reads what a provider says of how somebody signed in: when, and
// whether with several factors (RFC 8176).
func (d *Desk) proved(token *oidc.IDToken) (proof, error) {
	var claims struct {
		At      int64    `json:"auth_time"`
		Methods []string `json:"amr"`
	}
	if err := token.Claims(&claims); err != nil {
		return proof{}, models.ErrProvider
	}
	p := proof{models.ByProvider, time.Unix(claims.At, 0).UTC()}
	if slices.Contains(claims.Methods, "mfa") {
		p.strength = models.ByProviderAndFactor
	}
	if now := d.Now(); now.Before(p.at) {
		p.at = now
	}
	return p, nil
}

// attempted opens what the browser brought back.
func (d *Desk) attempted(carried, state string) (*attempt, error) {
	var a attempt
	sealed, err := raw64(carried)
	if err != nil {
		return nil, models.ErrProvider
	}
	text, err := d.Vault.Open(sealed, placeOfAttempt)
	if err != nil || json.Unmarshal(text, &a) != nil {
		return nil, models.ErrProvider
	}
	if subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) != 1 || d.Now().After(a.Expires) {
		return nil, models.ErrProvider
	}
	return &a, nil
}

// identified trades the code for an ID token and checks it (OpenID Connect
// Core, 3.1.3.7): issuer, audience, signature, times, nonce.
func (d *Desk) identified(ctx context.Context, system *store.Scope, a *attempt, code string) (*models.IdentityProvider, *oidc.IDToken, error) {
	p, err := system.Provider(ctx, a.Provider)
	if err != nil {
		return nil, nil, err
	}
	client, provider, err := d.client(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	answer, err := client.Exchange(oidc.ClientContext(ctx, d.Web), code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return nil, nil, models.ErrProvider
	}
	text, _ := answer.Extra("id_token").(string)
	checks := provider.VerifierContext(oidc.ClientContext(ctx, d.Web), &oidc.Config{ClientID: p.ClientID, SupportedSigningAlgs: algorithms(), Now: d.Now})
	token, err := checks.Verify(ctx, text)
	if err != nil {
		return nil, nil, models.ErrProvider
	}
	if subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.Nonce)) != 1 || token.Subject == "" || !slices.Equal(token.Audience, []string{p.ClientID}) {
		return nil, nil, models.ErrProvider
	}
	return p, token, nil
}

// belongsTo returns the person whom the provider's subject stands for. An
// invitation to the provider's organisation makes it so.
func (d *Desk) belongsTo(ctx context.Context, system *store.Scope, p *models.IdentityProvider, a *attempt, token *oidc.IDToken) (id models.ID[models.User], err error) {
	account, err := system.ProviderAccount(ctx, token.Issuer, token.Subject)
	if err == nil {
		return account.UserID, nil
	}
	if !errors.Is(err, models.ErrMissing) {
		return id, err
	}
	if a.Link == "" {
		return id, models.ErrNoAccount
	}
	now := d.Now()
	err = system.InTx(ctx, func(tx *store.Scope) error {
		link, err := tx.UseLink(ctx, hashOf(a.Link), now)
		if err != nil {
			return err
		}
		if link.Purpose != models.ForInvitation {
			return models.ErrLinkUsed
		}
		if _, err := tx.Actor(ctx, link.UserID, p.OrganizationID); err != nil {
			return models.ErrNoAccount
		}
		id = link.UserID
		account := &models.ProviderAccount{ID: models.NewID[models.ProviderAccount](), UserID: id, Issuer: token.Issuer, Subject: token.Subject, CreatedAt: now}
		if err := tx.CreateProviderAccount(ctx, account); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "provider_account.linked", Kind: "user", Object: id.String(), At: now, Tenant: p.OrganizationID})
	})
	return id, err
}

// SetProvider says where the people of the actor's organisation sign in. The
// issuer has to answer as itself.
func (d *Desk) SetProvider(ctx context.Context, by models.Actor, issuer, clientID, secret string) (*models.IdentityProvider, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, d.Web), issuer)
	if err != nil || found.Endpoint().TokenURL == "" {
		return nil, models.ErrProvider.With("Nothing there answers as this issuer.").At("/issuer")
	}
	now := d.Now()
	p := &models.IdentityProvider{ID: models.NewID[models.IdentityProvider](), OrganizationID: by.OrganizationID, Issuer: issuer, ClientID: clientID, CreatedAt: now, Version: 1}
	p.Sealed = d.Vault.Seal([]byte(secret), placeOfProvider(p))
	err = d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.DeleteProvider(ctx); err != nil {
			return err
		}
		if err := tx.CreateProvider(ctx, p); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "identity_provider.set", Kind: "organization", Object: by.OrganizationID.String(), At: now})
	})
	return p, err
}

// RemoveProvider has the people of the actor's organisation sign in with
// passwords alone.
func (d *Desk) RemoveProvider(ctx context.Context, by models.Actor) error {
	return d.Store.As(by).InTx(ctx, func(tx *store.Scope) error {
		if err := tx.DeleteProvider(ctx); err != nil {
			return err
		}
		return tx.Record(ctx, store.Change{Action: "identity_provider.removed", Kind: "organization", Object: by.OrganizationID.String(), At: d.Now()})
	})
}

// placeOfProvider is where the vault binds a client's secret to.
func placeOfProvider(p *models.IdentityProvider) string {
	return fmt.Sprintf("%s|identity_providers|%s|sealed", p.OrganizationID, p.ID)
}
